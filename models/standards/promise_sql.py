"""When a promise to a customer begins to run, in SQL."""

from datetime import timedelta

from odoo.tools import SQL

from .playbook_procedure import ACTION, CONFIRMED, ENTERED, LEAD, LEFT, LOST, WON

# Of leads, what a row stands for.
LEAD_COLUMNS = SQL(
    """
    lead.id AS lead_id, NULL::integer AS partner_id, NULL::integer AS order_id,
    lead.user_id, lead.team_id,
    COALESCE(lead.company_id, team.company_id, person.company_id) AS company_id
    """
)
LEAD_JOINS = SQL(
    """
    LEFT JOIN crm_team team ON team.id = lead.team_id
    LEFT JOIN res_users person ON person.id = lead.user_id
    """
)


# What is logged so much later begins to run from when it was done; later, it does not.
LOGGED_LATER = timedelta(days=30)


def beginnings(procedure, since, concerned, received):
    """Rows of what began to run at the moment of ``procedure`` since a moment.

    Not of new customers: see :func:`new_customers`.

    :param concerned: a query for the ids of the records that it is about.
    :param received: a condition on the row ``lead``: it was received as a lead.
    :return: SELECT of origin, date_from, lead_id, partner_id, order_id, user_id,
        team_id, company_id.
    """
    moment = procedure.moment
    if moment == LEAD:
        return _received(since, concerned, received)
    if moment == CONFIRMED:
        return _orders(since, concerned)
    if moment == ACTION:
        return _actions(procedure, since, concerned)
    return _stays(procedure, since, concerned)


def _received(since, concerned, received):
    return SQL(
        """
        SELECT 'crm.lead,' || lead.id AS origin, lead.create_date AS date_from,
               %(columns)s
          FROM crm_lead lead
        %(joins)s
         WHERE lead.create_date >= %(since)s AND %(received)s
           AND lead.id IN %(concerned)s
           AND NOT EXISTS (
               SELECT FROM playbook_transition stay
                WHERE stay.lead_id = lead.id AND stay.from_stage_id IS NULL
                  AND stay.channel = 'import')
        """,
        columns=LEAD_COLUMNS,
        joins=LEAD_JOINS,
        since=since,
        received=received,
        concerned=concerned,
    )


def _stays(procedure, since, concerned):
    """What comes into a stage, out of it, or to its end."""
    stages = procedure.stage_ids.ids
    date, condition = {
        ENTERED: (SQL("date"), SQL("stay.to_stage_id = ANY(%s)", stages)),
        LEFT: (
            SQL("date_left"),
            SQL("stay.to_stage_id = ANY(%s) AND stay.ending <> 'merged'", stages),
        ),
        WON: (SQL("date_left"), _ended("won")),
        LOST: (SQL("date_left"), _ended("lost")),
    }[procedure.moment]
    return SQL(
        """
        SELECT 'playbook.transition,' || stay.id AS origin, stay.%(date)s AS date_from,
               %(columns)s
          FROM playbook_transition stay
          JOIN crm_lead lead ON lead.id = stay.lead_id
        %(joins)s
         WHERE stay.%(date)s >= %(since)s AND %(condition)s
           AND stay.estimated IS NOT TRUE AND stay.channel IS DISTINCT FROM 'import'
           AND lead.id IN %(concerned)s
        """,
        date=date,
        columns=LEAD_COLUMNS,
        joins=LEAD_JOINS,
        since=since,
        condition=condition,
        concerned=concerned,
    )


def _ended(how):
    """The row ``stay`` is the one in which the deal ended: a move to a won stage ends
    two of them.
    """
    return SQL(
        """
        stay.ending = %s AND NOT EXISTS (
            SELECT FROM playbook_transition twin
             WHERE twin.lead_id = stay.lead_id AND twin.id > stay.id
               AND twin.ending = stay.ending AND twin.date_left = stay.date_left)
        """,
        how,
    )


def new_customers(ids, now, concerned):
    """Rows, as of :func:`beginnings`, of those who have become customers ``now``."""
    return SQL(
        """
        SELECT 'res.partner,' || customer.id AS origin, %s::timestamp AS date_from,
               NULL::integer AS lead_id, customer.id AS partner_id,
               NULL::integer AS order_id, customer.user_id,
               NULL::integer AS team_id,
               COALESCE(customer.company_id, person.company_id) AS company_id
          FROM res_partner customer
     LEFT JOIN res_users person ON person.id = customer.user_id
         WHERE customer.id = ANY(%s) AND customer.customer_state IS NOT NULL
           AND customer.id = customer.commercial_partner_id
           AND customer.id IN %s
        """,
        now,
        ids,
        concerned,
    )


def _orders(since, concerned):
    return SQL(
        """
        SELECT 'sale.order,' || sale.id AS origin, sale.date_order AS date_from,
               sale.opportunity_id AS lead_id,
               CASE WHEN sale.opportunity_id IS NULL
                    THEN customer.commercial_partner_id END AS partner_id,
               sale.id AS order_id, sale.user_id, sale.team_id, sale.company_id
          FROM sale_order sale
          JOIN res_partner customer ON customer.id = sale.partner_id
         WHERE sale.date_order >= %s AND sale.state = 'sale'
           AND sale.id IN %s
        """,
        since,
        concerned,
    )


def _actions(procedure, since, concerned):
    """What was done with a customer; it is about the lead, where it was on one."""
    conditions = [SQL("TRUE")]
    for column, ids in (
        ("activity_type_id", procedure.activity_type_ids.ids),
        ("purpose_id", procedure.purpose_ids.ids),
    ):
        if ids:
            conditions.append(SQL("done.%s = ANY(%s)", SQL.identifier(column), ids))
    return SQL(
        """
        SELECT 'playbook.action,' || done.id AS origin, done.date_done AS date_from,
               %(columns)s
          FROM playbook_action done
          JOIN crm_lead lead ON lead.id = done.lead_id
        %(joins)s
         WHERE done.state = 'done' AND done.create_date >= %(since)s
           AND done.date_done >= %(first)s AND %(conditions)s
           AND lead.id IN %(concerned)s
        """,
        columns=LEAD_COLUMNS,
        joins=LEAD_JOINS,
        since=since,
        first=max(procedure.promise_since, since - LOGGED_LATER),
        conditions=SQL(" AND ").join(conditions),
        concerned=concerned,
    )


def new_beginnings(procedure, begun, people, limit):
    """Those of ``begun`` that are not known yet, oldest first.

    :param begun: as of :func:`beginnings`.
    :param people: ids of who is bound by it; None: everybody.
    """
    return SQL(
        """
        SELECT begun.*
          FROM (%s) begun
         WHERE %s
           AND NOT EXISTS (
               SELECT FROM playbook_promise_keeping known
                WHERE known.procedure_id = %s AND known.origin = begun.origin)
      ORDER BY begun.date_from, begun.origin
         LIMIT %s
        """,
        begun,
        SQL("TRUE")
        if people is None
        else SQL("(begun.user_id IS NULL OR begun.user_id = ANY(%s))", people),
        procedure.id,
        limit,
    )
