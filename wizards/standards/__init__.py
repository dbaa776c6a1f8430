from . import crm_lead2opportunity_partner
from . import playbook_permission_decide
from . import playbook_procedure_decide
from . import playbook_review
from . import playbook_review_line
from . import playbook_process_setup
from . import playbook_process_setup_line
