from odoo import api, models

from .playbook_measured_mixin import COLUMNS, NUMBERS

SIDE_MODEL = "playbook.lead.quality"


class CrmLead(models.Model):
    """How complete a lead is, where it is now."""

    _name = "crm.lead"
    _inherit = ["crm.lead", "playbook.side.table.mixin", "playbook.measured.mixin"]

    _quality_model = SIDE_MODEL
    _side_link = "lead_id"
    _side_owner = "id"
    _side_by_company = False

    @api.depends("stage_id", "won_status")
    def _compute_quality(self):
        return super()._compute_quality()

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

    @api.model_create_multi
    def create(self, vals_list):
        leads = super().create(vals_list)
        if self.env["playbook.procedure"]._get_key_fields(self._name):
            self.env[SIDE_MODEL]._expect(leads.ids)
        return leads
