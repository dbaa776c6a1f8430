"""What dashboards need to read figures: they are data, and know no ids."""

from odoo import api, fields, models


class PlaybookMeasurement(models.Model):
    _name = "playbook.measurement"
    _inherit = ["playbook.measurement", "playbook.measurement.current"]

    indicator_code = fields.Char(
        related="indicator_id.code",
        help="By it dashboards find the figures of a built-in indicator.",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    value_money = fields.Monetary(
        string="Value in money",
        compute="_compute_value_money",
        aggregator="avg",
        help="The value, written as money; for indicators whose unit is money. Where "
        "there is no value, it says nothing.",
    )

    @api.depends("value")
    def _compute_value_money(self):
        for row in self:
            row.value_money = row.value

    def _field_to_sql(self, alias, field_expr, query=None):
        if field_expr == "value_money":
            field_expr = "value"
        return super()._field_to_sql(alias, field_expr, query)

    def _read_group_select(self, aggregate_spec, query):
        if aggregate_spec == "value_money:avg":
            aggregate_spec = "value:avg"
        return super()._read_group_select(aggregate_spec, query)
