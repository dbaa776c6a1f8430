import logging

from odoo import api, fields, models

_logger = logging.getLogger(__name__)

SUMMARY_BATCH = 100
SUMMARY_HOURS = [(str(hour), f"{hour:02}:00") for hour in range(6, 21)]


class ResUsersSettings(models.Model):
    """Which of their profiles a person works in, whether they see everything, and when
    they want to be told what is due.
    """

    _inherit = "res.users.settings"

    playbook_profile_id = fields.Many2one(
        "playbook.profile",
        string="Active profile",
        ondelete="set null",
        help="Whose screens the user has. One that they do not hold is passed over.",
    )
    playbook_reveal = fields.Boolean(
        string="Show everything",
        help="Show also what the screens of the active profile leave out.",
    )
    playbook_summary_hour = fields.Selection(
        SUMMARY_HOURS,
        string="Daily summary at",
        help="From this hour on, of your time zone, one e-mail tells what is due that "
        "day. Empty: none.",
    )
    playbook_summary_date = fields.Date(
        string="Last day summed up",
        readonly=True,
        help="The last day whose summary was sent, or of which there was none to send.",
    )

    @api.model
    def _cron_send_summaries(self, batch=SUMMARY_BATCH):
        """Send everybody who wants one the summary of their day, once.

        Each is committed with the note that it was sent. Whoever cannot be sent theirs
        is tried again at the next run, as long as it is the same day.
        """
        domain = [("playbook_summary_hour", "!=", False), ("user_id.active", "=", True)]
        waiting = self.search(domain, order="id").ids
        # The rest is looked at by the runs of the next half hours.
        for start in range(0, len(waiting), batch):
            some = self.browse(waiting[start : start + batch])
            rest = len(waiting) - start
            due = some.with_prefetch(some.ids)._filter_due()
            for settings in due:
                settings._sum_up()
                rest -= 1
                if self.env["ir.cron"]._commit_progress(1, remaining=rest) <= 0:
                    return
        self.env["ir.cron"]._commit_progress(remaining=0)

    def _filter_due(self):
        """Those whose hour has come, on a day on which they work and are there."""
        away = self.env["playbook.absence"]._get_away()
        return self.filtered(
            lambda settings: settings._is_due() and settings.user_id not in away
        )

    def _is_due(self):
        now = self.user_id._get_local_time()
        return (
            self.playbook_summary_date != now.date()
            and now.hour >= int(self.playbook_summary_hour)
            and self.user_id._is_internal()
            and self.user_id.has_group("crm_playbook.group_user")
            and self.user_id._works_on(now.date())
        )

    def _sum_up(self):
        """Send one person their summary; what fails is nobody else's fault."""
        try:
            with self.env.cr.savepoint():
                self.user_id._send_summary()
                self.playbook_summary_date = self.user_id._get_local_day()
                self.env.flush_all()
        except Exception:
            self.env.invalidate_all(flush=False)
            _logger.exception("No daily summary for user %s.", self.user_id.id)
