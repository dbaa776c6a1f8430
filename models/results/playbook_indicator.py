from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_round, format_amount

from .facts_sql import CUTS

NO_BREAK = "\N{NO-BREAK SPACE}"
# From here on, money is told without cents.
CENTS_BELOW = 1000
UNITS = [
    ("count", "Number"),
    ("money", "Money"),
    ("percent", "Percent"),
    ("days", "Days"),
    ("hours", "Hours"),
    ("score", "Score"),
]
DIMENSIONS = [
    ("revenue", "Revenue"),
    ("profitability", "Profitability"),
    ("satisfaction", "Satisfaction"),
    ("loyalty", "Loyalty"),
    ("value", "Customer value"),
    ("process", "Process"),
    ("adoption", "Adoption"),
    ("data", "Data"),
]


def keep_together(text):
    """``text`` in one line: a number and its unit."""
    return text.replace(" ", NO_BREAK)


class PlaybookIndicator(models.Model):
    """Something that tells whether the work with customers gets anywhere.

    It says one thing (its dimension), and is measured for weeks and months as a total,
    or as a numerator and a denominator, so that figures of parts can be put together.
    Built-in ones have a ``code``, and a method ``_facts_<code>()`` that returns a query
    of facts (see ``facts_sql``), or None where what it needs is not installed. A later
    room brings its own by a data record with a code and such a method.
    """

    _name = "playbook.indicator"
    _description = "Indicator"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    code = fields.Char(readonly=True, copy=False)
    dimension = fields.Selection(DIMENSIONS, required=True)
    unit = fields.Selection(UNITS, required=True, default="count")
    better = fields.Selection(
        [("higher", "Higher"), ("lower", "Lower")],
        string="Better when",
        required=True,
        default="higher",
    )
    side = fields.Selection(
        [("inside", "Inside the company"), ("outside", "At the customer's")],
        string="Where it shows",
        required=True,
        default="inside",
    )
    is_ratio = fields.Boolean(
        string="Ratio or mean",
        help="One number divided by another: a share, or an average. Else it is a sum.",
    )
    is_state = fields.Boolean(
        string="State at the end",
        help="What there is at the end of a period, and not what happened in it. Over "
        "several periods it is their average.",
    )
    from_history = fields.Boolean(
        string="Can be measured for the past",
        help="What it is made of can still be found for periods that are over.",
    )
    by_source = fields.Boolean(string="By source, medium and campaign")
    by_stage = fields.Boolean()
    by_rfm = fields.Boolean(string="By RFM group")
    definition = fields.Text(translate=True, help="What it tells, in a sentence.")
    formula = fields.Text(translate=True, help="What is divided by, or summed.")
    data_source = fields.Text(translate=True, help="Which records it is made of.")
    edge_cases = fields.Text(
        translate=True, help="What counts and what does not, where one may wonder."
    )
    company_id = fields.Many2one("res.company", ondelete="cascade", index=True)

    run_ids = fields.One2many(
        "playbook.measurement.run", "indicator_id", string="Measured periods"
    )

    _code_uniq = models.Constraint(
        "UNIQUE(code)", "There is an indicator with this code already."
    )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_built_in(self):
        for indicator in self.filtered("code"):
            raise UserError(
                self.env._(
                    "“%(indicator)s” is built in and cannot be deleted. Archive it: it "
                    "is not measured any more, and its figures are kept.",
                    indicator=indicator.name,
                )
            )

    def _get_facts(self, companies=None):
        """The query of its facts.

        :param companies: whose periods are measured, at least; None: all.
        :return: SQL; None where it cannot be measured in this Odoo.
        """
        self.ensure_one()
        method = getattr(self, f"_facts_{self.code}", None)
        return method() if self.code and method else None

    def _get_unavailable_reason(self):
        """Why it cannot be measured in this Odoo, in words: rooms extend it.

        ``_get_reason_<code>()`` of a built-in one says it of that one.
        """
        self.ensure_one()
        reason = getattr(self, f"_get_reason_{self.code}", None)
        if self.code and reason:
            return reason()
        return self.env._("What it is made of is not installed in this Odoo.")

    def _get_cuts(self):
        """How its figures are divided."""
        self.ensure_one()
        asked = {"source": self.by_source, "stage": self.by_stage, "rfm": self.by_rfm}
        return [cut for cut in CUTS if asked.get(cut, True)]

    @api.model
    def _make_value(self, numerator, denominator, *, is_ratio, unit):
        """What is shown of a sum: None where there is nothing to divide by."""
        if not is_ratio:
            return numerator
        if not denominator:
            return None
        return numerator / denominator * (100 if unit == "percent" else 1)

    def _format_value(self, value, company):
        """``value`` as the user reads it; in words where there is none.

        :param value: a number, or None.
        """
        self.ensure_one()
        if value is None:
            return self.env._("no data")
        lang = self.env["res.lang"]._lang_get(self.env.lang or "en_US")
        if self.unit == "money":
            return self._format_money(value, company)
        digits = 0 if self.unit == "count" else 1
        # Half of the last digit goes up, as it does in spreadsheets.
        rounded = float_round(value, precision_digits=digits)
        text = lang.format(f"%.{digits}f", rounded, grouping=True)
        units = {
            "percent": keep_together(self.env._("%(number)s %%", number=text)),
            "days": self.env._("%(number)s days", number=text),
            "hours": self.env._("%(number)s hours", number=text),
        }
        return units.get(self.unit, text)

    @api.model
    def _format_money(self, value, company):
        """``value`` in the company's currency: with cents where they say something."""
        currency = company.currency_id
        whole = float_round(value, precision_digits=0)
        if abs(value) < CENTS_BELOW and currency.compare_amounts(value, whole):
            return format_amount(self.env, value, currency)
        # Where a currency has no cents, zeros are not those of cents.
        keeps = not currency.decimal_places
        return format_amount(self.env, whole, currency, trailing_zeroes=keeps)
