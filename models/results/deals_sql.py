"""Leads and opportunities in facts: whose they are, when they were decided, which were
open at a moment. In SQL.
"""

from odoo.tools import SQL

from .facts_company_sql import company_of
from .facts_sql import ORIGINS


def owned(alias):
    """Whose the row ``alias`` of leads or orders is, and where it came from: columns
    for ``facts_sql.facts``.
    """
    names = ("team_id", "user_id", *ORIGINS)
    return {
        **{name: SQL.identifier(alias, name) for name in names},
        "partner_id": customer_of(alias),
    }


def customer_of(alias):
    """The id of the customer of the row ``alias``: its commercial partner."""
    return SQL(
        """
        (SELECT person.commercial_partner_id
           FROM res_partner person WHERE person.id = %s)
        """,
        SQL.identifier(alias, "partner_id"),
    )


def in_company(alias):
    """Whether the row ``alias`` of leads counts in the company of ``period``."""
    return SQL("%s = period.company_id", company_of(alias))


def within(moment):
    """Whether ``moment`` lies in ``period``."""
    return SQL(
        "(%(moment)s >= period.start_at AND %(moment)s < period.end_at)", moment=moment
    )


def by_then(moment):
    """Whether ``moment`` had come at the end of ``period``, or by now."""
    return SQL(
        "(%(moment)s < period.end_at AND %(moment)s <= period.as_of)", moment=moment
    )


def made_at(alias):
    """Since when the row ``alias`` has been an opportunity."""
    return SQL(
        "COALESCE(%s, %s)",
        SQL.identifier(alias, "date_conversion"),
        SQL.identifier(alias, "create_date"),
    )


def decided_at(alias):
    """When the row ``alias`` was won or lost, for the last time; NULL while it is open.

    Odoo writes ``date_closed`` anew when a deal is archived. Where the stays in stages
    (see ``playbook.transition``) know of the decision, it was then; or earlier, where
    an earlier day was entered with the deal.
    """
    ending = SQL(
        "(SELECT ended.date_left FROM (%s) ended WHERE ended.ending = %s)",
        _last_endings(SQL("stay.lead_id = %s", SQL.identifier(alias, "id"))),
        SQL.identifier(alias, "won_status"),
    )
    return _earlier(alias, ending)


def decided_of_many(alias):
    """As :func:`decided_at`, for a query that asks it of many rows: what to write in
    its place, and the join that this needs. The stays of all deals are read once.
    """
    name = f"{alias}_decision"
    join = SQL(
        """
        LEFT JOIN (%(endings)s) %(name)s
               ON %(name)s.lead_id = %(deal)s.id
              AND %(name)s.ending = %(deal)s.won_status
        """,
        endings=_last_endings(SQL("TRUE")),
        name=SQL.identifier(name),
        deal=SQL.identifier(alias),
    )
    return _earlier(alias, SQL.identifier(name, "date_left")), join


def _earlier(alias, ending):
    return SQL(
        """
        CASE WHEN %(deal)s.won_status IN ('won', 'lost')
             THEN LEAST(%(deal)s.date_closed, %(ending)s) END
        """,
        deal=SQL.identifier(alias),
        ending=ending,
    )


def _last_endings(condition):
    """When deals were won, and when they were lost, for the last time, as their stays
    know: ``lead_id``, ``ending``, ``date_left``.

    :param condition: on ``stay``; all stays of a deal fulfil it, or none.
    """
    # A stay that begins in a won stage ends at once: it decides nothing where the deal
    # was won by then. Grouped, so that PostgreSQL leaves out a join of it where nobody
    # asks for the date.
    return SQL(
        """
        SELECT ended.lead_id, ended.ending, MAX(ended.date_left) AS date_left
          FROM (SELECT stay.lead_id, stay.date, stay.date_left, stay.ending,
                       LAG(stay.ending) OVER (PARTITION BY stay.lead_id
                                              ORDER BY stay.date_left, stay.id)
                       AS ending_before
                  FROM playbook_transition stay
                 WHERE stay.date_left IS NOT NULL AND %(condition)s
               ) ended
         WHERE ended.ending IN ('won', 'lost')
           AND (ended.date_left > ended.date
                OR ended.ending_before IS DISTINCT FROM ended.ending)
      GROUP BY ended.lead_id, ended.ending
        """,
        condition=condition,
    )


def decided():
    """The rows of ``crm_lead`` that are won or lost, with ``decided_at``. Those decided
    before all of the periods may be left out.
    """
    # Fenced off, so that each deal is looked at once and not once a period. It was not
    # decided after it was closed: that leaves most of the old ones out.
    return SQL(
        """
        (SELECT closed.*, %(decided_at)s AS decided_at
           FROM crm_lead closed
          WHERE closed.won_status IN ('won', 'lost')
            AND (closed.date_closed IS NULL
                 OR closed.date_closed >= (SELECT MIN(start_at) FROM period))
         OFFSET 0)
        """,
        decided_at=decided_at("closed"),
    )


def open_then():
    """The tables and the condition for opportunities that were open at the end of each
    period: the rows ``lead`` and ``period``, and in ``stood.stage_id`` the stage then.

    The stay that had begun and had not ended by then says in which stage. Of the time
    before the first stay nothing but the deal itself is known: it was open from when it
    was made until it was decided, in a stage that nobody knows.
    """
    return SQL(
        """
        period
          JOIN (SELECT ready.*, closed.decided_at
                  FROM crm_lead ready
             LEFT JOIN %(decided)s closed ON closed.id = ready.id
                 WHERE ready.type = 'opportunity'
                   AND (ready.active AND ready.won_status = 'pending'
                        OR closed.id IS NOT NULL)
                OFFSET 0
               ) lead
            ON %(made)s AND %(in_company)s
     LEFT JOIN LATERAL (
               SELECT stay.to_stage_id AS stage_id,
                      stay.date_left IS NULL OR NOT %(left)s AS is_open
                 FROM playbook_transition stay
                WHERE stay.lead_id = lead.id AND %(entered)s
             ORDER BY (stay.date_left IS NULL OR NOT %(left)s) DESC,
                      stay.date DESC, stay.id DESC
                LIMIT 1
               ) stood ON TRUE
         WHERE stood.is_open IS NOT FALSE
           AND (lead.won_status = 'pending' OR NOT %(decided_then)s)
        """,
        decided=decided(),
        made=by_then(made_at("lead")),
        in_company=in_company("lead"),
        entered=by_then(SQL("stay.date")),
        left=by_then(SQL("stay.date_left")),
        decided_then=by_then(SQL("lead.decided_at")),
    )
