"""Setting up the sales process: what it proposes, and what it leaves alone."""

from contextlib import contextmanager
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged, users
from odoo.tools.translate import code_translations

from .transition_common import TransitionCommon

SPANISH = {
    "Reception": "Recepción",
    "Qualified": "Calificada",
    "Meeting": "Reunión",
    "Proposal": "Propuesta",
    "Negotiation": "Negociación",
    "Won": "Ganada",
}
PROCESS = list(SPANISH)


class ProcessCommon(TransitionCommon):
    """No stages but Odoo's four, as they came."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Stage = cls.env["crm.stage"]
        cls.new, cls.qualified, cls.proposition, cls.odoo_won = (
            cls._restore(number, **values)
            for number, values in enumerate(
                [
                    {"name": "New", "sequence": 1},
                    {"name": "Qualified", "sequence": 2},
                    {"name": "Proposition", "sequence": 3},
                    {"name": "Won", "sequence": 70, "is_won": True},
                ],
                start=1,
            )
        )
        cls.odoos = cls.new | cls.qualified | cls.proposition | cls.odoo_won
        others = Stage.search([("id", "not in", cls.odoos.ids)])
        leads = cls.env["crm.lead"].with_context(active_test=False)
        leads.search([("stage_id", "in", others.ids)]).stage_id = cls.new
        others.unlink()
        cls.env.flush_all()

    @classmethod
    def _restore(cls, number, **values):
        """Odoo's stage ``number``, as it came."""
        xmlid = f"crm.stage_lead{number}"
        stage = cls.env.ref(xmlid, raise_if_not_found=False)
        if not stage:
            stage = cls.env["crm.stage"].create({"name": values["name"]})
            cls.env["ir.model.data"].create(
                {
                    "module": "crm",
                    "name": f"stage_lead{number}",
                    "model": "crm.stage",
                    "res_id": stage.id,
                }
            )
        changed = {name: v for name, v in values.items() if stage[name] != v}
        stage.write({"requirements": False, **changed})
        return stage

    def _open(self, user=None):
        Setup = self.env["playbook.process.setup"].with_user(
            user or self.user_configurator
        )
        action = Setup.action_open()
        self.assertEqual(action["target"], "new")
        return Setup.browse(action["res_id"])

    def _line(self, setup, key):
        return setup.line_ids.filtered(lambda line: line.key == key)

    def _names(self, lang=None):
        stages = self.env["crm.stage"].with_context(lang=lang).search([])
        return stages.mapped("name")

    def _snapshot(self):
        self.env.flush_all()
        self.env.invalidate_all()
        names = ["name", "sequence", "is_won", "requirements", "write_date"]
        return self.env["crm.stage"].search([]).read(names)

    @contextmanager
    def _in_spanish(self):
        """Spanish is installed, and the words of the process are translated."""
        self.env["res.lang"]._activate_lang("es_ES")
        self.env["ir.module.module"]._load_module_terms(["crm"], ["es_ES"])
        get = type(code_translations).get_python_translations

        def get_python_translations(translations, module, lang):
            found = get(translations, module, lang)
            if module == "crm_playbook" and lang == "es_ES":
                return {**found, **SPANISH}
            return found

        with patch.object(
            type(code_translations), "get_python_translations", get_python_translations
        ):
            yield


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
class TestProcessOfOwnStages(ProcessCommon):
    def test_one_more_stage_makes_them_ones_own(self):
        audit = self.env["crm.stage"].create({"name": "Audit", "sequence": 50})
        setup = self._open()
        self.assertTrue(setup.has_own_stages)
        self.assertEqual(set(setup.line_ids.mapped("included")), {False})
        # What a step would be called if it were ticked: as it is.
        self.assertEqual(self._line(setup, "proposal").name, "Proposition")
        before = self._snapshot()
        setup.action_confirm()
        self.assertEqual(self._snapshot(), before)
        self.assertTrue(audit.exists())

    def test_a_renamed_one_too(self):
        self.assertFalse(self._open().has_own_stages)
        self.new.name = "Inquiry"
        self.assertTrue(self._open().has_own_stages)

    def test_one_renamed_in_spanish_alone_too(self):
        with self._in_spanish():
            self.assertNotEqual(self.new.with_context(lang="es_ES").name, "New")
            self.assertFalse(self._open().has_own_stages)
            self.new.with_context(lang="es_ES").name = "Consulta"
            self.assertEqual(self.new.name, "New")
            self.assertTrue(self._open().has_own_stages)

    def test_one_less_too(self):
        self.proposition.unlink()
        self.assertTrue(self._open().has_own_stages)

    def test_other_settings_leave_them_odoos(self):
        self.qualified.write({"rotting_threshold_days": 14, "sequence": 5})
        self.assertFalse(self._open().has_own_stages)

    def test_only_what_is_ticked_is_added_and_in_its_place(self):
        audit = self.env["crm.stage"].create({"name": "Audit", "sequence": 50})
        before = self.odoos.read(["name", "sequence", "requirements", "write_date"])
        setup = self._open()
        self._line(setup, "meeting").included = True
        self.assertIn("renamed: 0; to be added: 1", setup.summary)
        setup.action_confirm()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(
            self.odoos.read(["name", "sequence", "requirements", "write_date"]), before
        )
        meeting = self._line(setup, "meeting").stage_id
        self.assertEqual(meeting.name, "Meeting")
        self.assertGreater(meeting.sequence, self.qualified.sequence)
        self.assertLess(meeting.sequence, audit.sequence)

    def test_a_first_step_comes_first(self):
        self.new.write({"name": "Inquiry"})
        self.env["crm.stage"].create({"name": "Audit"})
        setup = self._open()
        line = self._line(setup, "reception")
        line.write({"stage_id": False, "included": True})
        setup.action_confirm()
        self.assertLess(line.stage_id.sequence, self.qualified.sequence)

    def test_found_by_name_in_any_language(self):
        with self._in_spanish():
            own = self.env["crm.stage"].create(
                [{"name": "reunión "}, {"name": "PROPOSAL"}]
            )
            setup = self._open()
            self.assertEqual(self._line(setup, "meeting").stage_id, own[0])
            self.assertEqual(self._line(setup, "proposal").stage_id, own[1])
            self.assertFalse(self._line(setup, "negotiation").stage_id)

    def test_one_stage_is_not_guessed_for_two_steps(self):
        self.qualified.name = "Meeting"
        setup = self._open()
        self.assertEqual(self._line(setup, "meeting").stage_id, self.qualified)
        self.assertFalse(self._line(setup, "qualified").stage_id)

    def test_a_stage_of_ones_own_takes_over_a_step(self):
        visit = self.env["crm.stage"].create(
            {"name": "Visit", "sequence": 5, "team_ids": self.team.ids}
        )
        setup = self._open()
        line = self._line(setup, "meeting")
        line.write({"included": True, "stage_id": visit.id})
        self.assertEqual(line.name, "Visit")
        setup.action_confirm()
        self.assertEqual(visit.name, "Visit")
        self.assertEqual(visit.requirements, line.guidance)
        self.assertEqual(visit.team_ids, self.team)
        line.name = "Meeting"
        setup.action_confirm()
        self.assertEqual(visit.name, "Meeting")

    def test_two_steps_do_not_share_a_stage(self):
        self._refused_line("meeting", "two steps", stage_id=self.qualified.id)

    def test_two_stages_do_not_share_a_name(self):
        self.env["crm.stage"].create({"name": "Audit"})
        self._refused_line("meeting", "two stages called", name="audit")

    def test_a_step_before_winning_is_no_won_stage(self):
        self._refused_line("meeting", "cannot stand for", stage_id=self.odoo_won.id)

    def _refused_line(self, key, text, **values):
        setup = self._open()
        setup.line_ids.included = key != "meeting" or "stage_id" in values
        if values.get("stage_id") == self.odoo_won.id:
            self._line(setup, "won").included = False
        line = self._line(setup, key)
        line.write({"included": True, **values})
        before = self._snapshot()
        with self.assertRaisesRegex(UserError, text):
            setup.action_confirm()
        self.assertEqual(self._snapshot(), before)


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
