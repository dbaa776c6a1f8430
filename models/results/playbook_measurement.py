from odoo import api, fields, models
from odoo.tools import SQL

from .currency_sql import in_current_currency
from .measurement_part_sql import GROUPED
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
        help="The sum, or the numerator divided by the denominator.",
    )
    has_value = fields.Boolean(
        string="Has a value",
        compute="_compute_value",
        help="Where there is nothing to divide by, there is none.",
    )
    value_text = fields.Char(
        string="Figure", compute="_compute_value_text", exportable=False
    )
    version = fields.Integer(readonly=True, aggregator=None)
    active = fields.Boolean(default=True, readonly=True, help="The version that holds.")
    estimated = fields.Boolean(
        readonly=True,
        help="Measured afterwards, from what can still be found; or, where it is known "
        "for now alone, for the last time more than a day before the end.",
    )

    _one_row = models.UniqueIndex(
        f"(run_id, cut, {KEY}) WHERE active",
        "A part of a measurement is there once.",
    )
    _of_period = models.Index("(company_id, kind, date_from, indicator_id)")

    @api.depends("value", "has_value")
    @api.depends_context("lang")
    def _compute_value_text(self):
        for row in self:
            value = row.value if row.has_value else None
            # Of which kind a number is, is no secret to who reads the number.
            indicator = row.indicator_id.sudo()
            row.value_text = indicator._format_value(value, row.company_id)

    @api.depends("numerator", "denominator")
    def _compute_value(self):
        for row in self:
            indicator = row.indicator_id
            value = indicator._make_value(
                row.numerator,
                row.denominator,
                is_ratio=indicator.is_ratio,
                unit=indicator.unit,
            )
            row.value = value
            row.has_value = value is not None

    # ------------------------------------------------------------------
    # Groups of rows
    # ------------------------------------------------------------------

    def _field_to_sql(self, alias, field_expr, query=None):
        if field_expr != "value":
            return super()._field_to_sql(alias, field_expr, query)
        column = {
            name: self._field_to_sql(alias, name, query)
            for name in (
                *("indicator_id", "company_id", "date_to"),
                *("numerator", "denominator"),
            )
        }
        kinds = self.env["playbook.indicator"]._get_kinds()
        return SQL(
            """
            CASE WHEN %(indicator)s = ANY(%(ratios)s)
                 THEN %(numerator)s / NULLIF(%(denominator)s, 0) * %(factor)s
                 ELSE %(numerator)s END
            """,
            indicator=column["indicator_id"],
            ratios=kinds["ratios"],
            numerator=self._get_converted(column, "numerator", kinds["money"]),
            denominator=self._get_converted(
                column, "denominator", kinds["money_below"]
            ),
            factor=self._get_factor(column["indicator_id"], kinds),
        )

    def _read_group_select(self, aggregate_spec, query):
        """One value is of one indicator, and of parts and periods of one kind."""
        if aggregate_spec != VALUE:
            return super()._read_group_select(aggregate_spec, query)
        column = {
            name: self._field_to_sql(self._table, name, query)
            for name in (
                *("indicator_id", "company_id", "kind", "cut", "date_from"),
                *("date_to", "numerator", "denominator"),
            )
        }
        kinds = self.env["playbook.indicator"]._get_kinds()
        return SQL(
            """
            CASE WHEN COUNT(DISTINCT %(indicator)s) > 1 THEN NULL
                 WHEN COUNT(DISTINCT %(cut)s) > 1 THEN NULL
                 WHEN COUNT(DISTINCT %(kind)s) > 1 THEN NULL
                 WHEN BOOL_OR(%(indicator)s = ANY(%(ratios)s))
                 THEN SUM(%(numerator)s) / NULLIF(SUM(%(denominator)s), 0) * %(factor)s
                 WHEN BOOL_OR(%(indicator)s = ANY(%(states)s))
                 THEN SUM(%(numerator)s) / %(periods)s
                 ELSE SUM(%(numerator)s) END
            """,
            indicator=column["indicator_id"],
            cut=column["cut"],
            kind=column["kind"],
            ratios=kinds["ratios"],
            states=kinds["states"],
            numerator=self._get_converted(column, "numerator", kinds["money"]),
            denominator=self._get_converted(
                column, "denominator", kinds["money_below"]
            ),
            periods=self._count_periods(column, query),
            factor=self._get_factor(SQL("MIN(%s)", column["indicator_id"]), kinds),
        )

    @api.model
    def _count_periods(self, column, query):
        """By how many periods a state is divided."""
        return SQL("COUNT(DISTINCT %s)", column["date_from"])

    @api.model
    def _get_factor(self, indicator, kinds):
        percents = kinds["percents"]
        return SQL("CASE WHEN %s = ANY(%s) THEN 100 ELSE 1 END", indicator, percents)

    @api.model
    def _get_converted(self, column, name, indicator_ids):
        """The number; that of ``indicator_ids`` is money, which is told in the currency
        of the current company, at the rate of its period, so that companies can be
        summed.
        """
        number = column[name]
        # The last day of the period: a rate of later leaves the past as it was.
        last = SQL("(%s - 1)", column["date_to"])
        converted = in_current_currency(self.env, number, column["company_id"], last)
        if converted is number:
            return number
        return SQL(
            "CASE WHEN %s = ANY(%s) THEN %s ELSE %s END",
            column["indicator_id"],
            indicator_ids,
            converted,
            number,
        )
