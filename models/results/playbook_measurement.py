from odoo import api, fields, models
from odoo.tools import SQL

from .measurement_sql import GROUPED
from .periods import KINDS

VALUE = "value:avg"
# What tells apart the rows of one measuring.
KEY = ", ".join(f"COALESCE({name}, 0)" for name in GROUPED)


class PlaybookMeasurement(models.Model):
    """What was measured of an indicator in a period: the part of a team, a person and a
    segment, or of a source, a stage or an RFM group (its ``cut``).

    The parts of a cut add up to the whole. ``value`` divides where it is a ratio, for
    one row and for any group of rows. Written by the addon alone.
    """

    _name = "playbook.measurement"
    _description = "Measurement"
    _rec_name = "indicator_id"
    _order = "date_from desc, indicator_id, id"
    _check_company_auto = True

    run_id = fields.Many2one(
        "playbook.measurement.run", required=True, ondelete="cascade", readonly=True
    )
    indicator_id = fields.Many2one(
        "playbook.indicator", required=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, ondelete="cascade", readonly=True
    )
    kind = fields.Selection(KINDS, string="Period", required=True, readonly=True)
    date_from = fields.Date(string="From", required=True, readonly=True)
    date_to = fields.Date(
        string="Until", required=True, readonly=True, help="The first day after it."
    )
    cut = fields.Selection(
        [
            ("main", "Team, person and segment"),
            ("source", "Source, medium and campaign"),
            ("stage", "Stage"),
            ("rfm", "RFM group"),
        ],
        string="Divided by",
        required=True,
        readonly=True,
    )
    team_id = fields.Many2one(
        "crm.team", string="Sales team", ondelete="set null", readonly=True
    )
    user_id = fields.Many2one(
        "res.users", string="Person", ondelete="set null", readonly=True
    )
    segment_id = fields.Many2one("playbook.segment", ondelete="set null", readonly=True)
    source_id = fields.Many2one("utm.source", ondelete="set null", readonly=True)
    medium_id = fields.Many2one("utm.medium", ondelete="set null", readonly=True)
    campaign_id = fields.Many2one("utm.campaign", ondelete="set null", readonly=True)
    stage_id = fields.Many2one("crm.stage", ondelete="set null", readonly=True)
    rfm_group_id = fields.Many2one(
        "playbook.rfm.group", string="RFM group", ondelete="set null", readonly=True
    )
    numerator = fields.Float(digits=(16, 4), readonly=True, aggregator="sum")
    denominator = fields.Float(digits=(16, 4), readonly=True, aggregator="sum")
    value = fields.Float(
        compute="_compute_value",
        digits=(16, 2),
        aggregator="avg",
        help="The sum, or the numerator divided by the denominator; empty where there "
        "is nothing to divide by.",
    )
    version = fields.Integer(readonly=True, aggregator=None)
    active = fields.Boolean(default=True, readonly=True, help="The version that holds.")
    estimated = fields.Boolean(
        readonly=True, help="Measured afterwards, from what can still be found."
    )

    _one_row = models.UniqueIndex(
        f"(run_id, cut, {KEY}) WHERE active",
        "A part of a measurement is there once.",
    )
    _of_period = models.Index("(company_id, kind, date_from, indicator_id)")

    @api.depends("numerator", "denominator")
    def _compute_value(self):
        for row in self:
            indicator = row.indicator_id
            row.value = indicator._make_value(
                row.numerator,
                row.denominator,
                is_ratio=indicator.is_ratio,
                unit=indicator.unit,
            )

    # ------------------------------------------------------------------
    # Groups of rows
    # ------------------------------------------------------------------

    def _field_to_sql(self, alias, field_expr, query=None):
        if field_expr != "value":
            return super()._field_to_sql(alias, field_expr, query)
        column = {
            name: self._field_to_sql(alias, name, query)
            for name in ("indicator_id", "company_id", "numerator", "denominator")
        }
        kinds = self._get_kinds()
        return SQL(
            """
            CASE WHEN %(indicator)s = ANY(%(ratios)s)
                 THEN %(numerator)s / NULLIF(%(denominator)s, 0) * %(factor)s
                 ELSE %(numerator)s END
            """,
            indicator=column["indicator_id"],
            ratios=kinds["ratios"],
            numerator=self._get_converted(column, kinds),
            denominator=column["denominator"],
            factor=self._get_factor(column["indicator_id"], kinds),
        )

    def _read_group_select(self, aggregate_spec, query):
        if aggregate_spec != VALUE:
            return super()._read_group_select(aggregate_spec, query)
        names = ("indicator_id", "company_id", "date_from", "numerator", "denominator")
        column = {name: self._field_to_sql(self._table, name, query) for name in names}
        kinds = self._get_kinds()
        return SQL(
            """
            CASE WHEN COUNT(DISTINCT %(indicator)s) > 1 THEN NULL
                 WHEN BOOL_OR(%(indicator)s = ANY(%(ratios)s))
                 THEN SUM(%(numerator)s) / NULLIF(SUM(%(denominator)s), 0) * %(factor)s
                 WHEN BOOL_OR(%(indicator)s = ANY(%(states)s))
                 THEN SUM(%(numerator)s) / COUNT(DISTINCT %(date)s)
                 ELSE SUM(%(numerator)s) END
            """,
            indicator=column["indicator_id"],
            ratios=kinds["ratios"],
            states=kinds["states"],
            numerator=self._get_converted(column, kinds),
            denominator=column["denominator"],
            date=column["date_from"],
            factor=self._get_factor(SQL("MIN(%s)", column["indicator_id"]), kinds),
        )

    @api.model
    def _get_kinds(self):
        """The ids of the indicators that are ratios, percentages, states and money."""
        # What kind a number is of is no secret to who reads the number.
        indicators = self.env["playbook.indicator"].sudo()
        every = indicators.with_context(active_test=False).search([])  # pylint: disable=no-search-all
        return {
            "ratios": every.filtered("is_ratio").ids,
            "percents": every.filtered(lambda one: one.unit == "percent").ids,
            "states": every.filtered("is_state").ids,
            "money": every.filtered(lambda one: one.unit == "money").ids,
        }

    @api.model
    def _get_factor(self, indicator, kinds):
        percents = kinds["percents"]
        return SQL("CASE WHEN %s = ANY(%s) THEN 100 ELSE 1 END", indicator, percents)

    @api.model
    def _get_converted(self, column, kinds):
        """The numerator; money in the currency of the current company, at today's rate,
        so that companies can be summed.
        """
        currency = self.env.company.currency_id
        today = fields.Date.context_today(self)
        rates = [
            (
                company.id,
                company.currency_id._get_conversion_rate(
                    company.currency_id, currency, company, today
                ),
            )
            # The currency of a company whose figures one reads.
            for company in self.env.companies.sudo()
            if company.currency_id != currency
        ]
        if not rates:
            return column["numerator"]
        return SQL(
            "%s * CASE WHEN %s = ANY(%s) THEN CASE %s %s ELSE 1 END ELSE 1 END",
            column["numerator"],
            column["indicator_id"],
            kinds["money"],
            column["company_id"],
            SQL(" ").join(SQL("WHEN %s THEN %s", *rate) for rate in rates),
        )
