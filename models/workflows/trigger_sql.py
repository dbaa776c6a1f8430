"""What triggers a workflow, in SQL: when it happens, and when it is over.

Every query of the room asks the same :class:`Trigger`, so that what is shown, counted,
taken up and ended cannot come to different answers.
"""

from typing import NamedTuple

from odoo.tools import SQL

from ..standards.transition_sql import calendar_of, lead_company, local_day
from .targets import LEAD, OPPORTUNITY, ORDER, PARTNER


class Trigger(NamedTuple):
    """What a workflow is triggered by, as parts of a query.

    :param source: what it is looked for in: a ``FROM`` clause without the word, with
        the row of the target (``lead``, ``partner`` or ``sale``), ``company`` and
        ``calendar``.
    :param matches: whether it is so now.
    :param over: NULL while it lasts, else a key of
        :data:`.playbook_enrollment.ENDINGS`: an expression. What was taken up goes on
        where it no longer matches (the follow-up itself is an activity planned).
    :param occurrence: the number of the occasion.
    :param since: the local day that it counts from.
    :param occasion: what ``over`` needs beside the row of the target, ``company``,
        ``calendar`` and ``enrollment``: ``LEFT JOIN`` clauses.
    :param closed: why the record is closed, or NULL, where that is not what
        :func:`closed_record` says.
    :param drifts: whether the number of the occasion changes with what happens; then
        a record is followed up for one at a time.
    """

    source: SQL
    matches: SQL
    over: SQL
    occurrence: SQL
    since: SQL
    occasion: SQL = SQL()
    closed: SQL | None = None
    drifts: bool = False


def days_passed(since, delay, working, now, unknown_zones=()):
    """Whether ``delay`` whole days have passed since the day ``since``.

    :param delay: days, an SQL expression.
    :param working: None for calendar days; for working days a dictionary from
        ``(company_id, days)`` to the last day that is so many working days ago.
    :param now: the moment to look from, naive UTC.
    """
    today = local_day(SQL("%s::timestamp", now), unknown_zones)
    if not working:
        return SQL("%s - %s >= %s", today, since, delay)
    values = SQL(", ").join(
        SQL("(%s, %s, %s::date)", company_id, days, day)
        for (company_id, days), day in working.items()
    )
    return SQL(
        """
        %(since)s <= (SELECT cutoff.day
                        FROM (VALUES %(values)s) cutoff (company_id, days, day)
                       WHERE cutoff.company_id = company.id
                         AND cutoff.days = %(delay)s)
        """,
        since=since,
        values=values,
        delay=delay,
    )


def days_since(since, now, unknown_zones=()):
    """Whole calendar days since the day ``since``."""
    return SQL("(%s - %s)", local_day(SQL("%s::timestamp", now), unknown_zones), since)


# ----------------------------------------------------------------------
# The record itself
# ----------------------------------------------------------------------


def records(target):
    """The rows of a target, with their ``company`` and ``calendar``."""
    if target in {LEAD, OPPORTUNITY}:
        return SQL("crm_lead lead %s", calendar_of(lead_company("lead")))
    if target == ORDER:
        return SQL("sale_order sale %s", calendar_of(SQL("sale.company_id")))
    return SQL("res_partner partner %s", calendar_of(_partner_company()))


def _partner_company():
    """The company whose day counts for a customer: its own, else that of whoever looks
    after it, else the main company.
    """
    return SQL(
        """
        COALESCE(partner.company_id,
                 (SELECT person.company_id FROM res_users person
                   WHERE person.id = partner.user_id),
                 (SELECT data.res_id FROM ir_model_data data
                   WHERE data.module = 'base' AND data.name = 'main_company'))
        """
    )


def open_record(target):
    """Whether the record is one that somebody still works on."""
    if target == LEAD:
        return SQL("lead.active AND lead.won_status = 'pending'")
    if target == OPPORTUNITY:
        return SQL(
            "lead.active AND lead.type = 'opportunity' AND lead.won_status = 'pending'"
            " AND NOT %s",
            has_confirmed_order(),
        )
    if target == ORDER:
        return SQL("sale.state IN ('draft', 'sent')")
    return SQL("partner.active AND partner.customer_state IS NOT NULL")


