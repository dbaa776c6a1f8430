from . import playbook_results_print
