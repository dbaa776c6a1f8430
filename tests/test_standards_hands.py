"""Points to fix as records change hands, of whose they are, and what stays known."""

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .board_common import BoardCase
from .common import PROFILE_GROUPS
from .standards_common import PHONE


@tagged("post_install", "-at_install")
class TestHands(BoardCase):
    def _give(self, finding, to, note="Please"):
        finding.with_user(self.manager)._give(to, finding.date_due, note)

    def _make_order(self, lead):
        return self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "opportunity_id": lead.id,
                "user_id": self.salesperson.id,
            }
        )

    def test_of_an_order(self):
        finding = self._fall_short()
        order = self._make_order(finding.lead_id)
        finding.order_id = order
        finding.lead_id.user_id = self.colleague
        self._run()
        self.assertEqual(finding.user_id, self.salesperson)
        order.user_id = self.colleague
        self._run()
        self.assertEqual(finding.user_id, self.colleague)

    @freeze_time("2026-03-06 09:00:00")
    def test_given_until_the_deal_changes_hands(self):
        finding = self._fall_short()
        self._give(finding, self.leader)
        self._run()
        self.assertEqual(finding.user_id, self.leader)
        finding.lead_id.user_id = self.colleague
        self._run()
        self.assertEqual(finding.user_id, self.colleague)
        self.assertFalse(finding.moved_reason)
        # Given anew, it stays again.
        self._give(finding, self.leader)
        self._run()
        self.assertEqual(finding.user_id, self.leader)

    @freeze_time("2026-03-06 09:00:00")
    def test_given_to_who_may_mend_it(self):
        finding = self._fall_short()
        marketing = new_test_user(self.env, "st_reads", PROFILE_GROUPS["marketing"])
        self.assertTrue(finding.lead_id.with_user(marketing).has_access("read"))
        with self.assertRaisesRegex(UserError, "may not change"):
            self._give(finding, marketing)
        self.assertTrue(finding.with_user(self.salesperson).can_complete)
        for user in (marketing, self.manager):
            self.assertFalse(finding.with_user(user).can_complete)

    @freeze_time("2026-03-06 09:00:00")
    def test_the_person_is_forgotten(self):
        finding = self._fall_short()
        self._give(finding, self.leader, "Ada is ill")
        finding.lead_id.partner_id._erase_from_playbook()
        self.assertFalse(finding.moved_note)
        self.assertNotIn("Ada", finding.moved_reason)

    def test_cost_of_completing(self):
        def cost(findings):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            findings.with_user(self.leader).mapped("can_complete")
            return self.cr.sql_log_count - before

        few = self._fall_short() | self._fall_short()
        many = few
        for _number in range(10):
            many |= self._fall_short()
        cost(many)
        self.assertLessEqual(cost(many), cost(few))


@tagged("post_install", "-at_install")
class TestWhoIsTold(BoardCase):
    def _make_other_team(self, **vals):
        other = new_test_user(
            self.env,
            "st_other",
            f"{PROFILE_GROUPS['sales']},sales_team.group_sale_salesman_all_leads",
        )
        values = {"name": "Other", "user_id": other.id, "sequence": 1, **vals}
        return self.env["crm.team"].create(values)

    @freeze_time("2026-03-10 09:00:00")
    def test_of_two_teams(self):
        self.env["ir.config_parameter"].set_param("sales_team.membership_multi", True)
        members = [Command.set(self.salesperson.ids)]
        second = self._make_other_team(member_ids=members)
        other = second.user_id
        own, theirs = self._fall_short(), self._fall_short()
        theirs.lead_id.team_id = second
        for user, finding in ((self.leader, own), (other, theirs)):
            lines = self._lines(user)
            self.assertEqual(len(lines), 1)
            day = self.env["playbook.day"].with_user(user)
            domain = day.finish_line(lines[0]["key"])["action"]["domain"]
            found = self.env["playbook.finding"].with_user(user).search(domain)
            self.assertEqual(found, finding)
        self.assertFalse(self._lines(self.manager))

    @freeze_time("2026-03-10 09:00:00")
    def test_who_answers_for_it_themself(self):
        finding = self._fall_short()
        self.team.user_id = False
        self.procedure.user_id = self.salesperson
        self.assertFalse(self._lines(self.salesperson))
        self.assertEqual(len(self._lines(self.manager)), 1)
        self.team.user_id = self.leader
        self.assertFalse(self._lines(self.manager))
        # The leader's own, who answers for it too.
        self.procedure.user_id = self.leader
        finding.user_id = self.leader
        self.assertFalse(self._lines(self.leader))
        self.assertEqual(len(self._lines(self.manager)), 1)

    @freeze_time("2026-03-10 09:00:00")
    def test_of_a_customer(self):
        self._make_procedure(
            "customer", state="warn", requirements=[PHONE], user_id=self.manager.id
        )
        with freeze_time("2026-03-05 09:00:00"):
            customer = self.env["res.partner"].create(
                {"name": "New", "is_prospect": True, "user_id": self.salesperson.id}
            )
            self._commit()
        finding = self._get_findings(customer)
        line = self._lines(self.leader)[0]
        day = self.env["playbook.day"].with_user(self.leader)
        domain = day.finish_line(line["key"])["action"]["domain"]
        found = self.env["playbook.finding"].with_user(self.leader).search(domain)
        self.assertEqual(found, finding)


@tagged("post_install", "-at_install")
class TestRemoved(BoardCase):
    def test_what_was_asked_for_stays_known(self):
        open_, closed = self._fall_short(), self._fall_short()
        closed._end("mended")
        label = open_.display_name
        self.procedure.requirement_ids = [
            Command.create({"field_name": "description", "reason": "To know"})
        ]
        self.procedure.requirement_ids[:1].unlink()
        self.assertEqual((open_.ending, closed.ending), ("let_go", "mended"))
        self.assertTrue(open_.date_closed)
        for finding in open_ | closed:
            self.assertFalse(finding.requirement_id)
            self.assertEqual(finding.display_name, label)
        # Whoever reads the record reads it still.
        self.assertEqual(open_.with_user(self.salesperson).display_name, label)
        self._run()

    def test_with_its_procedure(self):
        finding = self._fall_short()
        self.procedure.state = "retired"
        self.procedure.unlink()
        self.assertFalse(finding.exists())
