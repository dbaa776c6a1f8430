"""What matching costs: as many queries for many lines as for few."""

from unittest.mock import patch

from odoo.api import Environment
from odoo.tests import tagged
from odoo.tools import SQL

from .matching_common import MatchingCase


@tagged("post_install", "-at_install")
class TestMatchingCost(MatchingCase):
    """As many queries for many lines as for few, and each through an index."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._copy_partners(2000)
        cls.wanted = [
            {
                "number": n,
                "name": f"Firmm number {n}" if n % 2 else f"Firm number {n}",
                "is_company": (True, False, None)[n % 3],
                "email": f"firm{n}@lumber.example",
                "phone": f"91{n:07}",
                "vat": f"HU{n + 10000000}",
            }
            for n in range(30)
        ]

    @classmethod
    def _copy_partners(cls, count):
        """Companies and persons as rows alone: by the ORM they would take a minute."""
        model = cls._create_customer("Model")
        cls.env.flush_all()
        given = {
            "id": SQL("nextval('res_partner_id_seq')"),
            "name": SQL("'Firm number ' || n"),
            "is_company": SQL("n %% 2 = 0"),
            "email_normalized": SQL("'firm' || n || '@lumber.example'"),
            "phone_sanitized": SQL("'+34' || 910000000 + n"),
            "vat": SQL("'HU' || 10000000 + n"),
            "commercial_partner_id": SQL("currval('res_partner_id_seq')"),
        }
        columns = [
            name
            for name, field in model._fields.items()
            if field.store and field.column_type
        ]
        cls.env.cr.execute(
            SQL(
                "INSERT INTO res_partner (%s) SELECT %s"
                " FROM res_partner model, generate_series(1, %s) n WHERE model.id = %s",
                SQL(", ").join(map(SQL.identifier, columns)),
                SQL(", ").join(
                    given.get(name, SQL.identifier("model", name)) for name in columns
                ),
                *(count, model.id),
            )
        )
        cls.env.cr.execute("ANALYZE res_partner")

    def test_the_number_of_lines_costs_no_queries(self):
        texts = [line["name"] for line in self.wanted]
        self.matcher._find_partners(self.wanted)
        for finder, wanted in [
            ("_find_partners", self.wanted),
            ("_find_similar_partners", self.wanted),
            ("_find_similar_leads", self.wanted),
            ("_find_partners_named", texts),
        ]:
            find = getattr(self.matcher, finder)
            with self.subTest(finder):
                few = self._count_queries(lambda find=find, w=wanted: find(w[:6]))
                many = self._count_queries(lambda find=find, w=wanted: find(w))
                self.assertEqual(few, many)
                self.assertLessEqual(many, 12)

    def _plans(self, find, *args):
        """The plans of the queries of ``find`` that look customers or leads up."""
        self.env.flush_all()
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        plans, execute_query = [], Environment.execute_query

        def explaining(env, query):
            if "LATERAL" in query.code:
                plan = execute_query(env, SQL("EXPLAIN %s", query))
                plans.append("\n".join(row[0] for row in plan))
            return execute_query(env, query)

        with patch.object(Environment, "execute_query", explaining):
            find(*args)
        return "\n".join(plans)

    def _check_plans(self, find, *args):
        """No table is read as a whole; through which index says PostgreSQL."""
        plans = self._plans(find, *args)
        self.assertIn("Index", plans)
        self.assertNotIn("Seq Scan on res_partner", plans)
        self.assertNotIn("Seq Scan on crm_lead", plans)

    def test_there_is_an_index_for_each_lookup(self):
        rows = self.env.execute_query(
            SQL(
                "SELECT indexname FROM pg_indexes WHERE indexname LIKE '%%_playbook_%%'"
            )
        )
        found = {name for (name,) in rows}
        names = {f"res_partner_playbook_{each}" for each in ("vat", "email", "phone")}
        names |= {"res_partner_playbook_name", "crm_lead_playbook_email"}
        if self.env.registry.has_trigram:
            names.add("res_partner_playbook_company_trgm")
            names.add("res_partner_playbook_person_trgm")
        self.assertLessEqual(names, found)

    def test_lookups_go_through_indexes(self):
        self._check_plans(self.matcher._find_partners, self.wanted)
        self._check_plans(self.matcher._find_similar_partners, self.wanted)
        self._check_plans(self.matcher._find_partners_named, ["Firm", "C-7"])
        self._check_plans(self.matcher._find_similar_leads, self.wanted)
