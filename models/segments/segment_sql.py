"""Membership of segments and main segments, each brought up to date by a statement."""

from odoo.tools import SQL


def refresh_members(segment_id, company_id, found, *, day, uid):
    """Who enters a segment gets a row, and who leaves an end; nothing else is written.

    :param found: a query with the ids of those who belong to it.
    :param day: the day of the company, as ``date_from`` and ``date_to``.
    :return: a query with rows ``(id, entered)`` of what was written.
    """
    return SQL(
        """
        WITH found AS MATERIALIZED (%(found)s),
        gone AS (
            UPDATE playbook_segment_member member
               SET date_to = %(day)s,
                   write_uid = %(uid)s,
                   write_date = now() AT TIME ZONE 'UTC'
             WHERE member.segment_id = %(segment)s
               AND member.company_id = %(company)s
               AND member.date_to IS NULL
               AND NOT EXISTS (SELECT FROM found WHERE found.id = member.partner_id)
         RETURNING member.id
        ),
        entered AS (
            INSERT INTO playbook_segment_member (
                   segment_id, company_id, partner_id, date_from,
                   create_uid, create_date, write_uid, write_date)
            SELECT %(segment)s, %(company)s, found.id, %(day)s,
                   %(uid)s, now() AT TIME ZONE 'UTC', %(uid)s, now() AT TIME ZONE 'UTC'
              FROM found
             WHERE NOT EXISTS (
                    SELECT FROM playbook_segment_member member
                     WHERE member.segment_id = %(segment)s
                       AND member.company_id = %(company)s
                       AND member.partner_id = found.id
                       AND member.date_to IS NULL)
          ORDER BY found.id
       ON CONFLICT DO NOTHING
         RETURNING id
        )
        SELECT id, TRUE FROM entered UNION ALL SELECT id, FALSE FROM gone
        """,
        found=found,
        day=day,
        uid=uid,
        segment=segment_id,
        company=company_id,
    )


def refresh_main_segments(company_id, partner_ids):
    """The first segment of each customer of a company; only what changes is written.

    :param partner_ids: a list of ids to look at; None for all.
    :return: a query with the ids of the customers whose row was written or deleted.
    """
    only = SQL("TRUE")
    if partner_ids is not None:
        only = SQL("partner_id = ANY(%s)", list(partner_ids))
    return SQL(
        """
        WITH due AS MATERIALIZED (%(due)s),
        stored AS MATERIALIZED (
            SELECT id, partner_id, segment_id FROM playbook_main_segment
             WHERE company_id = %(company)s AND %(only)s
        ),
        gone AS (
            DELETE FROM playbook_main_segment main
             USING stored
             WHERE main.id = stored.id
               AND NOT EXISTS (
                    SELECT FROM due WHERE due.partner_id = stored.partner_id)
         RETURNING main.partner_id
        ),
        written AS (
            INSERT INTO playbook_main_segment AS main (
                   partner_id, company_id, segment_id, create_date, write_date)
            SELECT due.partner_id, %(company)s, due.segment_id,
                   now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
              FROM due
         LEFT JOIN stored ON stored.partner_id = due.partner_id
             WHERE stored.segment_id IS DISTINCT FROM due.segment_id
          ORDER BY due.partner_id
       ON CONFLICT (partner_id, company_id) DO UPDATE
               SET segment_id = EXCLUDED.segment_id, write_date = EXCLUDED.write_date
             WHERE main.segment_id != EXCLUDED.segment_id
         RETURNING main.partner_id
        )
        SELECT partner_id FROM gone UNION ALL SELECT partner_id FROM written
        """,
        company=company_id,
        due=_first_segments(company_id, only),
        only=only,
    )


def _first_segments(company_id, only):
    """A query with the first segment of each customer: ``(partner_id, segment_id)``."""
    return SQL(
        """
        SELECT DISTINCT ON (member.partner_id)
               member.partner_id, member.segment_id
          FROM (SELECT * FROM playbook_segment_member
                 WHERE company_id = %(company)s
                   AND date_to IS NULL AND %(only)s) member
          JOIN playbook_segment segment ON segment.id = member.segment_id
         WHERE segment.active
      ORDER BY member.partner_id, segment.sequence, segment.id
        """,
        company=company_id,
        only=only,
    )


def segment_sizes(today):
    """How many belonged to each segment at the end of each day, until ``today``.

    A condition on segment and company reaches the rows of the members: nothing is
    numbered over all of them, and the changes are no table of their own. The id is
    made of segment, company (16 bits) and day (15 bits); JavaScript knows 53.

    :return: a query with rows ``(id, segment_id, company_id, date, member_count,
        entered_count, left_count)``, from the first day of the segment in the company.
    """
    return SQL(
        """
        WITH change_of_day AS NOT MATERIALIZED (%(by_day)s),
        span AS (
            SELECT segment_id, company_id,
                   MIN(day) AS first_day, GREATEST(MAX(day), %(today)s) AS last_day
              FROM change_of_day
          GROUP BY segment_id, company_id
        )
        SELECT (span.segment_id::bigint << 31)
                    + (span.company_id::bigint << 15)
                    + (each.day::date - DATE '2000-01-01') AS id,
               span.segment_id,
               span.company_id,
               each.day::date AS date,
               SUM(COALESCE(change_of_day.entered, 0) - COALESCE(change_of_day.gone, 0))
                   OVER (PARTITION BY span.segment_id, span.company_id
                         ORDER BY each.day)::int AS member_count,
               COALESCE(change_of_day.entered, 0)::int AS entered_count,
               COALESCE(change_of_day.gone, 0)::int AS left_count
          FROM span
    CROSS JOIN LATERAL generate_series(
                    span.first_day::timestamp, span.last_day::timestamp,
                    INTERVAL '1 day') AS each(day)
     LEFT JOIN change_of_day
            ON change_of_day.segment_id = span.segment_id
           AND change_of_day.company_id = span.company_id
           AND change_of_day.day = each.day::date
        """,
        today=today,
        by_day=_count_by_day(),
    )


def _count_by_day():
    """A query with how many entered and left each segment on a day."""
    return SQL(
        """
        SELECT segment_id, company_id, day, SUM(entered) AS entered, SUM(gone) AS gone
          FROM (SELECT segment_id, company_id,
                       date_from AS day, 1 AS entered, 0 AS gone
                  FROM playbook_segment_member
             UNION ALL
                SELECT segment_id, company_id, date_to, 0, 1
                  FROM playbook_segment_member
                 WHERE date_to IS NOT NULL) change
      GROUP BY segment_id, company_id, day
        """
    )
