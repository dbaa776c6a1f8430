"""A margin of orders whose costs are not known is no figure: it says so."""

from odoo import fields, models
from odoo.tools import SQL

from .measurement_sql import total
from .purchases_sql import customer_values

MARGINS = {"margin", "margin_rate", "base_margin"}


class PlaybookIndicator(models.Model):
    _inherit = "playbook.indicator"

    def _get_facts_with_or_without_cost(self):
        """Facts of all orders of which the margin is looked for."""
        if self.code == "base_margin":
            return self._get_value_facts(customer_values(SQL("1"), SQL("TRUE")))
        return self._get_order_facts(numerator=SQL("1"))


class PlaybookMeasurementRun(models.Model):
    _inherit = "playbook.measurement.run"

    def _measure(self):
        result = super()._measure()
        for indicator, runs in self.grouped("indicator_id").items():
            if indicator.code in MARGINS:
                runs._note_unknown_costs(indicator)
        return result

    def _note_unknown_costs(self, indicator):
        """Note of those of these in which there are orders, and the cost of none is
        known, that there is no figure: 0 would say that nothing was earned.
        """
        measured = self.filtered("date_measured")
        found = self.env["playbook.measurement"].search([("run_id", "in", measured.ids)])
        empty = (measured - found.run_id).filtered(lambda run: run.state == "open")
        if not empty:
            return
        now = fields.Datetime.now()
        periods = [run._prepare_period(now) for run in empty]
        facts = indicator._get_facts_with_or_without_cost()
        self.env.flush_all()
        counts = self.env.execute_query(total(facts, periods))
        ids = [run_id for run_id, _sum, _divisor, count in counts if count]
        reason = self.env._(
            "There are orders, but none of them has the cost of all that it charges. "
            "Enter the costs of the products; those of orders that are confirmed stand "
            "in their lines."
        )
        self.browse(ids)._set({"date_measured": False, "missing": reason})
