from . import playbook_getting_started
from . import playbook_getting_started_sells_to
