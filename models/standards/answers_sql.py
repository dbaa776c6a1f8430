"""Which answers say nothing, in SQL."""

from odoo.tools import SQL

from .filler import FILLER, FILLER_OF_NUMBERED, NUMBERED, SIGNS, TAGS
from .playbook_requirement import NUMBERS, TEXTS

REPEATED, WORD, SAME = "repeated", "word", "same"
# The same is pasted where so many answers, and so many percent of all, are one.
LEAST_SAME = 5
SHARE_OF_TEXT, SHARE_OF_OTHERS = 10, 30
# Of what was found, so many records can be opened.
OPENED = 500
# 1, 111, 999999; of amounts 7 too.
ONE_DIGIT = r"^-?(1|([1-9])\2{2,})$"
ONE_DIGIT_OF_AMOUNT = r"^-?([1-9])\1*$"
IN_A_ROW = "01234567890123456789"


def find_filler(column, query, field, may_be_same, zero_counts):
    """One row of how many answers there are, then one for each that says nothing.

    :param column: the value, in ``query``.
    :param query: finds the records with an answer.
    :param may_be_same: whether the same value of many is no honest answer.
    :param zero_counts: whether 0 is an answer.
    :return: a SELECT of the kind, the value as people see it, the count, and ids.
    """
    is_text = field.type in TEXTS
    share = SHARE_OF_TEXT if is_text else SHARE_OF_OTHERS
    same = SQL("FALSE")
    if may_be_same:
        same = SQL(
            "count >= %s AND 100 * count >= %s * SUM(count) OVER ()", LEAST_SAME, share
        )
    return SQL(
        """
        WITH answer AS (%(answers)s),
        counted AS (
            SELECT plain, MIN(value) AS value, COUNT(*) AS count,
                   (ARRAY_AGG(id ORDER BY id DESC))[1:%(opened)s] AS ids
              FROM answer WHERE plain != ''
          GROUP BY plain
        ),
        judged AS (
            SELECT CASE WHEN %(repeated)s THEN 'repeated'
                        WHEN %(word)s THEN 'word'
                        WHEN plain != '0' AND %(same)s THEN 'same' END AS kind,
                   value, count, ids
              FROM counted
        )
        SELECT NULL AS kind, NULL AS value, SUM(count)::integer AS count, NULL AS ids
          FROM judged
     UNION ALL
        (SELECT kind, value, count::integer, ids FROM judged
          WHERE kind IS NOT NULL ORDER BY count DESC, value)
        """,
        answers=_select_answers(column, query, field, zero_counts),
        opened=OPENED,
        repeated=_is_repeated(field),
        word=_is_word(field),
        same=same,
    )


def _select_answers(column, query, field, zero_counts):
    """A SELECT of the ``id``, the ``value`` and what is compared of it, ``plain``."""
    if field.type in TEXTS:
        text = SQL("COALESCE(%s, '')", column)
        if field.type == "html":
            text = SQL("regexp_replace(%s, %s, ' ', 'g')", text, TAGS)
        value = SQL("BTRIM(regexp_replace(%s, '\\s+', ' ', 'g'))", text)
        plain = SQL("LOWER(%s)", value)
    elif field.type in NUMBERS:
        number = SQL("TRIM_SCALE((%s)::numeric)", column)
        if not zero_counts:
            number = SQL("NULLIF(%s, 0)", number)
        value = plain = SQL("(%s)::text", number)
    else:
        value = plain = SQL("(%s)::date::text", column)
    return query.select(
        SQL("%s AS id", SQL.identifier(query.table, "id")),
        SQL("LEFT(%s, 200) AS value", value),
        SQL("%s AS plain", plain),
    )


def _is_repeated(field):
    """One character and nothing else, or digits in a row."""
    if field.type in NUMBERS:
        pattern = ONE_DIGIT_OF_AMOUNT if field.type == "monetary" else ONE_DIGIT
        return SQL("plain ~ %s", pattern)
    if field.type not in TEXTS:
        return SQL("FALSE")
    squeezed = SQL("regexp_replace(plain, %s, '', 'g')", SIGNS)
    if field.name in NUMBERED:
        return SQL("%s ~ %s", squeezed, r"^([a-z])\1*$")
    return SQL(
        "(%s ~ %s OR (LENGTH(%s) >= 3 AND POSITION(%s IN %s) > 0))",
        squeezed,
        r"^([0-9a-z])\1*$",
        squeezed,
        squeezed,
        IN_A_ROW,
    )


def _is_word(field):
    if field.type not in TEXTS:
        return SQL("FALSE")
    numbered = field.name in NUMBERED
    return SQL("plain ~* %s", FILLER_OF_NUMBERED if numbered else FILLER)
