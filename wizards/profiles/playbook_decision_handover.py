from odoo import api, fields, models
from odoo.exceptions import UserError


class PlaybookDecisionHandover(models.TransientModel):
    """The dialog in which somebody hands a decision over to who may decide it."""

    _name = "playbook.decision.handover"
    _description = "Hand a decision over"

    type_id = fields.Many2one(
        "playbook.decision.type",
        string="Decision",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    res_model = fields.Char(string="Model", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        string="Record", model_field="res_model", required=True, readonly=True
    )
    author_id = fields.Many2one("res.users", readonly=True, ondelete="cascade")
    record_name = fields.Char(string="Decide on", compute="_compute_record_name")
    decider_ids = fields.Many2many("res.users", compute="_compute_decider_ids")
    decider_names = fields.Char(string="Who decides", compute="_compute_decider_ids")
    consulted_names = fields.Char(
        string="Who is consulted", compute="_compute_decider_ids"
    )
    user_id = fields.Many2one(
        "res.users",
        string="Hand over to",
        compute="_compute_user_id",
        store=True,
        readonly=False,
        domain="[('id', 'in', decider_ids)]",
        ondelete="cascade",
    )
    note = fields.Text(help="What they should know.")

    @api.depends("res_model", "res_id")
    def _compute_record_name(self):
        for handover in self:
            handover.record_name = handover._get_record().display_name

    @api.depends("type_id", "author_id", "res_model", "res_id")
    def _compute_decider_ids(self):
        for handover in self:
            decision = handover.type_id
            deciders = decision._get_deciders(
                handover._get_record(), handover.author_id
            )
            handover.decider_ids = deciders - self.env.user
            # The names of profiles are no secret.
            profiles = decision.sudo()
            handover.decider_names = ", ".join(profiles.decider_ids.mapped("name"))
            handover.consulted_names = ", ".join(profiles.consulted_ids.mapped("name"))

    @api.depends("decider_ids")
    def _compute_user_id(self):
        """The leader of one's own team if they may decide, else whoever comes first."""
        # Who leads whom is seen by everybody.
        leaders = self.env.user.sudo().crm_team_ids.user_id
        for handover in self:
            deciders = handover.decider_ids
            handover.user_id = (deciders & leaders or deciders)[:1]

    def _get_record(self):
        """:raise UserError: when there is no such record any more."""
        Model = self.env.get(self.res_model)
        record = Model is not None and Model.browse(self.res_id).exists()
        if not record or "activity_ids" not in record._fields:
            raise UserError(
                self.env._(
                    "What should be decided is there no longer. Open it again and ask "
                    "once more."
                )
            )
        return record

    def action_confirm(self):
        """Ask the chosen person, by an activity on the record."""
        self.ensure_one()
        self.type_id._hand_over(self._get_record(), self.user_id, self.note or "")
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "%(person)s is asked to decide.", person=self.user_id.name
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
