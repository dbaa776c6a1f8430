from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import ormcache

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
UPLOAD = "upload_file"


class Policy(NamedTuple):
    """What finishing an activity of a type asks for."""

    outcome: str
    channel: str
    automatic_outcome_id: int
    # For each field to be reported: model, name, required, ids of the outcomes that it
    # is asked for with (none: with all).
    reported: tuple

    def get_reported(self, outcome_id):
        """The fields to be reported with an outcome."""
        return tuple(
            each for each in self.reported if not each[3] or outcome_id in each[3]
        )


NOTHING_ASKED = Policy(NONE, False, False, ())


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
        "uploaded file, another addon. Nothing else follows from it then. Empty: it is "
        "recorded without an outcome.",
    )
    playbook_field_ids = fields.One2many(
        "playbook.reported.field", "activity_type_id", string="To be reported"
    )

    @api.constrains("category", "playbook_outcome_policy")
    def _check_upload_asks_for_nothing(self):
        for kind in self:
            if kind.category == UPLOAD and kind.playbook_outcome_policy == REQUIRE:
                raise ValidationError(
                    self.env._(
                        "“%(type)s” is finished by uploading a file, where nobody can "
                        "be asked: its outcome can be offered, not required.",
                        type=kind.name,
                    )
                )

    # ------------------------------------------------------------------
    # What is asked for
    # ------------------------------------------------------------------

    def _get_policy(self):
        """What finishing an activity of this type asks for, without a query."""
        return self._get_policies().get(self.id, NOTHING_ASKED)

    def _asks_for_purpose(self):
        """Whether activities of this type are for something: it counts as a contact, or
        it is asked how they went.
        """
        policy = self._get_policy()
        return bool(policy.channel) or policy.outcome != NONE

    @api.model
    @ormcache()
    def _get_policies(self):
        """From the ids of the types to their :class:`Policy`."""
        # The same for everybody: it is cached.
        kinds = self.sudo().with_context(active_test=False).search_fetch([])  # pylint: disable=no-search-all
        return {
            kind.id: Policy(
                kind.playbook_outcome_policy or NONE,
                kind.playbook_channel,
                kind.playbook_automatic_outcome_id.id,
                tuple(
                    (
                        line.model,
                        line.field_name,
                        line.required,
                        tuple(line.outcome_ids.ids),
                    )
                    for line in kind.playbook_field_ids
                    # The field may have gone with another addon.
                    if line.field_name in self.env[line.model]._fields
                ),
            )
            for kind in kinds
        }

    @api.model_create_multi
    def create(self, vals_list):
        kinds = super().create(vals_list)
        self.env.registry.clear_cache()
        return kinds

    def write(self, vals):
        result = super().write(vals)
        if any(name.startswith("playbook_") for name in vals):
            self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result
