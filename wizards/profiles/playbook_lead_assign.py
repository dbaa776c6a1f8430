from odoo import api, fields, models

HAND_OVER = "hand_over"
REASSIGN = "reassign"


class PlaybookLeadAssign(models.TransientModel):
    """The dialog in which leads are given to somebody: one lead or many.

    Marketing hands leads over to Sales; Sales Management reassigns.
    """

    _name = "playbook.lead.assign"
    _description = "Give leads to somebody"

    purpose = fields.Selection(
        [(HAND_OVER, "Hand over"), (REASSIGN, "Reassign")], required=True, readonly=True
    )
    lead_ids = fields.Many2many("crm.lead", string="Leads", readonly=True)
    lead_count = fields.Integer(string="How many", compute="_compute_lead_count")
    salesperson_ids = fields.Many2many(
        "res.users", string="Who sells", compute="_compute_salesperson_ids"
    )
    is_salesperson_required = fields.Boolean(
        string="A team alone is not enough", compute="_compute_is_salesperson_required"
    )
    salesperson_placeholder = fields.Char(
        string="Hint", compute="_compute_is_salesperson_required"
    )
    user_id = fields.Many2one(
        "res.users",
        string="Salesperson",
        domain="[('id', 'in', salesperson_ids)]",
        ondelete="cascade",
        help="Empty: the sales team picks it up.",
    )
    team_id = fields.Many2one(
        "crm.team",
        string="Sales team",
        ondelete="cascade",
        compute="_compute_team_id",
        store=True,
        readonly=False,
        help="Empty: the team of the salesperson.",
    )
    note = fields.Text(help="What they should know. It is kept on the lead.")
    move_activities = fields.Boolean(
        string="Give them the planned activities too",
        default=True,
        help="What the former salesperson had planned on it becomes theirs.",
    )

    @api.depends("lead_ids")
    def _compute_lead_count(self):
        for wizard in self:
            wizard.lead_count = len(wizard.lead_ids)

    @api.depends("lead_ids")
    def _compute_salesperson_ids(self):
        """Who sells, and works for the companies of all the leads."""
        selling = self.env["playbook.profile"]._get_selling_groups()
        people = self.env["res.users"].search(
            [("all_group_ids", "in", selling.ids), ("share", "=", False)]
        )
        for wizard in self:
            choices = wizard.lead_ids._get_company_choices()
            # Which companies a colleague works for is compared, not told.
            wizard.salesperson_ids = people.filtered(
                lambda user, choices=choices: all(
                    companies & user.sudo().company_ids for companies in choices
                )
            )

    @api.depends("purpose")
    @api.depends_context("uid")
    def _compute_is_salesperson_required(self):
        needed = self.env["crm.lead"]._needs_salesperson()
        for wizard in self:
            required = needed and wizard.purpose == HAND_OVER
            wizard.is_salesperson_required = required
            # In place of the one that the view has.
            wizard.salesperson_placeholder = required and self.env._(
                "Who looks after it"
            )

    @api.depends("user_id")
    def _compute_team_id(self):
        for wizard in self:
            user = wizard.user_id
            if user and user not in wizard.team_id.member_ids | wizard.team_id.user_id:
                wizard.team_id = self.env["crm.team"]._get_default_team_id(
                    user_id=user.id
                )

    @api.model_create_multi
    def create(self, vals_list):
        wizards = super().create(vals_list)
        wizards._check_leads()
        return wizards

    def write(self, vals):
        result = super().write(vals)
        if "lead_ids" in vals:
            self._check_leads()
        return result

    def _check_leads(self):
        """Leads that one does not read would be left out without a word."""
        # All that were chosen, to ask who reads them.
        for wizard in self.sudo():
            wizard.lead_ids.with_env(self.env).check_access("read")

    @api.model
    def _prepare(self, leads, purpose):
        """A dialog for ``leads``.

        :raise AccessError: when the user may not give these leads away.
        """
        leads.check_access("write" if purpose == HAND_OVER else "read")
        values = {"purpose": purpose, "lead_ids": leads.ids}
        if purpose == HAND_OVER and len(leads) == 1:
            values |= {"user_id": leads.user_id.id, "team_id": leads.team_id.id}
        return self.create(values)

    def _get_title(self):
        if self.purpose == HAND_OVER:
            return self.env._("Hand over to Sales")
        return self.env._("Reassign")

    def action_confirm(self):
        """Give the leads away; see ``crm.lead``, which asks who may."""
        self.ensure_one()
        if self.purpose == HAND_OVER:
            self.lead_ids._hand_over(self.user_id, self.team_id, self.note or "")
        else:
            self.lead_ids._reassign(
                self.user_id,
                self.team_id,
                self.note or "",
                move_activities=self.move_activities,
            )
        return {"type": "ir.actions.act_window_close"}
