from . import playbook_lead_assign
from . import playbook_decision_handover
from . import playbook_profile_give
from . import playbook_profile_give_line
from . import playbook_profile_create
from . import playbook_profile_create_line
