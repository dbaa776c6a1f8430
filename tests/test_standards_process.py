"""Setting up the sales process where the stages are those that Odoo came with."""

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged, users

from .process_common import PROCESS, SPANISH, ProcessCommon


@tagged("post_install", "-at_install")
class TestProcessOfOdoosStages(ProcessCommon):
    def test_odoos_four_take_over_their_steps(self):
        setup = self._open()
        self.assertFalse(setup.has_own_stages)
        self.assertEqual(setup.line_ids.mapped("name"), PROCESS)
        self.assertEqual(set(setup.line_ids.mapped("included")), {True})
        nothing = self.env["crm.stage"]
        self.assertEqual(
            [line.stage_id for line in setup.line_ids],
            [
                *(self.new, self.qualified, nothing),
                *(self.proposition, nothing, self.odoo_won),
            ],
        )
        self.assertTrue(all(setup.line_ids.mapped("guidance")))
        self.assertIn("renamed: 2", setup.summary)
        self.assertIn("added: 2", setup.summary)
        self.assertIn("keeping their name: 2", setup.summary)

    def test_confirming_does_as_told_and_moves_nothing(self):
        leads = self.env["crm.lead"].with_context(active_test=False).search([])
        stages = {lead: lead.stage_id for lead in leads}
        history = self.env["playbook.transition"].search_count([])
        setup = self._open()
        action = setup.action_confirm()
        self.assertEqual(action["params"]["next"]["tag"], "soft_reload")
        self.assertIn("added: 2", action["params"]["message"])
        self.assertEqual(self._names(), PROCESS)
        self.assertEqual(
            self.env["crm.stage"].search([("is_won", "=", True)]), self.odoo_won
        )
        self.assertTrue(all(self.env["crm.stage"].search([]).mapped("requirements")))
        self.assertLessEqual(self.odoos, self.env["crm.stage"].search([]))
        self.assertEqual({lead: lead.stage_id for lead in leads}, stages)
        self.assertEqual(self.env["playbook.transition"].search_count([]), history)

    def test_confirming_again_changes_nothing(self):
        setup = self._open()
        self._line(setup, "meeting").name = "Visit"
        setup.action_confirm()
        before = self._snapshot()
        setup.action_confirm()
        self.assertEqual(self._snapshot(), before)
        again = self._open()
        self.assertTrue(again.has_own_stages)
        self.assertIn("renamed: 0; to be added: 0", again.summary)
        again.action_confirm()
        self.assertEqual(self._snapshot(), before)

    def test_once_set_up_all_steps_are_found_again(self):
        self._open().action_confirm()
        again = self._open()
        self.assertEqual([line.stage_id.name for line in again.line_ids], PROCESS)
        again.line_ids.included = True
        before = self._snapshot()
        again.action_confirm()
        self.assertEqual(self._snapshot(), before)

    def test_names_and_guidance_may_be_others(self):
        setup = self._open()
        with Form(setup) as form:
            with form.line_ids.edit(0) as line:
                line.name = "Inquiry"
                line.guidance = "Answer today"
            with form.line_ids.edit(2) as line:
                line.included = False
            self.assertIn("added: 1", form.summary)
        setup.action_confirm()
        self.assertEqual(self.new.name, "Inquiry")
        self.assertEqual(self.new.requirements, "Answer today")
        self.assertEqual(
            self._names(), ["Inquiry", "Qualified", "Proposal", "Negotiation", "Won"]
        )

    def test_guidance_that_is_there_stays(self):
        self.qualified.requirements = "Ask for the budget"
        setup = self._open()
        line = self._line(setup, "qualified")
        self.assertTrue(line.has_guidance)
        self.assertEqual(line.guidance, "Ask for the budget")
        line.guidance = "Something else"
        setup.action_confirm()
        self.assertEqual(self.qualified.requirements, "Ask for the budget")

    def test_how_many_opportunities_are_there(self):
        here = len(
            self.env["crm.lead"].search(
                [
                    ("stage_id", "=", self.qualified.id),
                    ("type", "=", "opportunity"),
                    ("won_status", "=", "pending"),
                ]
            )
        )
        self._create_own(stage_id=self.qualified.id)
        self._create_own(
            stage_id=self.qualified.id,
            user_id=False,
            team_id=False,
            company_id=self.company_other.id,
        )
        self._create_own(stage_id=self.qualified.id).action_set_lost()
        setup = self._open()
        self.assertEqual(self._line(setup, "qualified").lead_count, here + 2)
        self.assertEqual(self._line(setup, "meeting").lead_count, 0)

    def test_names_in_all_languages(self):
        with self._in_spanish():
            self.assertFalse(self._open().has_own_stages)
            self._open().action_confirm()
            self.assertEqual(self._names("en_US"), PROCESS)
            spanish = self._names("es_ES")
            for name in ("Recepción", "Reunión", "Propuesta", "Negociación"):
                self.assertIn(name, spanish)

    def test_names_entered_are_not_translated(self):
        with self._in_spanish():
            setup = self._open()
            self._line(setup, "reception").name = "Inquiry"
            setup.action_confirm()
            self.assertIn("Inquiry", self._names("en_US"))
            self.assertNotIn("Recepción", self._names("es_ES"))

    def test_in_spanish_the_process_is_proposed_in_spanish(self):
        with self._in_spanish():
            self.user_configurator.lang = "es_ES"
            setup = self.env["playbook.process.setup"].with_user(self.user_configurator)
            action = setup.with_context(lang="es_ES").action_open()
            setup = setup.with_context(lang="es_ES").browse(action["res_id"])
            self.assertFalse(setup.has_own_stages)
            self.assertEqual(setup.line_ids.mapped("name"), list(SPANISH.values()))
            setup.action_confirm()
            self.assertEqual(self._names("es_ES"), list(SPANISH.values()))
            self.assertEqual(self._names("en_US"), PROCESS)


