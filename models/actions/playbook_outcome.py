from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import ormcache

RESULTS = [
    ("positive", "Positive"),
    ("neutral", "Neutral"),
    ("negative", "Negative"),
]
UNITS = [("days", "days"), ("weeks", "weeks"), ("months", "months")]
PERSONS = [
    ("same", "Who did this"),
    ("salesperson", "The salesperson"),
    ("service", "Who looks after the customer"),
    ("leader", "The team leader"),
]


class Offer(NamedTuple):
    """An outcome that is not retired, and where it is offered (none: everywhere)."""

    id: int
    activity_type_ids: frozenset
    purpose_ids: frozenset
    note_required: bool


class PlaybookOutcome(models.Model):
    """How an activity ended, what comes next, and what else follows from it."""

    _name = "playbook.outcome"
    _description = "Outcome of activities"
    _inherit = ["playbook.retirable.mixin"]
    _order = "sequence, id"
    _carried_in = "outcome_id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    result = fields.Selection(
        RESULTS, required=True, default="neutral", help="What reports count it as."
    )
    description = fields.Text(
        translate=True,
        help="When to choose it, in one sentence: shown when a person points at it.",
    )
    activity_type_ids = fields.Many2many(
        "mail.activity.type",
        "playbook_outcome_activity_type_rel",
        "outcome_id",
        "activity_type_id",
        string="Only for activity types",
        help="Offered for these; for all that ask for an outcome where there are none.",
    )
    purpose_ids = fields.Many2many(
        "playbook.purpose",
        "playbook_outcome_purpose_rel",
        "outcome_id",
        "purpose_id",
        string="Only for purposes",
        help="Offered for these; for every purpose, and for activities without one, "
        "where there are none.",
    )
    note_required = fields.Boolean(
        string="Asks for a note",
        help="It can only be chosen with a word on what happened.",
    )
    no_contact = fields.Boolean(
        string="Nobody was reached",
        help="It does not count as a contact with the customer.",
    )
    next_type_id = fields.Many2one(
        "mail.activity.type",
        string="Next step",
        ondelete="set null",
        help="The activity that is planned when this is chosen.",
    )
    next_summary = fields.Char(string="What", translate=True, help="Its summary.")
    next_delay = fields.Integer(string="After", default=1)
    next_delay_unit = fields.Selection(UNITS, required=True, default="days")
    next_person = fields.Selection(
        PERSONS, string="For whom", required=True, default="same"
    )
    next_purpose_id = fields.Many2one(
        "playbook.purpose", string="Its purpose", ondelete="set null"
    )
    convert_lead = fields.Boolean(
        string="Makes an opportunity of the lead",
        help="With leads switched off, a lead is an opportunity in its first stage: it "
        "moves to the next one.",
    )
    stage_id = fields.Many2one(
        "crm.stage",
        string="Moves to stage",
        ondelete="set null",
        help="Never back: an opportunity that is further on stays where it is.",
    )
    mark_lost = fields.Boolean(string="Marks the opportunity lost")
    lost_reason_id = fields.Many2one(
        "crm.lost.reason", string="Lost reason", ondelete="restrict"
    )
    set_field = fields.Selection(
        "_selection_set_field",
        string="Sets the field",
        help="A field of the lead or opportunity.",
    )
    set_value = fields.Char(
        string="to",
        help="Yes or No, a number, a day as YYYY-MM-DD, or the name of what is chosen",
    )
    usage_count = fields.Integer(string="Actions", compute="_compute_usage_count")
    effects = fields.Char(
        string="What follows",
        compute="_compute_effects",
        help="The next step and what else happens, in one line.",
    )

    _delay_not_negative = models.Constraint(
        "CHECK(next_delay >= 0)", "The next step cannot be before this one."
    )

    @api.constrains("convert_lead", "stage_id", "mark_lost", "lost_reason_id")
    def _check_effects(self):
        for outcome in self:
            if not outcome.mark_lost:
                continue
            if not outcome.lost_reason_id:
                raise ValidationError(
                    self.env._(
                        "“%(outcome)s” marks opportunities lost: choose the reason.",
                        outcome=outcome.name,
                    )
                )
            if outcome.convert_lead or outcome.stage_id:
                raise ValidationError(
                    self.env._(
                        "“%(outcome)s” cannot both mark an opportunity lost and bring "
                        "it further: choose one of them.",
                        outcome=outcome.name,
                    )
                )

    # ------------------------------------------------------------------
    # What is offered
    # ------------------------------------------------------------------

    @api.model
    @ormcache()
    def _get_offers(self):
        """All :class:`Offer`, in their order."""
        # The same for everybody: it is cached. Retired ones are left out by `search`.
        outcomes = self.sudo().with_context(active_test=True).search([])  # pylint: disable=no-search-all
        return tuple(
            Offer(
                outcome.id,
                frozenset(
                    outcome.with_context(active_test=False).activity_type_ids.ids
                ),
                frozenset(outcome.with_context(active_test=False).purpose_ids.ids),
                outcome.note_required,
            )
            for outcome in outcomes
        )

    @api.model
    def _get_offered(self, activity_type, purpose):
        """The outcomes that an activity of this type and ``purpose`` may end with,
        in their order; no query.
        """
        return self.browse(
            offer.id
            for offer in self._get_offers()
            if (
                not offer.activity_type_ids
                or activity_type.id in offer.activity_type_ids
            )
            and (not offer.purpose_ids or purpose.id in offer.purpose_ids)
        )

    def _asks_for_note(self):
        """Whether this outcome wants a word on what happened; no query."""
        return any(
            offer.note_required for offer in self._get_offers() if offer.id == self.id
        )

    def _format_choices(self, policy):
        """What the client shows of these outcomes.

        :param policy: that of the activity type.
        """
        return [
            {
                "id": outcome.id,
                "name": outcome.name,
                "result": outcome.result,
                "help": " · ".join(
                    filter(None, [outcome.description, outcome.effects])
                ),
                "asks": outcome.note_required or bool(policy.get_reported(outcome.id)),
            }
            for outcome in self
        ]
