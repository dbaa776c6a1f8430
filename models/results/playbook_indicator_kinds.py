"""Of what kind figures are, and what of a built-in indicator stays as it is."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import ormcache

from .playbook_indicator_own import OF_NUMBERS

# What the queries of built-in ones rest on.
BUILT_IN = (
    *("code", "is_ratio", "is_state", "unit", "better", "dimension", "from_history"),
    *("of_money", "company_id"),
)
TOLD_BY = {
    *("code", "is_ratio", "is_state", "unit", "of_money"),
    *("calculation", "counted_model", "measure_field"),
}


class PlaybookIndicator(models.Model):
    _inherit = "playbook.indicator"

    of_money = fields.Boolean(
        string="Money divided by money",
        readonly=True,
        copy=False,
        help="Companies with several currencies are put together in one currency, "
        "above and below.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        indicators = super().create(vals_list)
        self.env.registry.clear_cache()
        return indicators

    def write(self, vals):
        self._check_built_in(vals)
        result = super().write(vals)
        if not TOLD_BY.isdisjoint(vals):
            self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result

    def _check_built_in(self, vals):
        """Refuse to make something else of a built-in one."""
        if self.env.su or set(BUILT_IN).isdisjoint(vals):
            return
        for indicator in self.filtered("code"):
            raise UserError(
                self.env._(
                    "“%(indicator)s” is built in: what it measures cannot be changed. "
                    "Archive it, and define one of your own.",
                    indicator=indicator.name,
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        """Closed figures are kept: somebody has read them."""
        # Whether there are any alone.
        Run = self.env["playbook.measurement.run"].sudo()
        closed = Run.search(
            [
                ("indicator_id", "in", self.ids),
                ("state", "=", "closed"),
                ("date_measured", "!=", False),
            ],
            limit=1,
        )
        if closed:
            raise UserError(
                self.env._(
                    "“%(indicator)s” has figures of closed periods, which would be "
                    "gone with it. Archive it: it is not measured any more, and its "
                    "figures are kept.",
                    indicator=closed.indicator_id.name,
                )
            )

    @api.model
    @ormcache()
    def _get_kinds(self):
        """The ids of the indicators that are ratios, percentages and states; of those
        whose numerator is money; and of those whose denominator is, too.
        """
        # What kind a number is of is no secret to who reads the number.
        every = self.sudo().with_context(active_test=False).search([])  # pylint: disable=no-search-all
        chosen = {
            "ratios": every.filtered("is_ratio"),
            "percents": every.filtered(lambda one: one.unit == "percent"),
            "states": every.filtered("is_state"),
            "money": every.filtered(lambda one: one._is_of_money()),
            "money_below": every.filtered("of_money"),
        }
        return {kind: list(indicators.ids) for kind, indicators in chosen.items()}

    def _is_of_money(self):
        """Whether its numerator is money."""
        self.ensure_one()
        if self.of_money or self.unit == "money":
            return True
        if self.code or self.calculation not in OF_NUMBERS:
            return False
        # The model may be gone with the module that brought it.
        Model = self.env.get(self.counted_model)
        field = None if Model is None else Model._fields.get(self.measure_field)
        return field is not None and field.type == "monetary"
