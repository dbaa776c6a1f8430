from . import playbook_rfm_migration
from . import playbook_segment_overlap
