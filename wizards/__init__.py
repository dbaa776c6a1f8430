from . import profiles
from . import actions
from . import workflows
