from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..profiles.condition import find_error, is_empty, parse
from .segment_condition import find_segment_field

CHANNELS = [
    ("call", "Call"),
    ("meeting", "Meeting"),
    ("email", "Email"),
    ("message", "Message"),
    ("letter", "Letter"),
]
REVIEW_MONTHS = 6
# Nobody is contacted more often in 30 days.
MOST_CONTACTS = 100
# What decides who belongs to a segment, and which of the segments is the main one.
MEMBERSHIP_FIELDS = {"active", "company_id", "domain", "user_id"}
ORDER_FIELDS = {"sequence"}


class PlaybookSegment(models.Model):
    """Customers who are treated alike: a condition, and how we work with them.

    Who belongs to it is found by the condition and kept with dates, as
    ``playbook.segment.member``. Segments are ordered: the first that a customer
    belongs to is their *main segment*, whose responsible and contact policy count.
    """

    _name = "playbook.segment"
    _description = "Segment"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(
        default=lambda self: self._get_last_sequence(),
        help="The first segment that a customer belongs to is their main segment.",
    )
    active = fields.Boolean(default=True)
    color = fields.Integer()
    company_id = fields.Many2one(
        "res.company",
        ondelete="cascade",
        index=True,
        default=lambda self: self.env.company,
        help="Empty: each company has its own customers in it.",
    )
    domain = fields.Char(
        string="Who belongs to it",
        default="[]",
        required=True,
        help="Among your customers: prospects, active and inactive ones. “Me” is the "
        "responsible, and days are those of the company.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        required=True,
        ondelete="restrict",
        index=True,
        default=lambda self: self.env.user,
        check_company=True,
        domain=[("share", "=", False)],
        help="Who answers for how these customers are treated.",
    )
    date_review = fields.Date(
        string="Review date",
        default=lambda self: fields.Date.add(
            fields.Date.context_today(self), months=REVIEW_MONTHS
        ),
        help="On this day the responsible is asked in My Day to look at it again.",
    )
    channel = fields.Selection(
        CHANNELS, string="Preferred channel", help="How these customers are contacted."
    )
    contact_min = fields.Integer(
        string="Contacts at least",
        help="How often each of them is contacted in 30 days, at least.",
    )
    contact_max = fields.Integer(
        string="Contacts at most",
        default=4,
        help="How often each of them is contacted in 30 days, at most.",
    )
    offer = fields.Html(
        string="What we say and offer",
        translate=True,
        help="What we stand for with these customers, and what we offer them.",
    )
    problem = fields.Text(
        readonly=True,
        copy=False,
        help="Why the members are those of the last time that it worked.",
    )
    refreshed_at = fields.Datetime(string="Updated at", readonly=True, copy=False)
    progress = fields.Json(
        readonly=True,
        copy=False,
        groups="base.group_system",
        help="By the id of a company: when it was brought up to date, and what failed.",
    )
    member_ids = fields.One2many(
        "playbook.segment.member", "segment_id", string="Members", copy=False
    )

    @api.model
    def _get_last_sequence(self):
        """A new segment comes last: it takes no customer from those before."""
        last = self.with_context(active_test=False).search(
            [], order="sequence desc", limit=1
        )
        return (last.sequence or 0) + 10

    # ------------------------------------------------------------------
    # What is not valid
    # ------------------------------------------------------------------

    @api.constrains("contact_min", "contact_max")
    def _check_contacts(self):
        for segment in self:
            least, most = segment.contact_min, segment.contact_max
            if not 0 <= least <= most <= MOST_CONTACTS:
                raise ValidationError(
                    self.env._(
                        "“%(segment)s” cannot ask for %(least)s to %(most)s contacts "
                        "in 30 days. Enter two numbers from 0 to %(limit)s, the "
                        "smaller one first.",
                        segment=segment.name,
                        least=least,
                        most=most,
                        limit=MOST_CONTACTS,
                    )
                )

    @api.constrains("domain")
    def _check_domain(self):
        """Search with the condition as who writes it: it finds what they may see."""
        author = self.env.user
        for segment in self:
            if is_empty(segment.domain):
                raise ValidationError(
                    self.env._(
                        "“%(segment)s” does not say yet who belongs to it: everybody "
                        "would. Choose at least one rule.",
                        segment=segment.name,
                    )
                )
            # Constraints run past the rules.
            partners = self.env["res.partner"].with_user(author)
            error = find_error(partners, segment.domain, search=True)
            if error:
                raise ValidationError(
                    self.env._(
                        "The condition of “%(segment)s” does not work: %(error)s\n"
                        "Choose its fields and values again.",
                        segment=segment.name,
                        error=str(error) or type(error).__name__,
                    )
                )
            field = find_segment_field(parse(segment.domain, author.id), partners)
            if field:
                raise ValidationError(
                    self.env._(
                        "The condition of “%(segment)s” asks for “%(field)s”: who "
                        "belongs to a segment cannot depend on segments. Ask for what "
                        "the customers are and do.",
                        segment=segment.name,
                        field=field._description_string(self.env),
                    )
                )

    # ------------------------------------------------------------------
    # Saving
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        segments = super().create(vals_list)
        segments._refresh_soon()
        return segments

    def write(self, vals):
        before = {}
        if not MEMBERSHIP_FIELDS.isdisjoint(vals):
            before = {segment: segment._get_membership_values() for segment in self}
        ordered = not ORDER_FIELDS.isdisjoint(vals)
        result = super().write(vals)
        changed = self.filtered(
            lambda segment: (
                segment in before
                and before[segment] != segment._get_membership_values()
            )
        )
        if changed:
            changed._refresh_soon()
        elif ordered:
            self._order_soon()
        return result

    def _get_membership_values(self):
        return [self[name] for name in sorted(MEMBERSHIP_FIELDS)]

    def copy_data(self, default=None):
        return [
            dict(values, name=self.env._("%(name)s (copy)", name=segment.name))
            if "name" not in (default or {})
            else values
            for segment, values in zip(self, super().copy_data(default), strict=True)
        ]

    def unlink(self):
        """The customers of a segment that goes have another main segment, or none."""
        Main = self.env["playbook.main.segment"]
        customers = Main._get_customers(self)
        result = super().unlink()
        for company, partner_ids in customers:
            Main._refresh(company, partner_ids)
        self.env["res.partner"]._forget_segments()
        return result

    def _set_date_review(self, day):
        """Note when these are looked at again: by whom answers for them."""
        answered = self.filtered(lambda segment: segment.user_id == self.env.user)
        # Safe: it is the date alone, of what one answers for.
        answered.sudo().date_review = day
        (self - answered).date_review = day

    def _get_contact_words(self):
        """How often its customers are contacted, in words."""
        self.ensure_one()
        if not self.contact_max:
            return self.env._("Not at all")
        if self.contact_min == self.contact_max:
            return self.env._("%(count)s times in 30 days", count=self.contact_max)
        if not self.contact_min:
            return self.env._(
                "At most %(most)s times in 30 days", most=self.contact_max
            )
        return self.env._(
            "%(least)s to %(most)s times in 30 days",
            least=self.contact_min,
            most=self.contact_max,
        )
