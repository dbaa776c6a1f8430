"""The board of points to fix: by when, whose they are, and who is told of late ones."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.crm_playbook.models.standards.gate_error import PlaybookGateError

from .common import PROFILE_GROUPS
from .standards_common import PHONE, MomentCase

THURSDAY = "2026-03-05 09:00:00"


class BoardCase(MomentCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.procedure = cls._make_procedure(state="warn", user_id=cls.manager.id)

    def _fall_short(self, when=THURSDAY, **vals):
        with freeze_time(when):
            lead = self._make_lead(**vals).sudo()
            lead.stage_id = self.proposal
            return self._get_findings(lead)

    def _lines(self, user, source="overdue"):
        day = self.env["playbook.day"].with_user(user)
        return [each for each in day.get_my_day()["lines"] if each["source"] == source]

    def _run(self):
        with self.enter_registry_test_mode():
            self.env.ref("crm_playbook.ir_cron_close_findings").method_direct_trigger()
        self.env.invalidate_all()


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
            groups = own.web_read_group(
                domain, ["due_group"], ["__count"]
            )["groups"]
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
            with self.subTest(user=user.name, to=to.name), self.cr.savepoint():
                with self.assertRaises(UserError):
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


@tagged("post_install", "-at_install")
class TestOverdue(BoardCase):
    def test_all_of_a_person_in_one_line(self):
        findings = self._fall_short() | self._fall_short() | self._fall_short()
        # Due on Friday: the Monday is its first late day.
        for day, count in (("2026-03-06", 0), ("2026-03-09", 0), ("2026-03-10", 1)):
            with freeze_time(f"{day} 09:00:00"):
                lines = self._lines(self.leader)
                self.assertEqual(len(lines), count)
        self.assertEqual(
            lines[0]["title"],
            "Sam Sales: 3 points to fix are late, the oldest since 6 Mar",
        )
        with freeze_time("2026-03-10 09:00:00"):
            for user in (self.manager, self.salesperson, self.colleague):
                self.assertFalse(self._lines(user))
            day = self.env["playbook.day"].with_user(self.leader)
            answer = day.finish_line(lines[0]["key"])
            self.assertFalse(answer["done"])
            domain = answer["action"]["domain"]
            own = self.env["playbook.finding"].with_user(self.leader)
            self.assertEqual(own.search(domain), findings)
            findings.lead_id.expected_revenue = 5
            self._run()
            self.assertFalse(self._lines(self.leader))
            self.assertFalse(day.finish_line(lines[0]["key"])["done"])

    @freeze_time("2026-03-10 09:00:00")
    def test_without_a_leader(self):
        self._fall_short()
        self.team.user_id = False
        self.assertFalse(self._lines(self.leader))
        line = self._lines(self.manager)[0]
        self.assertIn("a point to fix is late, since 6 Mar", line["title"])
        # Who leads oneself is not told of oneself.
        self.team.user_id = self.salesperson
        self.assertFalse(self._lines(self.salesperson))
        self.assertTrue(self._lines(self.manager))

    @freeze_time("2026-03-10 09:00:00")
    def test_nobodys(self):
        finding = self._fall_short()
        finding.user_id = False
        line = self._lines(self.manager)[0]
        self.assertIn("nobody's", line["title"])
        day = self.env["playbook.day"].with_user(self.manager)
        action = day.finish_line(line["key"])["action"]
        self.assertEqual(finding.search(action["domain"]), finding)

    @freeze_time("2026-03-10 09:00:00")
    def test_who_stands_in_for_the_leader(self):
        finding = self._fall_short()
        other = new_test_user(
            self.env,
            "st_other",
            f"{PROFILE_GROUPS['sales']},sales_team.group_sale_salesman_all_leads",
        )
        self.env["playbook.absence"].create(
            {
                "user_id": self.leader.id,
                "date_from": "2026-03-10",
                "date_to": "2026-03-10",
                "substitute_id": other.id,
            }
        )
        self.env.invalidate_all()
        self.assertTrue(self._lines(other))
        self.assertTrue(finding.with_user(other).can_give)

    @freeze_time("2026-03-10 09:00:00")
    def test_cost(self):
        day = self.env["playbook.day"].with_user(self.leader)

        def cost():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            day._lines_overdue()
            return self.cr.sql_log_count - before

        self._fall_short()
        cost()
        few = cost()
        for _number in range(5):
            self._fall_short()
        people = self.env["res.users"]
        for number in range(5):
            people |= new_test_user(
                self.env, f"st_more_{number}", PROFILE_GROUPS["sales"]
            )
        self.team.member_ids = [Command.link(each.id) for each in people]
        for person in people:
            self._fall_short(user_id=person.id)
        cost()
        self.assertLessEqual(cost(), few)


@tagged("post_install", "-at_install")
class TestOwners(BoardCase):
    def test_who_left(self):
        finding = self._fall_short()
        self.salesperson.active = False
        self._run()
        self.assertEqual(finding.user_id, self.leader)
        self.assertEqual(finding.moved_reason, "Sam Sales no longer works here.")
        self._run()
        self.assertEqual(finding.user_id, self.leader)
        # The deal gets somebody new: it is theirs.
        finding.lead_id.user_id = self.colleague
        self._run()
        self.assertEqual(finding.user_id, self.colleague)

    def test_who_lost_the_profile(self):
        finding = self._fall_short()
        self.salesperson.group_ids = [
            Command.unlink(self.env.ref(PROFILE_GROUPS["sales"]).id)
        ]
        self._run()
        self.assertEqual(finding.user_id, self.leader)
        self.assertEqual(
            finding.moved_reason, "Sam Sales no longer has a profile here."
        )
        self._run()
        self.assertEqual(finding.user_id, self.leader)

    def test_nobody_acts_for_them(self):
        finding = self._fall_short()
        self.team.user_id = False
        self.salesperson.active = False
        self._run()
        self.assertFalse(finding.user_id)
        self.assertTrue(finding.moved_reason)

    def test_customers_are_followed_too(self):
        self._make_procedure("customer", state="warn", requirements=[PHONE])
        customer = self.env["res.partner"].create(
            {"name": "New", "is_prospect": True, "user_id": self.salesperson.id}
        )
        self._commit()
        finding = self._get_findings(customer)
        self.assertEqual(finding.user_id, self.salesperson)
        customer.user_id = self.colleague
        self._run()
        self.assertEqual(finding.user_id, self.colleague)
        customer.user_id = False
        self._run()
        self.assertEqual(finding.user_id, self.colleague)

    def test_cost(self):
        def cost(count):
            self.env["playbook.finding"].search([]).unlink()
            for _number in range(count):
                self._fall_short()
            self.salesperson.active = False
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.env["playbook.finding"]._follow_owners()
            self.env["playbook.finding"]._hand_over_left()
            self.env.flush_all()
            count = self.cr.sql_log_count - before
            self.salesperson.active = True
            return count

        cost(2)
        few = cost(2)
        self.assertLessEqual(cost(12), few)
