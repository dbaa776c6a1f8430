from . import customer_answer
from . import customer_satisfaction
from . import customer_unsubscribe
