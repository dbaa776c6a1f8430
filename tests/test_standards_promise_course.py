"""What becomes of promises: what counts, whose they are, and when they are over."""

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged

from .promise_common import PromiseCase, at
from .standards_common import PHONE


@tagged("post_install", "-at_install")
class TestPromiseBegins(PromiseCase):
    def test_a_condition_met_later_promises_nothing(self):
        procedure = self._promise(domain="[('name', 'ilike', 'chair')]")
        lead, other = self._receive(name="Tables"), self._receive(name="Chair")
        self._measure("2026-03-05 10:10:00")
        self.assertEqual(procedure.promise_measured, at("03-05 10:10"))
        lead.name = "Chairs"
        self._measure("2026-03-09 10:00:00")
        self.assertTrue(self._keeping(other))
        self.assertTrue(self._keeping(lead))  # within the hour that overlaps
        late = self._receive(name="Tables")
        late.name = "Chairs"
        self._measure("2026-03-09 10:10:00")
        self.assertFalse(self._keeping(late))

    def test_what_came_while_nothing_ran(self):
        self._promise()
        self._measure("2026-03-04 10:00:00")
        lead = self._receive()
        self._measure("2026-03-06 10:00:00")
        self.assertEqual(self._keeping(lead).state, "broken")

    def test_more_than_one_run_takes(self):
        procedure = self._promise()
        leads = [self._receive() for _each in range(3)]
        for count in (1, 2, 3, 3):
            with freeze_time("2026-03-05 10:10:00"):
                self.Keeping._begin(procedure, 1, 1)
            found = self.Keeping.search([("procedure_id", "=", procedure.id)])
            self.assertEqual(len(found), count)
        self.assertEqual({each.id for each in leads}, set(found.lead_id.ids))

    def test_twice_is_once(self):
        self._promise()
        kept, broken = self._receive(), self._receive()
        self._act(kept, "2026-03-05 12:30:00")
        names = ["state", "date_from", "date_due", "date_kept", "hours_taken"]
        self._measure()
        before = (self._keeping(kept) | self._keeping(broken)).read(names)
        self._measure()
        rows = self.Keeping.search([], order="id")
        self.assertEqual(rows.read(names), sorted(before, key=lambda row: row["id"]))

    def test_measured_anew_where_it_holds_elsewhere(self):
        procedure = self._promise()
        marketing = self.env.ref("crm_playbook.profile_marketing")
        since = procedure.promise_since
        for unchanged in (
            {"promise": "We call you"},
            {"domain": procedure.domain, "customer_kind": "both"},
            {"promise_purpose_ids": [Command.set(self.purpose.ids)]},
            {"state": "enforce"},
        ):
            procedure.write(unchanged)
            self.assertEqual(procedure.promise_since, since)
        for changed in (
            {"domain": "[('name', '=', 'X')]"},
            {"customer_kind": "companies"},
            {"profile_ids": [Command.set(marketing.ids)]},
            {"promise_hours": 8},
            {"company_id": self.env.company.id},
            {"moment": "stage_entered", "stage_ids": [Command.set(self.begin.ids)]},
            {"stage_ids": [Command.set(self.middle.ids)]},
            {"also_when_skipped": False},
        ):
            with self.subTest(changed=changed):
                procedure.promise_since = since
                procedure.write(changed)
                self.assertGreater(procedure.promise_since, since)

    def test_logged_later(self):
        self._promise("action_done", purpose_ids=[Command.set(self.purpose.ids)])
        self._measure("2026-03-09 10:00:00")
        lead = self._make_lead().sudo()
        self._act(lead, "2026-03-06 10:00:00", purpose_id=self.purpose.id)
        self._measure("2026-03-09 10:10:00")
        self.assertEqual(self._keeping(lead).date_from, at("03-06 10:00"))

    def test_new_customers(self):
        self._promise("customer", requirements=[PHONE])
        old = self.env["res.partner"].create({"name": "Of January"})
        self._commit()
        self.cr.execute(
            "UPDATE res_partner SET create_date = '2026-01-15' WHERE id = %s", (old.id,)
        )
        self.env.invalidate_all()
        with freeze_time("2026-03-05 10:00:00"):
            old.is_prospect = True
            self._commit()
        row = self.Keeping.search([("partner_id", "=", old.id)])
        self.assertEqual((row.state, row.date_due), ("open", at("03-05 15:00")))
        with freeze_time("2026-03-06 10:00:00"):
            old.is_prospect = False
            self._commit()
            old.is_prospect = True
            self._commit()
        self.assertEqual(self.Keeping.search([("partner_id", "=", old.id)]), row)

    def test_a_broken_condition_stops_no_new_customer(self):
        broken = self._promise("customer", requirements=[PHONE])
        self.env.flush_all()
        self.cr.execute(
            "UPDATE playbook_procedure SET domain = %s WHERE id = %s",
            ("[('gone', '=', 1)]", broken.id),
        )
        self.env.invalidate_all()
        with self.assertLogs("odoo.addons.crm_playbook", "ERROR"):
            new = self.env["res.partner"].create({"name": "New", "is_prospect": True})
            self._commit()
        self.assertFalse(self.Keeping.search([("partner_id", "=", new.id)]))


