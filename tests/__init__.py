from . import test_architecture
from . import test_i18n
from . import test_lifecycle
from . import test_profiles_groups
from . import test_segments_customer_state
from . import test_segments_customer_state_access
from . import test_segments_customer_state_cron
from . import test_segments_customer_state_invoices
