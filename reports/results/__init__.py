from . import playbook_printed_mixin
from . import team_review
from . import customer_sheet
from . import monthly_results
