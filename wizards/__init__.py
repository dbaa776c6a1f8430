from . import profiles
from . import actions
from . import standards
from . import workflows
