"""Writing measurements, in SQL: one statement an indicator, whatever is measured."""

from odoo.tools import SQL

from .facts_sql import CUTS, OWNERS
from .measurement_part_sql import GROUPED


def measure(query, periods, cuts):
    """Write the measurements of an indicator: rows that are new, that differ, and that
    are no more; all others are left alone.

    :param query: its facts, see ``facts_sql``.
    :param periods: a list of tuples: the columns of ``period``, in that order.
    :param cuts: which of ``CUTS``.
    """
    return SQL(
        """
        %(sums)s,
        gone AS (
            DELETE FROM playbook_measurement old
             USING period
             WHERE old.run_id = period.id AND old.active
               AND NOT EXISTS (
                   SELECT FROM figure
                    WHERE figure.run_id = old.run_id AND figure.cut = old.cut
                      AND %(same)s)
        )
        INSERT INTO playbook_measurement AS kept
               (run_id, cut, %(names)s, numerator, denominator, active,
                indicator_id, company_id, kind, date_from, date_to, version, estimated)
        SELECT figure.run_id, figure.cut, %(values)s,
               ROUND(figure.numerator, 4), ROUND(figure.denominator, 4), TRUE,
               run.indicator_id, run.company_id, run.kind, run.date_from, run.date_to,
               run.version, run.estimated
          FROM figure
          JOIN playbook_measurement_run run ON run.id = figure.run_id
            ON CONFLICT (run_id, cut, %(keys)s) WHERE active
            DO UPDATE SET numerator = EXCLUDED.numerator,
                          denominator = EXCLUDED.denominator
             WHERE (kept.numerator, kept.denominator)
                   IS DISTINCT FROM (EXCLUDED.numerator, EXCLUDED.denominator)
        """,
        sums=_sums(query, periods, cuts),
        same=_same(),
        names=_list(GROUPED),
        values=SQL(", ").join(
            SQL("figure.%s", SQL.identifier(name)) for name in GROUPED
        ),
        keys=SQL(", ").join(
            SQL("COALESCE(%s, 0)", SQL.identifier(name)) for name in GROUPED
        ),
    )


def supersede(query, periods, cuts):
    """Put aside the measurements that would be others today; ``measure`` then writes
    those that are lacking.

    :return: SQL that gives the ids of the runs of which something differs.
    """
    return SQL(
        """
        %(sums)s,
        put_aside AS (
            UPDATE playbook_measurement old SET active = FALSE
              FROM period
             WHERE old.run_id = period.id AND old.active
               AND NOT EXISTS (
                   SELECT FROM figure
                    WHERE figure.run_id = old.run_id AND figure.cut = old.cut
                      AND %(same)s
                      AND (old.numerator, old.denominator)
                          IS NOT DISTINCT FROM
                          (ROUND(figure.numerator, 4), ROUND(figure.denominator, 4)))
         RETURNING old.run_id
        )
        SELECT run_id FROM put_aside
         UNION
        SELECT figure.run_id FROM figure
         WHERE NOT EXISTS (
               SELECT FROM playbook_measurement old
                WHERE old.run_id = figure.run_id AND old.active
                  AND figure.cut = old.cut AND %(same)s)
        """,
        sums=_sums(query, periods, cuts),
        same=_same(),
    )


def total(query, periods):
    """What would be measured, written nowhere: the id of the period, the sums of the
    numerator and the denominator, and how many rows they are made of.
    """
    return SQL(
        """
        WITH %(period)s,
        fact AS (%(facts)s)
        SELECT period.id, COALESCE(SUM(fact.numerator), 0),
               COALESCE(SUM(fact.denominator), 0), COUNT(fact.period_id)
          FROM period
     LEFT JOIN fact ON fact.period_id = period.id
      GROUP BY period.id
        """,
        period=period_table(periods),
        facts=query,
    )


