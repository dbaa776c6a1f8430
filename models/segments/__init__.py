from . import base_partner_merge_automatic_wizard
from . import res_config_settings
from . import res_partner
