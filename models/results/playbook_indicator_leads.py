from odoo import models
from odoo.tools import SQL

from ..standards.promise_answers_sql import answers
from .deals_sql import decided, in_company, owned, within
from .facts_company_sql import company_of
from .facts_sql import facts


class PlaybookIndicator(models.Model):
    """Built-in indicators of leads: how many came, what became of them, and how soon
    they were answered.
    """

    _inherit = "playbook.indicator"

    def _facts_leads_received(self):
        """Leads by the day on which they came."""
        return facts(
            SQL(
                "period JOIN crm_lead lead ON %s AND %s WHERE %s",
                within(SQL("lead.create_date")),
                in_company("lead"),
                self._get_received_sql(),
            ),
            numerator=SQL("1"),
            record=SQL("lead.id"),
            **owned("lead"),
        )

    def _get_received_sql(self):
        """Of the row ``lead``: it came in as a lead. Where leads are switched off, it
        is not known to have been entered in a later stage than the first.
        """
        if self.env["crm.lead"]._uses_leads():
            return SQL("(lead.type = 'lead' OR lead.date_conversion IS NOT NULL)")
        # The first stay of an old deal may be any: it was noted later.
        return SQL(
            """
            NOT EXISTS (
                SELECT FROM playbook_transition first_stay
                 WHERE first_stay.lead_id = lead.id
                   AND first_stay.from_stage_id IS NULL
                   AND first_stay.to_stage_id <> ALL(%s)
                   AND first_stay.estimated IS NOT TRUE
                   AND first_stay.date < lead.create_date + INTERVAL '1 day')
            """,
            self.env["crm.stage"]._get_first_stage_ids(),
        )

    # ------------------------------------------------------------------
    # What became of them
    # ------------------------------------------------------------------

    def _facts_lead_conversion(self):
        """Leads that became opportunities, of those that did or were lost."""
        self.env["playbook.transition"]._record_expected()
        if self.env["crm.lead"]._uses_leads():
            return self._get_converted_facts()
        return self._get_left_first_stage_facts()

    def _get_converted_facts(self):
        return facts(
            SQL(
                """
                period
                  JOIN (SELECT came.*, came.date_conversion AS decided_at
                          FROM crm_lead came
                         WHERE came.type = 'opportunity'
                           AND came.date_conversion IS NOT NULL
                     UNION ALL
                        SELECT lost.*
                          FROM %(decided)s lost
                         WHERE lost.type = 'lead' AND lost.won_status = 'lost'
                       ) lead ON %(within)s AND %(in_company)s
                """,
                decided=decided(),
                within=within(SQL("lead.decided_at")),
                in_company=in_company("lead"),
            ),
            numerator=SQL("CASE WHEN lead.type = 'opportunity' THEN 1 ELSE 0 END"),
            denominator=SQL("1"),
            **owned("lead"),
        )

    def _get_left_first_stage_facts(self):
        """Where leads are switched off: each deal by the end of its last stay in the
        first stage, if it went on or was lost there.
        """
        stages = self.env["crm.stage"]._get_first_stage_ids()
        last = SQL(
            """
            report.stage_id = ANY(%(stages)s)
            AND NOT EXISTS (
                SELECT FROM playbook_transition later
                 WHERE later.lead_id = report.lead_id
                   AND later.to_stage_id = ANY(%(stages)s)
                   AND later.date_left IS NOT NULL
                   AND (later.date_left, later.id) > (report.date_left, report.id))
            """,
            stages=stages,
        )
        return self._get_stay_facts(last)

    def _get_stay_facts(self, condition):
        """Stays in stages that ended, and whether the opportunity then went on.

        Those that had ended before they were noted are left out: of stages that were
        passed before, nothing is known, so what is known would not be fair.

        :param condition: on the row ``report`` of ``playbook.stage.report``.
        """
        owners = owned("lead")
        return facts(
            SQL(
                """
                period
                  JOIN (%(stays)s) report ON %(within)s AND %(company)s
                  JOIN crm_lead lead ON lead.id = report.lead_id
                  JOIN playbook_transition noted ON noted.id = report.id
                 WHERE report.moved_on IS NOT NULL
                   AND (noted.estimated IS NOT TRUE
                        OR noted.date_left > noted.create_date)
                   AND %(condition)s
                """,
                stays=self.env["playbook.stage.report"]._table_query,
                within=within(SQL("report.date_left")),
                company=SQL(
                    "%s = period.company_id", company_of("report", user="lead_user_id")
                ),
                condition=condition,
            ),
            numerator=SQL("report.moved_on / 100"),
            denominator=SQL("1"),
            record=SQL("report.id"),
            stage_id=SQL("report.stage_id"),
            **owners,
        )

    # ------------------------------------------------------------------
    # How soon they were answered
    # ------------------------------------------------------------------

    def _facts_first_response(self):
        """Hours from a lead's coming to its first answer, by the day of the answer.

        What a load made is history, and nobody answers it.
        """
        discussion = self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_comment")
        return facts(
            SQL(
                """
                period
                  JOIN (SELECT lead.*, answer.date AS answered_at
                          FROM (%(touched)s) touched
                          JOIN crm_lead lead ON lead.id = touched.lead_id
                    CROSS JOIN LATERAL (%(keeping)s) keeping
                     LEFT JOIN res_partner person ON person.id = lead.partner_id
                    CROSS JOIN LATERAL (
                               SELECT person.commercial_partner_id AS id) customer
                    CROSS JOIN LATERAL (
                               SELECT MIN(each.date) AS date
                                 FROM (%(answers)s) each) answer
                         WHERE %(received)s AND NOT %(loaded)s
                        OFFSET 0
                       ) lead ON %(within)s AND %(in_company)s
                """,
                touched=_touched(),
                keeping=SQL(
                    """
                    SELECT lead.id AS lead_id, NULL::integer AS order_id,
                           lead.create_date AS date_from, '' AS origin
                    """
                ),
                answers=answers([], discussion),
                received=self._get_received_sql(),
                loaded=_loaded(),
                within=within(SQL("lead.answered_at")),
                in_company=in_company("lead"),
            ),
            numerator=SQL(
                "EXTRACT(EPOCH FROM lead.answered_at - lead.create_date) / 3600"
            ),
            denominator=SQL("1"),
            record=SQL("lead.id"),
            **owned("lead"),
        )


