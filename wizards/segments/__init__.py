from . import playbook_segment_overlap
