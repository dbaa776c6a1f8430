"""Odoo's bell: a notification in Odoo, never a mail."""

from typing import NamedTuple

from markupsafe import Markup

from odoo.addons.mail.tools.discuss import Store


class Notification(NamedTuple):
    """What is told to some people.

    :param user_ids: whom.
    :param body: as HTML, or a text.
    :param record_id: the record that it stands on, if it is about one alone.
    """

    user_ids: tuple
    subject: str
    body: Markup | str
    record_id: int | None = None


def ring(env, user, subject, body, record=None):
    """Tell ``user`` in Odoo, whether or not they otherwise get mails.

    :param env: the environment of who tells it.
    :param record: what it is about; the user reads it, who tells it need not.
    """
    record_id = record.id if record else None
    notification = Notification((user.id,), subject, body, record_id)
    # The message is that user's alone: who tells it need not read the record.
    messages = env["mail.message"].sudo()
    ring_all([notification], messages, record._name if record else False)


def ring_all(notifications, messages, model):
    """Tell people in Odoo, in as many queries for many as for one.

    :param notifications: a list of :class:`Notification`.
    :param messages: ``mail.message``, in the environment of who tells it.
    :param model: the name of the model of the records.
    """
    env = messages.env
    user_ids = {uid for each in notifications for uid in each.user_ids}
    # How colleagues are reached is asked, and told to nobody.
    users_sudo = env["res.users"].sudo().browse(user_ids)
    partner_ids = {user.id: user.partner_id.id for user in users_sudo}
    created = _create_messages(notifications, partner_ids, messages, model)
    # As Odoo does when it notifies: only the system may notify others.
    env["mail.notification"].sudo().create(
        [
            {
                "author_id": message.author_id.id,
                "mail_message_id": message.id,
                "notification_status": "sent",
                "notification_type": "inbox",
                "res_partner_id": partner_ids[uid],
            }
            for message, each in zip(created, notifications, strict=True)
            for uid in each.user_ids
        ]
    )
    told = {}
    for message, each in zip(created, notifications, strict=True):
        for uid in each.user_ids:
            told[uid] = told.get(uid, message.browse()) | message
    _push(told, messages, model)


def _create_messages(notifications, partner_ids, messages, model):
    """A message for each of ``notifications``, all at once."""
    env = messages.env
    author_id, email_from = env["mail.thread"]._message_compute_author()
    note = env["ir.model.data"]._xmlid_to_res_id("mail.mt_note")
    return messages.create(
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


def _push(told, messages, model):
    """Let the bell ring where Odoo is open.

    :param told: a dictionary from users' ids to their messages.
    """
    env = messages.env
    created = messages.union(*told.values())
    users = env["res.users"].browse(told)
    # Only each person's own following is told, to that person.
    followers_sudo = env["mail.followers"].sudo()
    followers_sudo = followers_sudo.search(
        [
            ("res_model", "=", model),
            ("res_id", "in", [each for each in created.mapped("res_id") if each]),
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
