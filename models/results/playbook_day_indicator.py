from odoo import api, models
from odoo.fields import Domain


class PlaybookDay(models.AbstractModel):
    """Indicators that cannot be measured any more, for who defined them."""

    _inherit = "playbook.day"

    @api.model
    def _get_sources(self):
        return [*super()._get_sources(), "indicator_problem"]

    @api.model
    def _lines_indicator_problem(self):
        return [
            self._make_line(
                "indicator_problem",
                indicator,
                title=self.env._("See why this indicator is no longer measured"),
                badge=self.env._("Does not work"),
                icon="fa-exclamation-triangle",
                # It goes away when it is mended.
                can_finish=False,
                can_postpone=False,
            )
            for indicator in self._find_broken_indicators()
        ]

    @api.model
    def _find_broken_indicators(self):
        """One's own and those of who is absent; those of nobody any more are told to
        whoever defines indicators.
        """
        Indicator = self.env["playbook.indicator"]
        if not Indicator.has_access("write"):
            return Indicator
        runs = self.env["playbook.measurement.run"]._search(
            [("is_failed", "=", True), ("state", "=", "open")]
        )
        whose = Domain("create_uid", "in", self.env.user._get_covered_users().ids)
        whose |= Domain("create_uid.active", "=", False)
        broken = Domain("code", "=", False) & Domain("run_ids", "in", runs)
        return Indicator.search(broken & whose)
