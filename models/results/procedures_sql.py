"""What procedures asked for, and whether it was done, in SQL, for facts.

Two things are counted:

* the *moves* of leads and opportunities at which a procedure asked something: into a
  stage, out of one, won, lost. It was done where nothing is noted as lacking. Which
  procedure held for the single deal (its conditions, and who it is for) is not kept:
  whatever comes to the moment of a procedure that binds, and came into force by then,
  counts. So does whatever had something lacking.
* the *points to fix*, on the day on which they were due. It was done where they were
  closed by then. What is asked for no longer, or was only observed, does not count.
"""

from odoo.tools import SQL

from .facts_company_sql import company_of


def asked():
    """:return: a query with the rows ``(period_id, team_id, user_id, partner_id,
    stage_id, kept)``.
    """
    return SQL("%s UNION ALL %s", _moves(), _points())


def _moves():
    return SQL(
        """
        SELECT period.id AS period_id, moved.team_id, moved.user_id,
               contact.commercial_partner_id AS partner_id, moved.stage_id,
               moved.lacking IS NULL AS kept
          FROM (
            SELECT lead.team_id, lead.user_id, lead.partner_id,
                   move.*, %(company)s AS counted_in
              FROM (%(entered)s UNION ALL %(ended)s) move
              JOIN crm_lead lead ON lead.id = move.lead_id
             WHERE move.moment >= (SELECT MIN(start_at) FROM period)
               AND move.moment < (SELECT MAX(end_at) FROM period)
               AND (move.lacking IS NOT NULL OR EXISTS (%(asking)s))
          ) moved
          JOIN period
            ON period.company_id = moved.counted_in
           AND moved.moment >= period.start_at
           AND moved.moment < period.end_at
     LEFT JOIN res_partner contact ON contact.id = moved.partner_id
        """,
        company=company_of("lead"),
        entered=_entered(),
        ended=_ended(),
        asking=_asking(),
    )


def _entered():
    """Stays that began; where the deal ended by the same move, with how it did."""
    return SQL(
        """
        SELECT stay.lead_id, stay.date AS moment, stay.lacking,
               stay.from_stage_id, stay.to_stage_id, stay.to_stage_id AS stage_id,
               CASE WHEN stay.date_left = stay.date THEN stay.ending END AS ending
          FROM playbook_transition stay
         WHERE NOT COALESCE(stay.estimated, FALSE)
        """
    )


def _ended():
    """Deals that were won or lost where they were."""
    return SQL(
        """
        SELECT stay.lead_id, stay.date_left, stay.end_lacking,
               NULL::integer, NULL::integer, stay.to_stage_id, stay.ending
          FROM playbook_transition stay
         WHERE stay.ending IN ('won', 'lost')
           AND stay.date_left > stay.date
           AND NOT EXISTS (
               SELECT FROM playbook_transition next
                WHERE next.lead_id = stay.lead_id
                  AND next.id > stay.id
                  AND next.date = stay.date_left)
        """
    )


def _asking():
    """The procedures whose moment the row ``move`` of ``lead`` was."""
    return SQL(
        """
        SELECT FROM playbook_procedure asking
         WHERE asking.active
           AND asking.state IN ('warn', 'enforce')
           AND COALESCE(asking.company_id = lead.company_id, TRUE)
           AND (SELECT MIN(version.date) FROM playbook_procedure_version version
                 WHERE version.procedure_id = asking.id) <= move.moment
           AND (asking.moment = move.ending
                OR EXISTS (
                    SELECT FROM playbook_procedure_stage_rel place
                     WHERE place.procedure_id = asking.id
                       AND (asking.moment = 'stage_entered'
                            AND place.stage_id = move.to_stage_id
                            OR asking.moment = 'stage_left'
                            AND place.stage_id = move.from_stage_id)))
        """
    )


def _points():
    return SQL(
        """
        SELECT period.id AS period_id, point.team_id, point.user_id, point.partner_id,
               NULL::integer AS stage_id,
               COALESCE(point.date_closed < %(end_of_day)s, FALSE) AS kept
          FROM (
            SELECT point.*, %(company)s AS counted_in
              FROM (%(points)s) point
          ) point
          JOIN period
            ON period.company_id = point.counted_in
           AND point.date_due >= period.date_from
           AND point.date_due < period.date_to
           AND %(end_of_day)s <= period.as_of
        """,
        company=company_of("point"),
        points=_due(),
        end_of_day=SQL(
            "((point.date_due + 1)::timestamp "
            "AT TIME ZONE period.zone AT TIME ZONE 'UTC')"
        ),
    )


def _due():
    """Points to fix of which something is asked, with whose they are."""
    return SQL(
        """
        SELECT finding.date_due, finding.date_closed, finding.user_id,
               COALESCE(lead.team_id, sale.team_id) AS team_id,
               COALESCE(lead.company_id, sale.company_id, customer.company_id,
                        procedure.company_id) AS company_id,
               customer.commercial_partner_id AS partner_id
          FROM playbook_finding finding
          JOIN playbook_procedure procedure ON procedure.id = finding.procedure_id
     LEFT JOIN crm_lead lead ON lead.id = finding.lead_id
     LEFT JOIN sale_order sale ON sale.id = finding.order_id
     LEFT JOIN res_partner customer
            ON customer.id = COALESCE(
               finding.partner_id, lead.partner_id, sale.partner_id)
         WHERE NOT COALESCE(finding.observed, FALSE)
           AND finding.ending IS DISTINCT FROM 'let_go'
           AND finding.acknowledgement_id IS NULL
           AND finding.date_due >= (SELECT MIN(date_from) FROM period)
           AND finding.date_due < (SELECT MAX(date_to) FROM period)
        """
    )
