"""A report at once: for oneself, or to see what somebody gets."""

from odoo import models
from odoo.exceptions import UserError
from odoo.tools.osutil import clean_filename

from .playbook_report_delivery import FAILED, NO_ADDRESS, WAITING
from .playbook_report_delivery_send import PDF, XLSX


class PlaybookReport(models.Model):
    _inherit = "playbook.report"

    def _make_files(self, content):
        """What is attached: a list of names, contents and media types."""
        self.ensure_one()
        name = clean_filename(f"{self.name} {content['date_from']}") or str(self.id)
        files = []
        if self.with_xlsx:
            raw = self._render_xlsx(content)
            files += [(f"{name}.xlsx", raw, XLSX)] if raw else []
        if self.with_pdf:
            # None where this Odoo cannot print.
            raw = self._render_pdf(content)
            files += [(f"{name}.pdf", raw, PDF)] if raw else []
        return files

    def action_send_me(self):
        """Make it for the user, of the last period that is over, and send it to them.

        It holds what they may read themselves. Asked for again, it takes the place of
        the one before.

        :raise UserError: where it has no contents, or cannot be made.
        """
        self.ensure_one()
        self.check_access("read")
        self._check_can_be_made()
        row = self._prepare_for_me()
        row._bring_up_to_date(set())
        row._deliver()
        own = row.with_env(self.env)
        if row.state in (WAITING, FAILED):
            # Who asked is told at once: it is not tried again behind their back.
            row.write({"state": FAILED, "date_next": False})
            message = self.env._(
                "It could not be made: %(error)s. Sales Management or the Configurator "
                "should look at the report.",
                error=row.error,
            )
            return own._notify(message, kind="danger")
        address = self.env.user.email
        message = self.env._("It is on its way to %(address)s.", address=address)
        if row.state == NO_ADDRESS:
            message = self.env._("You have no e-mail address: it can be read here.")
        return own._notify(message, own.action_open())

    def _prepare_for_me(self):
        """The row of the ledger for the user, new or as if it were."""
        self.ensure_one()
        user, period = self.env.user, self._get_last_period(self.env.user)
        # The ledger is the addon's: a row of the user's own, with their own rights.
        ledger = self.env["playbook.report.delivery"].sudo()
        row = ledger.search(
            [
                ("report_id", "=", self.id),
                ("user_id", "=", user.id),
                ("frequency", "=", period.frequency),
                ("date_from", "=", period.date_from),
                ("on_demand", "=", True),
            ]
        )
        values = {"state": WAITING, "tries": 0, "error": False, "date_opened": False}
        if row:
            row.queued_mail_id.unlink()
            # On the days after, a daily one tells of more.
            row.write({**values, "date_to": period.date_to})
            return row
        values["on_demand"] = True
        company = self._get_company_of(user)
        return ledger.create(self._prepare_delivery(user, company, period, **values))

    def _check_can_be_made(self):
        missing = self._get_missing_parts()
        if missing:
            raise UserError(
                self.env._(
                    "“%(report)s” has nothing to show yet. What it lacks:\n%(missing)s",
                    report=self.name,
                    missing=missing,
                )
            )

    def _get_missing_parts(self):
        """What its contents lack, in words; whom it is for may be said later."""
        self.ensure_one()
        if not self.line_ids:
            return self.env._("What stands in it: at least one part.")
        parts = self.line_ids.filtered("missing")
        return "\n".join(f"{part.display_name}: {part.missing}" for part in parts)

    def action_preview(self):
        """Open the dialog that shows it as somebody gets it."""
        self.ensure_one()
        self.check_access("read")
        self._check_can_be_made()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Preview of “%(report)s”", report=self.name),
            "res_model": "playbook.report.preview",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_report_id": self.id},
        }