def _sums(query, periods, cuts):
    """The common tables of ``measure``: ``period``, and ``figure`` with the sums.

    What has no team is told by that of its person once it is summed: how many facts
    there are, PostgreSQL cannot tell beforehand, and would look for the team of each.
    """
    return SQL(
        """
        WITH %(period)s,
        %(membership)s,
        summed AS MATERIALIZED (
            SELECT fact.period_id, CASE %(which)s END AS cut,
                   fact.team_id, fact.user_id, %(columns)s,
                   SUM(fact.numerator) AS numerator,
                   SUM(fact.denominator) AS denominator
              FROM (%(facts)s OFFSET 0) fact
              JOIN period ON period.id = fact.period_id
         LEFT JOIN playbook_main_segment main
                ON main.partner_id = fact.partner_id
               AND main.company_id = period.company_id
          GROUP BY GROUPING SETS (%(sets)s)
        ),
        figure AS (
            SELECT summed.period_id AS run_id, summed.cut,
                   COALESCE(summed.team_id, membership.team_id) AS team_id,
                   summed.user_id, %(own)s,
                   SUM(summed.numerator) AS numerator,
                   SUM(summed.denominator) AS denominator
              FROM summed
              JOIN period ON period.id = summed.period_id
         LEFT JOIN membership
                ON membership.user_id = summed.user_id
               AND membership.company_id = period.company_id
          GROUP BY 1, 2, 3, 4, %(own)s
        )
        """,
        period=period_table(periods),
        membership=membership_table(),
        facts=query,
        own=_list(GROUPED[len(OWNERS) :]),
        **_grouping(cuts),
    )


def membership_table():
    """The common table ``membership``: by which team what a person did is told, in each
    of the companies of ``period``.
    """
    return SQL(
        """
        membership AS MATERIALIZED (
        SELECT DISTINCT ON (owning.company_id, member.user_id)
               owning.company_id, member.user_id, team.id AS team_id
          FROM (SELECT DISTINCT company_id FROM period) owning
    CROSS JOIN crm_team_member member
          JOIN crm_team team
            ON team.id = member.crm_team_id AND team.active
           AND COALESCE(team.company_id, owning.company_id) = owning.company_id
         WHERE member.active
      ORDER BY owning.company_id, member.user_id,
               team.company_id NULLS LAST, member.id
        )
        """
    )


def _same():
    """That a figure and a measurement ``old`` are the same part."""
    # Equal, so that they are found by hashing; no record has the id 0.
    return SQL(" AND ").join(
        SQL("COALESCE(figure.%(name)s, 0) = COALESCE(old.%(name)s, 0)", name=column)
        for column in map(SQL.identifier, GROUPED)
    )


def period_table(rows):
    """The common table ``period``, with what is measured: see ``_prepare_period``."""
    return SQL(
        """
        period (id, company_id, date_from, date_to, start_at, end_at, as_of, zone)
          AS (VALUES %s)
        """,
        SQL(", ").join(_period(row) for row in rows),
    )


def _period(row):
    casts = "integer integer date date timestamp timestamp timestamp text"
    values = (
        SQL("%s::" + cast, value)
        for value, cast in zip(row, casts.split(), strict=False)
    )
    return SQL("(%s)", SQL(", ").join(values))


def _list(names):
    return SQL(", ").join(SQL.identifier(name) for name in names)


def _grouping(cuts):
    """How facts are summed, for all ``cuts`` in one pass: parts of the statement."""
    divided = {name for cut in cuts for name in CUTS[cut]}
    return {
        # Each cut has columns that no other has.
        "which": SQL(" ").join(
            SQL("WHEN GROUPING(%s) = 0 THEN %s", SQL.identifier(CUTS[cut][0]), cut)
            for cut in cuts
        ),
        "columns": SQL(", ").join(
            SQL.identifier(name)
            if name in divided
            else SQL("NULL::integer AS %s", SQL.identifier(name))
            for name in GROUPED[len(OWNERS) :]
        ),
        "sets": SQL(", ").join(
            SQL("(fact.period_id, fact.team_id, fact.user_id, %s)", _list(CUTS[cut]))
            for cut in cuts
        ),
    }
