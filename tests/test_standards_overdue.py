"""Points to fix whose owner left, and who is told of late ones."""

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .board_common import BoardCase
from .common import PROFILE_GROUPS
from .standards_common import PHONE


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
            "3 points to fix are late, the oldest since 6 Mar",
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
        self.assertIn("A point to fix is late, since 6 Mar", line["title"])
        # Who leads oneself is not told of oneself.
        self.team.user_id = self.salesperson
        self.assertFalse(self._lines(self.salesperson))
        self.assertTrue(self._lines(self.manager))

    @freeze_time("2026-03-10 09:00:00")
    def test_nobodys(self):
        finding = self._fall_short()
        finding.user_id = False
        line = self._lines(self.manager)[0]
        self.assertEqual(line["document"], "Nobody's")
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
