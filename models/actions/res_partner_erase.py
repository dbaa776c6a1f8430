from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

# What of a person is emptied; the columns of what other addons keep are theirs.
PERSONAL = (
    *("barcode", "city", "comment", "company_name", "company_registry", "country_id"),
    *("email", "function", "image_1920", "parent_id", "partner_latitude"),
    *("partner_longitude", "phone", "ref", "state_id", "street", "street2", "vat"),
    *("website", "zip"),
)
# The same on their leads.
OF_LEADS = ("contact_name", "email_cc", "email_from", "function", "phone", "website")
ERASERS = "base.group_system"


class ResPartner(models.Model):
    """Forgetting a person who asks for it, where deleting is not possible any more."""

    _inherit = "res.partner"

    def _erase_from_playbook(self):
        """Empty what this addon wrote about these people: a hook for later rooms.

        That something was done still counts.
        """
        self.env["playbook.action"]._erase(self)
        self._erase_option_requests()
        # Who erases people does so everywhere.
        interests = self.env["playbook.interest"].sudo()
        interests = interests.with_context(active_test=False)
        of_leads = Domain("lead_id.partner_id", "in", self.ids)
        interests.search(of_leads | Domain("partner_id", "in", self.ids)).unlink()

    def _erase_option_requests(self):
        """Of what was missing for them stays the option that somebody asked for."""
        # Who erases people does so everywhere.
        Request = self.env["playbook.option.request"].sudo()
        Lead = self.env["crm.lead"].sudo().with_context(active_test=False)
        leads = Lead.search([("partner_id", "in", self.ids)])
        erased = {("res.partner", number) for number in self.ids}
        erased |= {("crm.lead", number) for number in leads.ids}
        for request in Request.search([("asked_for", "!=", False)]):
            places = request.asked_for or []
            kept = [place for place in places if tuple(place[1:]) not in erased]
            if kept != places:
                request.write({"asked_for": kept, "reason": False})

    def _erase_person(self):
        """Empty what is known of these people, and archive them.

        :raise AccessError: for who does not administer this Odoo.
        :raise UserError: for who has an account or stands for a company of this Odoo.
        """
        if not self.env.user.has_group(ERASERS):
            raise AccessError(
                self.env._("People are erased by who administers this Odoo.")
            )
        self.check_access("write")
        # Whether they have an account, archived or not.
        kept = self.sudo().with_context(active_test=False)
        kept = kept.filtered(lambda person: person.user_ids or person.ref_company_ids)
        if kept:
            raise UserError(
                self.env._(
                    "“%(person)s” cannot be erased: there is an account or a company "
                    "of this Odoo with this address. Delete that first.",
                    person=kept[0].display_name,
                )
            )
        self._erase_from_playbook()
        self._erase_leads()
        # What is emptied is not to stand in the chatter, before and after.
        people = self.with_context(tracking_disable=True)
        # First by itself: an address is shared with the company that one belongs to.
        people.parent_id = False
        values = {name: False for name in PERSONAL if name in self._fields}
        people.write({**values, "name": self.env._("Erased person")})
        people.action_archive()
        self._erase_tracking("res.partner", self.ids)

    def _erase_leads(self):
        """Empty who they are on their leads, whoever may read these."""
        # Who erases people does so everywhere.
        Lead = self.env["crm.lead"].sudo()
        Lead = Lead.with_context(active_test=False, tracking_disable=True)
        leads = Lead.search([("partner_id", "in", self.ids)])
        leads.write({name: False for name in OF_LEADS if name in leads._fields})
        self._erase_tracking("crm.lead", leads.ids)

    def _erase_tracking(self, model, ids):
        """Delete what the chatter noted of former values."""
        # They belong to messages of records that this user may write.
        tracking = self.env["mail.tracking.value"].sudo()
        tracking.search(
            [
                ("mail_message_id.model", "=", model),
                ("mail_message_id.res_id", "in", ids),
                ("field_id.ttype", "in", ("char", "text", "html")),
            ]
        ).unlink()

    def unlink(self):
        """Of who is deleted nothing stays in the log but that something was done."""
        self.check_access("unlink")
        self._erase_from_playbook()
        return super().unlink()
