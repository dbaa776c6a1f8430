import logging
from datetime import timedelta

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import format_date

_logger = logging.getLogger(__name__)

MY_DAY = "/odoo/my-day"
SHOWN = 10
# New leads of so many days are told of at most: after a holiday, not of all since.
MOST_DAYS = 7


class ResUsers(models.Model):
    """The e-mail that tells a person in the morning what is due."""

    _inherit = "res.users"

    def _get_summary_lines(self, since=None):
        """What the summary tells: a hook.

        Asked with the rights, the language and the time zone of the person, who is the
        only one in ``self``.

        :param since: the day of the last summary, if there was one.
        :return: a list of dictionaries: ``label`` and ``count`` of what there is, and
            ``items``, a list of texts, for some of it.
        """
        self.ensure_one()
        people = self._get_covered_users()
        lines = [self._sum_up_activities(people), self._sum_up_new_leads(people, since)]
        return [line for line in lines if line["count"]]

    def _sum_up_activities(self, people):
        today = self._get_local_day()
        domain = Domain("user_id", "in", people.ids)
        domain &= Domain("date_deadline", "<=", today)
        activities = self.env["mail.activity"].search(domain, order="date_deadline, id")
        return {
            "label": self.env._("Activities due today or late"),
            "count": len(activities),
            "items": [
                self._tell_activity(activity, today) for activity in activities[:SHOWN]
            ],
        }

    def _tell_activity(self, activity, today):
        subject = activity.summary or activity.activity_type_id.name or ""
        texts = [activity.res_name, subject]
        if activity.date_deadline < today:
            texts.append(
                self.env._(
                    "since %(date)s", date=format_date(self.env, activity.date_deadline)
                )
            )
        if activity.user_id != self:
            texts.append(self.env._("for %(person)s", person=activity.user_id.name))
        return " – ".join(text for text in texts if text)

    def _sum_up_new_leads(self, people, since):
        """What was given to these people since the last summary."""
        today = self._get_local_day()
        first = max(since or today - timedelta(days=1), today - timedelta(MOST_DAYS))
        leads = self.env["crm.lead"]
        if leads.has_access("read"):
            leads = leads.search(
                Domain("user_id", "in", people.ids)
                & Domain("won_status", "=", "pending")
                & Domain("date_open", ">=", fields.Datetime.to_datetime(first)),
                order="date_open, id",
            )
        return {
            "label": self.env._("New leads and opportunities"),
            "count": len(leads),
            "items": [lead.display_name for lead in leads[:SHOWN]],
        }

    def _send_summary(self, since=None):
        """Queue the summary, in the person's language, when there is anything to tell.

        :return: the mail, which may be none.
        """
        self.ensure_one()
        mails = self.env["mail.mail"]
        if not self.email:
            _logger.info("User %s has no address for a daily summary.", self.id)
            return mails
        user = self.with_user(self).with_context(
            lang=self.lang,
            tz=self.tz,
            # Whatever they may see, as in their own session with all companies ticked.
            allowed_company_ids=self.company_ids.ids,
        )
        lines = user._get_summary_lines(since)
        if not lines:
            return mails
        return mails.create(user._prepare_summary(lines))

    def _prepare_summary(self, lines):
        """The values of the mail."""
        subject = self.env._(
            "Your day: %(count)s to do", count=sum(line["count"] for line in lines)
        )
        values = {
            "user": self,
            "lines": lines,
            "subject": subject,
            "url": f"{self.get_base_url()}{MY_DAY}",
        }
        # The template is the addon's; what it shows was read with the person's rights.
        body = self.env["ir.qweb"].sudo()._render("crm_playbook.summary_mail", values)
        # The sender's address is what the mail is for.
        company = self.company_id.sudo()
        return {
            "subject": subject,
            "body_html": body,
            "email_from": company.email_formatted or self.email_formatted,
            "email_to": self.email_formatted,
            "auto_delete": True,
        }
