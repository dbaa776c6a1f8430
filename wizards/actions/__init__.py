from . import playbook_action_log
from . import playbook_action_log_next
from . import playbook_action_log_save
from . import playbook_person_erase
