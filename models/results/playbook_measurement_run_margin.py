"""A margin of orders whose costs are not known is no figure: it says so."""

from odoo import fields, models

from .measurement_sql import total

MARGINS = {"margin", "margin_rate", "base_margin"}


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
        rows = self.env["playbook.measurement"]
        known = rows.search([("run_id", "in", measured.ids)]).run_id
        empty = (measured - known).filtered(lambda run: run.state == "open")
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
