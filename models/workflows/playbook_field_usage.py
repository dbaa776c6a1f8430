from odoo import api, models

from ..standards.field_uses import USED, Use
from .playbook_workflow import SOURCE
from .targets import TARGETS


class PlaybookFieldUsage(models.Model):
    _inherit = "playbook.field.usage"

    @api.model
    def _find_uses(self):
        """Workflows ask for fields in their conditions, and set them in their steps."""
        return [*super()._find_uses(), *self._find_workflow_uses()]

    @api.model
    def _find_workflow_uses(self):
        # Those that are not archived: a few dozen.
        for workflow in self.env["playbook.workflow"].search([]):  # pylint: disable=no-search-all
            model = TARGETS[workflow.target].model
            text = self.env._("Workflow “%(name)s”", name=workflow.name)
            conditions = {workflow.domain, workflow.stop_domain}
            for step in workflow.step_ids:
                conditions.add(step.domain)
                of, _dot, name = (step.set_field or "").rpartition(".")
                if name:
                    yield Use(of, name, USED, workflow, text)
            for condition in conditions:
                yield from self._find_asked(model, condition, workflow, text)
            if workflow.trigger == SOURCE:
                yield Use(model, "source_id", USED, workflow, text)
