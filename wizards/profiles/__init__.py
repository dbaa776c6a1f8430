from . import access_reasons
from . import access_words
from . import playbook_access_explain
