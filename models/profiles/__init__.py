from . import base
from . import crm_lead
