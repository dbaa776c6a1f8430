from . import playbook_process_setup
from . import playbook_process_setup_line
