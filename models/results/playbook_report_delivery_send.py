"""Making what somebody gets, and handing it to Odoo's mail queue."""

import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import exception_to_unicode

from ..profiles.halves import TIME_IS_UP, TRANSIENT
from .playbook_report_delivery import (
    FAILED,
    NO_ADDRESS,
    QUEUED,
    SENT,
    SKIPPED,
    WAITING,
)

_logger = logging.getLogger(__name__)

TRIES = 3
WAIT = timedelta(hours=1)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"
# No answer that somebody is out of office.
HEADERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "OOF"}


class PlaybookReportDelivery(models.Model):
    _inherit = "playbook.report.delivery"

    # ------------------------------------------------------------------
    # What waits
    # ------------------------------------------------------------------

    @api.model
    def _get_waiting_domain(self):
        now = fields.Datetime.now()
        return [("state", "=", WAITING), ("date_next", "<=", now)]

    @api.model
    def _count_waiting(self):
        return self.search_count(self._get_waiting_domain())

    @api.model
    def _take(self, batch):
        """The next of them, at most ``batch``, those of one report together."""
        return self.search(
            self._get_waiting_domain(), order="report_id, id", limit=batch
        )

    def _overtake(self):
        """What waits of an earlier period is not sent any more: of what was missed, the
        last is enough.
        """
        waiting = self.search(
            [
                ("report_id", "in", self.report_id.ids),
                ("state", "=", WAITING),
                ("on_demand", "=", False),
            ]
        )
        newest = {(row.report_id, row.user_id): row.date_to for row in self}
        old = (waiting - self).filtered(
            lambda row: row.date_to
            < newest.get((row.report_id, row.user_id), row.date_to)
        )
        old.write({"state": SKIPPED, "error": self.env._("The next one was due.")})

    def _bring_up_to_date(self, measured):
        """Measure what these tell of.

        :param measured: what is up to date already, and is added to.
        """
        Run = self.env["playbook.measurement.run"]
        for row in self:
            period = row._get_period()
            key = row.company_id, period.kind, period.last_day
            if key in measured:
                continue
            measured.add(key)
            try:
                with self.env.cr.savepoint():
                    Run._measure_now(*key)
            except TRANSIENT:
                raise
            except Exception as error:
                if TIME_IS_UP in str(error):
                    raise
                self.env.invalidate_all(flush=False)
                _logger.exception("Figures for reports are not up to date.")

    # ------------------------------------------------------------------
    # Making and sending
    # ------------------------------------------------------------------

    def _deliver(self):
        """Make each of these and send it; what fails is nobody else's fault."""
        problems, made = {}, self.browse()
        for row in self:
            try:
                with self.env.cr.savepoint():
                    if row._is_for_somebody():
                        problems |= row._make()
                        made |= row
                    self.env.flush_all()
            except TRANSIENT:  # noqa: PERF203 - the others go on
                raise
            except Exception as error:
                if TIME_IS_UP in str(error):
                    raise
                self.env.invalidate_all(flush=False)
                row._note_failure(error)
        made.report_id.line_ids._note_problems(problems)
        if any(row.state == QUEUED for row in made):
            # Odoo's own action sends what is in the queue.
            queue = self.env.ref("mail.ir_cron_mail_scheduler_action")
            queue._trigger()

    def _is_for_somebody(self):
        """Whether its recipient is still one; notes where not."""
        self.ensure_one()
        if self.user_id in self.report_id._get_recipients() or self.on_demand:
            return True
        self.write(
            {
                "state": SKIPPED,
                "error": self.env._(
                    "%(person)s is no recipient any more: archived, without a "
                    "profile, or left out.",
                    person=self.user_id.name,
                ),
            }
        )
        return False

    def _make(self):
        """Make it, keep what stands in it, and queue the e-mail.

        :return: what could not be shown: from ids of lines to words.
        """
        self.ensure_one()
        user, report = self.user_id, self.report_id
        content = report._get_content(user, self._get_period())
        renderer = report.with_context(lang=user.lang, tz=user.tz)
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
                "error": self.env._(
                    "%(person)s has no e-mail address. It can be read in Odoo under My "
                    "Reports.",
                    person=user.name,
                ),
            }
        self.write(values)
        return problems

    def _keep(self, body, files):
        """Keep what stands in it, for its recipient alone."""
        self.snapshot_ids.unlink()
        contents = {mimetype: raw for _name, raw, mimetype in files}
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
        company, user = self.company_id, self.user_id
        return self.env["mail.mail"].create(
            {
                "subject": subject,
                "body_html": body,
                "email_from": company.email_formatted or user.email_formatted,
                "email_to": user.email_formatted,
                "headers": repr(HEADERS),
                "auto_delete": True,
                "attachment_ids": [
                    fields.Command.create(
                        {"name": name, "raw": raw, "mimetype": mimetype}
                    )
                    for name, raw, mimetype in files
                ],
            }
        )

    def _note_failure(self, error):
        self.ensure_one()
        _logger.error("Report delivery %s cannot be made.", self.id, exc_info=error)
        tries = self.tries + 1
        again = tries < TRIES
        self.write(
            {
                "state": WAITING if again else FAILED,
                "tries": tries,
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
        """Note that ``mails`` were sent, or why they were not."""
        # Those of reports belong to no document: of all others nothing is asked.
        mails = mails.filtered(lambda mail: not mail.model)
        if not mails:
            return
        # The ledger is the addon's, whoever has the mail sent.
        ledger = self.sudo()
        rows = ledger.search(
            [("queued_mail_id", "in", mails.ids), ("state", "=", QUEUED)]
        )
        if not rows:
            return
        if failure:
            values = {"state": FAILED, "error": failure, "is_noted": False}
        else:
            values = {"state": SENT, "date_sent": fields.Datetime.now()}
        try:
            with self.env.cr.savepoint():
                rows.write(values)
                rows.flush_recordset()
        except TRANSIENT:
            # The e-mail is sent: failing now would send it again.
            self.env.invalidate_all(flush=False)
            _logger.warning("Deliveries %s were sent, which is not noted.", rows.ids)