@tagged("post_install", "-at_install")
class TestProcessAccess(ProcessCommon):
    def test_odoos_sales_manager_may(self):
        group = self.env.ref("sales_team.group_sale_manager")
        self.user_salesperson.group_ids += group
        self._open(self.user_salesperson).action_confirm()
        self.assertEqual(self._names(), PROCESS)

    def test_nobody_else_may(self):
        for user in (
            *(self.user_sales, self.user_sales_management, self.user_marketing),
            *(self.user_without_profile, self.user_salesperson, self.user_portal),
        ):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self._open(user)

    def test_the_action_opens_it(self):
        action = self.env.ref("crm_playbook.playbook_process_setup_action")
        opened = action.with_user(self.user_configurator).run()
        self.assertEqual(opened["res_model"], "playbook.process.setup")
        with self.assertRaises(AccessError):
            action.with_user(self.user_sales).run()

    @users("playbook_configurator")
    def test_getting_started_offers_it_until_it_is_done(self):
        page = self.env.ref("crm_playbook.getting_started").with_env(self.env)
        self.assertTrue(page.proposes_process)
        action = page.action_set_up_process()
        self.env[action["res_model"]].browse(action["res_id"]).action_confirm()
        page.invalidate_recordset()
        self.assertFalse(page.proposes_process)

    @users("playbook_sales_management")
    def test_getting_started_does_not_offer_it_to_who_may_not(self):
        page = self.env.ref("crm_playbook.getting_started").with_env(self.env)
        self.assertFalse(page.proposes_process)
        with self.assertRaises(AccessError):
            page.action_set_up_process()

    def test_queries_do_not_grow_with_the_stages(self):
        Setup = self.env["playbook.process.setup"].with_user(self.user_configurator)
        Stage = self.env["crm.stage"]
        counts = []
        for number in (3, 30):
            Stage.create([{"name": f"Own {number}.{each}"} for each in range(number)])
            Setup.action_open()
            counts.append(self._count_queries(Setup.action_open))
        self.assertEqual(*counts)
