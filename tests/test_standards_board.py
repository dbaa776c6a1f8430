"""The board of points to fix: by when, what is missing, and who mends it."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.crm_playbook.models.standards.gate_error import PlaybookGateError

from .board_common import BoardCase
from .common import PROFILE_GROUPS


@tagged("post_install", "-at_install")
class TestBoard(BoardCase):
    def test_by_when(self):
        finding = self._fall_short()  # due on Friday
        later = self._fall_short("2026-03-20 09:00:00")
        Finding = self.env["playbook.finding"]
        domain = [("id", "in", (finding | later).ids)]
        for day, groups in (
            ("2026-03-06", [("week", 1), ("later", 1)]),
            ("2026-03-09", [("late", 1), ("later", 1)]),
            ("2026-03-28", [("late", 2)]),
        ):
            with freeze_time(day):
                Finding.invalidate_model()
                rows = Finding._read_group(domain, ["due_group"], ["__count"])
                self.assertCountEqual(rows, groups)
                for group, count in rows:
                    found = Finding.search([*domain, ("due_group", "=", group)])
                    self.assertEqual(len(found), count)
                    self.assertEqual(set(found.mapped("due_group")), {group})
        with freeze_time("2026-03-09"):
            # As the board asks.
            own = Finding.with_user(self.manager).with_context(read_group_expand=True)
            groups = own.web_read_group(domain, ["due_group"], ["__count"])["groups"]
        names = [group["due_group"] for group in groups]
        self.assertEqual(names, ["late", "week", "later"])

    def test_what_a_card_says(self):
        finding = self._fall_short().with_user(self.salesperson)
        self.assertEqual(finding.reason, "The forecast is made from it")
        self.assertEqual(finding.document_name, "Chairs")
        self.assertEqual(finding.team_id, self.team)
        self.assertFalse(finding.can_give)
        activities = self.env["mail.activity"].search_count(
            [("res_model", "=", "crm.lead"), ("res_id", "=", finding.lead_id.id)]
        )
        self.assertFalse(activities)

    def test_completed_on_the_board(self):
        finding = self._fall_short().with_user(self.salesperson)
        with self.assertRaises(PlaybookGateError), self.cr.savepoint():
            finding.action_complete()
        answers = {"values": {"crm.lead": {"expected_revenue": 9}}, "reason": False}
        finding.with_context(playbook_answers=answers).action_complete()
        self.assertEqual(finding.lead_id.expected_revenue, 9)
        self.assertEqual(finding.ending, "mended")
        with self.assertRaises(AccessError):
            finding.with_user(self.colleague).action_complete()


@tagged("post_install", "-at_install")
class TestGiving(BoardCase):
    def _give(self, finding, user, to, day="2026-03-12", note="Please"):
        action = finding.with_user(user).action_open_give()
        Give = self.env["playbook.finding.give"].with_user(user)
        dialog = Give.with_context(**action["context"]).create({"user_id": to.id})
        dialog.write({"date_due": day, "note": note})
        dialog.action_give()
        self.env.invalidate_all()

    @freeze_time("2026-03-06 09:00:00")
    def test_given(self):
        for user in (self.leader, self.manager):
            finding = self._fall_short()
            self.assertTrue(finding.with_user(user).can_give)
            self._give(finding, user, self.leader)
            self.assertEqual(finding.user_id, self.leader)
            self.assertEqual(finding.date_due, date(2026, 3, 12))
            self.assertEqual(finding.moved_from_id, self.salesperson)
            self.assertIn(f"Given by {user.name}", finding.moved_reason)
            self.assertIn("Please", finding.moved_reason)
        self._run()
        self.assertEqual(finding.user_id, self.leader)
        self.assertFalse(self._lines(self.salesperson, "finding"))
        self.assertTrue(self._lines(self.leader, "finding"))

    @freeze_time("2026-03-06 09:00:00")
    def test_refused(self):
        finding = self._fall_short()
        without = new_test_user(self.env, "st_without", "base.group_user")
        for user, to, day in (
            (self.salesperson, self.leader, "2026-03-12"),
            (self.leader, self.leader, "2026-03-01"),
            (self.leader, self.colleague, "2026-03-12"),
            (self.leader, without, "2026-03-12"),
        ):
            with (
                self.subTest(user=user.name, to=to.name),
                self.assertRaises(UserError),
                self.cr.savepoint(),
            ):
                self._give(finding, user, to, day)
        self.assertEqual(finding.user_id, self.salesperson)
        with self.assertRaises(AccessError):
            self._give(finding, self.colleague, self.leader)
        dialog = self.env["playbook.finding.give"].with_user(self.colleague)
        with self.assertRaises(AccessError):
            dialog.create(
                {
                    "finding_ids": [Command.set(finding.ids)],
                    "user_id": self.colleague.id,
                    "date_due": "2026-03-12",
                }
            ).action_give()

    def test_of_another_team(self):
        finding = self._fall_short()
        other = new_test_user(
            self.env,
            "st_other",
            f"{PROFILE_GROUPS['sales']},sales_team.group_sale_salesman_all_leads",
        )
        self.env["crm.team"].create({"name": "Other", "user_id": other.id})
        self.assertFalse(finding.with_user(other).can_give)
        with self.assertRaises(UserError):
            finding.with_user(other).action_open_give()
