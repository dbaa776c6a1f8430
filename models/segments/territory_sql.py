"""The territories of customers and leads as the rules have them, as one statement."""

from odoo.tools import SQL

# What it reads: the ORM may still hold it back.
ADDRESS_FIELDS = ("country_id", "state_id", "zip")
OURS = ("active", "playbook_territory_by_hand", "territory_id", *ADDRESS_FIELDS)
READ = {
    "res.partner": [*OURS, "commercial_partner_id", "customer_state"],
    "crm.lead": [*OURS, "partner_id", "won_status"],
}


def find_moves(rules, partner_ids=None):
    """Whom the rules put into another territory than the one they are in.

    Left alone are those whose territory somebody has chosen, leads that are archived,
    won or lost, and who has no country.

    :param rules: a :class:`TerritoryRules`.
    :param partner_ids: look at these customers and their leads; None for everybody.
    :return: CTEs, the last of which is ``move`` with ``is_lead``, ``id``, ``old_id``
        and ``new_id``.
    """
    only, leads = SQL("TRUE"), SQL("TRUE")
    if partner_ids is not None:
        customers = tuple(partner_ids)
        only = SQL("partner.id IN %s", customers)
        leads = SQL(
            """lead.partner_id IN (
                SELECT id FROM res_partner WHERE commercial_partner_id IN %s)""",
            customers,
        )
    return SQL(
        "%s, %s, %s, %s, %s",
        _rule(rules),
        _address(only, leads),
        _found(),
        _entity(only),
        _move(leads),
    )


def _rule(rules):
    """The rules, in the order in which they count."""
    countries, states, firsts, lasts, territories = (
        zip(*rules.rows, strict=True) if rules else [()] * 5
    )
    return SQL(
        """
        rule AS MATERIALIZED (
            SELECT *
              FROM unnest(%s::int[], %s::int[], %s::text[], %s::text[], %s::int[])
                   WITH ORDINALITY AS rule(
                       country_id, state_id, zip_from, zip_to, territory_id, rank)
        )
        """,
        list(countries),
        [state or None for state in states],
        list(firsts),
        [last or first for first, last in zip(firsts, lasts, strict=True)],
        list(territories),
    )


def _address(only, leads):
    """Each address there is: there are far fewer than people."""
    return SQL(
        """
        address AS MATERIALIZED (
            SELECT country_id, COALESCE(state_id, 0) AS state_id, %(zip)s AS zip
              FROM res_partner partner
             WHERE country_id IS NOT NULL AND id = commercial_partner_id AND %(only)s
             UNION
            SELECT country_id, COALESCE(state_id, 0), %(zip)s
              FROM crm_lead lead
             WHERE country_id IS NOT NULL AND active AND %(leads)s
        )
        """,
        zip=_clean(SQL("zip")),
        only=only,
        leads=leads,
    )


def _found():
    """The territory of each address: as :meth:`TerritoryRules.find` finds it."""
    return SQL(
        """
        found AS MATERIALIZED (
            SELECT address.*, (
                       SELECT rule.territory_id
                         FROM rule
                        WHERE rule.country_id = address.country_id
                          AND (rule.state_id IS NULL
                               OR rule.state_id = address.state_id)
                          AND length(address.zip) >= length(rule.zip_from)
                          AND left(address.zip, length(rule.zip_from)) COLLATE "C"
                              BETWEEN rule.zip_from AND rule.zip_to
                     ORDER BY rule.rank
                        LIMIT 1
                   ) AS territory_id
              FROM address
        )
        """
    )


