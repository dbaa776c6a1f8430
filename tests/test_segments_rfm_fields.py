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

    def test_portal_sees_nothing(self):
        seen = self.user_portal.partner_id.with_user(self.user_portal)
        for name in ("rfm_group_id", "rfm_amount"):
            self.assertNotIn(name, seen.fields_get())
            with self.assertRaises(AccessError):
                seen.read([name])
            with self.assertRaises(AccessError):
                seen.search([(name, "=", False)])
        for model in ("score", "history", "group", "cell", "grid", "run", "migration"):
            records = self.env[f"playbook.rfm.{model}"].with_user(self.user_portal)
            with self.assertRaises(AccessError):
                records.search([])

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
        self.assertEqual((block["rows"], block["empty"]), ([], "No purchase yet."))

    def test_history_opens_for_the_whole_company(self):
        person = self._create_contact(self.best).with_user(self.user_sales)
        domain = person.action_open_rfm_history()["domain"]
        rows = self.env["playbook.rfm.history"].with_user(self.user_sales)
        self.assertEqual(rows.search(domain).partner_id, self.best)

    # ------------------------------------------------------------------
    # Merging, deleting
    # ------------------------------------------------------------------

    def _merge(self, kept, gone):
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (kept | gone).ids, kept, extra_checks=False
        )
        self.env.invalidate_all()

    def test_merge_keeps_histories_apart_and_scores_anew(self):
        triggers = self.env["ir.cron.trigger"]
        cron = self.env.ref("crm_playbook.ir_cron_score_rfm")
        for kept, gone in ((self.worst, self.best), (self.never, self.customers[1])):
            with self.subTest(kept.name), freeze_time("2026-06-16 12:00:00"):
                History = self.env["playbook.rfm.history"]
                own = [("partner_id", "=", kept.id)]
                before = History.search(own)
                bought = (kept | gone).mapped("rfm_purchase_count")
                amount = triggers.search_count([("cron_id", "=", cron.id)])
                self._merge(kept, gone)
                self.assertEqual(History.search(own), before)
                self.assertGreater(
                    triggers.search_count([("cron_id", "=", cron.id)]), amount
                )
                self.Score._refresh(self.company)
                self.env.invalidate_all()
                self.assertEqual(kept.rfm_purchase_count, sum(bought))
                new = History.search(own) - before
                self.assertEqual(len(new), 1)
                self.assertEqual(new.previous_group_id, before[:1].group_id)

    def test_deleting_a_customer_takes_the_rows_along(self):
        customer = self.worst
        customer.sale_order_ids._action_cancel()
        customer.sale_order_ids.unlink()
        customer.unlink()
        for model in ("playbook.rfm.score", "playbook.rfm.history"):
            self.assertFalse(self.env[model].search([("partner_id", "=", customer.id)]))
        self.Score._refresh(self.company)
