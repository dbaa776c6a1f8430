"""The segmentation fields are complete: defaults, mass edit, import, export, search
panel, pivot, and cheap in lists.
"""

from datetime import date

from lxml import etree

from odoo.tests import tagged

from .segmentation_common import FIELDS, SegmentationCommon
from .views_common import specification

PANEL = ["customer_state", "customer_type_id", "purchase_potential_id", "territory_id"]
OURS = (
    *FIELDS,
    *("medium_id", "campaign_id", "customer_state", "customer_since"),
    *("buying_role_ids", "rfm_group_id", "rfm_score", "rfm_last_purchase_date"),
    *("main_segment_id", "segment_ids", "interest_category_ids"),
)
NAMES = {
    "customer_type_id": "Option one customer_type_id",
    "industry_id": "Option one industry_id",
    "purchase_potential_id": "Option one purchase_potential_id",
    "source_id": "Option one source_id",
    "territory_id": "Option one territory_id",
}


@tagged("post_install", "-at_install")
class TestComplete(SegmentationCommon):
    def test_defaults_of_a_user_and_of_a_company(self):
        Default = self.env["ir.default"]
        name = "customer_type_id"
        mine, theirs = self.one[name], self.two[name]
        for model, values in (
            ("res.partner", {"name": "New"}),
            ("crm.lead", {"name": "New", "user_id": self.user_sales.id}),
        ):
            Default.set(model, name, theirs, company_id=self.env.company.id)
            Default.set(model, name, mine, self.user_sales.id)
            with self.subTest(model):
                Model = self.env[model]
                record = Model.with_user(self.user_sales).create(dict(values))
                self.assertEqual(record[name].id, mine)
                values.pop("user_id", None)
                record = Model.with_user(self.user_team_leader).create(dict(values))
                self.assertEqual(record[name].id, theirs)

    def test_many_at_once(self):
        customers = self._create_customer() | self._create_customer("Two")
        leads = self._create_lead(user_id=self.user_sales.id) | self._create_lead(
            user_id=self.user_sales.id
        )
        for records in (customers, leads):
            with self.subTest(records._name):
                mine = records.with_user(self.user_sales)
                values = self._without_source(self.one)
                mine.web_save_multi([dict(values) for _each in mine], {})
                for record in records:
                    self.assertSegments(record, values)

    def test_the_lists_can_be_edited_for_many(self):
        for xmlid in (
            *("base.view_partner_tree", "crm.crm_case_tree_view_oppor"),
            "crm.crm_case_tree_view_leads",
        ):
            view = self.env.ref(xmlid)
            Model = self.env[view.model].with_user(self.user_sales)
            arch = etree.fromstring(Model.get_view(view.id, "list")["arch"])
            with self.subTest(xmlid):
                self.assertEqual(arch.get("multi_edit"), "1")
                for name in FIELDS:
                    (node,) = arch.xpath(f"//field[@name='{name}']")
                    self.assertFalse(node.get("readonly") == "1")

    def test_imported_and_exported_by_name(self):
        for model in ("res.partner", "crm.lead"):
            Model = self.env[model].with_user(self.user_sales)
            names = [*NAMES, "name"]
            row = [*NAMES.values(), f"Imported {model}"]
            with self.subTest(model):
                result = Model.load(names, [row])
                self.assertTrue(result["ids"], result["messages"])
                record = Model.browse(result["ids"])
                self.assertSegments(record, self.one)
                self.user_sales.group_ids += self.env.ref("base.group_allow_export")
                paths = [f"{name}/name" for name in NAMES]
                (exported,) = record.export_data(paths)["datas"]
                self.assertEqual(exported, list(NAMES.values()))

    def test_an_unknown_name_is_refused_with_a_message(self):
        Model = self.env["res.partner"].with_user(self.user_sales)
        result = Model.load(["name", "territory_id"], [["Imported", "Nowhere"]])
        self.assertFalse(result["ids"])
        self.assertIn("Nowhere", result["messages"][0]["message"])

    def test_roles_are_imported_by_name(self):
        Model = self.env["res.partner"].with_user(self.user_sales)
        rows = [["Ann", "Decision maker,Payer"]]
        contact = Model.browse(Model.load(["name", "buying_role_ids"], rows)["ids"])
        self.assertEqual(
            contact.buying_role_ids.mapped("name"), ["Decision maker", "Payer"]
        )


