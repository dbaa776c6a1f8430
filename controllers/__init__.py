from . import results
from . import workflows
