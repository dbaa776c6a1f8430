from . import playbook_objective_decide
from . import playbook_comparison
from . import playbook_review_objective
from . import playbook_measurement_correct
from . import playbook_indicator_try
from . import playbook_report_preview
from . import playbook_review_report
from . import playbook_results_print
