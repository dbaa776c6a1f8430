"""What it means for customers when a workflow that writes to them is switched on."""

from odoo import api, fields, models


class PlaybookWorkflowStart(models.TransientModel):
    _inherit = "playbook.workflow.start"

    writes_to_customers = fields.Boolean(related="workflow_id.writes_to_customers")
    mail_words = fields.Char(string="What is written", compute="_compute_mail_words")
    customer_count = fields.Integer(string="Customers", readonly=True)
    without_address_count = fields.Integer(string="Without an address", readonly=True)
    unwanted_count = fields.Integer(string="Who want no e-mails", readonly=True)
    busy_count = fields.Integer(string="In contact with us", readonly=True)
    is_sample = fields.Boolean(readonly=True)
    limited_count = fields.Integer(string="Written to lately", readonly=True)
    reached_count = fields.Integer(compute="_compute_reached_count")

    @api.depends("workflow_id")
    def _compute_mail_words(self):
        for start in self:
            steps = start.workflow_id.step_ids
            # How templates are called is no secret to who switches it on.
            names = steps.template_id.sudo().mapped("name")
            start.mail_words = ", ".join(f"“{name}”" for name in names)

    @api.depends(
        "busy_count", "customer_count", "unwanted_count", "without_address_count"
    )
    def _compute_reached_count(self):
        for start in self:
            left_out = start.unwanted_count + start.without_address_count
            start.reached_count = start.customer_count - left_out - start.busy_count

    @api.model_create_multi
    def create(self, vals_list):
        starts = super().create(vals_list)
        for start in starts.filtered("writes_to_customers"):
            start.write(start._get_reaching()._count_customers())
        return starts
