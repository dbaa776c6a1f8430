import logging

from odoo import api, fields, models
from odoo.tools import format_datetime

from ..profiles.halves import do_in_halves
from .last_contact_sql import refresh_last_contacts
from .mail_activity_type import CHANNELS

_logger = logging.getLogger(__name__)

# What the statement reads: the ORM may still hold it back.
SOURCES = {
    "calendar.attendee": ["event_id", "partner_id", "state"],
    "calendar.event": ["active", "opportunity_id", "privacy", "stop", "user_id"],
    "crm.lead": ["company_id", "partner_id", "user_id"],
    "mail.message": [
        *("author_id", "date", "is_internal", "message_type"),
        *("model", "playbook_automatic", "res_id", "subtype_id"),
    ],
    "mail.notification": [
        *("mail_message_id", "notification_status"),
        *("notification_type", "res_partner_id"),
    ],
    "playbook.action": [
        *("channel", "commercial_partner_id", "company_id", "date_done"),
        *("event_id", "no_contact", "partner_id", "state", "user_id"),
    ],
    "res.partner": [
        *("commercial_partner_id", "company_id", "customer_state", "user_id"),
    ],
    "res.users": ["active", "company_id", "partner_id", "share"],
    "sale.order": ["company_id", "partner_id", "user_id"],
}


class PlaybookLastContact(models.Model):
    """When a company was last in contact with a customer, how, and how often.

    Derived from finished actions, held meetings and e-mails in the chatter, and written
    by the addon alone: see ``last_contact_sql.py`` for what counts, and for which
    company. There is one row for each commercial partner and company; who was never in
    contact has none.
    """

    _name = "playbook.last.contact"
    _description = "Last contact with a customer"
    _rec_name = "partner_id"
    _order = "date desc, id desc"
    _check_company_auto = True

    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        ondelete="cascade",
        readonly=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, ondelete="cascade", index=True, readonly=True
    )
    date = fields.Datetime(string="Last contact", required=True, readonly=True)
    channel = fields.Selection(
        CHANNELS, string="Contact by", required=True, readonly=True
    )
    user_id = fields.Many2one(
        "res.users",
        string="Contact with",
        ondelete="set null",
        readonly=True,
        help="Who of us it was; empty where the customer wrote.",
    )
    call_count = fields.Integer(string="Calls", readonly=True)
    meeting_count = fields.Integer(string="Meetings", readonly=True)
    email_count = fields.Integer(string="Emails", readonly=True)
    message_count = fields.Integer(string="Messages", readonly=True)
    other_count = fields.Integer(string="Other contacts", readonly=True)
    contact_count = fields.Integer(string="Contacts", readonly=True)

    # A constraint and no unique index: of two customers who are merged, one row stays.
    _one_row = models.Constraint(
        "UNIQUE(partner_id, company_id)",
        "A customer has one last contact with a company.",
    )
    _by_date = models.Index("(company_id, date)")

    @api.model
    def _refresh(self, partner_ids=None):
        """Bring the rows of customers up to date with one statement.

        :param partner_ids: a list of ids of commercial partners; None for all.
        :return: the ids of the customers whose row changed.
        """
        if partner_ids is not None and not partner_ids:
            return []
        self._flush_sources()
        discussion = self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_comment")
        rows = self.env.execute_query(
            refresh_last_contacts(
                partner_ids, now=fields.Datetime.now(), discussion_id=discussion
            )
        )
        if rows:
            self.env["res.partner"]._forget_side_table(self._name)
        return [partner_id for (partner_id,) in rows]

    @api.model
    def _flush_sources(self):
        for model, names in SOURCES.items():
            self.env[model].flush_model(names)

    @api.model
    def _tell_actions(self, actions):
        """Refresh the customers with whom these actions were a contact, or of whose
        meetings they say how they went, at once.
        """
        told = actions.filtered(lambda action: action.channel or action.event_id)
        # Which customer it is, past who may read whose contacts.
        customers = told.sudo().commercial_partner_id.commercial_partner_id
        self._refresh(customers.ids)

    @api.model
    def _refresh_or_halve(self, partner_ids):
        """Refresh customers; of those that cannot be, say so and go on."""

        def fail(partner_id, error):
            _logger.error("Last contact of customer %s: %s", partner_id, error)
            return 1

        do_in_halves(self.env.cr, partner_ids, self._refresh, fail)

    def _get_360_rows(self):
        """What the page Customer 360 says of this row, in the user's time zone."""
        if not self:
            return []
        labels = self.fields_get(attributes=["string", "selection"])
        # Who it was may be of another company, past the rules on users.
        person = self.sudo().user_id.name
        facts = [
            (labels["date"]["string"], format_datetime(self.env, self.date)),
            (
                labels["channel"]["string"],
                dict(labels["channel"]["selection"])[self.channel],
            ),
            (labels["user_id"]["string"], person),
            *(
                (labels[name]["string"], self[name])
                for name in (f"{channel}_count" for channel, _name in CHANNELS)
            ),
        ]
        return [
            {"label": label, "value": str(value)} for label, value in facts if value
        ]
