"""Objectives in a scheduled report."""

from datetime import date

from odoo.tests import new_test_user, tagged

from .common import PROFILE_GROUPS
from .report_content_common import ReportContentCase


@tagged("post_install", "-at_install")
class TestReportObjectives(ReportContentCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague = new_test_user(
            cls.env, "re_colleague", PROFILE_GROUPS["sales"], name="Cora Colleague"
        )

    def _objective(self, indicator, **values):
        objective = self.env["playbook.objective"].create(
            {
                "indicator_id": indicator.id,
                "title": f"More {indicator.name}",
                "date_deadline": date(2026, 12, 31),
                "user_id": self.manager.id,
            }
        )
        values = {
            "state": "active",
            "result": "at_risk",
            "has_current": True,
            "current_value": 31.4,
            "target_value": 40,
            "progress": 22,
        } | values
        # What approval and measuring would have written.
        names = ", ".join(f"{name} = %s" for name in values)
        self.env.flush_all()
        self.env.cr.execute(
            f"UPDATE playbook_objective SET {names} WHERE id = %s",  # noqa: S608
            [*values.values(), objective.id],
        )
        objective.invalidate_recordset()
        return objective

    def test_objectives_those_that_need_somebody_first(self):
        self._objective(self.cycle, result="on_track", progress=120)
        risky = self._objective(self.won)
        personal = self._objective(self.revenue, figures_user_id=self.colleague.id)
        self._objective(self._indicator("churn"), state="draft")
        line = self._add_line("objectives")
        section = self._section(line, self.salesperson)
        self.assertEqual(
            self._column(section, "result", "text"), ["At risk", "On track"]
        )
        self.assertEqual(self._column(section, "result", "tone"), ["worse", "better"])
        self.assertEqual(self._column(section, "progress", "share"), [22, 100])
        self.assertEqual(self._column(section, "target", "text")[0], "40.0\xa0%")
        self.assertIn(str(risky.id), self._column(section, "objective", "url")[0])
        section = self._section(line, self.colleague)
        self.assertEqual(len(section["rows"]), 3)
        personal.active = False
        self.assertEqual(len(self._section(line, self.colleague)["rows"]), 2)

    def test_way_back_is_told_in_words(self):
        self._objective(self.won, progress=-124)
        section = self._section(self._add_line("objectives"), self.salesperson)
        self.assertEqual(self._column(section, "progress", "text"), ["further away"])
        self.assertEqual(self._column(section, "progress"), [-124])
        self.assertEqual(self._column(section, "progress", "share"), [0])

    def test_what_lacks_is_told_in_the_language_of_the_reader(self):
        self.env["res.lang"]._activate_lang("es_ES")
        margin = self._indicator("margin")
        run = self.Run._ensure(margin, self.company, [self.week])
        line = self._add_line("figures", indicators=[margin])
        for lack in ("not_there", "costs"):
            run.with_context(lang="es_ES").lack = lack
            noted, told = (
                run.with_context(lang=lang).missing for lang in ("es_ES", "en_US")
            )
            with self.subTest(lack):
                self.assertNotEqual(noted, told)
                section = self._section(line, self.salesperson)
                self.assertEqual(self._column(section, "now", "note"), [told])

    def test_figures_tell_the_nearest_objective(self):
        self._objective(self.won)
        self._objective(
            self.won,
            figures_user_id=self.colleague.id,
            target_value=60,
            result="on_track",
        )
        line = self._add_line("figures", indicators=[self.won, self.cycle])
        section = self._section(line, self.salesperson)
        self.assertEqual(
            self._column(section, "objective", "text"),
            ["40.0\xa0% by 12/31/2026 (the company's): At risk", ""],
        )
        section = self._section(line, self.colleague)
        self.assertEqual(
            self._column(section, "objective", "text")[0],
            "60.0\xa0% by 12/31/2026 (yours): On track",
        )

    def test_own_figures_tell_own_objectives(self):
        self._objective(self.won)
        line = self._add_line("figures", indicators=[self.won], only_own=True)
        section = self._section(line, self.salesperson)
        names = [column["name"] for column in section["columns"]]
        self.assertNotIn("objective", names)

    def test_verdict(self):
        for week, won in ((self.week, 3000), (self.week_before, 1000)):
            self._write_figure(self.revenue, week, won, user=self.salesperson)
        line = self._add_line("verdict", name="Well", text="Look.")
        section = self._section(line, self.manager)
        Indicator = self.env["playbook.indicator"].with_user(self.manager)
        verdict = Indicator._get_verdict(self.company, self.week)
        self.assertEqual(section["title"], "Well: Working")
        self.assertEqual(section["text"], f"Look. {verdict.text}")
        self.assertIn("+200.0 %", section["text"])
        content = self._content(self.manager)
        self.assertIn("Working", self.report._render_html(content))
        self.assertTrue(self.report._render_xlsx(content))
        shipped = self.env.ref("crm_playbook.report_monthly").line_ids[0]
        self.assertEqual((shipped.kind, shipped.missing), ("verdict", False))

    def test_no_objectives(self):
        section = self._section(self._add_line("objectives"), self.salesperson)
        self.assertIn("no active objectives", section["empty"])
