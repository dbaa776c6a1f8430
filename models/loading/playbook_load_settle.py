from odoo import models
from odoo.exceptions import UserError

from .playbook_load_value import CREATE, EMPTY, MAP, REJECT


class PlaybookLoad(models.Model):
    """Unknown values, settled all at once."""

    _inherit = "playbook.load"

    def action_settle_values(self):
        """Treat all unknown values of a column alike: as the context says.

        ``load_treatment`` is what to do; ``load_column`` the id of the column, all of
        them where it is not given.
        """
        self.ensure_one()
        self.check_access("write")
        treatment = self.env.context.get("load_treatment")
        if treatment not in (EMPTY, CREATE, REJECT):
            raise UserError(
                self.env._("Say what to do: leave empty, create, or reject the lines.")
            )
        column_id = self.env.context.get("load_column")
        unknown = self.value_ids.filtered(
            lambda value: value.treatment != MAP
            and not value.option_value
            and column_id in (value.column_id.id, None, False)
        )
        wanted = unknown
        if treatment == CREATE:
            wanted = unknown.filtered("may_create")
        if unknown and not wanted:
            raise UserError(
                self.env._(
                    "You may not create any of these values: say what each of them "
                    "is, or ask an administrator to create it."
                )
            )
        wanted.write({"treatment": treatment})
