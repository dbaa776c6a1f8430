from . import playbook_load_source
from . import playbook_load
from . import playbook_load_column
from . import playbook_load_value
from . import playbook_load_line
from . import playbook_load_key
from . import playbook_load_texts
from . import playbook_load_value_choice
