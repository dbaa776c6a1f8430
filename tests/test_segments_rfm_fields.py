from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from .rfm_fields_common import RfmFieldsCommon


@tagged("post_install", "-at_install")
class TestRfmFields(RfmFieldsCommon):
    def setUp(self):
        super().setUp()
        self.Partner = self.env["res.partner"].with_user(self.user_sales)

    def _search(self, *domain, order=None):
        found = self.Partner.search([*self.mine, *domain], order=order)
        return found.with_env(self.env)

    def test_search_by_group_and_score(self):
        champions = self.groups["champions"]
        for domain, expected in (
            ([("rfm_group_id", "=", champions.id)], self.best),
            ([("rfm_group_id", "ilike", "champ")], self.best),
            ([("rfm_group_id.name", "=", "Champions")], self.best),
            ([("rfm_group_id", "any", [("name", "=", "Champions")])], self.best),
            ([("rfm_group_id", "!=", champions.id)], self.customers - self.best),
            ([("rfm_group_id", "=", False)], self.never),
            ([("rfm_score", "=", 15)], self.best),
            ([("rfm_recency", ">=", 5)], self.best),
            ([("rfm_last_purchase_date", ">=", "2026-05-01")], self.best),
            ([("rfm_amount", ">", 2400)], self.best),
        ):
            with self.subTest(domain):
                self.assertEqual(self._search(*domain), expected)
                seen = self.customers.with_user(self.user_sales)
                self.assertEqual(
                    seen.filtered_domain(domain).ids, expected.ids, "in Python"
                )

    def test_who_never_bought_is_no_bad_customer(self):
        bought = self.customers - self.never
        lowest = min(bought.mapped("rfm_score"))
        for domain, expected in (
            ([("rfm_score", "<", 16)], bought),
            ([("rfm_score", "<=", 0)], self.env["res.partner"]),
            ([("rfm_score", "!=", 99)], bought),
            ([("rfm_score", "=", 0)], self.env["res.partner"]),
            ([("rfm_score", "=", False)], self.never),
            ([("rfm_score", "!=", False)], bought),
            ([("rfm_score", "in", [15, False])], self.best | self.never),
            (["!", ("rfm_score", ">", lowest)], self.worst),
            ([("rfm_amount", "<", 1e9)], bought),
            ([("rfm_purchase_days", ">=", 0)], bought),
            ([("rfm_purchase_days", "<", 9999)], bought),
            ([("rfm_purchase_days", "!=", 5)], bought),
            ([("rfm_purchase_days", "=", 0)], self.env["res.partner"]),
            ([("rfm_purchase_days", "=", False)], self.never),
            ([("rfm_purchase_days", "!=", False)], bought),
            ([("rfm_purchase_days", "in", [False, 5])], self.never),
        ):
            with self.subTest(domain):
                self.assertEqual(self._search(*domain), expected)
        by_score = self._search(order="rfm_score desc, id")
        self.assertEqual(by_score[-1], self.never)
        self.assertEqual(self._search(order="rfm_score, id")[0], self.never)
        rows = self.Partner._read_group(self.mine, [], ["rfm_score:avg"])
        self.assertEqual(rows[0][0], sum(bought.mapped("rfm_score")) / 5)
        groups = self.Partner.web_read_group(self.mine, ["rfm_score"], ["__count"])
        for group in groups["groups"]:
            found = self._search(*group["__extra_domain"])
            self.assertEqual(len(found), group["__count"], group)

    def test_sort_and_group(self):
        found = self._search(
            ("rfm_group_id", "!=", False), order="rfm_score desc, rfm_amount desc"
        )
        self.assertEqual(found, self.customers[:5])
        found = self._search(order="rfm_group_id, id")
        self.assertEqual(found[0], self.best)
        rows = self.Partner._read_group(
            self.mine, ["rfm_group_id"], ["__count", "rfm_score:avg"]
        )
        self.assertEqual(sum(count for _group, count, _score in rows), 6)
        self.assertEqual(rows[0][0], self.groups["champions"])
        groups = self.Partner.web_read_group(self.mine, ["rfm_group_id"], ["__count"])
        for group in groups["groups"]:
            found = self._search(*group["__extra_domain"])
            self.assertEqual(len(found), group["__count"])
        rows = self.Partner.formatted_read_grouping_sets(
            self.mine, [["rfm_group_id", "customer_state"]], ["__count"]
        )
        self.assertTrue(rows[0])

    def test_leads_have_the_group_of_their_customer(self):
        lead = self._create_lead(
            self._create_contact(self.best), user_id=self.user_sales.id
        )
        other = self._create_lead(self.never, user_id=self.user_sales.id)
        Lead = self.env["crm.lead"].with_user(self.user_sales)
        mine = [("id", "in", (lead | other).ids)]
        champions = self.groups["champions"]
        self.assertEqual(lead.with_user(self.user_sales).rfm_group_id, champions)
        for domain in (
            [("rfm_group_id", "=", champions.id)],
            [("rfm_group_id", "ilike", "champ")],
            [("rfm_group_id.is_good", "=", True)],
            [("partner_id.rfm_score", ">", 10)],
        ):
            with self.subTest(domain):
                self.assertEqual(Lead.search([*mine, *domain]), lead)
        self.assertEqual(Lead.search([*mine, ("rfm_group_id", "=", False)]), other)
        rows = Lead._read_group(mine, ["rfm_group_id"], ["__count"])
        self.assertEqual(
            {group.id: count for group, count in rows}, {champions.id: 1, False: 1}
        )
        described = Lead.fields_get(["rfm_group_id"])["rfm_group_id"]
        self.assertTrue(described["groupable"] and described["searchable"])
        self.assertEqual(Lead.search(mine, order="rfm_group_id")[0], lead)

    def test_leads_have_the_score_of_their_customer(self):
        leads = self.env["crm.lead"].union(
            *(
                self._create_lead(customer, user_id=self.user_sales.id)
                for customer in (self.best, self.never, None, self.worst)
            )
        )
        best, never, nobody, worst = leads
        Lead = self.env["crm.lead"].with_user(self.user_sales)
        mine = [("id", "in", leads.ids)]
        self.assertEqual(best.with_user(self.user_sales).rfm_score, 15)
        for domain, expected in (
            ([("rfm_score", "=", 15)], best),
            ([("rfm_score", "<", 15)], worst),
            ([("rfm_score", "!=", 15)], worst),
            ([("rfm_score", "=", 0)], Lead),
            ([("rfm_score", "=", False)], never | nobody),
            ([("rfm_score", "!=", False)], best | worst),
        ):
            with self.subTest(domain):
                self.assertEqual(Lead.search([*mine, *domain]).ids, expected.ids[::-1])
        found = Lead.search(mine, order="rfm_score desc, id")
        self.assertEqual(found.ids, (best | worst | never | nobody).ids)
        self.assertEqual(Lead.search(mine, order="rfm_score, id")[-1], best)
        groups = Lead.web_read_group(mine, ["rfm_score"], ["__count", "rfm_score:avg"])
        self.assertEqual(sum(each["__count"] for each in groups["groups"]), 4)
        for group in groups["groups"]:
            found = Lead.search([*mine, *group["__extra_domain"]])
            self.assertEqual(len(found), group["__count"], group)
        described = Lead.fields_get(["rfm_score"])["rfm_score"]
        self.assertTrue(described["groupable"] and described["sortable"])
        self.assertEqual(described["aggregator"], "avg")

    def test_reading_the_list_costs_the_same_for_any_number(self):
        names = {"rfm_group_id": {"fields": {"display_name": {}}}, "rfm_score": {}}
        seen = self.customers.with_user(self.user_sales)
        seen[:2].web_read(names)
        self.assertEqual(
            self._count_queries(lambda: seen[:2].web_read(names)),
            self._count_queries(lambda: seen.web_read(names)),
        )

    def test_group_counts_its_customers_and_opens_them(self):
        group = self.groups["champions"].with_user(self.user_sales)
        action = group.action_open_customers()
        found = self.Partner.search(action["domain"])
        self.assertIn(self.best, found)
        self.assertEqual(group.customer_count, len(found))
        cells = self.env.ref("crm_playbook.rfm_grid").cell_ids
        scores = self.Score.search(
            [("company_id", "=", self.company.id), ("recency", ">", 0)]
        )
        self.assertEqual(sum(cells.mapped("customer_count")), len(scores))

    def test_who_has_no_profile_sees_nothing(self):
        lead = self._create_lead(self.best)
        lead.user_id = self.user_salesperson
        for user in (
            *(self.user_portal, self.user_without_profile, self.user_salesperson),
        ):
            seen = user.partner_id.with_user(user)
            names = [name for name in seen._fields if name.startswith("rfm_")]
            self.assertGreater(len(names), 8)
            with self.subTest(user.login):
                self.assertFalse(set(names) & seen.fields_get().keys())
            for name in names:
                with self.subTest(f"{user.login} {name}"):
                    with self.assertRaises(AccessError):
                        seen.read([name])
                    with self.assertRaises(AccessError):
                        seen.search([(name, "=", False)])
            for model in ("score", "history", "cell", "grid", "run", "migration"):
                records = self.env[f"playbook.rfm.{model}"].with_user(user)
                with self.assertRaises(AccessError):
                    records.search([])
        theirs = lead.with_user(self.user_salesperson)
        self.assertTrue(theirs.name)
        for name in ("rfm_group_id", "rfm_score"):
            with self.assertRaises(AccessError):
                theirs.read([name])
            with self.assertRaises(AccessError):
                theirs.search([(name, "=", False)])
        # Odoo's forms open nevertheless.
        for model in ("res.partner", "crm.lead"):
            views = self.env[model].with_user(self.user_salesperson)
            self.assertNotIn("rfm_", views.get_view(view_type="list")["arch"])
            self.assertNotIn("rfm_", views.get_view(view_type="form")["arch"])

    def test_runs_are_read_by_who_may_score(self):
        Run = self.env["playbook.rfm.run"]
        for name in ("marketing", "sales_management", "configurator"):
            user = getattr(self, f"user_{name}")
            self.assertTrue(Run.with_user(user).search([]))
        for user in (self.user_sales, self.user_customer_service):
            with self.assertRaises(AccessError):
                Run.with_user(user).search([])

    def test_nobody_writes_scores(self):
        for user in (self.user_configurator, self.user_sales_management):
            for model in ("playbook.rfm.score", "playbook.rfm.history"):
                row = self.env[model].search([("partner_id", "=", self.best.id)])
                with self.assertRaises(AccessError):
                    row.with_user(user).write({"recency": 1})

    def test_customer_360(self):
        with freeze_time("2026-07-20 12:00:00"):
            self._buy(self.customers[1], "2026-07-19 10:00:00", 9)
            self.Score._refresh(self.company)
        seen = self.customers[1].with_user(self.user_sales)
        blocks = {block["key"]: block for block in seen.get_playbook_360()}
        facts = {row["label"]: row["value"] for row in blocks["rfm"]["rows"]}
        self.assertEqual(facts["RFM group"], "Champions")
        self.assertEqual(facts["In this group since"], "07/20/2026")
        self.assertIn(facts["RFM group before"], ("Loyal", "Promising"))
        self.assertEqual(facts["Last purchase"], "07/19/2026")
        blocks = self.never.with_user(self.user_sales).get_playbook_360()
        (block,) = [each for each in blocks if each["key"] == "rfm"]
        self.assertEqual(
            (block["rows"], block["empty"]), ([], "No purchase that RFM counts yet.")
        )

    def test_history_opens_for_the_whole_company(self):
        person = self._create_contact(self.best).with_user(self.user_sales)
        domain = person.action_open_rfm_history()["domain"]
        rows = self.env["playbook.rfm.history"].with_user(self.user_sales)
        self.assertEqual(rows.search(domain).partner_id, self.best)
