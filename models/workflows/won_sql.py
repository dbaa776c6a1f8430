"""Opportunities that were won, in SQL.

Odoo says when in ``date_closed``, and writes that anew when one is archived: what
counts is the stay in a stage (``playbook.transition``) that ended so.
"""

from odoo.tools import SQL

from ..standards.transition_sql import local_day
from .targets import OPPORTUNITY
from .trigger_sql import Trigger, records


def won(since, unknown_zones=()):
    """An opportunity was won.

    The occasion is the stay that ended with it: one that is opened again and won again
    has another. That it is closed is what it is about, so it does not end it.

    :param since: what was won before this moment (naive UTC) is left alone.
    """
    return Trigger(
        source=SQL(
            """
            %s LEFT JOIN playbook_transition winning
                 ON winning.lead_id = lead.id AND %s AND NOT %s
            """,
            records(OPPORTUNITY),
            _is_winning("winning"),
            _is_won_later(),
        ),
        matches=SQL(
            """
            lead.active
            AND lead.type = 'opportunity'
            AND lead.won_status = 'won'
            AND winning.date_left >= %(since)s
            """,
            since=since,
        ),
        over=SQL(
            "CASE WHEN lead.won_status <> 'won' OR winning.id IS NULL OR %s"
            " THEN 'reopened' END",
            _is_won_later(),
        ),
        occasion=SQL(
            "LEFT JOIN playbook_transition winning"
            " ON winning.id = enrollment.occurrence AND winning.lead_id = lead.id"
        ),
        closed=SQL(
            "CASE WHEN lead.won_status = 'lost' THEN 'lost'"
            " WHEN NOT lead.active THEN 'archived' END"
        ),
        occurrence=SQL("winning.id"),
        since=local_day(SQL("winning.date_left"), unknown_zones),
    )


def _is_winning(stay):
    """Whether the opportunity was won in the row ``stay``.

    That is the stay in which it was until then. The stays in won stages that follow
    have ended when they begin; of what was won when it was made, there is that one.
    """
    return SQL(
        """
        (%(stay)s.ending = 'won'
         AND (%(stay)s.date_left > %(stay)s.date
              OR NOT EXISTS (
                 SELECT FROM playbook_transition earlier
                  WHERE earlier.lead_id = %(stay)s.lead_id
                    AND earlier.ending = 'won'
                    AND (earlier.date_left, earlier.id)
                        < (%(stay)s.date_left, %(stay)s.id))))
        """,
        stay=SQL.identifier(stay),
    )


def _is_won_later():
    """Whether the opportunity of the row ``winning`` was opened and won again."""
    return SQL(
        """
        EXISTS (SELECT FROM playbook_transition later
                 WHERE later.lead_id = winning.lead_id
                   AND later.ending = 'won'
                   AND later.date_left > later.date
                   AND (later.date_left, later.id) > (winning.date_left, winning.id))
        """
    )


def loaded_as_won():
    """Whether a load made the row ``lead`` that asked workflows not to act, and it was
    won by then (the row ``winning``): that is history, and nobody welcomes those
    customers.
    """
    return SQL(
        """
        EXISTS (SELECT FROM playbook_load_key loaded
                 WHERE loaded.res_model = 'crm.lead'
                   AND loaded.res_id = lead.id
                   AND loaded.created
                   AND loaded.with_workflows IS NOT TRUE
                   AND winning.date_left <= loaded.create_date)
        """
    )
