from . import profiles
from . import workflows
