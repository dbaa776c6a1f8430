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
# What people type where the work stops without it; that it is refused at once would
# only teach them other words.
WORDS = (
    r"^\s*(asd|qwe|zxc|s\s*/?\s*n|ok|okay|okey|ya|s[ií]|yes|no s[eé]|por definir|"
    r"(bla|blah|xx|yy|zz|ja|ha|foo|bar|lorem ipsum|[\s.,;/-])+)[\s.!]*$"
)
KEYBOARD = "qwertyuiop asdfghjkl zxcvbnm"
# aabb, xxyy; asdasd, blahblah.
DOUBLED = r"^(([a-z])\2+){2,}$|^([a-z]{3,5})\3+$"


def find_filler(column, query, field, may_be_same, zero_counts, share_of_all):
    """One row of how many answers there are, then one for each that says nothing.

    :param column: the value, in ``query``.
    :param query: finds the records with an answer.
    :param may_be_same: whether the same value of many is no honest answer.
    :param zero_counts: whether 0 is an answer.
    :param share_of_all: percent from which on texts that come again and again say
        nothing, taken together.
    :return: a SELECT of the kind, the value as people see it, the count, and ids.
    """
    return SQL(
        """
        WITH answer AS (%(answers)s),
        counted AS (
            SELECT plain, MIN(value) AS value, COUNT(*) AS count,
                   COUNT(DISTINCT COALESCE(
                        customer.commercial_partner_id, -answer.id
                   )) AS customers,
                   (ARRAY_AGG(answer.id ORDER BY answer.id DESC))[1:%(opened)s] AS ids
              FROM answer
         LEFT JOIN res_partner customer ON customer.id = answer.customer_id
             WHERE plain != ''
          GROUP BY plain
        ),
        known AS (
            SELECT *, CASE WHEN %(repeated)s THEN 'repeated'
                           WHEN %(word)s THEN 'word' END AS known_kind
              FROM counted
        ),
        judged AS (
            SELECT CASE WHEN known_kind IS NULL AND plain != '0' AND %(same)s
                        THEN 'same' ELSE known_kind END AS kind,
                   value, count, ids
              FROM known
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
        same=_is_same(field, share_of_all) if may_be_same else SQL("FALSE"),
    )


def _is_same(field, share_of_all):
    """The same of many customers: of one, several records honestly say the same."""
    is_text = field.type in TEXTS
    much = SQL(
        "100 * customers >= %s * SUM(customers) OVER ()",
        SHARE_OF_TEXT if is_text else SHARE_OF_OTHERS,
    )
    if is_text:
        # In variants, of which none is so frequent.
        together = SQL(
            "100 * SUM(customers) FILTER (WHERE customers >= %s"
            " AND known_kind IS NULL) OVER () >= %s * SUM(customers) OVER ()",
            LEAST_SAME,
            share_of_all,
        )
        much = SQL("(%s OR %s)", much, together)
    same = SQL("customers >= %s AND %s", LEAST_SAME, much)
    if field.type in ("date", "datetime"):
        # Many deals are honestly expected by the end of a month.
        same = SQL("%s AND EXTRACT(DAY FROM plain::date + 1) != 1", same)
    return same


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
    customer = "id" if query.table == "res_partner" else "partner_id"
    return query.select(
        SQL("%s AS id", SQL.identifier(query.table, "id")),
        SQL("LEFT(%s, 200) AS value", value),
        SQL("%s AS plain", plain),
        SQL("%s AS customer_id", SQL.identifier(query.table, customer)),
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
        "(%s ~ %s OR %s ~ %s OR (LENGTH(%s) >= 3"
        " AND (POSITION(%s IN %s) > 0 OR POSITION(%s IN %s) > 0)))",
        *(squeezed, r"^([0-9a-z])\1*$", squeezed, DOUBLED, squeezed),
        *(squeezed, IN_A_ROW, squeezed, KEYBOARD),
    )


def _is_word(field):
    if field.type not in TEXTS:
        return SQL("FALSE")
    numbered = field.name in NUMBERED
    filler = FILLER_OF_NUMBERED if numbered else FILLER
    return SQL("(plain ~* %s OR plain ~* %s)", filler, WORDS)
