from odoo import api, models

from .playbook_measured_mixin import COLUMNS, NUMBERS

SIDE_MODEL = "playbook.quality"


class ResPartner(models.Model):
    """How complete a customer is, in the eyes of the current company.

    Contacts of a company show what is that of the whole company.
    """

    _name = "res.partner"
    _inherit = ["res.partner", "playbook.measured.mixin"]

    @api.depends("commercial_partner_id")
    @api.depends_context("company")
    def _compute_quality(self):
        return super()._compute_quality()

    @api.depends_context("company")
    def _compute_quality_missing(self):
        return super()._compute_quality_missing()

    @api.model
    def _get_side_columns(self):
        columns = {name: (SIDE_MODEL, column) for name, column in COLUMNS.items()}
        return {**super()._get_side_columns(), **columns}

    @api.model
    def _get_side_numbers(self):
        return super()._get_side_numbers() | NUMBERS

    def _field_to_sql(self, alias, field_expr, query=None):
        if field_expr in COLUMNS:
            # What has changed and is not measured yet belongs to it.
            self.env[self._quality_model]._refresh_expected()
        return super()._field_to_sql(alias, field_expr, query)

    def _get_side_parts(self, side_model, names, specification):
        if side_model == SIDE_MODEL:
            # It is read past the model.
            self.env[side_model]._refresh_expected()
        return super()._get_side_parts(side_model, names, specification)

    # ------------------------------------------------------------------
    # Customer 360
    # ------------------------------------------------------------------

    def _get_playbook_360(self):
        blocks = super()._get_playbook_360()
        if not self.quality_level:
            return blocks
        block = {
            "key": "quality",
            "title": self.env._("How complete what we know is"),
            "sequence": 13,
            "layout": "facts",
            "rows": self._get_360_quality(),
            "empty": "",
        }
        return [*blocks, block]

    def _get_360_quality(self):
        field = self._fields["quality_level"]
        levels = dict(field._description_selection(self.env))
        value = self.env._(
            "%(percent)s %% (%(level)s)",
            percent=self.quality,
            level=levels.get(self.quality_level, ""),
        )
        rows = [
            (self.env._("Quality"), value),
            (self.env._("Missing"), self.quality_missing),
        ]
        return [{"label": label, "value": text} for label, text in rows if text]
