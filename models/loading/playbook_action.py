from odoo import api, fields, models


class PlaybookAction(models.Model):
    _inherit = "playbook.action"

    origin = fields.Selection(
        selection_add=[("loaded", "Loaded")], ondelete={"loaded": "set default"}
    )

    @api.model
    def _load_past(self, vals_list, company):
        """Write down what was done with customers before the CRM knew of it.

        :param vals_list: what a file says, with ids the user may read.
        :param company: whose customers they are, where their lead does not say it.
        :return: the new actions.
        """
        rows = [self._prepare_past(vals, company) for vals in vals_list]
        # Written by the addon alone: nobody has the right, whoever loads.
        actions = self.sudo().create(rows)
        self.env["playbook.last.contact"]._tell_actions(actions)
        return actions.with_env(self.env)

    @api.model
    def _prepare_past(self, vals, company):
        # What the lead and the customer are called and whose they are, as when an
        # activity ends.
        lead = self.env["crm.lead"].sudo().browse(vals.get("lead_id"))
        # As above.
        partner = self.env["res.partner"].sudo().browse(vals.get("partner_id"))
        partner = partner or lead.partner_id
        # As above.
        kind = self.env["mail.activity.type"].sudo().browse(vals["activity_type_id"])
        purpose = self.env["playbook.purpose"].browse(vals.get("purpose_id"))
        outcome = self.env["playbook.outcome"].browse(vals.get("outcome_id"))
        return {
            "name": kind.name,
            **vals,
            "activity_type_name": kind.name,
            "channel": not outcome.no_contact and kind._get_policy().channel,
            "no_contact": outcome.no_contact,
            "origin": "loaded",
            "had_lead": bool(lead),
            "partner_id": partner.id,
            "commercial_partner_id": partner.commercial_partner_id.id,
            "company_id": (lead.company_id or partner.company_id or company).id,
            "team_id": lead.team_id.id,
            "responsible_id": vals.get("user_id", False),
            "purpose_family": purpose.purpose_family,
            "document_name": (lead or partner).display_name,
            **self._prepare_result(outcome),
        }
