from . import crm_lead2opportunity_partner
from . import playbook_doubt_decide
from . import playbook_permission_decide
from . import playbook_procedure_impact
from . import playbook_procedure_impact_words
from . import playbook_procedure_impact_line
from . import playbook_process_setup
from . import playbook_process_setup_line
