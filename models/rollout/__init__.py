from . import playbook_getting_started
