from . import playbook_indicator
from . import playbook_indicator_customers
from . import playbook_indicator_read
from . import playbook_measurement_run
from . import playbook_measurement
from . import playbook_objective
