from . import playbook_enrollment_change
from . import playbook_workflow_start
from . import playbook_workflow_start_line
