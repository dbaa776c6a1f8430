from odoo import models
from odoo.tools import SQL

from ..workflows.playbook_workflow import INACTIVE, STALE, UNANSWERED
from ..workflows.trigger_sql import has_confirmed_order
from .deals_sql import customer_of, decided, owned, within
from .facts_company_sql import company_of
from .facts_sql import facts
from .playbook_indicator_orders import revenue
from .playbook_sales_report import row_of_deal, row_of_order

# What these take up would else be forgotten.
TRIGGERS = (STALE, UNANSWERED, INACTIVE)
# For so long what is sold after a follow-up is taken to come of it.
BACK_DAYS = 90


class PlaybookIndicator(models.Model):
    """What came of following up what had been lying still."""

    _inherit = "playbook.indicator"

    def _facts_brought_back(self):
        """Orders confirmed, and opportunities won without one, in the 90 days after a
        workflow had them followed up.

        Each counts once, however many workflows took part. The records are those of
        ``playbook.sales.report``.
        """
        self.env["playbook.transition"]._record_expected()
        return facts(
            SQL(
                """
                period
                  JOIN (WITH followed AS MATERIALIZED (%(followed)s),
                             decided AS MATERIALIZED %(decided)s
                        %(orders)s UNION ALL %(deals)s
                       ) back
                    ON %(within)s AND back.company_id = period.company_id
                """,
                followed=_followed(),
                decided=decided(),
                orders=_orders(),
                deals=_deals(),
                within=within(SQL("back.date")),
            ),
            numerator=SQL("back.amount"),
            record=SQL("back.record_id"),
            **owned_by("back"),
        )


def owned_by(alias):
    """As :func:`.deals_sql.owned`, of a row that has the customer's id itself."""
    return {**owned(alias), "partner_id": SQL.identifier(alias, "partner_id")}


def _followed():
    """When somebody was reached because of a workflow, and for which record: what a
    salesperson was to do and did, and e-mails to the customer that went out.
    """
    return SQL(
        """
        SELECT enrollment.lead_id, enrollment.order_id,
               customer.commercial_partner_id AS customer_id, reached.date
          FROM (SELECT event.enrollment_id, action.date_done AS date
                  FROM playbook_workflow_event event
                  JOIN playbook_action action
                    ON action.activity_id = event.activity_id
                 WHERE action.state = 'done' AND action.no_contact IS NOT TRUE
             UNION ALL
                SELECT mail.enrollment_id, mail.date_due
                  FROM playbook_customer_mail mail
                 WHERE mail.state = 'sent'
               ) reached
          JOIN playbook_enrollment enrollment ON enrollment.id = reached.enrollment_id
          JOIN playbook_workflow workflow ON workflow.id = enrollment.workflow_id
     LEFT JOIN res_partner customer ON customer.id = enrollment.partner_id
         WHERE workflow.trigger IN %s
           AND enrollment.simulated IS NOT TRUE
           AND reached.date < (SELECT MAX(end_at) FROM period)
           AND reached.date
               > (SELECT MIN(start_at) FROM period) - %s * INTERVAL '1 day'
        """,
        TRIGGERS,
        BACK_DAYS,
    )


def _after(moment):
    """Whether ``moment`` lies in the days after the row ``followed``."""
    return SQL(
        """
        (%(moment)s > followed.date
         AND %(moment)s <= followed.date + %(days)s * INTERVAL '1 day')
        """,
        moment=moment,
        days=BACK_DAYS,
    )


def _orders():
    """Orders that were followed up themselves, with their deal or their customer."""
    return SQL(
        """
        SELECT sale.company_id, sale.team_id, sale.user_id, sale.source_id,
               sale.medium_id, sale.campaign_id, %(customer)s AS partner_id,
               sale.date_order AS date, %(revenue)s AS amount,
               %(row)s AS record_id
          FROM sale_order sale
         WHERE sale.state = 'sale'
           AND sale.id IN (
               SELECT mine.id FROM followed
                 JOIN sale_order mine ON mine.id = followed.order_id
                WHERE %(after)s
                UNION
               SELECT mine.id FROM followed
                 JOIN sale_order mine ON mine.opportunity_id = followed.lead_id
                WHERE %(after)s
                UNION
               SELECT mine.id FROM followed
                 JOIN res_partner person
                   ON person.commercial_partner_id = followed.customer_id
                 JOIN sale_order mine ON mine.partner_id = person.id
                WHERE %(after)s)
        """,
        customer=customer_of("sale"),
        revenue=revenue(),
        row=row_of_order("sale"),
        after=_after(SQL("mine.date_order")),
    )


def _deals():
    """Opportunities won without an order, followed up themselves, with a quotation of
    theirs or their customer.
    """
    return SQL(
        """
        SELECT %(company)s, lead.team_id, lead.user_id, lead.source_id,
               lead.medium_id, lead.campaign_id, %(customer)s,
               lead.decided_at, COALESCE(lead.expected_revenue, 0), %(row)s
          FROM decided lead
         WHERE lead.type = 'opportunity' AND lead.won_status = 'won'
           AND NOT %(ordered)s
           AND lead.id IN (
               SELECT mine.id FROM followed
                 JOIN decided mine ON mine.id = followed.lead_id
                WHERE %(after)s
                UNION
               SELECT mine.id FROM followed
                 JOIN sale_order quotation ON quotation.id = followed.order_id
                 JOIN decided mine ON mine.id = quotation.opportunity_id
                WHERE %(after)s
                UNION
               SELECT mine.id FROM followed
                 JOIN res_partner person
                   ON person.commercial_partner_id = followed.customer_id
                 JOIN decided mine ON mine.partner_id = person.id
                WHERE %(after)s)
        """,
        company=company_of("lead"),
        customer=customer_of("lead"),
        ordered=has_confirmed_order(),
        row=row_of_deal("lead"),
        after=_after(SQL("mine.decided_at")),
    )
