"""Odoo's bell: a notification in Odoo, never a mail."""

from odoo.addons.mail.tools.discuss import Store


def ring(env, user, subject, body, record=None):
    """Tell ``user`` in Odoo, whether or not they otherwise get mails.

    :param env: the environment of who tells it.
    :param body: as HTML, or a text.
    :param record: what it is about; the user reads it, who tells it need not.
    """
    author_id, email_from = env["mail.thread"]._message_compute_author()
    # As Odoo does when it notifies: how colleagues are reached is asked and told to
    # nobody, and the message is that user's alone.
    partner = user.sudo().partner_id
    Message = env["mail.message"].sudo()  # as above
    message = Message.create(
        {
            "author_id": author_id,
            "body": body,
            "email_from": email_from,
            "is_internal": True,
            "message_type": "user_notification",
            "model": record._name if record else False,
            "partner_ids": partner.ids,
            "reply_to": email_from,
            "res_id": record.id if record else False,
            "subject": subject,
            "subtype_id": env["ir.model.data"]._xmlid_to_res_id("mail.mt_note"),
        }
    )
    # As above.
    env["mail.notification"].sudo().create(
        {
            "author_id": author_id,
            "mail_message_id": message.id,
            "notification_status": "sent",
            "notification_type": "inbox",
            "res_partner_id": partner.id,
        }
    )
    own = message.with_user(user).with_context(allowed_company_ids=[])
    store = Store(bus_channel=user).add(own, add_followers=True)
    user._bus_send(
        "mail.message/inbox",
        {"message_id": message.id, "store_data": store.get_result()},
    )
