"""A margin of orders whose costs are not known is no figure: it says so."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from .measurement_sql import total
from .playbook_measurement_run import COSTS

MARGINS = {"margin", "margin_rate", "base_margin"}
# So many periods are named.
MOST_NAMED = 5


class CostsUnknownError(UserError):
    """That figures which are closed cannot be measured again.

    :param ids: of the rows of the ledger, those of which the costs are not known.
    """

    def __init__(self, message, ids):
        super().__init__(message)
        self.ids = ids


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
        lacking = empty._find_any(indicator._get_facts_with_or_without_cost)
        lacking._set({"date_measured": False, "lack": COSTS})

    def _find_any(self, get_facts):
        """Those of these in which there is any fact of ``get_facts()``, a query."""
        if not self:
            return self
        now = fields.Datetime.now()
        periods = [run._prepare_period(now) for run in self]
        query = get_facts()
        self.env.flush_all()
        counts = self.env.execute_query(total(query, periods))
        return self.browse([run_id for run_id, *_sums, count in counts if count])

    @api.model
    def _get_reason_costs(self):
        return self.env._(
            "There are orders, but none of them has the cost of all that it charges. "
            "Enter the costs of the products; those of orders that are confirmed stand "
            "in their lines."
        )

    # ------------------------------------------------------------------
    # Closed periods
    # ------------------------------------------------------------------

    def _is_answered(self):
        """That costs are not known is an answer: else it would be asked for ever."""
        return (self.lack == COSTS and not self.error) or super()._is_answered()

    def _measure_version(self, indicator, reason):
        if indicator.code in MARGINS and indicator._knows_margin():
            self._check_costs(indicator)
        return super()._measure_version(indicator, reason)

    def _check_costs(self, indicator):
        """Refuse where the costs are not known (any more): what is closed stays.

        :raise CostsUnknownError: with the periods, and why.
        """
        without = self - self._find_any(indicator._get_facts)
        lacking = without._find_any(indicator._get_facts_with_or_without_cost)
        if not lacking:
            return
        names = lacking.sorted("date_from").mapped("display_name")
        more = ["…"] if len(names) > MOST_NAMED else []
        raise CostsUnknownError(
            self.env._(
                "Not corrected: %(periods)s. %(reason)s",
                periods=", ".join(names[:MOST_NAMED] + more),
                reason=self._get_reason_costs(),
            ),
            lacking.ids,
        )

    def _note_uncorrected(self, error):
        """Where costs are not known, it is not tried again until somebody asks again;
        the others are corrected by the next call.
        """
        if not isinstance(error, CostsUnknownError):
            return super()._note_uncorrected(error)
        lacking = self.browse(error.ids)
        lacking._set({"again_reason": False, "again_user_id": False})
        # Those that never had a figure say already that there is none, and why.
        lacking.filtered("date_measured")._set({"error": str(error)})
        return None
