from odoo import api, fields, models


class PlaybookPersonErase(models.TransientModel):
    """The dialog that says what erasing a person empties, before it is done."""

    _name = "playbook.person.erase"
    _description = "Erase a person"

    partner_ids = fields.Many2many("res.partner", string="Who", required=True)
    action_count = fields.Integer(
        string="Actions",
        compute="_compute_action_count",
        help="So many lose their words and still count.",
    )

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        if "partner_ids" in fields and self.env.context.get("active_ids"):
            values["partner_ids"] = [(6, 0, self.env.context["active_ids"])]
        return values

    @api.depends("partner_ids")
    def _compute_action_count(self):
        # How many there are, whoever may read them: they are emptied all.
        Action = self.env["playbook.action"].sudo()
        for wizard in self:
            about = Action._get_domain_about(wizard.partner_ids)
            wizard.action_count = Action.search_count(about)

    def action_erase(self):
        """Erase them."""
        self.ensure_one()
        self.partner_ids._erase_person()
        return {"type": "ir.actions.act_window_close"}
