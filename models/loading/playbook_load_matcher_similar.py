from collections import Counter, defaultdict

from odoo import api, models
from odoo.tools import SQL

from .match_sql import name_sql
from .playbook_load_matcher import ANY

# Names of which two thirds of the groups of three letters are the same.
SIMILAR = 0.65
# What a shared phone is worth where the names have little in common.
SAME_PHONE = 0.5
# How many people of a company are compared with one of whom it is known.
PEOPLE = 200
# A number that more share than these is a switchboard.
SHARED_BY = 5
# A person's namesake without a company may be someone else than the company's.
ELSEWHERE = 0.9
# Where the line says of which company a person is: its people, and those of none.
OF_ITS_COMPANY = SQL(
    """(wanted.entity IS NULL OR p.commercial_partner_id = wanted.entity
        OR (p.commercial_partner_id = p.id AND p.is_company IS NOT TRUE))"""
)


class PlaybookLoadMatcherSimilar(models.AbstractModel):
    _inherit = "playbook.load.matcher"

    @api.model
    def _find_similar_partners(self, wanted, limit=3):
        """Customers and contacts that lines may be about: for someone to decide on.

        :param wanted: as :meth:`_find_partners` takes it.
        :return: by number, up to ``limit`` tuples ``(partner_id, score, how)``, the
            likeliest first; ``score`` up to 1.0; ``how`` is ``name`` (the same but for
            legal form, accents, punctuation), ``similar`` or ``phone``.
        """
        lines = list(enumerate(wanted))
        rows = [(*row, "name") for row in self._readable_rows(self._same_names(lines))]
        named = {row[0] for row in rows}
        if self.env.registry.has_trigram:
            rest = [(n, line) for n, line in lines if n not in named]
            rows += [
                (*row, "similar")
                for row in self._readable_rows(self._similar_names(rest))
            ]
        rows += [(*row, "phone") for row in self._same_phones(lines)]
        best = defaultdict(dict)
        for position, partner_id, score, how in rows:
            known = best[position].get(partner_id, (0, ""))
            best[position][partner_id] = max(known, (float(score), how))
        return {
            line["number"]: sorted(
                ((id_, *found) for id_, found in best[position].items()),
                key=lambda found: (-found[1], found[0]),
            )[:limit]
            for position, line in enumerate(wanted)
        }

    def _same_names(self, lines):
        condition = SQL(
            "wanted.key <> '' AND %s = wanted.key AND %s",
            *(name_sql("p.name"), OF_ITS_COMPANY),
        )
        return self._candidates(
            self._wanted_names(lines), condition, self._score(SQL("1.0")), ANY
        )

    def _similar_names(self, lines):
        # For this transaction. Compiling these statements takes longer than they do.
        self.env.execute_query(
            SQL(
                """SELECT set_config('jit', 'off', TRUE),
                          set_config('pg_trgm.similarity_threshold', %s, TRUE)""",
                str(SIMILAR),
            )
        )
        score = self._score(SQL("similarity(%s, wanted.key)", name_sql("p.name")))
        return SQL(" UNION ALL ").join(
            self._candidates(
                self._wanted_names(wanted), condition, score, SQL("2 DESC, p.id")
            )
            for wanted, condition in self._likenesses(lines)
        )

    def _likenesses(self, lines):
        """Pairs of some of ``lines``, and a condition: how theirs are found."""
        name = name_sql("p.name")
        alike = SQL("%s %% wanted.key AND %s", name, OF_ITS_COMPANY)
        companies, persons, people = [], [], []
        for position, line in lines:
            if line.get("is_company") is not False:
                companies.append((position, line))
            if line.get("is_company") is not True:
                known = people if line.get("parent_id") else persons
                known.append((position, line))
        return [
            # One index for companies, one for persons.
            (companies, SQL("p.is_company IS TRUE AND %s", alike)),
            (persons, SQL("p.is_company IS NOT TRUE AND %s", alike)),
            (
                people,
                SQL(
                    """p.is_company IS NOT TRUE AND similarity(%s, wanted.key) >= %s
                       AND p.id IN (
                           SELECT id FROM res_partner
                            WHERE commercial_partner_id = wanted.entity LIMIT %s)""",
                    *(name, SIMILAR, PEOPLE),
                ),
            ),
        ]

    def _same_phones(self, lines):
        """Those that have the phone of a line under another name.

        Persons: where a word of the names is the same, as colleagues share phones.
        """
        phones = self._phones([line for _n, line in lines])
        name, score = name_sql("p.name"), SQL("%s", SAME_PHONE)
        if self.env.registry.has_trigram:
            score = SQL("GREATEST(%s, similarity(%s, wanted.key))", SAME_PHONE, name)
        condition = SQL(
            """p.phone_sanitized = wanted.phone AND %s <> wanted.key
               AND (p.is_company IS TRUE OR string_to_array(%s, ' ')
                    && string_to_array(wanted.key, ' '))""",
            *(name, name),
        )
        table = self._wanted_names(lines, phone=("text", phones))
        rows = self._readable_rows(
            self._candidates(table, condition, self._score(score), ANY)
        )
        shared = Counter(row[0] for row in rows)
        return [row for row in rows if shared[row[0]] <= SHARED_BY]

    def _score(self, likeness):
        return SQL(
            """%s * CASE WHEN wanted.entity IS NULL
                           OR p.commercial_partner_id = wanted.entity THEN 1.0
                         ELSE %s END""",
            *(likeness, ELSEWHERE),
        )

    def _wanted_names(self, lines, **columns):
        """A table ``wanted`` with the name to compare, and the company of a person.

        :param lines: pairs of a position and a line.
        """
        # OFFSET: the name is prepared once, and not again for each candidate.
        return SQL(
            """(SELECT given.*, %s AS key, parent.commercial_partner_id AS entity
                  FROM (SELECT * FROM %s) given
             LEFT JOIN res_partner parent ON parent.id = given.parent_id
                       AND given.is_company IS NOT TRUE
                OFFSET 0) wanted""",
            name_sql("given.name"),
            self._wanted_table(lines, **columns),
        )
