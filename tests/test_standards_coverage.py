"""Coverage: for whom, and at which moment, something is agreed."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import CrmPlaybookCommon


@tagged("post_install", "-at_install")
class TestCoverage(CrmPlaybookCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Procedure = cls.env["playbook.procedure"]
        cls.Procedure.search([]).write({"state": "retired"})
        cls.sales = cls.env.ref("crm_playbook.profile_sales")
        cls.marketing = cls.env.ref("crm_playbook.profile_marketing")

    def _make(self, moment="won", state="observe", profiles=(), **vals):
        return self.Procedure.create(
            {
                "name": "Agreed",
                "moment": moment,
                "state": state,
                "instruction": "<p>Do it well.</p>",
                "example": "20 chairs",
                "profile_ids": [Command.set([each.id for each in profiles])],
                "requirement_ids": [
                    Command.create({"field_name": "phone", "reason": "To call"})
                ],
                **vals,
            }
        )

    def _page(self, user=None):
        user = user or self.user_sales_management
        return self.env["playbook.procedure.grid"].with_user(user).create({})

    def _box(self, profile, moment, user=None):
        coverage = self._page(user).coverage
        (row,) = [
            row
            for group in coverage["groups"]
            for row in group["rows"]
            if row["id"] == (profile.id if profile else 0)
        ]
        (box,) = [each for each in row["boxes"] if each["moment"] == moment]
        return box

    def test_nothing_agreed(self):
        coverage = self._page().coverage
        self.assertEqual(len(coverage["moments"]), 10)
        self.assertEqual(coverage["open"], coverage["total"])
        self.assertGreaterEqual(coverage["total"], 40)
        self.assertIn("Sales", coverage["without"])
        names = [row["name"] for group in coverage["groups"] for row in group["rows"]]
        self.assertEqual(names[0], "Everybody")
        self.assertNotIn("CRM Configurator", names)

    def test_own_shared_and_drafts(self):
        self._make(profiles=[self.sales])
        self._make(state="draft", profiles=[self.sales])
        self._make(state="warn")
        self.assertEqual(
            self._box(self.sales, "won"),
            {"moment": "won", "state": "observe", "own": 1, "shared": 1, "drafts": 1},
        )
        self.assertEqual(
            self._box(self.marketing, "won"),
            {"moment": "won", "state": "everybody", "own": 0, "shared": 1, "drafts": 0},
        )
        self.assertEqual(self._box(None, "won")["state"], "warn")
        self._make(state="enforce", profiles=[self.sales])
        self.assertEqual(self._box(self.sales, "won")["state"], "enforce")
        self.assertEqual(self._box(self.sales, "lost")["state"], "none")

    def test_a_draft_is_not_agreed_yet(self):
        before = self._page().coverage["open"]
        draft = self._make(state="draft", profiles=[self.sales])
        self.assertEqual(self._box(self.sales, "won")["state"], "draft")
        coverage = self._page().coverage
        self.assertEqual((coverage["open"], coverage["in_draft"]), (before, 1))
        draft.state = "observe"
        self.assertEqual(self._page().coverage["open"], before - 1)

    def test_retired_and_archived_do_not_count(self):
        procedure = self._make(profiles=[self.sales])
        procedure.state = "retired"
        self.assertEqual(self._box(self.sales, "won")["state"], "none")
        procedure.write({"state": "observe", "active": False})
        self.assertEqual(self._box(self.sales, "won")["state"], "none")

    def test_departments_without(self):
        self._make(profiles=[self.sales])
        without = self._page().coverage["without"]
        self.assertNotIn(self.sales.department_id.name, without)
        self.assertIn(self.marketing.department_id.name, without)

    def test_profiles_without_department(self):
        self.marketing.department_id = False
        names = [group["name"] for group in self._page().coverage["groups"]]
        self.assertEqual(names[-1], "No department")

    def test_a_cell_opens_its_procedures(self):
        own = self._make(profiles=[self.sales])
        shared = self._make()
        self._make(profiles=[self.marketing])
        page = self._page()
        action = page.action_open_cell(page.coverage, self.sales.id, "won")
        self.assertEqual(self.Procedure.search(action["domain"]), own | shared)
        action = page.action_open_cell(page.coverage, 0, "won")
        self.assertEqual(self.Procedure.search(action["domain"]), shared)

    def test_an_empty_cell_opens_a_new_one_filled_in(self):
        page = self._page()
        action = page.action_open_cell(page.coverage, self.sales.id, "lost")
        self.assertEqual(action["views"], [(False, "form")])
        form = Form(
            self.Procedure.with_user(self.user_sales_management).with_context(
                **action["context"]
            )
        )
        form.name = "When it is lost"
        procedure = form.save()
        self.assertEqual(procedure.moment, "lost")
        self.assertEqual(
            (procedure.profile_ids, procedure.state), (self.sales, "draft")
        )
        # There are several companies: it is for the one that the page is about.
        self.assertEqual(procedure.company_id, self.env.company)

    def test_companies_apart(self):
        self._make(profiles=[self.sales], company_id=self.company_other.id)
        self.assertEqual(self._box(self.sales, "won")["state"], "none")
        page = self._page()
        foreign = {**page.coverage, "company_id": self.company_other.id}
        with self.assertRaisesRegex(UserError, "out of date"):
            page.action_open_cell(foreign, self.sales.id, "won")

    def test_hostile_input(self):
        page = self._page()
        coverage = page.coverage
        for arguments in (
            (coverage, self.sales.id, "never"),
            (coverage, 10**9, "won"),
            ({}, self.sales.id, "won"),
            (None, self.sales.id, "won"),
            ({"company_id": "x"}, self.sales.id, "won"),
        ):
            with self.subTest(arguments[1:]), self.assertRaises(UserError):
                page.action_open_cell(*arguments)

    def test_who_may(self):
        self.assertTrue(self._page(self.user_configurator).coverage["may_create"])
        with self.assertRaises(AccessError):
            self._page(self.user_sales)
        page = self._page()
        with self.assertRaises(AccessError):
            page.with_user(self.user_configurator).read(["coverage"])

    def test_as_many_queries_for_many(self):
        def count():
            page = self._page()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertTrue(page.coverage)
            return self.env.cr.sql_log_count - before

        count()
        self._make(profiles=[self.sales])
        few = count()
        for number in range(20):
            self._make(profiles=[self.sales, self.marketing], name=f"No. {number}")
        self.assertLessEqual(count(), few)
