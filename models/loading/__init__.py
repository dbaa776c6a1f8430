from . import crm_lead_match
from . import playbook_load_matcher
from . import playbook_load_matcher_lead
from . import playbook_load_matcher_similar
from . import res_partner_match
