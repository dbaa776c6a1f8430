from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain

LIST, CONTACT = "mailing.list", "mailing.contact"
# Customers who are looked at a click: everything stays within one transaction.
MOST = 20_000


class PlaybookSegment(models.Model):
    """Its customers on a mailing list, where Email Marketing is installed."""

    _inherit = "playbook.segment"

    has_mailing_lists = fields.Boolean(compute="_compute_has_mailing_lists")
    mailing_list_number = fields.Integer(
        string="Mailing list",
        readonly=True,
        copy=False,
        help="The id of the list that its customers were added to.",
    )

    @api.depends_context("uid")
    def _compute_has_mailing_lists(self):
        self.has_mailing_lists = LIST in self.env and self.env[LIST].has_access("read")

    def action_add_to_mailing_list(self):
        """Add its customers to the mailing list of the segment, each address once."""
        self.ensure_one()
        self.check_access("write")
        if LIST not in self.env:
            raise UserError(
                self.env._(
                    "There are no mailing lists: Email Marketing is not installed. Ask "
                    "who administers this Odoo for it."
                )
            )
        if not (
            self.env[LIST].has_access("create")
            and self.env[CONTACT].has_access("create")
        ):
            raise AccessError(
                self.env._(
                    "You may not change mailing lists. Ask who manages access rights "
                    "for Email Marketing, or a colleague who has it."
                )
            )
        contacts, without, blocked = self._get_mailing_contacts()
        mailing_list = self._get_mailing_list()
        added = self._add_contacts(mailing_list, contacts)
        return self._notify(
            self.env._(
                "“%(list)s”: %(added)s added, %(there)s on it before, %(without)s "
                "without a valid email, %(blocked)s who want no mailings.",
                list=mailing_list.display_name,
                added=added,
                there=len(contacts) - added,
                without=without,
                blocked=blocked,
            ),
            kind="success",
        )

    def _get_mailing_contacts(self):
        """Whom to add: those of its customers that the user may read.

        :return: a dictionary from normalised address to the name of the customer, how
            many have no valid address, and how many addresses are on the blacklist.
        """
        # Not their contacts and delivery addresses, who show the same segments.
        domain = Domain("segment_ids", "in", self.ids)
        domain &= Domain("customer_state", "!=", False)
        Partner = self.env["res.partner"]
        partners = Partner.search_fetch(
            domain, ["name", "email_normalized"], limit=MOST + 1, order="id"
        )
        if len(partners) > MOST:
            raise UserError(
                self.env._(
                    "“%(segment)s” has more than %(most)s customers: too many for one "
                    "mailing list. Make smaller segments of it.",
                    segment=self.name,
                    most=MOST,
                )
            )
        contacts, without = {}, 0
        for partner in partners:
            if partner.email_normalized:
                contacts.setdefault(partner.email_normalized, partner.name)
            else:
                without += 1
        # Who wants no mailings is respected, whoever may read that list.
        Blacklist = self.env["mail.blacklist"].sudo()
        refused = Blacklist.search_fetch([("email", "in", list(contacts))], ["email"])
        blocked = set(refused.mapped("email"))
        kept = {each: contacts[each] for each in contacts if each not in blocked}
        return kept, without, len(blocked)

    def _get_mailing_list(self):
        """The list of this segment; a new one, unless there is one already."""
        mailing_list = self.env[LIST].browse(self.mailing_list_number or ()).exists()
        if not mailing_list:
            mailing_list = mailing_list.create({"name": self.name})
            self.mailing_list_number = mailing_list.id
        return mailing_list

    @api.model
    def _add_contacts(self, mailing_list, contacts):
        """Put the addresses on the list: who is a contact already stays that one.

        Who has opted out of the list is on it, and stays out.

        :return: how many were added.
        """
        Contact = self.env[CONTACT]
        known = Contact.search_fetch(
            [("email_normalized", "in", list(contacts))],
            ["email_normalized", "list_ids"],
            order="id",
        )
        listed = {
            contact.email_normalized
            for contact in known
            if mailing_list in contact.list_ids
        }
        first = {}
        for contact in known:
            first.setdefault(contact.email_normalized, contact)
        link = [Command.link(mailing_list.id)]
        old = Contact.union(*(first[email] for email in first if email not in listed))
        old.write({"list_ids": link})
        new = [
            {"name": name, "email": email, "list_ids": link}
            for email, name in contacts.items()
            if email not in first
        ]
        Contact.create(new)
        return len(old) + len(new)
