import logging

from odoo import models

from .playbook_day import LATE

_logger = logging.getLogger(__name__)

MY_DAY = "/odoo/my-day"
SHOWN = 10


class ResUsers(models.Model):
    """The e-mail that tells a person in the morning what is due."""

    _inherit = "res.users"

    def _get_summary_lines(self):
        """What the summary tells: My Day in a few lines.

        Asked with the rights, the language and the time zone of the person, who is the
        only one in ``self``.

        :return: a list of dictionaries: ``label`` and ``count`` of what there is, and
            ``items``, a list of texts, for some of it.
        """
        self.ensure_one()
        Day = self.env["playbook.day"]
        lines, _waiting = Day._apply_limit(Day._sort(Day._get_lines()))
        late = [line for line in lines if line["state"] == LATE]
        others = [line for line in lines if line["state"] != LATE]
        told = (
            (self.env._("Late"), late),
            (self.env._("Due today, and new"), others),
        )
        return [
            {
                "label": label,
                "count": len(group),
                "items": [self._tell_line(line) for line in group[:SHOWN]],
            }
            for label, group in told
            if group
        ]

    def _tell_line(self, line):
        texts = dict.fromkeys((line["title"], line["document"], line["customer"]))
        if line["responsible"]:
            told = self.env._("for %(person)s", person=line["responsible"])
            texts[told] = None
        return " – ".join(text for text in texts if text)

    def _send_summary(self):
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
        lines = user._get_summary_lines()
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
