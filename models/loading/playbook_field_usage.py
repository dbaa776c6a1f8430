from odoo import api, models

from ..standards.field_uses import SUPPLIED, Use
from .playbook_load import MODELS, STOPPED


class PlaybookFieldUsage(models.Model):
    _inherit = "playbook.field.usage"

    @api.model
    def _find_uses(self):
        """Columns of files go into fields: whoever looks sees where values come from.

        That alone keeps a field on nobody's form: it is filled in without one.
        """
        return [*super()._find_uses(), *self._find_load_uses()]

    @api.model
    def _find_load_uses(self):
        rows = self.env["playbook.load.column"]._read_group(
            [("target", "!=", False), ("load_id.state", "!=", STOPPED)],
            ["target", "load_id"],
        )
        for name, load in rows:
            model = MODELS[load.kind]
            if name in self.env[model]._fields:
                of = (load.kind,) if load.kind in ("company", "contact") else ()
                text = self.env._("Loaded from “%(name)s”", name=load.source_id.name)
                yield Use(model, name, SUPPLIED, load, text, of)
