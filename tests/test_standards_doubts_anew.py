"""Answers to what was not asked then do not count, and what was typed is forgotten."""

from unittest.mock import patch

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import PROFILE_GROUPS
from .doubt_common import FRIDAY, MONDAY, REVENUE, TUESDAY, WEDNESDAY, DoubtCase


@tagged("post_install", "-at_install")
class TestAnew(DoubtCase):
    def _forget_beginning(self):
        self.requirement.date_answers_from = False

    def test_added_while_enforced(self):
        with freeze_time(WEDNESDAY):
            self.procedure.requirement_ids = [
                Command.create({"field_name": "contact_name", "reason": "R"})
            ]
            new = self.procedure.requirement_ids - self.requirement
            self.assertEqual(new.date_answers_from, WEDNESDAY)
            self.assertFalse(self.requirement.date_answers_from)

    def test_asked_otherwise(self):
        for vals in (
            {"grace_days": 2},
            {"grace_days": 0},
            {"zero_counts": True},
            {"only_if": "[('city', '=', 'Lugo')]"},
            {"condition": "[('expected_revenue', '<', 900)]"},
        ):
            with self.subTest(**vals), freeze_time(WEDNESDAY):
                self._forget_beginning()
                self.requirement.write(vals)
                self.assertEqual(self.requirement.date_answers_from, WEDNESDAY)
                self._forget_beginning()
                # Nothing new.
                self.requirement.write({**vals, "reason": "Other"})
                self.assertFalse(self.requirement.date_answers_from)

    def test_asked_of_others(self):
        profile = self.env.ref("crm_playbook.profile_sales")
        for vals in (
            {"stage_ids": [Command.link(self.final.id)]},
            {"profile_ids": [Command.set(profile.ids)]},
            {"domain": "[('city', '=', 'Lugo')]"},
            {"customer_kind": "people"},
            {"company_id": self.env.company.id},
            {"moment": "stage_left"},
        ):
            with self.subTest(**vals), freeze_time(WEDNESDAY):
                self._forget_beginning()
                self.procedure.write(vals)
                self.assertEqual(self.requirement.date_answers_from, WEDNESDAY)
                self._forget_beginning()
                self.procedure.write({**vals, "example": "Other"})
                self.assertFalse(self.requirement.date_answers_from)

    def test_archived_for_a_while(self):
        with freeze_time(WEDNESDAY):
            self.procedure.active = False
        with freeze_time(MONDAY):
            self.procedure.active = True
            self.assertEqual(self.procedure.date_enforced, MONDAY)

    def test_no_longer_asked_for_at_once(self):
        with freeze_time(WEDNESDAY):
            self._answer_all([1] * 20)
            doubt = self._watch()
            self.requirement.grace_days = 3
            self.assertEqual(doubt.state, "over")

    def test_no_longer_watched(self):
        """Whatever made it so, it does not fall back."""
        with freeze_time(WEDNESDAY):
            self._answer_all([1] * 20)
            doubt = self._watch()
        self.env.flush_all()
        self.cr.execute(
            "UPDATE playbook_requirement SET grace_days = 3 WHERE id = %s",
            [self.requirement.id],
        )
        self.env.invalidate_all()
        with freeze_time(TUESDAY):
            self._watch()
        self.assertEqual((doubt.state, doubt.only_warns), ("over", False))

    def test_mended_on_the_last_day(self):
        with freeze_time(WEDNESDAY):
            leads = self._answer_all([1] * 20)
            doubt = self._watch()
        with freeze_time(TUESDAY):
            for number, lead in enumerate(leads):
                lead.expected_revenue = 4000 + number
            self._watch()
        self.assertEqual((doubt.state, doubt.only_warns), ("over", False))

    def test_enforced_again_is_told_no_more(self):
        with freeze_time(WEDNESDAY):
            self._answer_all([1] * 20)
            self._watch()
        with freeze_time(TUESDAY):
            doubt = self._watch()
            self.assertTrue(self._get_lines("fallen", self.leader))
            doubt.with_user(self.manager).action_enforce_again()
            self.assertFalse(self._get_lines("fallen", self.leader))

    def test_responsible_has_left(self):
        self.procedure.user_id = gone = new_test_user(
            self.env, "da_gone", PROFILE_GROUPS["sales"]
        )
        gone.active = False
        with freeze_time(WEDNESDAY):
            self._answer_all([1] * 20)
            self._watch()
        with freeze_time(TUESDAY):
            self._watch()
            self.assertTrue(self._get_lines("fallen", self.manager))
            self.assertFalse(self._get_lines("fallen", self.leader))

    def test_answers_are_forgotten(self):
        with freeze_time(WEDNESDAY):
            self._answer_all([1] * 20)
            doubt = self._watch().with_user(self.manager)
            doubt.action_keep()
            self.procedure.state = "warn"
        with freeze_time("2027-08-20 10:00:00"):
            self._watch()
            self.assertTrue(doubt.sudo().line_ids.value)
        with freeze_time("2027-08-31 10:00:00"):
            self._watch()
        self.assertFalse(doubt.sudo().line_ids.value)
        self.assertEqual(doubt.line_ids.answers, 20)

    def test_answers_of_who_is_erased(self):
        person = self.env["res.partner"].create({"name": "Ann Smith"})
        with freeze_time(WEDNESDAY):
            self._answer_all([1] * 20 + [7777], partner=person)
            self._answer_all([11] * 3)
            doubt = self._watch()
            other = doubt.line_ids.filtered(lambda line: line.value == "11")
            person._erase_from_playbook()
        self.assertEqual(doubt.line_ids.filtered("value"), other)
        self.assertEqual(len(doubt.line_ids), 3)

    def test_the_least_lately_first(self):
        """What there was no time for comes first the next time."""
        others = self._make_procedure(requirements=[REVENUE] * 2).requirement_ids
        looked_at = []

        def watch(_self, requirements):
            looked_at.extend(requirements.ids)

        cron, doubt = type(self.env["ir.cron"]), type(self.Doubt)
        with (
            patch.object(cron, "_commit_progress", side_effect=[60, 60, 0]),
            patch.object(doubt, "_watch", watch),
            freeze_time(WEDNESDAY),
        ):
            self.Doubt._cron_watch()
        with patch.object(doubt, "_watch", watch), freeze_time(FRIDAY):
            self.Doubt._cron_watch()
        both = self.requirement | others
        self.assertEqual(set(looked_at[:3]), set(both.ids))
        self.assertEqual(looked_at[3:], looked_at[:2])