def _entity(only):
    """Commercial entities: ``new_id`` is where they belong, ``found_id`` where their
    address lies, which counts for leads of who is no customer, too.
    """
    return SQL(
        """
        entity AS MATERIALIZED (
            SELECT partner.id, partner.country_id, partner.territory_id AS old_id,
                   found.territory_id AS found_id,
                   CASE WHEN NOT partner.active OR partner.customer_state IS NULL
                             OR partner.playbook_territory_by_hand
                        THEN partner.territory_id
                        WHEN found.territory_id IS NOT NULL THEN found.territory_id
                        WHEN partner.country_id IS NULL THEN partner.territory_id
                    END AS new_id
              FROM res_partner partner
         LEFT JOIN found ON %s
             WHERE partner.id = partner.commercial_partner_id AND %s
        )
        """,
        _lives(SQL("partner")),
        only,
    )


def _move(leads):
    """Customers, and open leads: of the customer's territory, else by their address."""
    return SQL(
        """
        move AS MATERIALIZED (
            SELECT FALSE AS is_lead, id, old_id, new_id
              FROM entity
             WHERE new_id IS DISTINCT FROM old_id
         UNION ALL
            SELECT TRUE, lead.id, lead.territory_id, due.new_id
              FROM crm_lead lead
         LEFT JOIN res_partner customer ON customer.id = lead.partner_id
         LEFT JOIN entity ON entity.id = customer.commercial_partner_id
         LEFT JOIN found ON %s
        CROSS JOIN LATERAL (
                SELECT COALESCE(
                    entity.new_id, entity.found_id, found.territory_id,
                    CASE WHEN lead.country_id IS NULL AND entity.country_id IS NULL
                         THEN lead.territory_id END) AS new_id
               ) due
             WHERE lead.active
               AND lead.won_status = 'pending'
               AND lead.playbook_territory_by_hand IS NOT TRUE
               AND due.new_id IS DISTINCT FROM lead.territory_id
               AND %s
        )
        """,
        _lives(SQL("lead")),
        leads,
    )


def _clean(column):
    """As :func:`clean_zip` does it."""
    return SQL(
        """upper(regexp_replace(
            COALESCE(%s, '') COLLATE "C", '[^0-9A-Za-z]', '', 'g'))""",
        column,
    )


def _lives(table):
    """The condition that a row of ``table`` has the address of the row ``found``."""
    return SQL(
        """(found.country_id = %(table)s.country_id
            AND found.state_id = COALESCE(%(table)s.state_id, 0)
            AND found.zip = %(zip)s)""",
        table=table,
        zip=_clean(SQL("%s.zip", table)),
    )


def count_moves(rules):
    """How many would move from where to where, and a mark of who they are."""
    return SQL(
        """
        WITH %s
        SELECT old_id, new_id,
               COUNT(*) FILTER (WHERE NOT is_lead), COUNT(*) FILTER (WHERE is_lead),
               md5(string_agg(is_lead || ':' || id, ',' ORDER BY is_lead, id))
          FROM move
      GROUP BY old_id, new_id
      ORDER BY old_id NULLS FIRST, new_id NULLS LAST
        """,
        find_moves(rules),
    )


def carry_out_moves(rules, user_id, now, partner_ids=None):
    """Move them; contacts of a customer, archived ones too, go with it.

    :return: rows of ``is_lead`` and the id, of partners and leads written.
    """
    return SQL(
        """
        WITH %(moves)s,
        partner AS (
            UPDATE res_partner
               SET territory_id = move.new_id,
                   write_uid = %(user)s, write_date = %(now)s
              FROM move
             WHERE NOT move.is_lead AND res_partner.commercial_partner_id = move.id
         RETURNING FALSE AS is_lead, res_partner.id
        ),
        lead AS (
            UPDATE crm_lead
               SET territory_id = move.new_id,
                   write_uid = %(user)s, write_date = %(now)s
              FROM move
             WHERE move.is_lead AND crm_lead.id = move.id
         RETURNING TRUE AS is_lead, crm_lead.id
        )
        SELECT * FROM partner UNION ALL SELECT * FROM lead
        """,
        moves=find_moves(rules, partner_ids),
        user=user_id,
        now=now,
    )
