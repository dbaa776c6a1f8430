"""Whose a record in follow-up is, and who gets what a step makes, in SQL."""

from odoo.tools import SQL

from .targets import ORDER, PARTNER


def joins(target):
    """The rows ``keeper``, who looks after the record and works here, and ``leader`` of
    the team: either may be missing.
    """
    alias, team = {
        ORDER: ("sale", SQL("sale.team_id")),
        PARTNER: ("partner", _team_of(SQL("partner.user_id"))),
    }.get(target, ("lead", SQL("lead.team_id")))
    return SQL(
        """
        LEFT JOIN res_users keeper
          ON keeper.id = %(user)s AND keeper.active
        LEFT JOIN crm_team team ON team.id = %(team)s
        LEFT JOIN res_users leader
          ON leader.id = team.user_id AND leader.active
        """,
        user=SQL.identifier(alias, "user_id"),
        team=team,
    )


def _team_of(user):
    """The team in which ``user`` is, or was last: Odoo takes who leaves out of it."""
    return SQL(
        """
        (SELECT member.crm_team_id
           FROM crm_team_member member
          WHERE member.user_id = %s
       ORDER BY member.active DESC, member.id DESC
          LIMIT 1)
        """,
        user,
    )


def person(alias, unassigned_to, responsible_id):
    """Who looks after the record, or does in place of who has left; NULL: nobody.

    :param unassigned_to: see the field of that name.
    :param responsible_id: who answers for the workflow, and works here; None: nobody.
    """
    responsible = SQL("%s::integer", responsible_id)
    in_place = SQL("COALESCE(leader.id, %s)", responsible)
    nobodys = {
        "leader": in_place,
        "responsible": responsible,
        "nobody": SQL("NULL::integer"),
    }[unassigned_to]
    return SQL(
        "(CASE WHEN keeper.id IS NOT NULL THEN keeper.id"
        " WHEN %s IS NOT NULL THEN %s ELSE %s END)",
        SQL.identifier(alias, "user_id"),
        in_place,
        nobodys,
    )


def assignee(keeper, responsible_id):
    """Who gets what the row ``step`` makes.

    :param keeper: :func:`person`. What it escalates does not go back to that one.
    """
    responsible = SQL("%s::integer", responsible_id)
    return SQL(
        """
        (CASE WHEN step.kind NOT IN ('activity', 'escalate', 'notify', 'reassign')
              THEN %(person)s
              WHEN step.kind = 'escalate' OR step.assign_to = 'leader'
              THEN COALESCE(NULLIF(leader.id, %(person)s), %(responsible)s,
                            leader.id, %(person)s)
              WHEN step.assign_to = 'responsible'
              THEN COALESCE(%(responsible)s, %(person)s)
              WHEN step.assign_to = 'user'
              THEN step.assign_user_id
              ELSE %(person)s
          END)
        """,
        person=keeper,
        responsible=responsible,
    )


def worth(target):
    """What the customer of the record is worth, in the main company's currency: what is
    expected of the deal, asked in the quotation, or was ordered within a year.

    Of the row ``rate`` for the company.
    """
    if target == PARTNER:
        return SQL(
            """
            COALESCE((SELECT SUM(bought.amount_untaxed
                                 / COALESCE(NULLIF(bought.currency_rate, 0), 1))
                        FROM sale_order bought
                       WHERE bought.partner_id = partner.id
                         AND bought.state = 'sale'
                         AND bought.date_order >= NOW() AT TIME ZONE 'UTC'
                             - INTERVAL '1 year'), 0)
            """
        )
    amount = SQL("lead.expected_revenue")
    if target == ORDER:
        amount = SQL("sale.amount_untaxed / COALESCE(NULLIF(sale.currency_rate, 0), 1)")
    return SQL("COALESCE(%s, 0) * COALESCE(rate.factor, 1)", amount)
