"""Setting up the sales process where the company has stages of its own."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .process_common import ProcessCommon


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
        # Demo data has deals there.
        there = self.env["crm.lead"].with_context(active_test=False)
        there.search([("stage_id", "=", self.proposition.id)]).unlink()
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
