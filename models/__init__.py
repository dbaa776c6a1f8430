from . import profiles
from . import segments
from . import actions
from . import standards
from . import loading
from . import workflows
from . import results
from . import rollout
