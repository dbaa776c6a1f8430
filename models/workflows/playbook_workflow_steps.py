from odoo import api, models
from odoo.exceptions import ValidationError


class PlaybookWorkflow(models.Model):
    _inherit = "playbook.workflow"

    @api.constrains("step_ids", "target")
    def _check_steps(self):
        """The steps fit the records, and each other in their order."""
        for workflow in self:
            for step in workflow.step_ids:
                faults = [*step._find_faults(), *step._find_faults_of_order()]
                if faults:
                    raise ValidationError(step._tell_problem(faults[0]))
