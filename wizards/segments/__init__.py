from . import playbook_territory_move
from . import playbook_territory_move_line
