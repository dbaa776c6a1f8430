"""Whom a workflow would write to, if all that matches now were taken: counted."""

from odoo import models
from odoo.tools import SQL

from . import mail_checks_sql
from .opt_out_sql import refuses
from .playbook_enrollment import BACKLOG, WAITING
from .playbook_workflow import ACTING
from .playbook_workflow_step import MAIL
from .playbook_workflow_step_mail import SATISFACTION

# Of so many records at most it is looked up, so many at once.
MOST, CHUNK = 5000, 1000
# How it stands with a customer: of several records, the first of these counts.
NOW, LATER, BUSY, UNWANTED, NO_ADDRESS = range(5)


class PlaybookWorkflow(models.Model):
    _inherit = "playbook.workflow"

    def _count_customers(self):
        """How many customers the records are of that match now, and of how many it is
        known today that they get nothing, or not at once: each is counted for one
        thing.

        The same facts as before an e-mail is sent. What happens until a step is due,
        and conditions of single steps, are not counted: no more are written to.

        :return: a dictionary: ``customer_count``, ``without_address_count``,
            ``unwanted_count``, ``busy_count`` (somebody is in contact with them),
            ``limited_count`` (later), ``is_sample`` (there are more records than were
            looked at: these are the figures of the first :data:`MOST`).
        """
        self.ensure_one()
        self.env.flush_all()
        rows = self._find_meant(MOST + 1)
        stands = {}
        for begin in range(0, min(len(rows), MOST), CHUNK):
            chunk = rows[begin : min(begin + CHUNK, MOST)]
            for person, state in self.env.execute_query(self._stands_sql(chunk)):
                stands[person] = min(state, stands.get(person, state))
        found = list(stands.values())
        return {
            "customer_count": len(found),
            "without_address_count": found.count(NO_ADDRESS),
            "unwanted_count": found.count(UNWANTED),
            "busy_count": found.count(BUSY),
            "limited_count": found.count(LATER),
            "is_sample": len(rows) > MOST,
        }

    def _find_meant(self, limit):
        """The records that match now and would be taken: rows for
        :func:`.mail_checks_sql.facts`.
        """
        trigger = self._get_trigger()
        meant = self._matching_sql(
            trigger,
            SQL(
                "DISTINCT %s AS %s, company.id AS company_id",
                self._record_sql(),
                SQL.identifier(self._get_target().column),
            ),
            joins=self._untaken_joins(trigger),
            condition=SQL(
                "(enrollment.id IS NULL OR enrollment.state IN %s"
                " AND NOT (%s AND enrollment.limit_lifted))",
                (BACKLOG, WAITING),
                self.mode in ACTING,
            ),
        )
        return self.env.execute_query_dict(SQL("%s LIMIT %s", meant, limit))

    def _stands_sql(self, rows):
        """How it stands with whoever gets the e-mails for ``rows``.

        :return: a query with rows ``(person, state)``, the person as text.
        """
        most, days = self.env["res.config.settings"]._get_mail_limit()
        facts = mail_checks_sql.facts(
            rows, now=self._now(), contact_days=self.contact_days, mail_days=days
        )
        return SQL(
            """
            SELECT COALESCE(fact.email, CONCAT_WS(',', fact.lead_id, fact.order_id,
                                                  fact.recipient_id)),
                   CASE WHEN fact.email IS NULL THEN %(no_address)s
                        WHEN fact.blacklisted OR fact.came_back
                             OR fact.contact_max = 0 OR %(opted_out)s
                        THEN %(unwanted)s
                        WHEN %(busy)s THEN %(is_busy)s
                        WHEN %(full)s
                             OR COALESCE(fact.contact_max
                                         <= CARDINALITY(fact.contacts), FALSE)
                             OR COALESCE(fact.not_before > %(today)s, FALSE)
                        THEN %(later)s
                        ELSE %(now)s
                    END
              FROM (%(facts)s) fact
            """,
            no_address=NO_ADDRESS,
            opted_out=self._opted_out_sql(),
            unwanted=UNWANTED,
            busy=self._busy_sql(),
            is_busy=BUSY,
            full=SQL("CARDINALITY(fact.mails) >= %s", most) if most else SQL("FALSE"),
            today=self._now().date(),
            later=LATER,
            now=NOW,
            facts=facts,
        )

    def _opted_out_sql(self):
        """Whether ``fact.email`` wants no e-mails of this workflow, or of none."""
        return refuses(SQL("fact.email"), self.id)

    def _busy_sql(self):
        """Whether somebody is in contact with the customer, or has asked them."""
        parts = [SQL("FALSE")]
        if self.contact_days:
            parts.append(SQL("fact.contacted IS NOT NULL"))
        if self.stop_on_meeting:
            parts.append(SQL("fact.meets"))
        writing = self.step_ids.filtered(lambda step: step.kind == MAIL)
        if set(writing.mapped("asks_for")) == {SATISFACTION}:
            parts.append(SQL("fact.asked IS NOT NULL OR fact.customer_id IS NULL"))
        return SQL("(%s)", SQL(" OR ").join(parts))
