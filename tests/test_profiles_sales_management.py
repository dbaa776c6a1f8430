from lxml import etree

from odoo.fields import Command
from odoo.tests import Form, tagged, users
from odoo.tools import mute_logger

from .common import PROFILE_GROUPS
from .sales_management_common import SalesManagementCommon
from .views_common import specification

VALUES = {"name": "Changed", "priority": "2"}


@tagged("post_install", "-at_install")
class TestSalesManagement(SalesManagementCommon):
    """Reads all leads of its companies, comments and plans; writes none."""

    @users("playbook_sales_management")
    def test_reads_all_leads_of_its_companies(self):
        Lead = self.env["crm.lead"]
        domain = [("id", "in", self.leads.ids)]
        self.assertEqual(Lead.search(domain).ids, self.readable.sorted().ids)
        self.assertEqual(Lead._read_group(domain, [], ["__count"]), [(3,)])
        self.assertEqual(len(Lead.name_search("Office furniture", domain)), 3)
        self.readable.with_env(self.env).read(["name", "expected_revenue"])
        self._assert_refused(
            lambda: self.elsewhere.with_env(self.env).read(["name"]),
            lambda: self.leads.with_env(self.env).read(["name"]),
        )

    def test_of_two_companies_it_reads_both(self):
        user = self.user_sales_management
        user.company_ids |= self.company_other
        companies = (self.company | self.company_other).ids
        Lead = self.env["crm.lead"].with_user(user)
        found = Lead.with_context(allowed_company_ids=companies).search(
            [("id", "in", self.leads.ids)]
        )
        self.assertEqual(found.ids, self.leads.sorted().ids)

    @users("playbook_sales_management")
    def test_writes_creates_and_deletes_none(self):
        for lead in self.leads.with_env(self.env):
            with self.subTest(lead=lead.id):
                self._assert_refused(
                    lambda lead=lead: lead.write(VALUES),
                    lambda lead=lead: lead.web_save(VALUES, {}),
                    lambda lead=lead: lead.write({"user_id": self.env.uid}),
                    lead.unlink,
                    lead.copy,
                    lead.action_set_won,
                    lead.action_set_lost,
                    lead.action_archive,
                    lambda lead=lead: lead.convert_opportunity(
                        self.env.user.partner_id
                    ),
                )
        self._assert_refused(
            lambda: self.env["crm.lead"].create({"name": "New"}),
            (self.own | self.others).with_env(self.env).merge_opportunity,
        )

    @users("playbook_sales_management")
    def test_imports_none(self):
        with mute_logger("odoo.addons.base.models.ir_model"):
            result = self.env["crm.lead"].load(["name"], [["New"]])
        self.assertFalse(result["ids"])
        self.assertIn("not allowed to create", result["messages"][0]["message"])

    @users("playbook_sales_management")
    def test_comments_on_every_lead_it_reads(self):
        for lead in self.readable.with_env(self.env):
            message = lead.message_post(
                body="Offer a discount", subtype_xmlid="mail.mt_comment"
            )
            self.assertEqual(message.author_id, self.env.user.partner_id)
        self._assert_refused(
            lambda: self.elsewhere.with_env(self.env).message_post(body="Hello")
        )

    @users("playbook_sales_management")
    def test_plans_on_every_lead_it_reads(self):
        for lead in self.readable.with_env(self.env):
            activity = lead.activity_schedule(
                "mail.mail_activity_data_todo", user_id=self.env.uid, note="Call them"
            )
            self.assertIn(activity, self.env["mail.activity"].search([]))
            self.assertIn(activity, lead.activity_ids)
            activity.action_feedback(feedback="Done")
        self.own.message_unsubscribe(self.user_sales.partner_id.ids)
        self.own.with_env(self.env).activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.user_sales.id
        )
        self.assertIn(self.user_sales.partner_id, self.own.message_partner_ids)
        self._assert_refused(
            lambda: self.elsewhere.with_env(self.env).activity_schedule(
                "mail.mail_activity_data_todo", user_id=self.env.uid
            )
        )

    def test_who_does_not_read_a_lead_does_not_comment_on_it(self):
        for user in (
            self.user_without_profile,
            self.user_portal,
            self.user_team_leader,
        ):
            with self.subTest(user.login):
                seen = self.others.with_user(user)
                self._assert_refused(lambda seen=seen: seen.message_post(body="Hello"))

    @users("playbook_sales_management")
    def test_opens_the_lead_form(self):
        for lead in self.readable.with_env(self.env):
            arch = etree.fromstring(lead.get_view(view_type="form")["arch"])
            spec = specification(lead, arch)
            self.assertIn("tag_ids", spec)
            self.assertEqual(lead.web_read(spec)[0]["id"], lead.id)
            form = Form(lead)
            self.assertEqual(form.name, lead.name)
        self.assertEqual(self.own.with_env(self.env).sale_order_count, 1)

    def test_who_reads_no_orders_sees_no_figures_of_them(self):
        """None, instead of an error; and nobody shares what was computed for others."""
        self.own.order_ids.user_id = self.user_sales
        for user, count in (
            (self.user_marketing, 0),
            (self.user_sales, 1),
            (self.user_sales_management, 1),
            (self.user_marketing, 0),
        ):
            lead = self.own.with_user(user)
            self.assertEqual(lead.sale_order_count, count, user.login)
            self.assertEqual(bool(lead.sale_amount_total), bool(count))

    @users("playbook_sales_management")
    def test_reads_what_the_form_needs_and_writes_none_of_it(self):
        stage_field = self.env["ir.model.fields"].sudo()._get("crm.lead", "stage_id")
        for model, values in {
            "crm.tag": {"name": "New"},
            "crm.lead.scoring.frequency": {"variable": "stage_id"},
            "crm.lead.scoring.frequency.field": {"field_id": stage_field.id},
            "crm.recurring.plan": {"name": "New", "number_of_months": 1},
        }.items():
            record = self.env[model].sudo().create(values).with_env(self.env)
            record.read([])
            self.assertIn(record, record.search([]))
            with self.subTest(model):
                self._assert_refused(
                    lambda r=record, v=values: r.create(v),
                    lambda r=record, v=values: r.write(v),
                    record.unlink,
                )

    @users("playbook_sales_management")
    def test_reads_the_activity_report(self):
        for lead in (self.own, self.elsewhere):
            lead.activity_ids.unlink()
            lead.activity_schedule("mail.mail_activity_data_todo").action_feedback()
        self.env.flush_all()
        Report = self.env["crm.activity.report"]
        domain = [("lead_id", "in", self.leads.ids)]
        found = Report.search(domain)
        self.assertEqual(found.lead_id.ids, self.own.ids)
        groups = Report._read_group(domain, ["user_id"], ["__count"])
        self.assertEqual(sum(count for _user, count in groups), len(found))


@tagged("post_install", "-at_install")
class TestSalesAndSalesManagement(SalesManagementCommon):
    """Who directs and sells reads all, and writes as a salesperson does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_sales.group_ids = [
            Command.link(cls.env.ref(PROFILE_GROUPS["sales_management"]).id)
        ]

    @users("playbook_sales")
    def test_reads_all_and_writes_own_and_unassigned(self):
        Lead = self.env["crm.lead"]
        found = Lead.search([("id", "in", self.leads.ids)])
        self.assertEqual(found.ids, self.readable.sorted().ids)
        (self.own | self.unassigned).with_env(self.env).write(VALUES)
        self._assert_refused(
            lambda: self.others.with_env(self.env).write(VALUES),
            lambda: self.elsewhere.with_env(self.env).write(VALUES),
            self.own.with_env(self.env).unlink,
            self.others.with_env(self.env).unlink,
        )
        self.others.with_env(self.env).message_post(body="Well done")
        Lead.create({"name": "New"})
