"""Odoo's bell: a notification in Odoo, never a mail."""

from typing import NamedTuple

from markupsafe import Markup

from odoo import models

from odoo.addons.mail.tools.discuss import Store

# How many records are named in one notification; of the others, how many there are.
NAMED = 20


class Notification(NamedTuple):
    """What is told to some people.

    :param user_ids: whom.
    :param record_id: the record that it stands on, if it is about one alone.
    """

    user_ids: tuple
    subject: str
    body: Markup
    record_id: int | None = None


class PlaybookWorkflowStep(models.Model):
    _inherit = "playbook.workflow.step"

    def _ring(self, notifications, env):
        """Tell people in Odoo, whether or not they otherwise get mails.

        :param notifications: a list of :class:`Notification`.
        :param env: the environment in whose name they are told.
        """
        user_ids = {uid for each in notifications for uid in each.user_ids}
        # How colleagues are reached is asked, and told to nobody.
        users_sudo = self.env["res.users"].sudo().browse(user_ids)
        partner_ids = {user.id: user.partner_id.id for user in users_sudo}
        messages = self._create_messages(notifications, partner_ids, env)
        # As Odoo does when it notifies: only the system may notify others. The
        # messages are the run-as user's own.
        env["mail.notification"].sudo().create(
            [
                {
                    "author_id": message.author_id.id,
                    "mail_message_id": message.id,
                    "notification_status": "sent",
                    "notification_type": "inbox",
                    "res_partner_id": partner_ids[uid],
                }
                for message, each in zip(messages, notifications, strict=True)
                for uid in each.user_ids
            ]
        )
        told = {}
        for message, each in zip(messages, notifications, strict=True):
            for uid in each.user_ids:
                told[uid] = told.get(uid, message.browse()) | message
        self._push(told, env)

    def _create_messages(self, notifications, partner_ids, env):
        """A message for each of ``notifications``, all at once, as the run-as user."""
        author_id, email_from = env["mail.thread"]._message_compute_author()
        note = env["ir.model.data"]._xmlid_to_res_id("mail.mt_note")
        model = self._get_model_name()
        return env["mail.message"].create(
            [
                {
                    "author_id": author_id,
                    "body": each.body,
                    "email_from": email_from,
                    "is_internal": True,
                    "message_type": "user_notification",
                    "model": bool(each.record_id) and model,
                    "partner_ids": [partner_ids[uid] for uid in each.user_ids],
                    "reply_to": email_from,
                    "res_id": each.record_id,
                    "subject": each.subject,
                    "subtype_id": note,
                }
                for each in notifications
            ]
        )

    def _push(self, told, env):
        """Let the bell ring where Odoo is open.

        :param told: a dictionary from users' ids to their messages.
        """
        messages = env["mail.message"].union(*told.values())
        users = env["res.users"].browse(told)
        # Only each person's own following is told, to that person.
        followers_sudo = env["mail.followers"].sudo()
        followers_sudo = followers_sudo.search(
            [
                ("res_model", "=", self._get_model_name()),
                ("res_id", "in", [each for each in messages.mapped("res_id") if each]),
                ("partner_id", "in", users.sudo().partner_id.ids),  # as above
            ]
        )
        for user in users:
            own = told[user.id].with_user(user).with_context(allowed_company_ids=[])
            store = Store(bus_channel=user).add(
                own, add_followers=True, followers=followers_sudo
            )
            # What the client shows is sent along with the first.
            data = store.get_result()
            for message in own:
                user._bus_send(
                    "mail.message/inbox",
                    {"message_id": message.id, "store_data": data},
                )
                data = {}

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
