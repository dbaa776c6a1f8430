"""What of its e-mails stops a follow-up, in SQL: of the row ``enrollment``."""

from odoo.tools import SQL

from .opt_out_sql import refuses


def only_mails_left():
    """Whether nothing but e-mails is left of the row ``enrollment``: no step of another
    kind is to come, and nobody has anything of it to do.
    """
    return SQL(
        """
        NOT EXISTS (
            SELECT FROM playbook_workflow_step place
              JOIN playbook_workflow_step coming
                ON coming.workflow_id = place.workflow_id
               AND (coming.sequence, coming.id) >= (place.sequence, place.id)
             WHERE place.id = enrollment.step_id AND coming.kind <> 'mail')
        AND NOT EXISTS (
            SELECT FROM playbook_workflow_event event
              JOIN mail_activity activity
                ON activity.id = event.activity_id AND activity.active
             WHERE event.enrollment_id = enrollment.id AND event.state = 'planned')
        """
    )


def came_back():
    """Whether an e-mail of the row ``enrollment`` came back."""
    return SQL(
        """
        EXISTS (SELECT FROM playbook_customer_mail mail
                 WHERE mail.enrollment_id = enrollment.id AND mail.state = 'bounced')
        """
    )


def unsubscribed(alias):
    """Whether whoever would get the e-mails of the row ``enrollment`` has asked for
    none since it was taken up.

    :param alias: the row of the record.
    """
    address = SQL("partner.email_normalized")
    if alias != "partner":
        address = SQL(
            "(SELECT email_normalized FROM res_partner WHERE id = %s)",
            SQL.identifier(alias, "partner_id"),
        )
    if alias == "lead":
        address = SQL("COALESCE(%s, lead.email_normalized)", address)
    return SQL(
        """
        EXISTS (SELECT FROM mail_blacklist listed
                 WHERE listed.email = %(address)s AND listed.active
                   AND listed.write_date >= enrollment.date_entered)
        OR %(refused)s
        """,
        address=address,
        refused=refuses(
            address, SQL("enrollment.workflow_id"), SQL("enrollment.date_entered")
        ),
    )