@tagged("post_install", "-at_install")
class TestPromiseEnds(PromiseCase):
    def _lose(self, lead, when):
        with freeze_time(when):
            lead.action_set_lost()
            self._commit()

    def test_lost_before_it_was_due_and_seen_after(self):
        self._promise()
        before, after, answered = (self._receive() for _each in range(3))
        self._act(answered, "2026-03-05 10:30:00")
        self._lose(before | answered, "2026-03-05 11:00:00")
        self._lose(after, "2026-03-05 16:00:00")
        self._measure("2026-03-05 20:00:00")
        for _twice in range(2):
            self.assertEqual(self._keeping(before).state, "over")
            self.assertEqual(self._keeping(after).state, "broken")
            self.assertEqual(self._keeping(answered).state, "kept")
            self._measure("2026-03-05 20:10:00")

    def test_what_is_promised_to_who_is_lost(self):
        self._promise("lost")
        lead = self._make_lead().sudo()
        self._lose(lead, "2026-03-05 10:00:00")
        self.cr.execute(
            "UPDATE playbook_transition SET date_left = %s WHERE lead_id = %s",
            ("2026-03-05 10:00:00", lead.id),
        )
        self.env.invalidate_all()
        self._measure("2026-03-05 10:10:00")
        self.assertEqual(self._keeping(lead).state, "open")
        with freeze_time("2026-03-05 11:00:00"):
            day = self.env["playbook.day"].with_user(self.salesperson)
            self.assertEqual(day._find_promises().lead_id.id, lead.id)

    def test_orders_and_customers(self):
        self._promise("order_confirmed", requirements=[PHONE])
        self._promise("customer", name="New", requirements=[PHONE])
        order = self.env["sale.order"].create(
            {"partner_id": self.customer.id, "user_id": self.salesperson.id}
        )
        with freeze_time("2026-03-05 10:00:00"):
            order.action_confirm()
            new = self.env["res.partner"].create({"name": "New", "is_prospect": True})
            self._commit()
        self._measure("2026-03-05 10:10:00")
        rows = self.Keeping.search(
            ["|", ("order_id", "=", order.id), ("partner_id", "=", new.id)]
        )
        self.assertEqual(rows.mapped("state"), ["open", "open"])
        order.user_id = new.user_id = self.colleague
        self._measure("2026-03-05 10:20:00")
        self.assertEqual(rows.user_id, self.colleague)
        order._action_cancel()
        new.active = False
        self._measure("2026-03-05 10:30:00")
        self.assertEqual(rows.mapped("state"), ["over", "over"])

    def test_of_another_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        procedure = self._promise()
        lead = self._receive()
        self._measure("2026-03-05 10:10:00")
        lead.write({"team_id": False, "user_id": False, "company_id": other.id})
        self._measure("2026-03-05 10:20:00")
        self.assertEqual(self._keeping(lead).company_id, other)
        self._measure()
        own = procedure.with_context(allowed_company_ids=self.env.company.ids)
        self.assertEqual((own.promised_count, own.promise_summary), (0, False))
        both = procedure.with_context(
            allowed_company_ids=(self.env.company | other).ids
        )
        self.assertEqual(both.promised_count, 1)

    def test_no_longer_promised(self):
        procedure = self._promise()
        lead, late = self._receive(), self._receive("2026-03-04 08:00:00")
        self._measure("2026-03-05 10:10:00")
        procedure.state = "retired"
        self._measure("2026-03-05 10:20:00")
        self.assertEqual(self._keeping(lead).state, "over")
        self.assertEqual(self._keeping(late).state, "broken")

    def test_answered_from_the_card_of_the_contact(self):
        self._promise()
        ada = self.env["res.partner"].create(
            {"name": "Ada", "parent_id": self.customer.id, "email": "ada@wind.x"}
        )
        lead = self._receive(partner_id=ada.id)
        message = ada.with_user(self.salesperson).message_post(
            body="Hello",
            message_type="comment",
            partner_ids=ada.ids,
            subtype_xmlid="mail.mt_comment",
        )
        message.sudo().date = "2026-03-05 13:00:00"
        self._measure()
        self.assertEqual(self._keeping(lead).state, "kept")


@tagged("post_install", "-at_install")
class TestWhoIsTold(PromiseCase):
    def _told(self, *users):
        with freeze_time("2026-03-05 12:00:00"):
            day = self.env["playbook.day"]
            return [
                user
                for user in users
                if "promise"
                in {
                    line["source"] for line in day.with_user(user).get_my_day()["lines"]
                }
            ]

    def test_of_nobody(self):
        procedure = self._promise(user_id=self.manager.id)
        lead = self._receive(user_id=False, team_id=self.team.id)
        self._measure("2026-03-05 10:10:00")
        people = (self.salesperson, self.leader, self.manager)
        self.assertEqual(self._told(*people), [self.leader])
        self.team.user_id = False
        self.assertEqual(self._told(*people), [self.manager])
        procedure.user_id = self.env.user
        self.assertEqual(self._told(*people), [])
        lead.user_id = self.salesperson
        self._measure("2026-03-05 10:20:00")
        self.assertEqual(self._told(*people), [self.salesperson])

    def test_of_who_left(self):
        self._promise()
        self._receive(user_id=self.colleague.id, team_id=self.team.id)
        self._measure("2026-03-05 10:10:00")
        people = (self.salesperson, self.leader, self.manager)
        self.assertEqual(self._told(*people), [])
        self.colleague.active = False
        self.assertEqual(self._told(*people), [self.leader])

    def test_nobody_while_it_is_observed(self):
        procedure = self._promise(state="observe")
        lead = self._receive()
        self._measure("2026-03-05 10:10:00")
        self.assertEqual(self._keeping(lead).state, "open")
        self.assertEqual(self._told(self.salesperson), [])
        procedure.state = "warn"
        self.assertEqual(self._told(self.salesperson), [self.salesperson])
