"""Which customers may have been in contact lately, in SQL."""

from odoo.tools import SQL


def touched_since(mark, now):
    """The customers who may have been in contact since ``mark``.

    Besides new messages, those of new leads (what was written to a contact before they
    were a customer counts now), and of meetings that ended or were changed.

    :param mark: a moment, and the ids of the last message and notification then.
    """
    since, message_id, notification_id = mark
    return SQL(
        """
        SELECT DISTINCT person.commercial_partner_id
          FROM (
            SELECT lead.partner_id FROM mail_message message
              JOIN crm_lead lead ON lead.id = message.res_id
             WHERE message.id > %(message)s AND message.model = 'crm.lead'
         UNION ALL
            SELECT sale.partner_id FROM mail_message message
              JOIN sale_order sale ON sale.id = message.res_id
             WHERE message.id > %(message)s AND message.model = 'sale.order'
         UNION ALL
            SELECT message.res_id FROM mail_message message
             WHERE message.id > %(message)s AND message.model = 'res.partner'
         UNION ALL
            SELECT note.res_partner_id FROM mail_notification note
             WHERE note.id > %(notification)s AND note.notification_type = 'email'
         UNION ALL
            SELECT lead.partner_id FROM crm_lead lead
             WHERE lead.create_date >= %(since)s
         UNION ALL
            SELECT unnest(ARRAY[lead.partner_id, attendee.partner_id])
              FROM calendar_event event
         LEFT JOIN crm_lead lead ON lead.id = event.opportunity_id
         LEFT JOIN calendar_attendee attendee ON attendee.event_id = event.id
             WHERE event.stop >= %(since)s AND event.stop <= %(now)s
                OR event.write_date >= %(since)s
               ) each
          JOIN res_partner person ON person.id = each.partner_id
      ORDER BY person.commercial_partner_id
        """,
        message=message_id,
        notification=notification_id,
        since=since,
        now=now,
    )
