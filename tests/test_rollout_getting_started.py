"""What Getting Started tells, to whom, and where its figures lead."""

from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .common import FULL, CrmPlaybookCommon
from .tour_common import StaleTourCase


@tagged("post_install", "-at_install")
class TestGettingStarted(CrmPlaybookCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The figures are those of the whole database.
        cls.env["crm.lead"].search([]).action_archive()
        source = cls.env["utm.source"].create({"name": "Fair (test)"})
        potential = cls.env.ref("crm_playbook.purchase_potential_high")
        old = {"date_last_stage_update": fields.Datetime.now() - timedelta(days=400)}
        new = {"user_id": cls.user_sales.id, "team_id": cls.team.id}
        cls.stale = cls._create_lead(expected_revenue=100.0, **old, **new)
        cls.fresh = cls._create_lead(
            expected_revenue=50.0,
            source_id=source.id,
            purchase_potential_id=potential.id,
            **new,
        )
        cls.others = cls._create_lead(
            source_id=source.id, user_id=cls.user_other_team.id, **old
        )
        cls.won = cls._create_lead(**old, **new)
        cls.won.action_set_won()
        cls._create_lead(type="lead", **new)
        cls.fresh.activity_schedule(user_id=cls.user_sales.id)
        cls.env.flush_all()
        cls.page = cls.env.ref("crm_playbook.getting_started")

    def _page(self, user):
        return self.page.with_user(user).with_context(allowed_company_ids=None)

    def test_profiles_are_proposed_as_long_as_nobody_has_one(self):
        manager = self.user_configurator
        page = self._page(manager)
        self.assertFalse(page.proposes_profiles)
        manager.group_ids += self.env.ref("base.group_erp_manager")
        page.invalidate_recordset()
        self.assertFalse(page.proposes_profiles)
        configurator = self.env.ref("crm_playbook.profile_configurator")
        for profile in self.env["playbook.profile"].search([]) - configurator:
            profile.user_ids = False
        page.invalidate_recordset()
        self.assertTrue(page.proposes_profiles)
        action = page.action_propose_profiles()
        give = self.env[action["res_model"]].browse(action["res_id"])
        self.assertIn(self.user_salesperson, give.line_ids.user_id)

    def test_figures_of_who_sees_all(self):
        self.assertRecordValues(
            self._page(self.user_sales_management),
            [
                {
                    "can_read_leads": True,
                    "open_count": 3,
                    "open_worth": 150.0,
                    "stale_count": 2,
                    "stale_worth": 100.0,
                    "without_step_count": 2,
                    "source_fill": 200 / 3,
                    "purchase_potential_fill": 100 / 3,
                    "territory_fill": 0.0,
                    "can_switch_on": True,
                }
            ],
        )

    def test_each_figure_opens_its_records(self):
        page = self._page(self.user_sales_management)
        missing = page.with_context(playbook_field="source_id")
        for action, leads in (
            (page.action_open_deals(), self.stale | self.fresh | self.others),
            (page.action_open_stale(), self.stale | self.others),
            (page.action_open_without_step(), self.stale | self.others),
            (missing.action_open_missing(), self.stale),
        ):
            domain = action["domain"]
            if isinstance(domain, str):
                domain = [("is_stale", "=", True)]
            with self.subTest(action["name"]):
                found = page.env[action["res_model"]].search(domain)
                self.assertEqual(found.sudo(), leads.sorted("id", reverse=True))

    def test_field_of_nobodys_choosing_opens_all(self):
        page = self._page(self.user_sales_management)
        action = page.with_context(playbook_field="password").action_open_missing()
        self.assertNotIn("password", str(action["domain"]))

    def test_without_right_to_read_leads_there_are_no_figures(self):
        page = self._page(self.user_configurator)
        self.assertFalse(page.can_read_leads)
        self.assertEqual((page.open_count, page.stale_worth), (0, 0.0))

    def test_worth_is_told_in_the_companys_currency(self):
        currency = self.env["res.currency"].create({"name": "XPT", "symbol": "t"})
        self.env["res.currency.rate"].create(
            {"currency_id": currency.id, "rate": 4.0, "name": "2020-01-01"}
        )
        self.company_other.currency_id = currency
        manager = self.user_sales_management
        manager.company_ids = [Command.link(self.company_other.id)]
        self._create_lead(
            expected_revenue=40.0,
            company_id=self.company_other.id,
            user_id=self.user_other_company.id,
            team_id=False,
        )
        self.env.flush_all()
        companies = [manager.company_id.id, self.company_other.id]
        page = self.page.with_user(manager).with_context(allowed_company_ids=companies)
        self.assertEqual((page.open_count, page.open_worth), (4, 160.0))
        alone = page.with_context(allowed_company_ids=manager.company_id.ids)
        self.assertEqual(alone.open_count, 3)

    def test_cost_does_not_grow_with_the_number(self):
        page = self._page(self.user_sales_management)
        self._count_queries(lambda: page.mapped("open_count"))
        few = self._count_queries(lambda: page.mapped("open_count"))
        for _number in range(10):
            self._create_lead(user_id=self.user_sales.id, team_id=self.team.id)
        many = self._count_queries(lambda: page.mapped("open_count"))
        self.assertEqual(few, many)

    def test_whoever_installs_lands_there(self):
        todo = self.env.ref("crm_playbook.getting_started_todo")
        todo.state = "open"
        following = self.env["ir.module.module"].next()
        self.assertEqual(following["type"], "ir.actions.act_url")
        action = self.env.ref("crm_playbook.playbook_getting_started_action")
        self.assertEqual(following["url"], f"/odoo/{action.path}")
        self.assertEqual(action.res_id, self.page.id)


class GettingStartedTours(StaleTourCase):
    def _tour(self, name="playbook_getting_started"):
        user = self._create_installer()
        self.start_tour("/odoo/playbook-getting-started", name, login=user.login)
        self.workflow.invalidate_recordset()
        self.assertEqual((self.workflow.mode, self.workflow.run_as_id), ("live", user))
        self._run()
        self.assertEqual(len(self.lead.activity_ids), 1)


@tagged("post_install", "-at_install")
class TestGettingStartedOnTheDesktop(GettingStartedTours):
    def test_switch_the_workflow_on(self):
        self._tour()


if FULL:

    @tagged("post_install", "-at_install")
    class TestGettingStartedInSpanish(StaleTourCase):
        def test_everything_is_told_in_spanish(self):
            self.env["res.lang"]._activate_lang("es_ES")
            self.env["ir.module.module"]._load_module_terms(["crm_playbook"], ["es_ES"])
            page = self.env["playbook.getting.started"].with_context(lang="es_ES")
            arch = page.get_view(view_type="form")["arch"]
            self.assertIn("Lo que se ha encontrado en su Odoo", arch)
            self.assertNotIn("Stale opportunities", arch)
