from . import playbook_mirror_mixin
from . import playbook_retirable_mixin
from . import playbook_purpose
from . import playbook_outcome
from . import mail_activity_type
from . import playbook_reported_field
from . import mail_activity
from . import playbook_action
