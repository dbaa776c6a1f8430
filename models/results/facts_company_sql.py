"""In which company's figures something counts, in SQL: one rule for all facts."""

from odoo.tools import SQL


def company_of(alias, *, team="team_id", user="user_id"):
    """The id of the company in whose figures the row ``alias`` counts: its own; else
    that of its team; else that of its person; else the first company that is active.

    So what is shared by all companies counts once, in one of them.

    :param alias: the name of the row. It has a column ``company_id``.
    :param team: the name of its column with a team, None where it has none.
    :param user: the name of its column with a person, None where it has none.
    """
    places = [SQL.identifier(alias, "company_id")]
    if team:
        places.append(
            SQL(
                "(SELECT owning.company_id FROM crm_team owning WHERE owning.id = %s)",
                SQL.identifier(alias, team),
            )
        )
    if user:
        places.append(
            SQL(
                "(SELECT owner.company_id FROM res_users owner WHERE owner.id = %s)",
                SQL.identifier(alias, user),
            )
        )
    places.append(SQL("(SELECT MIN(first.id) FROM res_company first WHERE first.active)"))
    return SQL("COALESCE(%s)", SQL(", ").join(places))
