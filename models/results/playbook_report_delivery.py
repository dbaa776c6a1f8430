from datetime import timedelta

from odoo import api, fields, models

from .report_periods import FREQUENCIES, report_period_of

WAITING, QUEUED, SENT = "waiting", "queued", "sent"
NO_ADDRESS, FAILED, SKIPPED = "no_address", "failed", "skipped"
STATES = [
    (WAITING, "Waiting"),
    (QUEUED, "In the mail queue"),
    (SENT, "Sent"),
    (NO_ADDRESS, "No address"),
    (FAILED, "Failed"),
    (SKIPPED, "Not sent"),
]
# It was made, and can be read.
MADE = (QUEUED, SENT, NO_ADDRESS)
PATH = "/crm_playbook/report/%s"


class PlaybookReportDelivery(models.Model):
    """That a person gets a report of a period: whether it was sent, and opened.

    What stands in it is a record of its own, which nobody reads but who got it. Written
    by the addon alone.
    """

    _name = "playbook.report.delivery"
    _description = "Delivery of a scheduled report"
    _order = "date_from desc, id desc"
    _check_company_auto = True

    name = fields.Char(readonly=True)
    report_id = fields.Many2one(
        "playbook.report", required=True, ondelete="cascade", index=True, readonly=True
    )
    user_id = fields.Many2one(
        "res.users",
        string="Recipient",
        required=True,
        ondelete="cascade",
        index=True,
        readonly=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, ondelete="cascade", readonly=True
    )
    frequency = fields.Selection(FREQUENCIES, required=True, readonly=True)
    date_from = fields.Date(string="From", required=True, readonly=True)
    date_to = fields.Date(
        string="Until", required=True, readonly=True, help="The first day after it."
    )
    on_demand = fields.Boolean(
        string="Asked for",
        readonly=True,
        help="The recipient asked for it; it was not due.",
    )
    state = fields.Selection(STATES, required=True, default=WAITING, readonly=True)
    date_next = fields.Datetime(
        string="Next try",
        readonly=True,
        help="Before, it is not tried again.",
    )
    tries = fields.Integer(readonly=True, aggregator=None)
    error = fields.Text(string="Technical reason", readonly=True)
    problems = fields.Text(
        string="What could not be shown",
        readonly=True,
        help="Parts of the report that could not be made.",
    )
    date_sent = fields.Datetime(string="Sent on", readonly=True)
    date_opened = fields.Datetime(string="Opened on", readonly=True)
    made_count = fields.Integer(
        string="Made",
        compute="_compute_counts",
        store=True,
        aggregator="sum",
        help="1 where it was made, 0 where it was not.",
    )
    opened_count = fields.Integer(
        string="Opened",
        compute="_compute_counts",
        store=True,
        aggregator="sum",
        help="1 where its recipient opened it in Odoo, 0 where not.",
    )
    opened_rate = fields.Float(
        string="Opened (%)",
        compute="_compute_counts",
        store=True,
        aggregator="avg",
        digits=(5, 1),
        help="Of those that were made, how many were opened in Odoo, by the link in "
        "the e-mail or under My Reports.",
    )
    is_noted = fields.Boolean(
        string="Seen by the responsible",
        readonly=True,
        help="Whoever answers for the report knows that it was not sent.",
    )
    queued_mail_id = fields.Many2one(
        "mail.mail",
        string="E-mail",
        ondelete="set null",
        index="btree_not_null",
        readonly=True,
        groups="base.group_system",
    )
    snapshot_ids = fields.One2many(
        "playbook.report.snapshot", "delivery_id", string="Kept contents", readonly=True
    )

    _once = models.UniqueIndex(
        "(report_id, user_id, frequency, date_from, on_demand)",
        "A person gets a report of a period once.",
    )
    _waiting = models.Index("(date_next, id) WHERE state = 'waiting'")

    @api.depends("state", "date_opened")
    def _compute_counts(self):
        for delivery in self:
            made = delivery.state in MADE
            opened = made and bool(delivery.date_opened)
            delivery.made_count = int(made)
            delivery.opened_count = int(opened)
            delivery.opened_rate = 100.0 * opened if made else 0.0

    def _get_period(self):
        """What it tells of: a ``ReportPeriod``."""
        self.ensure_one()
        last_day = self.date_to - timedelta(days=1)
        return report_period_of(self.frequency, last_day, self.date_from)

    def _get_link(self):
        """The address that opens it in Odoo, as it stands in the e-mail."""
        self.ensure_one()
        return f"{self.get_base_url()}{PATH % self.id}"

    @api.model
    def _search_scheduled(self, report, periods):
        """The rows of ``report`` of these periods that were not asked for."""
        if not periods:
            return self.browse()
        return self.search(
            [
                ("report_id", "=", report.id),
                ("on_demand", "=", False),
                ("frequency", "in", [period.frequency for period in periods]),
                ("date_from", "in", [period.date_from for period in periods]),
            ]
        )
