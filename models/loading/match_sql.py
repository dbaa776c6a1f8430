"""How names and tax IDs are compared, as SQL expressions.

Both sides of a comparison pass through the same expression, so that they cannot differ.
Only immutable functions: the indexes of customers are built on these very texts, and
an index serves only a query that holds its text.
"""

import re

from odoo.tools import SQL

# Beyond this a name is no name; an index entry has room for it whatever its letters.
NAME_LENGTH = 200
# How companies end their names; punctuation is gone by then, and "S. L." is "sl".
LEGAL_FORMS = """
sl,sll,slu,slne,slp,sa,sau,sal,scoop,sc,cb,ute,s l,s l u,s a,s a u,s coop
sociedad limitada,sociedad anonima,cia,y cia,sas,srl,sa de cv,s de rl de cv,ltda,lda,spa
inc,corp,corporation,co,and co,company,ltd,limited,llc,llp,lp,plc,pty,pte,pvt
gmbh,mbh,ag,kg,ohg,gbr,ug,und co,se,sarl,sasu,eurl,snc,srls,bv,nv,bvba,vof
ab,as,a s,aps,oy,oyj,kft,zrt,sro,s r o,sp z oo,doo,ood
"""


def strip_legal_forms(words):
    """``words``, as :func:`~.tools.values.plain` leaves a name, without the legal form
    at its end: as :func:`name_text` does, for names of one file.
    """
    return re.sub(rf"(?: (?:{_get_forms()}))+$", "", words)


def _get_forms():
    return LEGAL_FORMS.strip().replace("\n", "|").replace(",", "|")


def plain_text(column):
    """``column`` in words: no accents, capitals, punctuation; "S.L." becomes "sl"."""
    letters = f"normalize(left({column}, {NAME_LENGTH}), NFKD)"
    letters = f"regexp_replace({letters}, '[\\u0300-\\u036f]', '', 'g')"
    # What NFKD does not take apart; the apostrophes at the end go without a blank.
    letters = f"translate(lower({letters}), 'øØđĐłŁı`''’', 'ooddlli')"
    letters = f"replace({letters}, 'ß', 'ss')"
    initials = f"regexp_replace({letters}, '\\m([a-z])\\. ?(?=[a-z]\\M)', '\\1', 'g')"
    blanks = "'[[:space:][:punct:]«»“”‘–—·¡¿®©]+'"
    return f"btrim(regexp_replace({initials}, {blanks}, ' ', 'g'))"


def name_text(column):
    """``column`` as :func:`plain_text`, without the legal form at its end."""
    return f"regexp_replace({plain_text(column)}, '(?: (?:{_get_forms()}))+$', '')"


def vat_text(column):
    """``column`` as a tax ID: capital letters and digits alone."""
    return f"upper(regexp_replace(left({column}, 64), '[^A-Za-z0-9]', '', 'g'))"


def plain_sql(column):
    return SQL(plain_text(column))


def name_sql(column):
    return SQL(name_text(column))


def vat_sql(column):
    return SQL(vat_text(column))


def values_table(alias, **columns):
    """Rows to join with; each of ``columns`` is a pair: its SQL type, its values."""
    arrays = (SQL("%s::%s[]", values, SQL(kind)) for kind, values in columns.values())
    return SQL(
        "unnest(%s) AS %s(%s)",
        SQL(", ").join(arrays),
        SQL.identifier(alias),
        SQL(", ").join(map(SQL.identifier, columns)),
    )
