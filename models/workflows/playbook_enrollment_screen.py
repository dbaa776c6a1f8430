"""What screens show of a record in follow-up, and which buttons they offer."""

from odoo import api, fields, models

from .targets import COLUMNS


class PlaybookEnrollment(models.Model):
    _inherit = "playbook.enrollment"

    may_steer = fields.Boolean(
        string="May be steered", compute="_compute_may", exportable=False
    )
    may_retry = fields.Boolean(
        string="May be tried again", compute="_compute_may", exportable=False
    )

    @api.depends_context("uid", "allowed_company_ids")
    @api.depends("workflow_id.name", *COLUMNS)
    def _compute_display_name(self):
        """The record, for who may read it, and the workflow."""
        names = {}
        # Read past the rules to know which they are; what may be read is asked next.
        rows_sudo = self.sudo()
        for column in COLUMNS:
            documents = rows_sudo[column].with_user(self.env.user)
            for document in documents._filtered_access("read"):
                names[column, document.id] = document.display_name
        for row_sudo, row in zip(rows_sudo, self, strict=True):
            found = [names.get((name, row_sudo[name].id)) for name in COLUMNS]
            # Who reads the enrollment may know what its workflow is called.
            words = [*found, row_sudo.workflow_id.name]
            row.display_name = " · ".join(filter(None, words))

    @api.depends_context("uid", "allowed_company_ids")
    @api.depends("workflow_id", *COLUMNS)
    def _compute_may(self):
        steerable = self._origin._filter_steerable()
        # Which workflows these are of is no secret; what may be written is asked.
        workflows = self.sudo().workflow_id.with_env(self.env)
        writable = workflows._filtered_access("write")
        for row in self:
            row.may_steer = row._origin in steerable
            # As above.
            row.may_retry = row.sudo().workflow_id.with_env(self.env) in writable