@tagged("post_install", "-at_install")
class TestCustomersAction(SegmentationCommon):
    def _action(self, user):
        return self.env["res.partner"].with_user(user).action_open_customers()

    def _views(self, user):
        action = self._action(user)
        Partner = self.env["res.partner"].with_user(user)
        search = (action["search_view_id"][0], "search")
        return Partner.get_views([*action["views"], search])["views"]

    def test_every_profile_narrows_by_the_panel(self):
        for name in ("sales", "marketing", "customer_service", "sales_management"):
            user = getattr(self, f"user_{name}")
            Partner = self.env["res.partner"].with_user(user)
            with self.subTest(name):
                views = self._views(user)
                self.assertLessEqual({"list", "kanban", "graph", "pivot"}, set(views))
                panel = etree.fromstring(views["search"]["arch"]).find("searchpanel")
                found = [node.get("name") for node in panel.iter("field")]
                self.assertEqual(found, PANEL)
                for field in PANEL:
                    values = Partner.search_panel_select_multi_range(
                        field, expand=True, enable_counters=False
                    )
                    self.assertTrue(values["values"], field)

    def test_dimensions_of_customers_and_leads(self):
        customer = self._create_customer(**self.one)
        self._create_lead(customer, user_id=self.user_sales.id, **self.one)
        for model in ("res.partner", "crm.lead"):
            Model = self.env[model].with_user(self.user_sales)
            for name in (*FIELDS, "medium_id", "campaign_id"):
                with self.subTest(model=model, name=name):
                    self.assertTrue(Model.formatted_read_group([], [name], ["__count"]))
        Partner = self.env["res.partner"].with_user(self.user_sales)
        for name in ("customer_state", "buying_role_ids"):
            self.assertTrue(Partner.formatted_read_group([], [name], ["__count"]))

    def _create_full_customers(self, count):
        """Customers who have something in each of our columns."""
        origin = {
            "medium_id": self._create_option("utm.medium", "Way"),
            "campaign_id": self._create_option("utm.campaign", "Spring"),
        }
        roles = self.env["playbook.buying.role"].search([])
        values = {**self.one, **origin, "buying_role_ids": roles.ids}
        values["is_prospect"] = True
        customers = self.env["res.partner"].union(
            *(self._create_customer(str(number), **values) for number in range(count))
        )
        category = self.env["product.category"].create({"name": "Wine"})
        company = {"company_id": self.env.company.id}
        of_all = [{"partner_id": each.id, **company} for each in customers]
        group = self.env["playbook.rfm.group"].search([], limit=1)
        scores = {"recency": 1, "frequency": 2, "monetary": 3, "group_id": group.id}
        scores["score"] = 6
        scores["last_purchase_date"] = date(2026, 1, 2)
        self.env["playbook.rfm.score"].create([{**each, **scores} for each in of_all])
        self.env["playbook.interest"].create(
            [{**each, "category_id": category.id} for each in of_all]
        )
        self.env["playbook.segment"].create(
            [
                {"name": name, "domain": f"[('id', 'in', {customers.ids})]"}
                for name in ("One", "Other")
            ]
        )
        self.env.flush_all()
        return customers

    def test_our_columns_cost_at_most_two_queries(self):
        """Of which one is that of the roles, for all rows; tags are among them."""
        customers = self._create_full_customers(40)
        Partner = self.env["res.partner"].with_user(self.user_sales)
        arch = etree.fromstring(self._views(self.user_sales)["list"]["arch"])
        with_ours = specification(Partner, arch)
        self.assertLessEqual(set(OURS), set(with_ours))
        plain = {name: spec for name, spec in with_ours.items() if name not in OURS}

        def count(spec):
            domain = [("id", "in", customers.ids)]
            return self._count_queries(
                lambda: Partner.web_search_read(domain, spec, limit=80)
            )

        count(with_ours)
        self.assertLessEqual(count(with_ours), count(plain) + 2)

    def test_a_list_reads_what_each_column_says(self):
        """What is asked for at once is what each field would say by itself."""
        customer = self._create_full_customers(1)
        contact = self._create_contact(customer)
        nobody = self._create_customer("Nobody")
        records = (customer | contact | nobody).with_user(self.user_sales)
        shown = {"fields": {"display_name": {}}}
        spec = {
            name: shown if records._fields[name].relational else {} for name in OURS
        }
        self.env.invalidate_all()
        rows = records.web_read(spec)
        for name in OURS:
            self.env.invalidate_all()
            with self.subTest(name):
                alone = records.web_read({name: spec[name]})
                self.assertEqual([row[name] for row in rows], [r[name] for r in alone])
                self.assertTrue(rows[0][name] or name == "customer_since")
        self.assertEqual(rows[0]["rfm_last_purchase_date"], date(2026, 1, 2))

    def test_portal_and_public_see_none_of_it(self):
        for user in (self.user_portal, self.user_public):
            Partner = self.env["res.partner"].with_user(user)
            with self.subTest(login=user.login):
                known = Partner.fields_get() if Partner.has_access("read") else {}
                self.assertFalse((set(OURS) - {"industry_id"}) & set(known))
                for model in (
                    *("playbook.buying.role", "playbook.selector"),
                    *("playbook.option.request", "playbook.option.merge"),
                ):
                    self.assertFalse(self.env[model].with_user(user).has_access("read"))
