"""Making what somebody gets, and handing it to Odoo's mail queue."""

import logging
from base64 import b64encode
from time import monotonic

from odoo import api, fields, models
from odoo.tools import exception_to_unicode

from ..profiles.halves import TIME_IS_UP, TRANSIENT
from .playbook_report import ACTIVE, USER
from .playbook_report_delivery import (
    FAILED,
    NO_ADDRESS,
    QUEUED,
    SENT,
    SKIPPED,
    WAITING,
)
from .playbook_report_delivery_wait import TRIES, WAIT

_logger = logging.getLogger(__name__)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"
# No answer that somebody is out of office.
HEADERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "OOF"}


class PlaybookReportDelivery(models.Model):
    _inherit = "playbook.report.delivery"

    def _bring_up_to_date(self, measured):
        """Measure the figures that these tell of, and no others.

        :param measured: what is up to date already, and is added to.
        :return: whether something was measured.
        """
        before = len(measured)
        Run = self.env["playbook.measurement.run"]
        for row in self:
            period = row._get_period()
            key = row.company_id, period.kind, period.last_day
            indicators = row.report_id.line_ids._get_measured_indicators().filtered(
                lambda one, key=key: (*key, one) not in measured
            )
            if not indicators:
                continue
            measured.update((*key, one) for one in indicators)
            try:
                with self.env.cr.savepoint():
                    Run._measure_now(*key, indicators)
            except TRANSIENT:
                raise
            except Exception as error:
                if TIME_IS_UP in str(error):
                    raise
                self.env.invalidate_all(flush=False)
                _logger.exception("Figures for reports are not up to date.")
        return len(measured) > before

    # ------------------------------------------------------------------
    # Making and sending
    # ------------------------------------------------------------------

    def _deliver(self, seconds=None):
        """Make each of these and send it; what fails is nobody else's fault.

        :param seconds: after so many none is begun any more; the first always is.
        :return: those for which no time was left.
        """
        problems, made, left = {}, self.browse(), self.browse()
        recipients = self._get_recipients()
        start = monotonic()
        for number, row in enumerate(self):
            if number and seconds is not None and monotonic() - start >= seconds:
                left = self[number:]
                break
            try:
                with self.env.cr.savepoint():
                    if row._is_for_somebody(recipients):
                        told = row._make()
                        made |= row
                        if not row.on_demand:
                            key = row.report_id, row.date_from
                            problems.setdefault(key, {}).update(told)
                    self.env.flush_all()
            except TRANSIENT:
                raise
            except Exception as error:
                if TIME_IS_UP in str(error):
                    raise
                self.env.invalidate_all(flush=False)
                row._note_failure(error)
        for (report, day), told in problems.items():
            report.line_ids._note_problems(told, day)
        if any(row.state == QUEUED for row in made):
            # Odoo's own action sends what is in the queue.
            queue = self.env.ref("mail.ir_cron_mail_scheduler_action")
            queue._trigger()
        return left

    def _get_recipients(self):
        """Who gets the reports of these now: a dictionary from the reports."""
        reports = self.filtered(lambda row: not row.on_demand).report_id
        return {report: report._get_recipients() for report in reports}

    def _is_for_somebody(self, recipients):
        """Whether it is still to be made, and for its recipient; notes where not.

        :param recipients: a dictionary from reports to those who get them.
        """
        self.ensure_one()
        reason = self._get_reason_against(recipients)
        if reason:
            self.write({"state": SKIPPED, "error": reason})
        return not reason

    def _get_reason_against(self, recipients):
        """Why it is not made any more, in words; nothing where it is."""
        report, user = self.report_id, self.user_id
        told = report.with_context(lang=report._get_told_language())
        if not report.active or (report.state != ACTIVE and not self.on_demand):
            return told.env._("The report is archived, or not active any more.")
        if self.on_demand:
            there = user.active and user.has_group(USER)
        else:
            there = user in recipients[report]
        if there:
            return ""
        return told.env._(
            "%(person)s is no recipient any more: archived, without a profile, or "
            "left out.",
            person=user.name,
        )

    def _make(self):
        """Make it, keep what stands in it, and queue the e-mail.

        :return: what could not be shown: from ids of lines to words.
        """
        self.ensure_one()
        user, report = self.user_id, self.report_id
        content = report._get_content(user, self._get_period())
        zone = report._get_zone_of(user, self.company_id)
        renderer = report.with_context(lang=user.lang, tz=zone)
        subject = renderer._render_subject(content)
        body = renderer._render_html(content, self._get_link())
        files = renderer._make_files(content)
        self._keep(body, files)
        problems = dict(content.get("problems") or [])
        values = {
            "name": subject,
            "problems": "\n".join(problems.values()) or False,
            "error": False,
            "date_next": False,
        }
        if user.email:
            mail = self._queue_mail(subject, body, files)
            values |= {"state": QUEUED, "queued_mail_id": mail.id}
        else:
            values |= {
                "state": NO_ADDRESS,
                "date_sent": fields.Datetime.now(),
            }
        self.write(values)
        return problems

    def _keep(self, body, files):
        """Keep what stands in it, for its recipient alone."""
        self.snapshot_ids.unlink()
        contents = {mimetype: b64encode(raw) for _name, raw, mimetype in files}
        self.env["playbook.report.snapshot"].create(
            {
                "delivery_id": self.id,
                "user_id": self.user_id.id,
                "body": body,
                "xlsx_file": contents.get(XLSX, False),
                "pdf": contents.get(PDF, False),
            }
        )

    def _queue_mail(self, subject, body, files):
        mail = self.env["mail.mail"].create(
            {
                "subject": subject,
                "body_html": body,
                "email_from": self._get_sender(),
                "email_to": self.user_id.email_formatted,
                "headers": repr(HEADERS),
                "auto_delete": True,
            }
        )
        # Of the message: what belongs to it is deleted with it.
        message = {"res_model": "mail.message", "res_id": mail.mail_message_id.id}
        attachments = self.env["ir.attachment"].create(
            [
                {"name": name, "raw": raw, "mimetype": mimetype, **message}
                for name, raw, mimetype in files
            ]
        )
        mail.attachment_ids = attachments
        return mail

    def _get_sender(self):
        """From whom it comes: never from its recipient, which mail servers refuse."""
        company = self.company_id
        Server = self.env["ir.mail_server"].with_company(company)
        return (
            company.email_formatted
            or Server._get_default_from_address()
            or self.env.ref("base.partner_root").email_formatted
        )

    def _note_failure(self, error):
        self.ensure_one()
        _logger.error("Report delivery %s cannot be made.", self.id, exc_info=error)
        # They were counted when it was begun.
        again = self.tries < TRIES
        self.write(
            {
                "state": WAITING if again else FAILED,
                "date_next": fields.Datetime.now() + WAIT if again else False,
                "error": exception_to_unicode(error),
                "is_noted": False,
            }
        )

    # ------------------------------------------------------------------
    # What became of the e-mail
    # ------------------------------------------------------------------

    @api.model
    def _note_mails(self, mails, failure=None):
        """Note that ``mails`` were sent, or why they were not. One that failed may be
        sent later: somebody has put it into the queue again.
        """
        # Those of reports belong to no document: of all others nothing is asked.
        mails = mails.filtered(lambda mail: not mail.model)
        if not mails:
            return
        # The ledger is the addon's, whoever has the mail sent.
        ledger = self.sudo()
        states = [QUEUED] if failure else [QUEUED, FAILED]
        rows = ledger.search(
            [("queued_mail_id", "in", mails.ids), ("state", "in", states)]
        )
        if not rows:
            return
        if failure:
            values = {"state": FAILED, "error": failure, "is_noted": False}
        else:
            now = fields.Datetime.now()
            values = {"state": SENT, "date_sent": now, "error": False}
        try:
            with self.env.cr.savepoint():
                rows.write(values)
                rows.flush_recordset()
        except TRANSIENT:
            # The e-mail is sent: failing now would send it again.
            self.env.invalidate_all(flush=False)
            _logger.warning("Deliveries %s were sent, which is not noted.", rows.ids)
