from . import playbook_measurement_correct
from . import playbook_indicator_try
