from . import profiles
from . import segments
