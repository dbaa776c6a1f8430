"""Whose promises are as time goes by, and when nobody needs to keep them any more."""

from odoo import api, fields, models
from odoo.tools import SQL

from .playbook_procedure import LOST
from .playbook_promise_keeping import BROKEN, OPEN, OVER
from .promise_sql import LEAD_JOINS

# What says whose they are.
DOCUMENTS = {
    "crm.lead": ("active", "company_id", "date_closed", "team_id", "user_id"),
    "crm.team": ("company_id",),
    "playbook.procedure": ("promise_since",),
    "res.partner": ("active", "company_id", "user_id"),
    "res.users": ("company_id",),
    "sale.order": ("company_id", "state", "team_id", "user_id"),
}
# When they were cancelled or archived, the last change says well enough.
ENDED = SQL(
    """
    LEAST(COALESCE(lead.date_closed, lead.write_date), sale.write_date,
          customer.write_date)
    """
)


class PlaybookPromiseKeeping(models.Model):
    _inherit = "playbook.promise.keeping"

    @api.model
    def _follow_owners(self):
        """What is open is whose the deal, the order or the customer is now, and of its
        company.
        """
        self._flush_documents()
        self.env.cr.execute(
            SQL(
                """
                UPDATE playbook_promise_keeping keeping
                   SET user_id = today.user_id, team_id = today.team_id,
                       company_id = COALESCE(today.company_id, keeping.company_id)
                  FROM (%s) today
                 WHERE today.id = keeping.id
                   AND (keeping.user_id, keeping.team_id, keeping.company_id)
                       IS DISTINCT FROM (
                       today.user_id, today.team_id,
                       COALESCE(today.company_id, keeping.company_id))
                """,
                self._get_owners(),
            )
        )
        self.invalidate_model(flush=False)

    @api.model
    def _flush_documents(self):
        self.flush_model()
        for name, columns in DOCUMENTS.items():
            self.env[name].flush_model(columns)

    @api.model
    def _get_owners(self):
        return SQL(
            """
            SELECT promised.id, lead.user_id, lead.team_id,
                   COALESCE(lead.company_id, team.company_id, person.company_id)
                       AS company_id
              FROM playbook_promise_keeping promised
              JOIN crm_lead lead ON lead.id = promised.lead_id
            %(joins)s
             WHERE promised.state = %(open)s AND promised.order_id IS NULL
         UNION ALL
            SELECT promised.id, sale.user_id, sale.team_id, sale.company_id
              FROM playbook_promise_keeping promised
              JOIN sale_order sale ON sale.id = promised.order_id
             WHERE promised.state = %(open)s
         UNION ALL
            SELECT promised.id, customer.user_id, NULL::integer,
                   COALESCE(customer.company_id, person.company_id)
              FROM playbook_promise_keeping promised
              JOIN res_partner customer ON customer.id = promised.partner_id
         LEFT JOIN res_users person ON person.id = customer.user_id
             WHERE promised.state = %(open)s AND promised.order_id IS NULL
               AND promised.lead_id IS NULL
            """,
            joins=LEAD_JOINS,
            open=OPEN,
        )

    @api.model
    def _close_retired(self):
        """What is open of a procedure that promises it no longer."""
        self.env.cr.execute(
            SQL(
                """
                UPDATE playbook_promise_keeping keeping SET state = %s
                  FROM playbook_procedure procedure
                 WHERE procedure.id = keeping.procedure_id
                   AND procedure.promise_since IS NULL
                   AND keeping.state = %s AND keeping.date_kept IS NULL
                """,
                OVER,
                OPEN,
            )
        )
        self.invalidate_model(flush=False)

    @api.model
    def _close_over(self, procedure):
        """What of ``procedure`` was nobody's to answer any more before it was due: the
        deal was lost, the order cancelled, the customer archived.
        """
        self._flush_documents()
        self.env.cr.execute(
            SQL(
                """
                UPDATE playbook_promise_keeping keeping
                   SET state = %(over)s, in_time = NULL
                  FROM playbook_promise_keeping promised
             LEFT JOIN crm_lead lead
                    ON lead.id = promised.lead_id AND lead.active IS NOT TRUE
                   AND promised.order_id IS NULL AND %(may_end)s
             LEFT JOIN sale_order sale
                    ON sale.id = promised.order_id AND sale.state = 'cancel'
             LEFT JOIN res_partner customer
                    ON customer.id = promised.partner_id
                   AND customer.active IS NOT TRUE
                 WHERE keeping.id = promised.id AND promised.date_kept IS NULL
                   AND promised.procedure_id = %(procedure)s
                   AND promised.state IN (%(open)s, %(broken)s)
                   AND %(ended)s IS NOT NULL
                   AND (%(ended)s <= promised.date_due
                        OR promised.date_due > %(now)s)
                """,
                over=OVER,
                open=OPEN,
                broken=BROKEN,
                # What is promised to who is lost is not over with that.
                may_end=procedure.moment != LOST,
                procedure=procedure.id,
                ended=ENDED,
                now=fields.Datetime.now(),
            )
        )
        self.invalidate_model(flush=False)
