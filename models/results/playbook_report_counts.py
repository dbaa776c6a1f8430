"""How many got a report, and how many opened it."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError

from .playbook_report import ACTIVE
from .playbook_report_delivery import FAILED, NO_ADDRESS

DAYS = 90
LATELY = (FAILED, NO_ADDRESS)


class PlaybookReport(models.Model):
    _inherit = "playbook.report"

    recipient_count = fields.Integer(
        string="Recipients",
        compute="_compute_recipient_count",
        help="Who gets it now.",
    )
    made_count = fields.Integer(
        string="Made", compute="_compute_opened", help=f"In the last {DAYS} days."
    )
    opened_rate = fields.Float(
        string="Opened (%)",
        compute="_compute_opened",
        digits=(5, 0),
        help=f"Of those made in the last {DAYS} days, how many were opened in Odoo.",
    )
    last_sent_date = fields.Date(
        string="Last period",
        compute="_compute_opened",
        help="The first day of the last period of which it was made.",
    )
    problem = fields.Text(
        string="What went wrong",
        compute="_compute_problem",
        help="Parts that could not be shown the last time, and reports that could not "
        "be sent.",
    )
    my_count = fields.Integer(string="For me", compute="_compute_my_count")

    @api.depends("profile_ids", "user_ids", "company_id")
    def _compute_recipient_count(self):
        for report in self:
            report.recipient_count = len(report._get_recipients())

    def _compute_opened(self):
        since = fields.Date.context_today(self) - timedelta(days=DAYS)
        # How many they are is no secret; what stands in them is not read.
        ledger = self.env["playbook.report.delivery"].sudo()
        groups = ledger._read_group(
            [("report_id", "in", self.ids), ("date_to", ">=", since)],
            ["report_id"],
            ["made_count:sum", "opened_count:sum", "date_from:max"],
        )
        found = {report.id: numbers for report, *numbers in groups}
        for report in self:
            made, opened, last = found.get(report._origin.id, (0, 0, False))
            report.made_count = made
            report.opened_rate = 100.0 * opened / made if made else 0.0
            report.last_sent_date = last if made else False

    def _compute_my_count(self):
        groups = self.env["playbook.report.delivery"]._read_group(
            [("report_id", "in", self.ids), ("user_id", "=", self.env.uid)],
            ["report_id"],
            ["__count"],
        )
        counts = {report.id: count for report, count in groups}
        for report in self:
            report.my_count = counts.get(report._origin.id, 0)

    # ------------------------------------------------------------------
    # What went wrong
    # ------------------------------------------------------------------

    @api.depends("line_ids.problem")
    @api.depends_context("lang")
    def _compute_problem(self):
        unsent = self._count_unsent()
        for report in self:
            told = [
                f"{line.display_name}: {line.problem}"
                for line in report.line_ids
                if line.problem
            ]
            for state, count in unsent.get(report._origin.id, {}).items():
                told.append(self._get_unsent_words(state, count))
            report.problem = "\n".join(told) or False

    def _count_unsent(self):
        """How many could not be sent of which the responsible does not know yet: from
        ids to dictionaries from states to numbers.
        """
        # How many they are is no secret for who reads the report.
        ledger = self.env["playbook.report.delivery"].sudo()
        groups = ledger._read_group(
            [
                ("report_id", "in", self.ids),
                ("state", "in", LATELY),
                ("is_noted", "=", False),
            ],
            ["report_id", "state"],
            ["__count"],
        )
        counts = {}
        for report, state, count in groups:
            counts.setdefault(report.id, {})[state] = count
        return counts

    @api.model
    def _get_unsent_words(self, state, count):
        if state == FAILED:
            if count == 1:
                return self.env._("1 e-mail could not be sent")
            return self.env._("%(count)s e-mails could not be sent", count=count)
        return self.env._("Without an e-mail address: %(count)s", count=count)

    @api.model
    def _find_with_problems(self):
        """Active reports of which somebody should know something."""
        active = [("state", "=", ACTIVE)]
        with_lines = self.search([*active, ("line_ids.problem", "!=", False)])
        # As in _count_unsent.
        ledger = self.env["playbook.report.delivery"].sudo()
        rows = ledger._read_group(
            [("state", "in", LATELY), ("is_noted", "=", False)], ["report_id"]
        )
        unsent = [report.id for (report,) in rows]
        return with_lines | self.search([*active, ("id", "in", unsent)])

    def action_note_problems(self):
        """Know of what could not be sent: it is not told again.

        :raise AccessError: for who neither answers for it nor may change it.
        """
        for report in self:
            answers = report.responsible_id == self.env.user
            if not answers and not report.has_access("write"):
                raise AccessError(
                    self.env._(
                        "Whoever answers for “%(report)s”, Sales Management and the "
                        "Configurator do that.",
                        report=report.name,
                    )
                )
        self._note_unsent()

    def _note_unsent(self):
        # The ledger is the addon's; the caller has seen to it that they answer for it.
        ledger = self.env["playbook.report.delivery"].sudo()
        rows = ledger.search(
            [
                ("report_id", "in", self.ids),
                ("state", "in", LATELY),
                ("is_noted", "=", False),
            ]
        )
        rows.is_noted = True

    # ------------------------------------------------------------------
    # Opening
    # ------------------------------------------------------------------

    def action_open_deliveries(self):
        """Open the ledger: those of the report that the user may see."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_playbook.playbook_report_delivery_action"
        )
        return {**action, "domain": [("report_id", "=", self.id)]}
