"""Reading in Odoo what was sent, and what Sales Management does with what was not."""

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import format_date, format_datetime
from odoo.tools.osutil import clean_filename

from .playbook_report_delivery import FAILED, NO_ADDRESS, SKIPPED, WAITING


class PlaybookReportDelivery(models.Model):
    _inherit = "playbook.report.delivery"

    is_mine = fields.Boolean(compute="_compute_is_mine")
    period_words = fields.Char(string="Period", compute="_compute_period_words")
    reason = fields.Char(compute="_compute_reason")
    body = fields.Html(string="Contents", compute="_compute_contents", sanitize=False)
    xlsx_file = fields.Binary(string="Spreadsheet", compute="_compute_contents")
    xlsx_name = fields.Char(compute="_compute_contents")
    pdf = fields.Binary(string="PDF", compute="_compute_contents")
    pdf_name = fields.Char(compute="_compute_contents")

    @api.depends("user_id")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        for delivery in self:
            delivery.is_mine = delivery.user_id == self.env.user

    @api.depends("date_from", "date_to", "frequency")
    @api.depends_context("lang")
    def _compute_period_words(self):
        for delivery in self:
            if not delivery.date_from or not delivery.frequency:
                delivery.period_words = ""
                continue
            first, last = delivery.date_from, delivery._get_period().last_day
            days = [format_date(self.env, day) for day in (first, last)]
            delivery.period_words = " – ".join(dict.fromkeys(days))

    @api.depends("state", "error", "date_next", "user_id")
    @api.depends_context("lang", "tz")
    def _compute_reason(self):
        """Why it was not sent, for who answers for the report: what broke is for
        administrators.
        """
        # That it was made is no secret; what stands in it is not read.
        made = (
            self.env["playbook.report.snapshot"]
            .sudo()
            ._read_group([("delivery_id", "in", self.ids)], ["delivery_id"])
        )
        made_ids = {delivery.id for (delivery,) in made}
        for delivery in self:
            tell = getattr(delivery, f"_tell_{delivery.state}", None)
            delivery.reason = tell(delivery.id in made_ids) if tell else ""

    def _tell_failed(self, made):
        if made:
            return self.env._(
                "The e-mail could not be sent: the mail server does not answer, or "
                "refuses it. %(person)s can read the report under My Reports.",
                person=self.user_id.sudo().name,  # sudo: a colleague's name
            )
        return self.env._("It could not be made. An administrator sees why.")

    def _tell_waiting(self, made):
        if not self.error:
            return ""
        return self.env._(
            "It could not be made yet. It is tried again after %(moment)s.",
            moment=format_datetime(self.env, self.date_next, dt_format="short"),
        )

    def _tell_no_address(self, made):
        return self.env._(
            "%(person)s has no e-mail address. It can be read in Odoo under My "
            "Reports.",
            person=self.user_id.sudo().name,  # sudo: a colleague's name
        )

    def _tell_skipped(self, made):
        return self.error or ""

    @api.depends("snapshot_ids.body", "name", "date_from")
    @api.depends_context("uid", "bin_size")
    def _compute_contents(self):
        """What stands in it, for who may read that: its recipient."""
        snapshots = self.env["playbook.report.snapshot"].search(
            [("delivery_id", "in", self.ids)]
        )
        of_delivery = {each.delivery_id.id: each for each in snapshots}
        for delivery in self:
            snapshot = of_delivery.get(delivery.id, snapshots.browse())
            name = delivery._get_file_name()
            delivery.body = snapshot.body
            delivery.xlsx_file = snapshot.xlsx_file
            delivery.pdf = snapshot.pdf
            delivery.xlsx_name = f"{name}.xlsx"
            delivery.pdf_name = f"{name}.pdf"

    def _get_file_name(self):
        self.ensure_one()
        # What the report is called, whoever gets it knows.
        name = f"{self.sudo().report_id.name} {self.date_from}"
        return clean_filename(name) or str(self.id)

    # ------------------------------------------------------------------
    # Opening
    # ------------------------------------------------------------------

    def action_open(self):
        """Open it; where it is the user's own, that is noted."""
        self.ensure_one()
        self.check_access("read")
        self._note_opened()
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }

    def _note_opened(self):
        """Note that its recipient has opened it, the first time."""
        for delivery in self:
            if delivery.user_id == self.env.user and not delivery.date_opened:
                # The addon's ledger: that the user themself has opened their own.
                delivery.sudo().date_opened = fields.Datetime.now()

    # ------------------------------------------------------------------
    # What was not sent
    # ------------------------------------------------------------------

    def action_retry(self):
        """Make and send these once more, at the next run: with the figures of then.

        :raise AccessError: for who does not answer for reports.
        """
        self._check_may_manage()
        # The ledger is the addon's; who may change the report has it sent again.
        again = self.sudo().filtered(
            lambda row: row.state in (FAILED, NO_ADDRESS, SKIPPED)
        )
        again.queued_mail_id.unlink()
        again.write(
            {
                "state": WAITING,
                "tries": 0,
                "error": False,
                "is_noted": False,
                "date_next": fields.Datetime.now(),
            }
        )
        # At once, and not at the next quarter of an hour.
        self.env.ref("crm_playbook.ir_cron_send_reports").sudo()._trigger()
        message = self.env._("%(count)s reports are sent again.", count=len(again))
        return self._notify(message)

    def _check_may_manage(self):
        self.check_access("read")
        if not self.report_id.has_access("write"):
            raise AccessError(
                self.env._(
                    "Sales Management and the Configurator have reports sent again. "
                    "Yours can be had with “Send It to Me Now” on the report."
                )
            )

    @api.model
    def _notify(self, message, next_action=None, kind="success"):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": message,
                "type": kind,
                "next": next_action or {"type": "ir.actions.act_window_close"},
            },
        }
