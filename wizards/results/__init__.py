from . import playbook_report_preview
from . import playbook_review_report
