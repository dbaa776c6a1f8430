from odoo import api, fields, models


class PlaybookActionLog(models.TransientModel):
    """The next step: that of the outcome, to be changed or left out."""

    _inherit = "playbook.action.log"

    next_type_id = fields.Many2one(
        "mail.activity.type",
        string="Next step",
        ondelete="cascade",
        compute="_compute_next_step",
        precompute=True,
        store=True,
        readonly=False,
        domain="['|', ('res_model', '=', False), ('res_model', '=', next_model)]",
    )
    next_model = fields.Char(compute="_compute_next_model")
    next_summary = fields.Char(
        string="What next",
        compute="_compute_next_step",
        precompute=True,
        store=True,
        readonly=False,
    )
    next_date = fields.Date(
        string="Due",
        compute="_compute_next_step",
        precompute=True,
        store=True,
        readonly=False,
    )
    next_user_id = fields.Many2one(
        "res.users",
        string="For",
        ondelete="cascade",
        compute="_compute_next_step",
        precompute=True,
        store=True,
        readonly=False,
        domain=[("share", "=", False)],
    )

    @api.depends("activity_ids", "lead_id")
    def _compute_next_model(self):
        for log in self:
            log.next_model = log._get_target_model()

    def _get_target_model(self):
        if self.activity_ids:
            return self.activity_ids[0].res_model
        return "crm.lead" if self.lead_id else "res.partner"

    @api.depends("outcome_id")
    def _compute_next_step(self):
        today = fields.Date.context_today(self)
        for log in self:
            outcome = log.outcome_id
            kind = outcome.next_type_id
            if not log._plans_next_step():
                kind = kind.browse()
            log.next_type_id = kind
            log.next_summary = outcome._get_next_summary(log.activity_ids[:1])
            log.next_date = outcome._get_next_date(today) if kind else False
            log.next_user_id = log._get_next_person(outcome) if kind else False

    def _plans_next_step(self):
        """As the outcome does; see there."""
        about = self.activity_ids[:1] or self.env["mail.activity"].new(
            {
                "res_model": self._get_target_model(),
                "activity_type_id": self.activity_type_id.id,
            }
        )
        return self.outcome_id._plans_next_step(about)

    def _get_next_person(self, outcome):
        """For whom the outcome plans it; several at once may be for several people."""
        facts = self._get_facts()
        people = [outcome._get_next_person(each) for each in facts]
        found = self.env["res.users"].union(*people)
        return found if len(found) == 1 else self.env.user

    def _get_facts(self):
        Action = self.env["playbook.action"]
        if self.activity_ids:
            return list(Action._get_facts(self.activity_ids).values())
        model = self._get_target_model()
        document = (self.lead_id or self.partner_id)._filtered_access("read")
        if not document:
            return []
        about = self.env["mail.activity"].new(
            {"res_model": model, "res_id": document.id, "user_id": self.env.uid}
        )
        # Only whom the next step would be for.
        return [Action._facts_of_document(about, document.sudo())]

    @api.onchange("next_type_id")
    def _onchange_next_type_id(self):
        """A next step of one's own is due when its type says."""
        kind = self.next_type_id
        if kind and kind != self.outcome_id.next_type_id:
            self.next_summary = kind.summary
            self.next_date = kind._get_date_deadline()
            self.next_user_id = kind.default_user_id or self.env.user

    def _get_next_step(self):
        """The values of the next step as it stands in the dialog; False for none."""
        if not self.next_type_id:
            return False
        purpose = self.outcome_id.next_purpose_id or self.purpose_id
        return {
            "activity_type_id": self.next_type_id.id,
            "summary": self.next_summary,
            "date_deadline": self.next_date or fields.Date.context_today(self),
            "user_id": self.next_user_id.id or self.env.uid,
            "playbook_purpose_id": purpose.id,
        }
