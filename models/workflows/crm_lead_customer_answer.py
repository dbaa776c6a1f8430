from odoo import fields, models

# What may close a lead.
CLOSING = {"active", "probability", "stage_id"}


class CrmLead(models.Model):
    """Leads whose customer has said no to an e-mail: closed, or kept, with a click."""

    _inherit = "crm.lead"

    playbook_said_no = fields.Char(
        string="Customer says no",
        compute="_compute_playbook_said_no",
        exportable=False,
        groups="base.group_user",
        help="What the customer answered to an e-mail, where nobody has decided yet.",
    )

    def _compute_playbook_said_no(self):
        """It depends on nothing that the cache is told of: saving a lead must not cost
        more because of it.
        """
        answers = self._origin._get_open_answers()
        words = {row.lead_id.id: row._get_answer_words() for row in answers}
        for lead in self:
            lead.playbook_said_no = words.get(lead._origin.id, False)

    def _get_open_answers(self):
        """What their customers said no to and waits for a decision, the latest last."""
        Mail = self.env["playbook.customer.mail"]
        if not Mail.has_access("read"):
            return Mail
        pending = self.filtered(lambda lead: lead.active)._filtered_access("write")
        if not pending.ids:
            return Mail
        return Mail.search(
            [("lead_id", "in", pending.ids), ("answer_open", "=", True)],
            order="answer_date, id",
        )

    def write(self, vals):
        """What is lost or won asks for no decision about its customer's no any more,
        by whatever path: neither does it when it is opened again.
        """
        result = super().write(vals)
        if CLOSING & vals.keys():
            closed = self.filtered(lambda lead: lead.won_status != "pending")
            closed._close_answers()
        return result

    def _close_answers(self):
        if not self.ids:
            return
        # Nobody may write these rows; that the user may write the leads was checked.
        Mail = self.env["playbook.customer.mail"].sudo()
        waiting = Mail.search([("lead_id", "in", self.ids), ("answer_open", "=", True)])
        if waiting:
            waiting.answer_open = False

    def action_playbook_said_no_lost(self):
        """Close it as lost: the customer says no."""
        self.ensure_one()
        answers = self._get_open_answers()
        return answers[-1:].action_answer_lost() if answers else False

    def action_playbook_said_no_keep(self):
        """Keep it open although the customer says no."""
        self.ensure_one()
        return self._get_open_answers().action_answer_keep()
