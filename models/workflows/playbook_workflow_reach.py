"""Whom a workflow would write to, if all that matches now were taken: counted."""

from odoo import fields, models
from odoo.tools import SQL

from .opt_out_sql import refuses
from .playbook_customer_mail import WRITTEN
from .playbook_enrollment import BACKLOG, WAITING
from .playbook_workflow import ACTING
from .targets import ORDER, PARTNER

LIMIT = ("crm_playbook.mail_limit", 2)
LIMIT_DAYS = ("crm_playbook.mail_limit_days", 7)


class PlaybookWorkflow(models.Model):
    _inherit = "playbook.workflow"

    def _count_customers(self):
        """How many customers the records are of that match now, and of how many it is
        known that they get nothing, or not at once: each is counted for one thing.

        :return: a dictionary: ``customer_count``, ``without_address_count``,
            ``unwanted_count``, ``limited_count``.
        """
        self.ensure_one()
        self.env.flush_all()
        trigger = self._get_trigger()
        rows = self._matching_sql(
            trigger,
            SQL("%s AS email, %s AS record_id", self._email_sql(), self._record_sql()),
            joins=SQL("%s %s", self._untaken_joins(trigger), self._recipient_joins()),
            condition=SQL(
                "(enrollment.id IS NULL OR enrollment.state IN %s"
                " AND NOT (%s AND enrollment.limit_lifted))",
                (BACKLOG, WAITING),
                self.mode in ACTING,
            ),
        )
        [counts] = self.env.execute_query_dict(
            SQL(
                """
                WITH meant AS (
                    SELECT DISTINCT email,
                           CASE WHEN email IS NULL THEN record_id END AS record_id
                      FROM (%(rows)s) found
                ), asked AS (
                    SELECT email, %(unwanted)s AS unwanted, %(limited)s AS limited
                      FROM meant
                )
                SELECT COUNT(*) AS customer_count,
                       COUNT(*) FILTER (WHERE email IS NULL) AS without_address_count,
                       COUNT(*) FILTER (WHERE unwanted) AS unwanted_count,
                       COUNT(*) FILTER (WHERE limited AND NOT unwanted)
                           AS limited_count
                  FROM asked
                """,
                rows=rows,
                unwanted=self._unwanted_sql(),
                limited=self._limited_sql(),
            )
        )
        return counts

    def _recipient_joins(self):
        """The row ``recipient``: the customer of the record, where it has one."""
        if self.target == PARTNER:
            return SQL()
        alias = self._get_target().alias
        return SQL(
            "LEFT JOIN res_partner recipient ON recipient.id = %s",
            SQL.identifier(alias, "partner_id"),
        )

    def _email_sql(self):
        """The address that is written to, or NULL."""
        if self.target == PARTNER:
            return SQL("NULLIF(partner.email_normalized, '')")
        if self.target == ORDER:
            return SQL("NULLIF(recipient.email_normalized, '')")
        return SQL(
            "COALESCE(NULLIF(recipient.email_normalized, ''),"
            " NULLIF(lead.email_normalized, ''))"
        )

    def _unwanted_sql(self):
        """Whether whoever has ``meant.email`` wants no such e-mails."""
        unwanted = SQL(
            "EXISTS (SELECT FROM mail_blacklist listed"
            " WHERE listed.email = meant.email AND listed.active)"
        )
        return SQL("(%s OR %s)", unwanted, refuses(SQL("meant.email"), self.id))

    def _limited_sql(self):
        """Whether ``meant.email`` has got as many e-mails lately as one may."""
        # How many are sent at most is no secret.
        Parameters = self.env["ir.config_parameter"].sudo()
        limit, days = (
            int(Parameters.get_param(name) or default)
            for name, default in (LIMIT, LIMIT_DAYS)
        )
        if not (limit and days):
            return SQL("FALSE")
        return SQL(
            """
            (SELECT COUNT(*) >= %s FROM playbook_customer_mail written
              WHERE written.email = meant.email
                AND written.state = ANY(%s)
                AND written.date_due >= %s)
            """,
            limit,
            list(WRITTEN),
            fields.Datetime.subtract(fields.Datetime.now(), days=days),
        )
