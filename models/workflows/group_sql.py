"""Customers who have come into a segment or an RFM group, in SQL.

Both are told for each company; what counts is that of whoever looks after the customer
(the row ``company``), so that one customer is followed up by one company.
"""

from odoo.tools import SQL

from ..standards.transition_sql import local_day
from .targets import PARTNER
from .trigger_sql import Trigger, open_record, records


def entered_segment(since, segment_ids, unknown_zones=()):
    """A customer has entered one of some segments, and still belongs to it.

    The occasion is their stay in it. Who is in several of them came with the first, and
    has left when they belong to none any more.

    :param since: who came before the day of this moment (naive UTC) is left alone.
    """
    meant = SQL("stay.segment_id = ANY(%s)", list(segment_ids))
    return Trigger(
        source=SQL(
            """
            %s JOIN playbook_segment_member stay
                 ON stay.partner_id = partner.id AND stay.company_id = company.id
                AND %s
            """,
            records(PARTNER),
            meant,
        ),
        matches=SQL(
            """
            %(open)s
            AND stay.date_to IS NULL
            AND stay.date_from >= %(since)s
            AND NOT %(continued)s
            """,
            open=open_record(PARTNER),
            since=local_day(SQL("%s::timestamp", since), unknown_zones),
            continued=_continues(SQL("stay"), segment_ids),
        ),
        over=_left(meant, segment_ids),
        occasion=SQL(
            "LEFT JOIN playbook_segment_member stay ON stay.id = enrollment.occurrence"
        ),
        occurrence=SQL("stay.id"),
        since=SQL("stay.date_from"),
    )


def _left(meant, segment_ids):
    """Why the stay of the row ``enrollment`` is over: they belong to none any more."""
    return SQL(
        """
        CASE WHEN stay.id IS NULL OR NOT %(meant)s THEN 'gone'
             WHEN stay.date_to IS NOT NULL AND NOT EXISTS (
                  SELECT FROM playbook_segment_member other
                   WHERE other.partner_id = stay.partner_id
                     AND other.company_id = stay.company_id
                     AND other.segment_id = ANY(%(segments)s)
                     AND other.date_to IS NULL
                     AND %(continued)s)
             THEN 'left_group' END
        """,
        meant=meant,
        segments=list(segment_ids),
        continued=_continues(SQL("other"), segment_ids),
    )


def _continues(stay, segment_ids):
    """Whether the customer belonged to one of the segments when the row ``stay`` began.

    Who leaves one and enters another on the same day has belonged all the time.
    """
    return SQL(
        """
        EXISTS (SELECT FROM playbook_segment_member earlier
                 WHERE earlier.partner_id = %(stay)s.partner_id
                   AND earlier.company_id = %(stay)s.company_id
                   AND earlier.segment_id = ANY(%(segments)s)
                   AND (earlier.date_from, earlier.id)
                       < (%(stay)s.date_from, %(stay)s.id)
                   AND (earlier.date_to IS NULL
                        OR earlier.date_to > %(stay)s.date_from
                        OR earlier.date_to = %(stay)s.date_from
                           AND earlier.segment_id <> %(stay)s.segment_id))
        """,
        stay=stay,
        segments=list(segment_ids),
    )


def moved_to_group(since, group_ids, unknown_zones=()):
    """A customer has moved to one of some RFM groups, and is still in it.

    The occasion is the row of their history that says so: who leaves the group and
    comes back has another.

    :param since: as above.
    """
    meant = SQL(
        "moved.group_id = ANY(%s)"
        " AND moved.group_id IS DISTINCT FROM moved.previous_group_id",
        list(group_ids),
    )
    return Trigger(
        source=SQL(
            """
            %s JOIN playbook_rfm_history moved
                 ON moved.partner_id = partner.id AND moved.company_id = company.id
                AND %s
            """,
            records(PARTNER),
            meant,
        ),
        matches=SQL(
            "%(open)s AND moved.date >= %(since)s AND NOT %(left)s",
            open=open_record(PARTNER),
            since=local_day(SQL("%s::timestamp", since), unknown_zones),
            left=has_left(),
        ),
        over=SQL(
            "CASE WHEN moved.id IS NULL THEN 'gone'"
            " WHEN NOT COALESCE(%s, FALSE) OR %s THEN 'left_group' END",
            meant,
            has_left(),
        ),
        occasion=SQL(
            "LEFT JOIN playbook_rfm_history moved ON moved.id = enrollment.occurrence"
        ),
        occurrence=SQL("moved.id"),
        since=SQL("moved.date"),
    )


def has_left():
    """Whether the customer of the row ``moved`` is in another group by now, or none."""
    return SQL(
        """
        EXISTS (SELECT FROM playbook_rfm_history later
                 WHERE later.partner_id = moved.partner_id
                   AND later.company_id = moved.company_id
                   AND later.date > moved.date
                   AND later.group_id IS DISTINCT FROM moved.group_id)
        """
    )
