from odoo import fields, models
from odoo.fields import Domain

CHANNELS = [
    ("call", "Call"),
    ("meeting", "Meeting"),
    ("email", "Email"),
    ("message", "Message"),
    ("other", "Other"),
]
NONE, OFFER, REQUIRE = "none", "offer", "require"
POLICIES = [
    (NONE, "Do not ask"),
    (OFFER, "Offer"),
    (REQUIRE, "Required"),
]


class MailActivityType(models.Model):
    _inherit = "mail.activity.type"

    playbook_channel = fields.Selection(
        CHANNELS,
        string="Contact by",
        help="Finishing it counts as a contact with the customer, on this way. Empty: "
        "it is work of ours, the customer does not notice.",
    )
    playbook_outcome_policy = fields.Selection(
        POLICIES,
        string="Outcome",
        required=True,
        default=NONE,
        help="Whether people with a profile say how it went when they finish one on a "
        "customer, a lead, an opportunity or an order.",
    )
    playbook_purpose_ids = fields.Many2many(
        "playbook.purpose",
        "playbook_purpose_activity_type_rel",
        "activity_type_id",
        "purpose_id",
        string="Purposes of its own",
        help="Besides those that are offered for every activity type.",
    )
    playbook_outcome_ids = fields.Many2many(
        "playbook.outcome",
        "playbook_outcome_activity_type_rel",
        "activity_type_id",
        "outcome_id",
        string="Outcomes of its own",
        help="Besides those that are offered for every activity type.",
    )
    playbook_automatic_outcome_id = fields.Many2one(
        "playbook.outcome",
        string="Outcome by software",
        ondelete="set null",
        help="What is recorded where not a person but the software finishes it: an "
        "uploaded file, another addon. Empty: it is recorded without an outcome.",
    )
    playbook_field_ids = fields.One2many(
        "playbook.reported.field", "activity_type_id", string="To be reported"
    )

    def _get_offered_outcomes(self, purpose):
        """The outcomes that an activity of this type and ``purpose`` may end with."""
        self.ensure_one()
        domain = Domain("activity_type_ids", "=", False)
        domain |= Domain("activity_type_ids", "in", self.ids)
        purposes = Domain("purpose_ids", "=", False)
        if purpose:
            purposes |= Domain("purpose_ids", "in", purpose.ids)
        return self.env["playbook.outcome"].search(domain & purposes)