def _touched():
    """The leads on which, or with whose customers, something was done in the periods:
    those answered for the first time are among them.
    """
    return SQL(
        """
        WITH span AS (
            SELECT MIN(start_at) AS since, MAX(end_at) AS until FROM period
        ),
        done AS (
            SELECT action.lead_id, action.commercial_partner_id
              FROM span
              JOIN playbook_action action
                ON action.date_done >= span.since AND action.date_done < span.until
             WHERE action.state = 'done'
        ),
        said AS (
            SELECT message.model, message.res_id
              FROM span
              JOIN mail_message message
                ON message.date >= span.since AND message.date < span.until
             WHERE message.model IN ('crm.lead', 'res.partner')
               AND message.message_type IN ('comment', 'email', 'email_outgoing')
        ),
        customer AS (
            SELECT done.commercial_partner_id AS id FROM done WHERE done.lead_id IS NULL
             UNION
            SELECT card.commercial_partner_id
              FROM said
              JOIN res_partner card ON card.id = said.res_id
             WHERE said.model = 'res.partner'
        )
        SELECT done.lead_id FROM done WHERE done.lead_id IS NOT NULL
         UNION
        SELECT said.res_id FROM said WHERE said.model = 'crm.lead'
         UNION
        SELECT asked.id
          FROM customer
          JOIN res_partner person ON person.commercial_partner_id = customer.id
          JOIN crm_lead asked ON asked.partner_id = person.id
        """
    )


def _loaded():
    """Whether a load made the row ``lead``."""
    return SQL(
        """
        EXISTS (SELECT FROM playbook_load_key loaded
                 WHERE loaded.res_model = 'crm.lead'
                   AND loaded.res_id = lead.id AND loaded.created)
        """
    )
