from . import crm_lead
from . import playbook_transition
