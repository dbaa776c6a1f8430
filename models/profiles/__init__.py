from . import base
from . import crm_lead
from . import ir_ui_menu
