"""How points to fix are written, in SQL."""

from odoo.tools import SQL


def new_findings(uid, now, rows):
    """Insert what is not known as missing already.

    :param rows: rows of the ids of a requirement, a procedure, a lead, a customer, an
        order and a user, the day on which it is due, and whether it is only observed.
    """
    return SQL(
        """
        INSERT INTO playbook_finding (
            create_uid, create_date, write_uid, write_date,
            requirement_id, procedure_id, lead_id, partner_id, order_id, user_id,
            date_due, observed
        )
        SELECT %(uid)s, %(now)s, %(uid)s, %(now)s, missing.*
          FROM (VALUES %(rows)s) AS missing(
            requirement_id, procedure_id, lead_id, partner_id, order_id, user_id,
            date_due, observed
          )
         WHERE NOT EXISTS (
            SELECT FROM playbook_finding known
             WHERE known.requirement_id = missing.requirement_id
               AND known.lead_id IS NOT DISTINCT FROM missing.lead_id
               AND known.partner_id IS NOT DISTINCT FROM missing.partner_id
               AND known.order_id IS NOT DISTINCT FROM missing.order_id
               AND known.date_closed IS NULL
               AND known.observed = missing.observed
         )
        """,
        uid=uid,
        now=now,
        rows=rows,
    )


def follow_owners(table, column, condition):
    """Give what is open to whose the records are now.

    :param table: of the records.
    :param column: of the points to fix, to the record.
    :param condition: further, on ``finding``.
    """
    return SQL(
        """
        UPDATE playbook_finding finding
           SET user_id = record.user_id,
               moved_from_id = CASE WHEN finding.moved_because = 'given'
                                    THEN NULL ELSE finding.moved_from_id END,
               moved_by_id = NULL,
               date_moved = CASE WHEN finding.moved_because = 'given'
                                 THEN NULL ELSE finding.date_moved END,
               moved_note = NULL,
               given_past_id = NULL,
               moved_because = NULLIF(finding.moved_because, 'given')
          FROM %(table)s record
          JOIN res_users person ON person.id = record.user_id
         WHERE record.id = finding.%(column)s
           AND %(condition)s
           AND finding.date_closed IS NULL
           AND person.active AND NOT person.share
           AND CASE WHEN finding.moved_because = 'given'
                    THEN finding.given_past_id IS DISTINCT FROM record.user_id
                    ELSE finding.moved_from_id IS DISTINCT FROM record.user_id
                     AND finding.user_id IS DISTINCT FROM record.user_id END
        """,
        table=table,
        column=column,
        condition=condition,
    )
