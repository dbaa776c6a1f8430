"""What a person sees on a record: what happened, what comes, and who is told."""

from datetime import datetime

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, new_test_user, tagged
from odoo.tools import mute_logger

from .common import INTERNAL
from .follow_up_common import FollowUpCommon

RULES = "odoo.addons.base.models.ir_rule"
ACCESS = "odoo.addons.base.models.ir_model"


@tagged("post_install", "-at_install")
@freeze_time("2030-05-08 09:00:00")
class TestWhatIsTold(FollowUpCommon):
    def test_nothing_yet(self):
        told = self._tell(self.lead)
        self.assertEqual((told["entries"], told["count"]), ([], 0))

    def test_what_was_done_what_is_open_and_what_comes(self):
        row = self._enroll(self.lead, step_id=self.escalate.id)
        self._happen(row, self.call, detail="The bell rang.")
        self._plan(row, self.letter)
        entry = self._tell_one(self.lead)
        self.assertSteps(entry, ["done", "open", "comes"])
        call, letter, escalate = entry["steps"]
        self.assertEqual((call["name"], call["detail"]), ("Call", "The bell rang."))
        self.assertEqual(letter["label"], "Planned, open until May 12")
        self.assertEqual(letter["person"], self.user_sales.name)
        self.assertIn("planned on May 8, ", letter["when"])
        self.assertIn("Comes on May 9, ", escalate["label"])
        self.assertEqual(entry["state_label"], "In follow-up")
        self.assertTrue(entry["is_open"])
        self.assertEqual(entry["person"], self.user_sales.name)

    def test_it_is_open_for_whoever_has_it_now(self):
        row = self._enroll(self.lead)
        event = self._plan(row, self.call)
        event.activity_id.user_id = self.user_team_leader
        [call, *_others] = self._tell_one(self.lead)["steps"]
        self.assertEqual(call["person"], self.user_team_leader.name)

    def test_done_left_out_and_cancelled(self):
        row = self._enroll(self.lead, step_id=False, next_date=False)
        self._happen(row, self.call, "finished")
        self._happen(row, self.letter, "skipped", detail="They called us.")
        self._happen(row, self.escalate, "cancelled")
        entry = self._tell_one(self.lead)
        self.assertSteps(entry, ["done", "left_out", "stopped"])
        self.assertEqual(entry["steps"][1]["detail"], "They called us.")

    def test_a_planned_one_whose_activity_is_deleted_is_cancelled(self):
        row = self._enroll(self.lead)
        self._plan(row, self.call).activity_id.unlink()
        self.assertEqual(self._tell_one(self.lead)["steps"][0]["status"], "stopped")

    def test_due_and_waiting_for_its_turn(self):
        self._enroll(self.lead, state="waiting", next_date="2030-05-08 08:00:00")
        entry = self._tell_one(self.lead)
        self.assertSteps(entry, ["turn", "comes", "comes"])
        self.assertIn("3 days after", entry["steps"][1]["label"])

    def test_what_asks_nobody_waits_for_no_turn(self):
        self.call.sudo().write({"kind": "notify"})
        self._enroll(self.lead, next_date="2030-05-08 08:00:00")
        [call, *_others] = self._tell_one(self.lead)["steps"]
        self.assertEqual(call["status"], "comes")
        self.assertIn("next minutes", call["label"])

    def test_in_quarantine(self):
        self._enroll(self.lead, state="quarantined", error="The field is gone.")
        entry = self._tell_one(self.lead)
        self.assertSteps(entry, ["failed", "comes", "comes"])
        error, advice = entry["steps"][0]["detail"].split("\n", 1)
        self.assertEqual(error, "The field is gone.")
        self.assertTrue(advice)

    def test_paused(self):
        self._enroll(self.lead, state="paused", paused_until="2030-06-01", reason="Ill")
        entry = self._tell_one(self.lead)
        self.assertIn("Jun 1", entry["note"])
        self.assertEqual(entry["reason"], "Ill")
        self.assertIn("paused", entry["steps"][0]["label"])

    def test_over(self):
        row = self._enroll(
            self.lead,
            state="cancelled",
            ending="moved",
            step_id=False,
            next_date=False,
            date_ended="2030-05-07 10:00:00",
        )
        self._happen(row, self.call)
        entry = self._tell_one(self.lead)
        self.assertSteps(entry, ["done", "stopped", "stopped"])
        self.assertEqual(entry["ending"], "The opportunity has moved")
        self.assertFalse(entry["is_open"])
        self.assertEqual(entry["may"], [])

    def test_only_simulated_and_backlog(self):
        row = self._enroll(self.lead, state="simulated", simulated=True)
        self._happen(row, self.call, "simulated")
        self.assertEqual(self._tell(self.lead)["entries"], [])
        entry = self._tell_one(self.lead, self.user_sales_management)
        self.assertSteps(entry, ["simulated"] * 3)
        self.assertIn("Only simulated", entry["note"])
        self.assertFalse(entry["is_open"])
        self.assertEqual(entry["may"], [])
        row.unlink()
        self._enroll(self.lead, state="backlog")
        entry = self._tell_one(self.lead)
        self.assertIn("before the workflow went live", entry["note"])
        self.assertEqual((entry["may"], entry["is_open"]), ([], False))

    def test_steps_that_are_gone_and_new_ones(self):
        row = self._enroll(self.lead, step_id=self.escalate.id)
        event = self._happen(row, self.call, "finished")
        self.call.unlink()
        self.assertTrue(event.exists())
        entry = self._tell_one(self.lead)
        self.assertEqual(entry["steps"][0]["name"], "Call")
        self.assertSteps(entry, ["done", "stopped", "comes"])
        self.assertIn("further on", entry["steps"][1]["detail"])

    def test_open_ones_first_then_the_newest(self):
        old = datetime(2030, 1, 1)
        ended = self._enroll(self.lead, state="done", occurrence=1, step_id=False)
        first = self._enroll(self.lead, occurrence=2, date_entered=old)
        second = self._enroll(self.lead, occurrence=3)
        left_alone = self._enroll(self.lead, state="backlog", occurrence=4)
        told = self._tell(self.lead)["entries"]
        rows = (second, first, left_alone, ended)
        self.assertEqual([e["id"] for e in told], [row.id for row in rows])

    def test_no_more_than_fifty(self):
        for number in range(52):
            self._enroll(self.lead, state="done", occurrence=number)
        told = self._tell(self.lead)
        self.assertEqual((len(told["entries"]), told["count"]), (50, 52))

    def test_in_the_language_and_time_zone_of_who_looks(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.user_sales.write({"lang": "fr_FR", "tz": "Pacific/Auckland"})
        self._enroll(self.lead, next_date="2030-05-31 20:00:00")
        self.call.with_context(lang="fr_FR").summary = "Appeler"
        lead = self.lead.with_context(lang="fr_FR", tz="Pacific/Auckland")
        [call, *_others] = self._tell_one(lead)["steps"]
        self.assertEqual(call["name"], "Appeler")
        self.assertIn("1 juin", call["label"])

    def test_on_customers_and_quotations(self):
        customer = self._create_customer(user_id=self.user_sales.id)
        order = self._create_order(customer, user_id=self.user_sales.id)
        for document in (customer, order):
            row = self._enroll(document)
            with self.subTest(document._name):
                self.assertEqual(self._tell_one(document)["id"], row.id)
                document = document.with_user(self.user_sales)
                self.assertEqual(document.playbook_follow_up_count, 1)

    def test_the_count_is_of_what_is_followed_up(self):
        self._enroll(self.lead, occurrence=1)
        self._enroll(self.lead, occurrence=2, state="paused")
        self._enroll(self.lead, occurrence=3, state="done")
        self._enroll(self.lead, occurrence=4, state="backlog")
        self._enroll(self.lead, occurrence=5, state="simulated", simulated=True)
        lead = self.lead.with_user(self.user_sales)
        self.assertEqual(lead.playbook_follow_up_count, 2)
        action = lead.action_open_playbook_follow_up()
        found = self.env[action["res_model"]].with_user(self.user_sales)
        self.assertEqual(found.search_count(action["domain"]), 5)


@tagged("post_install", "-at_install")
class TestWhoIsTold(FollowUpCommon):
    def test_who_reads_the_record(self):
        self._enroll(self.lead)
        for user in (
            self.user_sales,
            self.user_sales_management,
            self.user_marketing,
        ):
            with self.subTest(user.login):
                self.assertTrue(self._tell_one(self.lead, user)["steps"])

    @mute_logger(RULES, ACCESS)
    def test_who_does_not_is_refused(self):
        self._enroll(self.lead)
        for user in (self.user_other_company, self.user_portal, self.user_public):
            lead = self.lead
            if user == self.user_other_company:
                lead.company_id = self.env.company
            with self.subTest(user.login), self.assertRaises(AccessError):
                self._tell(lead, user)

    @mute_logger(RULES, ACCESS)
    def test_who_has_no_profile_is_refused(self):
        self.lead.user_id = self.user_salesperson
        self._enroll(self.lead)
        with self.assertRaisesRegex(AccessError, "playbook"):
            self._tell(self.lead, self.user_salesperson)
        order = self._create_order(self._create_customer())
        buyer = new_test_user(self.env, "portal_buyer", groups="base.group_portal")
        order.partner_id = buyer.partner_id
        with self.assertRaises(AccessError):
            self._tell(order, buyer)
        with self.assertRaises(AccessError):
            self._tell(buyer.partner_id, buyer)

    def test_what_a_colleague_may_not_read_is_left_out_of_customer_360(self):
        customer = self._create_customer()
        reader = new_test_user(
            self.env,
            "follow_up_reader",
            groups=f"{INTERNAL},crm_playbook.group_sales",
        )
        (self.lead | self._create_lead(user_id=reader.id)).partner_id = customer
        self._enroll(self.lead)
        partner = customer.with_user(self.user_sales)
        [block] = [b for b in partner.get_playbook_360() if b["key"] == "follow_up"]
        [line] = block["rows"]
        self.assertEqual((line["model"], line["id"]), ("crm.lead", self.lead.id))
        self.assertEqual(line["details"][:2], [customer.name, self.workflow.name])
        partner = customer.with_user(reader)
        [block] = [b for b in partner.get_playbook_360() if b["key"] == "follow_up"]
        self.assertEqual(block["rows"], [])

    def test_customer_360_shows_five(self):
        customer = self._create_customer(user_id=self.user_sales.id)
        order = self._create_order(customer, user_id=self.user_sales.id)
        self.lead.partner_id = customer
        for document in (customer, order):
            self._enroll(document)
        for number in range(5):
            self._enroll(self.lead, occurrence=number)
        partner = customer.with_user(self.user_sales)
        [block] = [b for b in partner.get_playbook_360() if b["key"] == "follow_up"]
        self.assertEqual((len(block["rows"]), block["more"]), (5, 2))


@tagged("post_install", "-at_install")
class TestWhatItCosts(FollowUpCommon):
    def _fill(self, lead, count):
        for number in range(count):
            row = self._enroll(lead, occurrence=number, step_id=self.escalate.id)
            self._plan(row, self.call)
            self._happen(row, self.letter, "skipped", detail="No")

    def _ask(self, lead):
        lead = lead.with_user(self.user_sales)
        return self._count_queries(lead.get_playbook_follow_up)

    def test_three_and_thirty_cost_the_same(self):
        other = self.lead.copy({"user_id": self.user_sales.id})
        self._fill(self.lead, 3)
        self._fill(other, 30)
        # What the first one reads once for all.
        self._ask(self.lead)
        self.assertEqual(self._ask(self.lead), self._ask(other))

    def test_the_counts_of_many_are_one_query(self):
        leads = self.lead
        for _number in range(29):
            leads |= self.lead.copy({"user_id": self.user_sales.id})
        for lead in leads:
            self._enroll(lead)
        leads = leads.with_user(self.user_sales)
        self._count_queries(lambda: leads[:1].playbook_follow_up_count)
        few, many = (
            self._count_queries(
                lambda some=some: some.mapped("playbook_follow_up_count")
            )
            for some in (leads[:3], leads)
        )
        self.assertEqual(few, many)
