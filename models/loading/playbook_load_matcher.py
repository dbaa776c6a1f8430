from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL, email_normalize

from .match_sql import name_sql, plain_sql, values_table, vat_sql
from .match_vat import vat_keys

# How many candidates of one line are looked at: what hundreds share tells nothing.
MOST = 20
HOW = ("vat", "email", "phone")
COMPARED = (
    *("active", "commercial_partner_id", "company_id", "complete_name", "country_id"),
    *("email_normalized", "is_company", "name", "parent_id", "phone_sanitized", "ref"),
    *("type", "vat"),
)
# People, and not the addresses at which they are invoiced or delivered to.
OF_ITS_KIND = SQL(
    """(wanted.is_company IS NULL OR wanted.is_company = COALESCE(p.is_company, FALSE))
       AND (p.is_company IS TRUE OR COALESCE(p.type, 'contact') = 'contact')"""
)
ANY = SQL("p.active DESC, p.id")


class PlaybookLoadMatcher(models.AbstractModel):
    """Finds, for the lines of a file, the records that are there already.

    Each method takes up to some thousand lines, in the same number of queries whatever
    theirs. It also finds what is archived; nothing of companies in which the user is
    not at work, and nothing that they may not read.
    """

    _name = "playbook.load.matcher"
    _description = "Load: records that are there already"

    @api.model
    def _find_partners(self, wanted):
        """The customers and contacts that lines are about, beyond doubt.

        :param wanted: a list of dictionaries: ``number``, and of ``vat``, ``email``,
            ``phone``, ``name``, ``is_company`` (None: not known), ``parent_id`` and
            ``country_id`` what is known.
        :return: by number, a list of pairs ``(partner_id, how)``, the surest first;
            ``how`` is ``vat``, ``email`` or ``phone``.
        """
        lines = list(enumerate(wanted))
        lookups = [
            (
                self._wanted_vats(wanted, self._countries()),
                # A contact carries the tax ID of its company.
                SQL(
                    """p.vat IS NOT NULL AND p.commercial_partner_id = p.id
                       AND %s = wanted.key AND (wanted.country_id IS NULL
                       OR p.country_id IS NULL OR p.country_id = wanted.country_id)""",
                    vat_sql("p.vat"),
                ),
            ),
            (
                self._wanted_table(lines, key=("text", self._emails(wanted))),
                SQL("p.email_normalized = wanted.key"),
            ),
            (
                self._wanted_table(lines, key=("text", self._phones(wanted))),
                # Switchboards are shared: the name must agree, too.
                SQL(
                    "p.phone_sanitized = wanted.key AND %s = %s AND wanted.name <> ''",
                    *(name_sql("p.name"), name_sql("wanted.name")),
                ),
            ),
        ]
        rows = self._readable_rows(
            SQL(" UNION ALL ").join(
                self._candidates(table, condition, SQL("%s", rank), ANY)
                for rank, (table, condition) in enumerate(lookups)
            )
        )
        found = defaultdict(dict)
        for position, partner_id, rank in sorted(rows, key=lambda row: row[2]):
            found[position].setdefault(partner_id, HOW[rank])
        return {
            line["number"]: list(found[position].items())
            for position, line in enumerate(wanted)
        }

    @api.model
    def _find_partners_named(self, texts, is_company=None):
        """Whom a cell such as "Customer" names.

        :param texts: the texts of such cells.
        :param is_company: only companies, only persons; None for both.
        :return: by text, the ids of those it names: by their reference, else by e-mail,
            else by name, else by name but for the legal form. Several: it is not told
            which.
        """
        texts = list(dict.fromkeys(texts))
        emails = [email_normalize(text) or None for text in texts]
        kinds = [is_company] * len(texts)
        table = values_table(
            "wanted",
            position=("int4", list(range(len(texts)))),
            is_company=("bool", kinds),
            name=("text", [text.strip() for text in texts]),
            email=("text", emails),
        )
        plain = SQL("%s = %s", plain_sql("p.name"), plain_sql("wanted.name"))
        by_name = SQL(
            "%s = %s AND %s <> ''",
            *(name_sql("p.name"), name_sql("wanted.name"), name_sql("wanted.name")),
        )
        lookups = [
            (SQL("p.ref = wanted.name AND wanted.name <> ''"), SQL("0"), ANY),
            (SQL("p.email_normalized = wanted.email"), SQL("1"), ANY),
            (SQL("p.complete_name = wanted.name"), SQL("2"), ANY),
            (by_name, SQL("CASE WHEN %s THEN 2 ELSE 3 END", plain), SQL("2, %s", ANY)),
        ]
        rows = self._readable_rows(
            SQL(" UNION ALL ").join(
                self._candidates(table, condition, rank, order)
                for condition, rank, order in lookups
            )
        )
        found = [defaultdict(list) for _text in texts]
        for position, partner_id, rank in rows:
            if partner_id not in found[position][rank]:
                found[position][rank].append(partner_id)
        return {
            text: ranks[min(ranks)] if ranks else []
            for text, ranks in zip(texts, found, strict=True)
        }

    def _candidates(self, table, condition, value, order):
        """Rows ``(position, partner_id, value)`` of those that meet ``condition``.

        :param table: a table ``wanted`` with ``position`` and ``is_company``.
        """
        # Line by line, through the index: what the planner knows of a base that is
        # being filled would have it read the whole of it.
        return SQL(
            """(SELECT wanted.position, found.id, found.value
                  FROM %s CROSS JOIN LATERAL (
                       SELECT p.id, %s AS value FROM res_partner p
                        WHERE %s AND %s
                          AND (p.company_id IS NULL OR p.company_id = ANY(%s))
                     ORDER BY %s LIMIT %s) found)""",
            *(table, value, condition, OF_ITS_KIND, self.env.companies.ids),
            *(order, MOST),
        )

    def _readable_rows(self, query, model="res.partner", compared=COMPARED):
        """The rows of ``query`` whose second column is a record the user may read."""
        self.env[model].flush_model(compared)
        # Past the record rules, which would stand in the way of the indexes.
        rows = self.env.execute_query(query)
        ids = {row[1] for row in rows}
        Model = self.env[model].with_context(active_test=False)
        readable = set(Model.search([("id", "in", list(ids))], order="id").ids)
        return [row for row in rows if row[1] in readable]

    def _wanted_vats(self, wanted, countries):
        ids = {country.code: country.id for country in countries}
        codes = {country.id: country.code for country in countries}
        own_code = self.env.company.country_id.code
        rows = [
            (position, line.get("is_company"), key, country_id)
            for position, line in enumerate(wanted)
            # What a contact's line says of it is its company's.
            if line.get("is_company") is not False
            for key, country_id in vat_keys(
                line.get("vat"), codes.get(line.get("country_id")), own_code, ids
            )
        ]
        return values_table(
            "wanted",
            position=("int4", [row[0] for row in rows]),
            is_company=("bool", [row[1] for row in rows]),
            key=("text", [row[2] for row in rows]),
            country_id=("int4", [row[3] for row in rows]),
        )

    def _emails(self, wanted):
        """The addresses of ``wanted`` as Odoo stores them, in the same order."""
        return [
            email_normalize(str(line.get("email") or ""), strict=False) or None
            for line in wanted
        ]

    def _phones(self, wanted):
        """The numbers of ``wanted`` as Odoo stores them, in the same order."""
        countries = {country.id: country for country in self._countries()}
        own, known = self.env.company.country_id, {False: None}
        Partner, numbers = self.env["res.partner"], []
        for line in wanted:
            number = line.get("phone") or False
            country = countries.get(line.get("country_id"), own)
            if number and (number, country) not in known:
                known[number, country] = (
                    Partner._phone_format_number(str(number), country=country) or None
                )
            numbers.append(known[number and (number, country)])
        return numbers

    def _countries(self):
        return self.env["res.country"].search_fetch([], ["code", "phone_code"])

    def _wanted_table(self, lines, **columns):
        """A table ``wanted`` of ``lines``, which are pairs of a position and a line."""
        wanted = [line for _n, line in lines]
        return values_table(
            "wanted",
            position=("int4", [position for position, _line in lines]),
            is_company=("bool", [line.get("is_company") for line in wanted]),
            name=("text", [str(line.get("name") or "") for line in wanted]),
            parent_id=("int4", [line.get("parent_id") or None for line in wanted]),
            **columns,
        )
