"""Favourites that are shipped: each can be used by whom it is for."""

from odoo.fields import Domain
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .sources_common import SourcesCommon

PREFIX = "ir_filters_"
PROFILES = {
    "_sales": "user_sales",
    "_marketing": "user_marketing",
    "_customer_service": "user_customer_service",
}


@tagged("post_install", "-at_install")
class TestFavourites(SourcesCommon):
    def _shipped(self):
        data = self.env["ir.model.data"].search(
            [
                ("module", "=", "crm_playbook"),
                ("model", "=", "ir.filters"),
                ("name", "=like", f"{PREFIX}%"),
            ]
        )
        return self.env["ir.filters"].browse(data.mapped("res_id"))

    def _user(self, favourite):
        name = favourite.action_id.get_external_id()[favourite.action_id.id]
        for end, user in PROFILES.items():
            if name.endswith(end):
                return getattr(self, user)
        return self.user_sales_management

    def test_each_groups_and_measures_what_is_there(self):
        shipped = self._shipped()
        self.assertGreater(len(shipped), 10)
        for favourite in shipped:
            with self.subTest(favourite=favourite.name):
                user = self._user(favourite)
                records = self.env[favourite.model_id].with_user(user)
                domain = Domain(safe_eval(favourite.domain, {"uid": user.id}))
                context = safe_eval(favourite.context)
                groups = set(context["group_by"])
                for key in ("pivot_row_groupby", "pivot_column_groupby"):
                    groups.update(context.get(key, ()))
                groups.update(context.get("graph_groupbys", ()))
                measures = {*context.get("pivot_measures", ()), "__count"}
                measures.add(context.get("graph_measure", "__count"))
                measures.discard("__count")
                for group in groups:
                    sums = [
                        f"{name}:{records._fields[name].aggregator}"
                        for name in sorted(measures)
                    ]
                    records.formatted_read_group(domain, [group], [*sums, "__count"])

    def test_they_belong_to_the_action_of_a_profile_and_to_everybody(self):
        for favourite in self._shipped():
            self.assertFalse(favourite.user_ids)
            self.assertTrue(favourite.action_id)

    def test_they_are_offered_in_the_language_of_the_user(self):
        action = self.env.ref("crm_playbook.playbook_sales_report_action")
        filters = self.env["ir.filters"].with_user(self.user_sales_management)
        names = {
            each["name"]
            for each in filters.get_filters("playbook.sales.report", action.id)
        }
        self.assertIn("Sales per person and month", names)
        shipped = self._shipped().mapped("name")
        self.assertEqual(set(shipped), set(filters._get_shipped_names()))
        own = {"playbook.sales.report": "Translated"}
        self.patch(
            type(filters),
            "_get_shipped_names",
            lambda _self: dict.fromkeys(shipped, own["playbook.sales.report"]),
        )
        found = filters.get_filters("playbook.sales.report", action.id)
        self.assertEqual({each["name"] for each in found}, {"Translated"})

    def test_each_profile_has_its_own(self):
        sales = self.env.ref("crm_playbook.playbook_sales_report_action_sales")
        marketing = self.env.ref("crm_playbook.playbook_sales_report_action_marketing")
        filters = self.env["ir.filters"].with_user(self.user_sales)
        ids = [
            {
                each["id"]
                for each in filters.get_filters("playbook.sales.report", key.id)
            }
            for key in (sales, marketing)
        ]
        self.assertFalse(ids[0] & ids[1])


@tagged("post_install", "-at_install")
class TestNewCustomers(SourcesCommon):
    def test_by_month_person_and_source(self):
        source = self.env["utm.source"].create({"name": "Fair"})
        self.customer.source_id = source
        self._confirm(self._create_order(self.customer, 10), at="2026-02-03 10:00:00")
        self._create_lead(self._create_customer("Only asked"))
        self.env.flush_all()
        for user in (self.user_sales, self.user_marketing, self.user_sales_management):
            partners = self.env["res.partner"].with_user(user)
            action = partners.action_open_new_customers()
            domain = Domain(safe_eval(action["domain"])) & Domain(
                "source_id", "=", source.id
            )
            groups = partners.formatted_read_group(
                domain, ["customer_since:month", "user_id"], ["__count"]
            )
            self.assertEqual(len(groups), 1)
            self.assertEqual(groups[0]["__count"], 1)
            self.assertEqual(groups[0]["customer_since:month"][0], "2026-02-01")
            self.assertEqual(groups[0]["user_id"][0], self.user_sales.id)
