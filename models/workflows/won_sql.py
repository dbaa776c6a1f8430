"""Opportunities that were won, in SQL."""

from odoo.tools import SQL

from ..standards.transition_sql import local_day
from .quotation_sql import minute
from .targets import OPPORTUNITY
from .trigger_sql import Trigger, records


def won(since, unknown_zones=()):
    """An opportunity was won.

    The occasion is the minute in which it was: one that is opened again and won again
    is another. That it is closed is what it is about, so it does not end it.

    :param since: what was won before this moment (naive UTC) is left alone.
    """
    return Trigger(
        source=records(OPPORTUNITY),
        matches=SQL(
            """
            lead.active
            AND lead.type = 'opportunity'
            AND lead.won_status = 'won'
            AND lead.date_closed >= %(since)s
            """,
            since=since,
        ),
        over=SQL(
            """
            CASE WHEN lead.won_status <> 'won' OR lead.date_closed IS NULL
                   OR %s <> enrollment.occurrence
                 THEN 'reopened' END
            """,
            minute(SQL("lead.date_closed")),
        ),
        closed=SQL(
            "CASE WHEN lead.won_status = 'lost' THEN 'lost'"
            " WHEN NOT lead.active THEN 'archived' END"
        ),
        occurrence=minute(SQL("lead.date_closed")),
        since=local_day(SQL("lead.date_closed"), unknown_zones),
    )


def loaded_as_won():
    """Whether a load made the row ``lead`` that asked workflows not to act, and it was
    won by then: that is history, and nobody welcomes those customers.
    """
    return SQL(
        """
        EXISTS (SELECT FROM playbook_load_key loaded
                 WHERE loaded.res_model = 'crm.lead'
                   AND loaded.res_id = lead.id
                   AND loaded.created
                   AND loaded.with_workflows IS NOT TRUE
                   AND lead.date_closed <= loaded.create_date)
        """
    )
