from odoo import api, models
from odoo.exceptions import UserError


class PlaybookRetirableMixin(models.AbstractModel):
    """A choice that actions carry: it is retired, not deleted, once one does.

    Whoever carries it keeps it; it is offered no longer.
    """

    _name = "playbook.retirable.mixin"
    _description = "Choice that actions carry"
    _inherit = ["playbook.definition.mixin"]

    # The field of actions that holds it.
    _carried_in = None

    def _compute_usage_count(self):
        """How many actions carry it; which ones, is not told."""
        self.usage_count = 0
        Action = self.env["playbook.action"].sudo()  # a number alone
        field = self._carried_in
        for choice, count in Action._read_group(
            [(field, "in", self.ids)], [field], ["__count"]
        ):
            choice.with_env(self.env).usage_count = count

    def action_open_actions(self):
        """Open the actions that carry this."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_playbook.playbook_action_action"
        )
        action["domain"] = [(self._carried_in, "=", self.id)]
        action["context"] = {}
        return action

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        # Counts all that carry it: also those that this user may not see would lose it.
        counts = dict(
            self.env["playbook.action"]
            .sudo()
            ._read_group(
                [(self._carried_in, "in", self.ids)], [self._carried_in], ["__count"]
            )
        )
        for choice, count in counts.items():
            raise UserError(
                self.env._(
                    "“%(choice)s” cannot be deleted: %(count)s actions carry it. "
                    "Archive it instead: it is then offered no longer, and they keep "
                    "it.",
                    choice=choice.display_name,
                    count=count,
                )
            )
