"""How complete records are, written into a side table with one statement."""

from odoo.tools import SQL

GOOD, FAIR, POOR = "good", "fair", "poor"
# From which percentage on.
GOOD_FROM, FAIR_FROM = 80, 50


def refresh_quality(table, link, by_company, asked, statuses, covers):
    """Bring the rows of ``table`` up to date; who has no key fields has no row.

    :param link: the column that says whose the row is.
    :param by_company: whether there is a row for each company.
    :param asked: selects ``id``, ``company_id``, and under the names of ``statuses``
        whether what is required is there: NULL where it is not asked for.
    :param statuses: from the name of each key field to pairs of the name of a status
        and the id of its requirement.
    :param covers: makes of a column of ids the condition that it is one of those that
        ``asked`` is about.
    :return: a statement that yields how many rows were written, and removed.
    """
    table, link = SQL.identifier(table), SQL.identifier(link)
    company = SQL("company_id") if by_company else None
    names = [link, company] if by_company else [link]
    same = SQL("counted.id = own.%s", link)
    if by_company:
        same = SQL("%s AND counted.company_id = own.company_id", same)
    return SQL(
        """
        WITH asked AS MATERIALIZED (%(asked)s),
        counted AS MATERIALIZED (
            SELECT asked.id, asked.company_id, sums.*
              FROM asked CROSS JOIN LATERAL (%(sums)s) sums
             WHERE sums.key_count > 0
        ),
        written AS (
            INSERT INTO %(table)s AS own (
                %(names)s, key_count, valid_count, percent, level, missing, date
            )
            SELECT %(values)s, key_count, valid_count, 100 * valid_count / key_count,
                   CASE WHEN 100 * valid_count >= %(good)s * key_count THEN 'good'
                        WHEN 100 * valid_count >= %(fair)s * key_count THEN 'fair'
                        ELSE 'poor' END,
                   missing, NOW() AT TIME ZONE 'UTC'
              FROM counted
            ON CONFLICT (%(names)s) DO UPDATE
               SET (key_count, valid_count, percent, level, missing, date)
                 = (excluded.key_count, excluded.valid_count, excluded.percent,
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
        """,
        asked=asked,
        sums=_sums(statuses),
        table=table,
        names=SQL(", ").join(names),
        values=SQL("id, company_id" if by_company else "id"),
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
