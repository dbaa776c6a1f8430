from . import playbook_rfm_migration
