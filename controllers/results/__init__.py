from . import scheduled_report
