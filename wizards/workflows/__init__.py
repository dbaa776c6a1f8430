from . import playbook_enrollment_change
from . import playbook_opt_out_change
from . import playbook_review
from . import playbook_workflow_start
from . import playbook_workflow_start_customers
from . import playbook_workflow_start_line
from . import playbook_workflow_test
from . import playbook_workflow_test_line
