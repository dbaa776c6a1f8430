import hashlib

from odoo import api, fields, models
from odoo.fields import Command

from ...models.segments.territory_sql import count_moves


class PlaybookTerritoryMove(models.TransientModel):
    """Whom the rules, as they are now, put into another territory.

    Changing a rule moves nobody: this shows how many would move from where to where,
    and moves exactly these. Counted are those of all companies, whoever may read them:
    territories are everybody's.
    """

    _name = "playbook.territory.move"
    _description = "Apply the rules of territories"

    line_ids = fields.One2many(
        "playbook.territory.move.line", "move_id", string="Moves", readonly=True
    )
    customer_count = fields.Integer(string="Customers", readonly=True)
    lead_count = fields.Integer(string="Leads and opportunities", readonly=True)
    mark = fields.Char(readonly=True, help="Who they are, as a fingerprint.")
    is_outdated = fields.Boolean(
        readonly=True,
        help="Somebody has changed rules, customers or leads since it was shown.",
    )

    @api.model
    def _open(self):
        """Show the moves that are due now."""
        self.check_access("create")
        return self.create(self._look())._get_action()

    @api.model
    def _look(self):
        """Values of a dialog that shows what is due now."""
        Rule = self.env["playbook.territory.rule"]
        Rule._flush_for_moves()
        rows = self.env.execute_query(count_moves(Rule._get_rules()))
        return {
            "line_ids": [
                Command.clear(),
                *(
                    Command.create(
                        {
                            "old_id": old_id,
                            "new_id": new_id,
                            "customer_count": customers,
                            "lead_count": leads,
                        }
                    )
                    for old_id, new_id, customers, leads, _mark in rows
                ),
            ],
            "customer_count": sum(row[2] for row in rows),
            "lead_count": sum(row[3] for row in rows),
            "mark": hashlib.sha256(repr(rows).encode()).hexdigest(),
        }

    def _get_action(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Apply the Rules"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def action_apply(self):
        """Move them, unless they are others by now: then show these."""
        self.ensure_one()
        self.check_access("write")
        found = self._look()
        if found["mark"] != self.mark:
            self.write({**found, "is_outdated": True})
            return self._get_action()
        # Whoever may read whom: the rules are the Configurator's.
        self.env["playbook.territory.rule"].sudo()._carry_out()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "%(customers)s customers and %(leads)s leads and opportunities "
                    "have moved.",
                    customers=self.customer_count,
                    leads=self.lead_count,
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
