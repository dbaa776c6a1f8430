from . import playbook_rfm_migration
from . import playbook_segment_overlap
from . import playbook_territory_move
from . import playbook_territory_move_line
from . import playbook_option_ask
from . import playbook_option_merge_wizard
from . import playbook_option_merge_wizard_line
