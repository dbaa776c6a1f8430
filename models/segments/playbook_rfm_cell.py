from odoo import api, fields, models


class PlaybookRfmCell(models.Model):
    """One of the 25 cells of the RFM grid."""

    _name = "playbook.rfm.cell"
    _description = "Cell of the RFM grid"
    _order = "value desc, recency"

    grid_id = fields.Many2one(
        "playbook.rfm.grid", required=True, ondelete="cascade", index=True
    )
    recency = fields.Integer(required=True, help="From 1 (long ago) to 5 (just now).")
    value = fields.Integer(
        required=True,
        aggregator=None,
        help="From 1 to 5: the average of the scores for how often and how much, "
        "rounded half up.",
    )
    group_id = fields.Many2one(
        "playbook.rfm.group",
        string="RFM group",
        required=True,
        ondelete="restrict",
        index=True,
    )
    color = fields.Integer(related="group_id.color")
    customer_count = fields.Integer(
        string="Customers", compute="_compute_customer_count"
    )

    @api.depends("recency", "value")
    def _compute_display_name(self):
        for cell in self:
            cell.display_name = self.env._(
                "recency %(recency)s, value %(value)s",
                recency=cell.recency,
                value=cell.value,
            )

    @api.depends("recency", "value")
    @api.depends_context("uid", "company")
    def _compute_customer_count(self):
        """How many customers of the current company have these scores now."""
        counts = {
            (recency, value): count
            for recency, value, count in self.env["playbook.rfm.score"]._read_group(
                [("company_id", "=", self.env.company.id)],
                ["recency", "value"],
                ["__count"],
            )
        }
        for cell in self:
            cell.customer_count = counts.get((cell.recency, cell.value), 0)

    @api.constrains("grid_id", "recency", "value")
    def _check_grid(self):
        self.grid_id._check_cells()

    @api.constrains("group_id")
    def _check_group(self):
        self.group_id._check_offered()

    @api.model_create_multi
    def create(self, vals_list):
        cells = super().create(vals_list)
        self.env["playbook.rfm.score"]._score_soon()
        return cells

    def write(self, vals):
        result = super().write(vals)
        self.env["playbook.rfm.score"]._score_soon()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_from_grid(self):
        """A cell that is taken away leaves a hole."""
        for grid in self.grid_id:
            grid._check_complete(grid.cell_ids - self)