def closed_record(target):
    """Why the record is closed, or NULL: an expression."""
    if target in {LEAD, OPPORTUNITY}:
        return SQL(
            """
            CASE WHEN lead.won_status IN ('won', 'lost') THEN lead.won_status
                 WHEN NOT lead.active THEN 'archived'
                 WHEN %s THEN 'ordered'
             END
            """,
            has_confirmed_order(),
        )
    if target == ORDER:
        return SQL(
            """
            CASE sale.state WHEN 'sale' THEN 'ordered'
                            WHEN 'cancel' THEN 'order_cancelled'
             END
            """
        )
    return SQL("CASE WHEN NOT partner.active THEN 'archived' END")


def has_confirmed_order():
    """Whether the row ``lead`` has an order that is confirmed."""
    return SQL(
        """
        EXISTS (SELECT FROM sale_order confirmed
                 WHERE confirmed.opportunity_id = lead.id
                   AND confirmed.state = 'sale')
        """
    )


# ----------------------------------------------------------------------
# Triggers that only ask for a moment
# ----------------------------------------------------------------------


def created(target, since, unknown_zones=()):
    """A record has been created; a customer counts as one (``customer_state``).

    :param since: what was created before this moment (naive UTC) is left alone. Of
        customers no moment is known, and all are meant.
    """
    alias = {LEAD: "lead", OPPORTUNITY: "lead", ORDER: "sale", PARTNER: "partner"}
    record = alias[target]
    moment = SQL.identifier(record, "create_date")
    asked = [open_record(target)]
    if target != PARTNER:
        asked.append(SQL("%s >= %s", moment, since))
    return Trigger(
        source=records(target),
        matches=SQL(" AND ").join(asked),
        over=SQL("NULL"),
        occurrence=SQL.identifier(record, "id"),
        since=local_day(moment, unknown_zones),
    )


def from_source(since, source_ids, medium_ids, unknown_zones=()):
    """A lead has come in that has a source; with some named, one of these.

    :param medium_ids: a lead with one of these media is meant too.
    """
    trigger = created(LEAD, since, unknown_zones)
    asked = []
    if source_ids:
        asked.append(SQL("lead.source_id = ANY(%s)", list(source_ids)))
    if medium_ids:
        asked.append(SQL("lead.medium_id = ANY(%s)", list(medium_ids)))
    if not asked:
        asked.append(SQL("lead.source_id IS NOT NULL"))
    came = SQL("(%s)", SQL(" OR ").join(asked))
    return trigger._replace(matches=SQL("%s AND %s", trigger.matches, came))


def outcome(target, since, outcome_ids, purpose_ids=(), unknown_zones=()):
    """An action on the record was finished with one of some outcomes.

    :param purpose_ids: with some named, only actions that had one of these purposes.
    """
    link = {
        PARTNER: SQL("action.commercial_partner_id = partner.id"),
        ORDER: SQL("action.order_id = sale.id"),
    }.get(target, SQL("action.lead_id = lead.id"))
    meant = SQL("COALESCE(action.outcome_id = ANY(%s), FALSE)", list(outcome_ids))
    if purpose_ids:
        purposes = list(purpose_ids)
        meant = SQL(
            "%s AND COALESCE(action.purpose_id = ANY(%s), FALSE)", meant, purposes
        )
    return Trigger(
        source=SQL(
            "%s JOIN playbook_action action ON %s",
            records(target),
            SQL("%s AND action.state = 'done' AND %s", link, meant),
        ),
        matches=SQL("%s AND action.date_done >= %s", open_record(target), since),
        over=SQL("CASE WHEN action.id IS NULL OR NOT (%s) THEN 'gone' END", meant),
        occasion=SQL(
            "LEFT JOIN playbook_action action ON action.id = enrollment.occurrence"
        ),
        occurrence=SQL("action.id"),
        since=local_day(SQL("action.date_done"), unknown_zones),
    )
