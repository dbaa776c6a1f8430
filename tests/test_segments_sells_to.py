"""Whom the company sells to picks what fits, and can be taken back (R301)."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import CrmPlaybookCommon


@tagged("post_install", "-at_install")
class TestSellsTo(CrmPlaybookCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        # Whoever has answered in this database before.
        cls.env["res.company"].search([]).playbook_sells_to = False
        names = ("company", "small_business", "public_body", "person", "partner")
        cls.types = {
            name: cls.env.ref(f"crm_playbook.customer_type_{name}") for name in names
        }
        for option in cls.types.values():
            option._usage_models()
            cls.env["res.partner"].with_context(active_test=False).search(
                [("customer_type_id", "=", option.id)]
            ).customer_type_id = False
            cls.env["crm.lead"].with_context(active_test=False).search(
                [("customer_type_id", "=", option.id)]
            ).customer_type_id = False
            option.active = True

    def _offered(self):
        return {name for name, option in self.types.items() if option.active}

    def _ref(self, name):
        return self.env.ref(f"crm_playbook.{name}")

    def test_option_sets_follow_and_come_back(self):
        everything = self._offered()
        for answer, offered in (
            ("companies", everything - {"person"}),
            ("people", {"person", "partner"}),
            ("both", everything),
            ("people", {"person", "partner"}),
            (False, everything),
        ):
            with self.subTest(answer=answer):
                self.company.playbook_sells_to = answer
                self.assertEqual(self._offered(), offered)

    def test_used_ones_stay(self):
        self._create_customer(active=False, customer_type_id=self.types["person"].id)
        self.company.playbook_sells_to = "companies"
        self.assertTrue(self.types["person"].active)

    def test_what_people_did_stays(self):
        """Retired by hand, it does not come back; added by somebody, it stays."""
        self.types["public_body"].active = False
        own = self.env["playbook.customer.type"].create({"name": "Association"})
        self.company.playbook_sells_to = "people"
        self.company.playbook_sells_to = "both"
        self.assertFalse(self.types["public_body"].active)
        self.company.playbook_sells_to = "people"
        self.types["company"].active = True
        self.company.playbook_sells_to = "companies"
        self.assertTrue(self.types["company"].active)
        self.assertTrue(own.active)

    def test_purposes_procedures_and_waiting_days(self):
        stale = self._ref("workflow_stale_opportunities")
        quotation = self._ref("workflow_unanswered_quotations")
        visit = self._ref("playbook_purpose_visit")
        vat = self._ref("procedure_company_vat")
        company = self._ref("procedure_new_customer_company")
        person = self._ref("procedure_new_customer_person")
        self.company.playbook_sells_to = "people"
        self.assertEqual((stale.delay_days, quotation.delay_days), (7, 2))
        self.assertEqual((visit.active, company.active), (False, False))
        self.assertEqual(vat.state, "draft")
        self.company.playbook_sells_to = "companies"
        self.assertEqual((stale.delay_days, quotation.delay_days), (14, 3))
        self.assertEqual((visit.active, company.active), (True, True))
        self.assertEqual((vat.state, person.active), ("observe", False))
        self.company.playbook_sells_to = "both"
        self.assertEqual((vat.state, person.active), ("draft", True))

    def test_what_binds_or_was_changed_is_left_alone(self):
        stale = self._ref("workflow_stale_opportunities")
        quotation = self._ref("workflow_unanswered_quotations")
        company = self._ref("procedure_new_customer_company")
        stale.delay_days = 20
        # Switching it live takes somebody in whose name it acts.
        self.env.cr.execute(
            "UPDATE playbook_workflow SET mode = 'live' WHERE id = %s", [quotation.id]
        )
        quotation.invalidate_recordset()
        company.state = "warn"
        self.company.playbook_sells_to = "people"
        self.assertEqual((stale.delay_days, quotation.delay_days), (20, 3))
        self.assertTrue(company.active)

    def test_two_companies_that_sell_to_others(self):
        """What is shipped is there for all of them."""
        self.company.playbook_sells_to = "companies"
        self.assertFalse(self.types["person"].active)
        self.company_other.playbook_sells_to = "people"
        self.assertEqual(self._offered(), set(self.types))
        self.company.playbook_sells_to = "people"
        self.assertEqual(self._offered(), {"person", "partner"})

    def test_the_preview_says_what_would_change(self):
        before = self._offered()
        sentences = self.company._preview_sells_to("companies")
        self.assertIn("“Person” is offered no longer", " ".join(sentences))
        self.assertEqual(self._offered(), before)
        self.company.playbook_sells_to = "companies"
        self.assertEqual(self.company._preview_sells_to("companies"), [])
        settings = self.env["res.config.settings"].new({"playbook_sells_to": "people"})
        self.assertIn("Person", settings.playbook_sells_to_preview)

    def test_what_was_noted_may_be_broken(self):
        parameters = self.env["ir.config_parameter"]
        for text in ("no json", "[1]"):
            with self.subTest(text):
                parameters.set_param("crm_playbook.sells_to_switched", text)
                self.company.playbook_sells_to = "companies"
                self.company.playbook_sells_to = "both"

    def test_asked_on_getting_started(self):
        page = self.env.ref("crm_playbook.getting_started")
        page = page.with_user(self.user_configurator)
        self.assertTrue(page.asks_sells_to)
        page.with_context(playbook_sells_to="companies").action_sell_to()
        self.assertEqual(self.company.playbook_sells_to, "companies")
        page.invalidate_recordset()
        self.assertFalse(page.asks_sells_to)
        self.assertFalse(self.types["person"].active)
        with self.assertRaises(UserError):
            page.with_context(playbook_sells_to="nobody").action_sell_to()
        for user in (self.user_sales_management, self.user_sales):
            other = page.with_user(user).with_context(playbook_sells_to="people")
            with self.subTest(login=user.login), self.assertRaises(AccessError):
                other.action_sell_to()
            self.assertFalse(other.asks_sells_to)
