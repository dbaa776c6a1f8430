from odoo import api, models
from odoo.tools import SQL

from ..segments.rfm_documents_sql import local_day, midnight
from ..standards.promise_answers_sql import answers
from ..workflows.quotation_sql import PAYING, written_since
from .deals_sql import customer_of, owned
from .facts_sql import facts

# System parameter: within how many days after it was sent a quotation is followed up.
FOLLOW_UP_DAYS = "crm_playbook.quotation_follow_up_days"
DEFAULT_DAYS, MAX_DAYS = 7, 365
SENT = SQL("sale.playbook_sent_date")
UNTIL = SQL("due.until")


class PlaybookIndicator(models.Model):
    """Whether quotations that were sent are followed up."""

    _inherit = "playbook.indicator"

    def _facts_quotations_followed(self):
        """Quotations by the last of the days in which to follow them up, and whether
        they were, or the customer had answered.

        The running days of one that was sent lately are no failure: it is not counted
        before they are over.
        """
        days = self._get_follow_up_days()
        return facts(
            SQL(
                """
                period
                  JOIN sale_order sale
                    ON sale.company_id = period.company_id
                   AND sale.state IN ('sent', 'sale')
                   AND %(sent)s >= period.start_at - %(margin)s * INTERVAL '1 day'
                   AND %(sent)s < period.end_at
            CROSS JOIN LATERAL (SELECT %(day)s + %(days)s AS day) last
            CROSS JOIN LATERAL (SELECT %(until)s AS until) due
                 WHERE last.day >= period.date_from
                   AND last.day < period.date_to
                   AND due.until <= period.as_of
                """,
                sent=SENT,
                # Days are as long as their time zone has them.
                margin=days + 2,
                days=days,
                day=local_day(SENT, SQL("period.zone")),
                until=midnight(SQL("(last.day + 1)"), SQL("period.zone")),
            ),
            numerator=SQL(
                "CASE WHEN %s THEN 1 ELSE 0 END",
                SQL(" OR ").join((*_answered(), self._get_contacted_sql())),
            ),
            denominator=SQL("1"),
            record=SQL("sale.id"),
            **owned("sale"),
        )

    @api.model
    def _get_follow_up_days(self):
        """Days after sending in which a quotation is followed up (1 to 365); 7 where
        the parameter is no such number.
        """
        # What is measured is no secret to who measures it.
        value = self.env["ir.config_parameter"].sudo().get_param(FOLLOW_UP_DAYS)
        try:
            days = int(value or DEFAULT_DAYS)
        except ValueError:
            days = 0
        return days if 1 <= days <= MAX_DAYS else DEFAULT_DAYS

    @api.model
    def _get_contacted_sql(self):
        """Whether we got in touch with the customer in the days after sending: what
        keeps a promise to them, or an e-mail of a workflow.

        The quotation itself goes out in the minute in which it is sent.
        """
        discussion = self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_comment")
        return SQL(
            """
            (SELECT MIN(each.date)
               FROM (SELECT sale.opportunity_id AS lead_id, sale.id AS order_id,
                            %(sent)s + INTERVAL '1 minute' AS date_from,
                            '' AS origin
                    ) keeping
         CROSS JOIN (SELECT %(customer)s AS id) customer
         CROSS JOIN LATERAL (%(answers)s) each (date)) < %(until)s
            OR EXISTS (
                SELECT FROM playbook_customer_mail mail
                 WHERE (mail.order_id = sale.id OR mail.lead_id = sale.opportunity_id)
                   AND mail.state = 'sent'
                   AND mail.date_due > %(sent)s
                   AND mail.date_due < %(until)s)
            """,
            sent=SENT,
            until=UNTIL,
            customer=customer_of("sale"),
            answers=answers([], discussion),
        )


def _answered():
    """Conditions, any of which says that the customer has answered in these days."""
    return (
        SQL("(sale.state = 'sale' AND sale.date_order < %s)", UNTIL),
        SQL("(sale.signed_on > %s AND sale.signed_on < %s)", SENT, UNTIL),
        SQL(
            """
            EXISTS (SELECT FROM sale_order_transaction_rel paid
                      JOIN payment_transaction payment
                        ON payment.id = paid.transaction_id
                     WHERE paid.sale_order_id = sale.id
                       AND payment.state IN %s
                       AND payment.create_date < %s)
            """,
            PAYING,
            UNTIL,
        ),
        written_since(SQL("'sale.order'"), SQL("sale.id"), SENT, UNTIL),
        written_since(SQL("'crm.lead'"), SQL("sale.opportunity_id"), SENT, UNTIL),
    )
