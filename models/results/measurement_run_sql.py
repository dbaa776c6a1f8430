"""Which measurings there are, and which are due, in SQL."""

from odoo.tools import SQL


def make_runs(indicator_ids, periods):
    """Make the rows that are missing.

    :param indicator_ids: whose; None: all that are in use.
    :param periods: a list of tuples: id of a company, kind, first day, first day after
        it, whether it is over. What is over is made for indicators that can be measured
        for the past.
    """
    chosen = SQL("indicator.active")
    if indicator_ids is not None:
        chosen = SQL("indicator.id = ANY(%s)", indicator_ids)
    return SQL(
        """
        INSERT INTO playbook_measurement_run
               (indicator_id, company_id, kind, date_from, date_to, state, version)
        SELECT indicator.id, period.company_id, period.kind, period.date_from,
               period.date_to, 'open', 1
          FROM (VALUES %(periods)s)
               AS period (company_id, kind, date_from, date_to, is_over)
          JOIN playbook_indicator indicator
            ON COALESCE(indicator.company_id, period.company_id) = period.company_id
           AND (indicator.from_history OR NOT period.is_over)
         WHERE %(chosen)s
           AND COALESCE(indicator.code, indicator.counted_model) IS NOT NULL
           AND NOT EXISTS (
               SELECT FROM playbook_measurement_run run
                WHERE run.indicator_id = indicator.id
                  AND run.company_id = period.company_id
                  AND run.kind = period.kind AND run.date_from = period.date_from)
            ON CONFLICT DO NOTHING
        """,
        periods=SQL(", ").join(
            SQL("(%s::integer, %s, %s::date, %s::date, %s::boolean)", *row)
            for row in periods
        ),
        chosen=chosen,
    )


def due_runs(clocks, *, now, tried_before, limit):
    """Those that are to be measured: ``id``, ``indicator_id`` and whether the period is
    over; what is going on comes first, and what is older later.

    :param clocks: a list of pairs: id of a company and its time zone.
    :param tried_before: those tried later are not due, unless their period has ended
        since.
    """
    return SQL(
        """
        SELECT run.id, run.indicator_id, ending.at <= %(now)s AS is_over
          FROM playbook_measurement_run run
          JOIN playbook_indicator indicator
            ON indicator.id = run.indicator_id AND indicator.active
          JOIN (VALUES %(clocks)s) AS clock (company_id, zone)
            ON clock.company_id = run.company_id
    CROSS JOIN LATERAL (
               SELECT run.date_to::timestamp AT TIME ZONE clock.zone
                      AT TIME ZONE 'UTC' AS at) ending
         WHERE run.state = 'open'
           AND (run.date_tried IS NULL OR run.date_tried < %(tried_before)s
                OR (ending.at <= %(now)s AND run.date_tried < ending.at))
      ORDER BY is_over, indicator.sequence, indicator.id, run.date_from DESC, run.id
         LIMIT %(limit)s
        """,
        clocks=SQL(", ").join(SQL("(%s::integer, %s)", *clock) for clock in clocks),
        now=now,
        tried_before=tried_before,
        limit=limit,
    )
