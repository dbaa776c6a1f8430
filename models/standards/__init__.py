from . import crm_lead
from . import crm_stage
from . import crm_stage_process
from . import playbook_transition
from . import playbook_stage_report
