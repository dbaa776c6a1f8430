from odoo import models
from odoo.exceptions import AccessError, UserError

# What of a person is emptied; the columns of what other addons keep are theirs.
PERSONAL = (
    *("barcode", "city", "comment", "email", "function", "image_1920", "phone"),
    *("ref", "street", "street2", "vat", "website", "zip"),
)
ERASERS = "base.group_system"


class ResPartner(models.Model):
    """Forgetting a person who asks for it, where deleting is not possible any more."""

    _inherit = "res.partner"

    def _erase_from_playbook(self):
        """Empty what this addon wrote about these people: a hook for later rooms.

        That something was done still counts.
        """
        self.env["playbook.action"]._erase(self)

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
        values = {name: False for name in PERSONAL if name in self._fields}
        self.write({**values, "name": self.env._("Erased person")})
        self.action_archive()

    def unlink(self):
        """Of who is deleted nothing stays in the log but that something was done."""
        self.check_access("unlink")
        self._erase_from_playbook()
        return super().unlink()
