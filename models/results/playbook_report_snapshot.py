from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

MONTHS = "crm_playbook.report_months"
DEFAULT_MONTHS = 13
# So many are deleted in one transaction.
BATCH = 1000


class PlaybookReportSnapshot(models.Model):
    """What stood in a report that somebody got: theirs alone to read.

    It shows what they might read when it was made. Written by the addon alone.
    """

    _name = "playbook.report.snapshot"
    _description = "Contents of a report that was sent"
    _order = "id desc"

    delivery_id = fields.Many2one(
        "playbook.report.delivery",
        required=True,
        ondelete="cascade",
        index=True,
        readonly=True,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Recipient",
        required=True,
        ondelete="cascade",
        index=True,
        readonly=True,
    )
    # What the addon has made of its own template.
    body = fields.Html(string="Report", sanitize=False, readonly=True)
    xlsx_file = fields.Binary(string="Spreadsheet", attachment=True, readonly=True)
    pdf = fields.Binary(string="PDF", attachment=True, readonly=True)

    _one_of_delivery = models.Constraint(
        "UNIQUE(delivery_id)", "A report that was sent has its contents once."
    )

    @api.autovacuum
    def _gc_snapshots(self):
        """Delete what was made long ago; that it was sent and opened stays.

        :return: how many were deleted, and how many remain at most.
        """
        # Written by administrators, read by the scheduled action alone.
        text = self.env["ir.config_parameter"].sudo().get_param(MONTHS)
        try:
            months = max(int(text or DEFAULT_MONTHS), 1)
        except ValueError:
            months = DEFAULT_MONTHS
        limit = fields.Datetime.now() - relativedelta(months=months)
        domain = Domain("create_date", "<", limit)
        old = self.search(domain, limit=BATCH)
        count = len(old)
        old.unlink()
        return count, count == BATCH and self.search_count(domain, limit=BATCH)
