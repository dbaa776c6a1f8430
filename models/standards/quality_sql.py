"""How complete records are, written into a side table with one statement."""

from odoo.tools import SQL

GOOD, FAIR, POOR = "good", "fair", "poor"
# From which percentage on.
GOOD_FROM, FAIR_FROM = 80, 50


_STATEMENT = """
    WITH asked AS MATERIALIZED (%(asked)s),
    counted AS MATERIALIZED (
        SELECT asked.id, asked.company_id, sums.*
          FROM asked CROSS JOIN LATERAL (%(sums)s) sums
         WHERE sums.key_count > 0
    ),
    written AS (
        INSERT INTO %(table)s AS own (
            %(names)s, key_count, valid_count, quality, level, missing, date
        )
        SELECT %(values)s, key_count, valid_count, 100 * valid_count / key_count,
               CASE WHEN 100 * valid_count >= %(good)s * key_count THEN 'good'
                    WHEN 100 * valid_count >= %(fair)s * key_count THEN 'fair'
                    ELSE 'poor' END,
               missing, NOW() AT TIME ZONE 'UTC'
          FROM counted
        ON CONFLICT (%(names)s) DO UPDATE
           SET (key_count, valid_count, quality, level, missing, date)
             = (excluded.key_count, excluded.valid_count, excluded.quality,
                excluded.level, excluded.missing, excluded.date)
         WHERE (own.key_count, own.valid_count, own.missing) IS DISTINCT FROM
               (excluded.key_count, excluded.valid_count, excluded.missing)
        RETURNING 1
    ),
    removed AS (
        DELETE FROM %(table)s own
         WHERE %(covered)s AND NOT EXISTS (SELECT FROM counted WHERE %(same)s)
        RETURNING 1
    )
    SELECT (SELECT COUNT(*) FROM written), (SELECT COUNT(*) FROM removed)
"""


def refresh_quality(side, asked, statuses, covers):
    """Bring the rows of ``side`` up to date; who has no key fields has no row.

    :param side: the name of the table, the column that says whose the row is, and
        whether there is one for each company.
    :param asked: selects ``id``, ``company_id``, and under the names of ``statuses``
        whether what is required is there: NULL where it is not asked for.
    :param statuses: from the name of each key field to pairs of the name of a status
        and the id of its requirement.
    :param covers: makes of a column of ids the condition that it is one of those that
        ``asked`` is about.
    :return: a statement that yields how many rows were written, and removed.
    """
    table, link, by_company = side
    link = SQL.identifier(link)
    names, values = link, SQL("id")
    same = SQL("counted.id = own.%s", link)
    if by_company:
        names, values = SQL("%s, company_id", link), SQL("id, company_id")
        same = SQL("%s AND counted.company_id = own.company_id", same)
    return SQL(
        _STATEMENT,
        asked=asked,
        sums=_sums(statuses),
        table=SQL.identifier(table),
        names=names,
        values=values,
        good=GOOD_FROM,
        fair=FAIR_FROM,
        covered=covers(SQL("own.%s", link)),
        same=same,
    )


def _sums(statuses):
    """How many key fields there are, how many are valid, and what is missing.

    A field that several ask for is one, and is valid when it is for each of them.
    """
    keys, valid, missing = [], [], []
    for pairs in statuses.values():
        names = [SQL.identifier(name) for name, _requirement_id in pairs]
        asked = SQL(" OR ").join(SQL("%s IS NOT NULL", name) for name in names)
        given = SQL(" AND ").join(SQL("%s IS NOT FALSE", name) for name in names)
        keys.append(SQL("(%s)::integer", asked))
        valid.append(SQL("((%s) AND %s)::integer", asked, given))
        missing += [
            SQL("CASE WHEN %s IS FALSE THEN %s END", name, requirement_id)
            for name, (_name, requirement_id) in zip(names, pairs, strict=True)
        ]
    if not statuses:
        return SQL("SELECT 0 AS key_count, 0 AS valid_count, '[]'::jsonb AS missing")
    return SQL(
        """
        SELECT %(keys)s AS key_count, %(valid)s AS valid_count,
               TO_JSONB(ARRAY_REMOVE(ARRAY[%(missing)s]::integer[], NULL)) AS missing
        """,
        keys=SQL(" + ").join(keys),
        valid=SQL(" + ").join(valid),
        missing=SQL(", ").join(missing),
    )
