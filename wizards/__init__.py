from . import profiles
from . import segments
from . import actions
from . import standards
from . import workflows
from . import results
