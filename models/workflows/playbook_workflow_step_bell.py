"""Odoo's bell, for steps: in whose name it rings, and lists of records."""

from markupsafe import Markup

from odoo import models

from ..segments.bell import ring_all

# How many records are named in one notification; of the others, how many there are.
NAMED = 20


class PlaybookWorkflowStep(models.Model):
    _inherit = "playbook.workflow.step"

    def _ring(self, notifications, env):
        """Tell people in Odoo, whether or not they otherwise get mails.

        :param notifications: a list of :class:`~..segments.bell.Notification`.
        :param env: the environment in whose name they are told: the messages are the
            run-as user's own.
        """
        ring_all(notifications, env["mail.message"], self._get_model_name())

    def _list_records(self, record_ids, env):
        """The first records as links, and how many more there are, as HTML."""
        records = self._get_records(record_ids[:NAMED], env)
        items = [record._get_html_link() for record in records]
        if len(record_ids) > NAMED:
            items.append(
                self.env._("and %(count)s more", count=len(record_ids) - NAMED)
            )
        listed = Markup("").join(Markup("<li>%s</li>") % item for item in items)
        return Markup("<ul>%s</ul>") % listed
