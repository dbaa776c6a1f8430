from . import playbook_option_ask
from . import playbook_option_merge_wizard
from . import playbook_option_merge_wizard_line
