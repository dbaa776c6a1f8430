"""Indicators of one's own: what is counted, said by choosing, without code."""

from odoo import api, fields, models

from .counted_sql import MODELS, OWN

COUNT, SUM, SHARE, MEAN = "count", "sum", "share", "mean"
CALCULATIONS = [
    (COUNT, "How many there are"),
    (SUM, "The sum of a number"),
    (SHARE, "The share that fulfils a condition"),
    (MEAN, "The average of a number"),
]
RATIOS = (SHARE, MEAN)
OF_NUMBERS = (SUM, MEAN)
# What says what an indicator of one's own counts.
DEFINITION = (
    *("counted_model", "domain", "calculation", "measure_field", "date_field"),
    *("second_domain", "is_state"),
)


class PlaybookIndicator(models.Model):
    _inherit = "playbook.indicator"

    counted_model = fields.Selection(MODELS, string="What is counted")
    domain = fields.Char(
        string="Which",
        default="[]",
        help="Those that match. Lost and archived opportunities count too, unless you "
        "leave them out.",
    )
    calculation = fields.Selection(CALCULATIONS, string="What is told", default=COUNT)
    measure_field = fields.Char(
        string="Of which number", help="A number that each of them has."
    )
    second_domain = fields.Char(
        string="Of which",
        default="[]",
        help="The share of those that match this, too.",
    )
    date_field = fields.Char(
        string="By when", help="The date that says in which period one counts."
    )
    author_id = fields.Many2one(
        "res.users",
        string="Defined by",
        ondelete="set null",
        readonly=True,
        copy=False,
        help="Who said what it counts. Their rights decide by what it may ask.",
    )
    is_ratio = fields.Boolean(compute="_compute_is_ratio", store=True, readonly=False)
    from_history = fields.Boolean(
        compute="_compute_from_history", store=True, readonly=False
    )
    by_source = fields.Boolean(
        compute="_compute_divided_by", store=True, readonly=False
    )
    by_stage = fields.Boolean(compute="_compute_divided_by", store=True, readonly=False)
    is_own = fields.Boolean(compute="_compute_is_own", search="_search_is_own")

    @api.depends("code")
    def _compute_is_own(self):
        for indicator in self:
            indicator.is_own = not indicator.code

    @api.model
    def _search_is_own(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("code", "=", False)] if True in value else [("code", "!=", False)]

    @api.depends("calculation")
    def _compute_is_ratio(self):
        for indicator in self:
            if not indicator.code:
                indicator.is_ratio = indicator.calculation in RATIOS

    @api.depends("is_state")
    def _compute_from_history(self):
        """What there is now is known for now alone; what happened has a date."""
        for indicator in self:
            if not indicator.code:
                indicator.from_history = not indicator.is_state

    @api.depends("counted_model")
    def _compute_divided_by(self):
        """By whatever its records have."""
        for indicator in self:
            if not indicator.code:
                columns = OWN.get(indicator.counted_model, ())
                indicator.by_source = "source_id" in columns
                indicator.by_stage = "stage_id" in columns

    @api.onchange("calculation")
    def _onchange_calculation(self):
        if self.calculation == SHARE:
            self.unit = "percent"
        elif self.unit == "percent":
            self.unit = "count"

    @api.onchange("counted_model")
    def _onchange_counted_model(self):
        """Fields and conditions are those of one model."""
        self.domain = self.second_domain = "[]"
        self.measure_field = self.date_field = False

    # ------------------------------------------------------------------
    # Saving
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        # Nobody says who somebody else is.
        indicators = super().create(
            [
                {
                    **(
                        {"unit": "percent"}
                        if values.get("calculation") == SHARE and not values.get("code")
                        else {}
                    ),
                    **values,
                    "author_id": self.env.uid,
                }
                for values in vals_list
            ]
        )
        self.env["playbook.measurement.run"]._measure_soon()
        return indicators

    def write(self, vals):
        before = {}
        vals = {name: value for name, value in vals.items() if name != "author_id"}
        if not set(DEFINITION).isdisjoint(vals):
            # With whose rights it is checked from now on.
            vals["author_id"] = self.env.uid
            before = {
                indicator: indicator._get_definition()
                for indicator in self.filtered("counted_model")
            }
        result = super().write(vals)
        changed = self.filtered(
            lambda one: one in before and before[one] != one._get_definition()
        )
        changed._definition_changed()
        if changed or "active" in vals or "company_id" in vals:
            self.env["playbook.measurement.run"]._measure_soon()
        return result

    def copy_data(self, default=None):
        """A copy counts the same until it is changed: it says nothing yet."""
        return [
            {
                **values,
                "name": self.env._("%(name)s (copy)", name=indicator.name),
                "counted_model": False,
            }
            if not (default or {}).get("name")
            else values
            for indicator, values in zip(self, super().copy_data(default), strict=True)
        ]

    def _get_definition(self):
        """What it counts, comparable: two that are equal count the same."""
        self.ensure_one()
        uses_number = self.calculation in OF_NUMBERS
        return (
            self.counted_model,
            self._get_normal(self.domain),
            self.calculation,
            self.measure_field if uses_number else False,
            self._get_normal(self.second_domain) if self.calculation == SHARE else "[]",
            False if self.is_state else self.date_field,
            self.is_state,
        )
