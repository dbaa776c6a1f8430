"""What is promised to customers: whether it was kept."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .promise_common import PromiseCase, at
from .standards_common import PHONE


@tagged("post_install", "-at_install")
class TestPromise(PromiseCase):
    def test_kept_late_and_broken(self):
        procedure = self._promise()
        kept, late, broken = (self._receive() for _each in range(3))
        self._act(kept, "2026-03-05 12:30:00")
        self._act(late, "2026-03-05 15:30:00")
        self._act(broken, "2026-03-05 09:00:00")  # before it came in
        self._act(broken, "2026-03-05 12:00:00", no_contact=True)
        self._measure()
        rows = [self._keeping(lead) for lead in (kept, late, broken)]
        self.assertEqual([row.state for row in rows], ["kept", "late", "broken"])
        self.assertEqual({row.date_due for row in rows}, {at("03-05 15:00")})
        # Of them an hour is lunch: Madrid eats from 12 to 13, UTC from 11 to 12.
        self.assertAlmostEqual(rows[0].hours_taken, 1.5)
        self.assertEqual([row.in_time for row in rows], [1, 0, 0])
        self.assertEqual(procedure.promised_count, 3)
        self.assertAlmostEqual(procedure.kept_share, 1 / 3)
        self.assertEqual(
            procedure.promise_summary,
            "Kept 1 of 3, 33 %; half of the answers within 3.0 working hours",
        )
        share = self.Keeping._read_group([], [], ["in_time:avg"])[0][0]
        self.assertAlmostEqual(share, 1 / 3)
        # Again: nothing new, and who answers later is late.
        self._act(broken, "2026-03-06 12:00:00")
        self._measure()
        self.assertEqual(len(self.Keeping.search([])), 3)
        self.assertEqual(rows[2].state, "late")

    def test_a_message_answers(self):
        self._promise()
        lead, noted = self._receive(), self._receive()
        author = self.salesperson.partner_id
        self.customer.email = "north@wind.x"
        messages = lead.with_user(self.salesperson).message_post(
            body="Hello",
            message_type="comment",
            partner_ids=self.customer.ids,
            subtype_xmlid="mail.mt_comment",
        )
        messages |= noted.with_user(self.salesperson).message_post(body="They asked")
        messages.sudo().write({"date": "2026-03-05 13:00:00"})
        self.assertEqual(messages.author_id, author)
        self._measure()
        self.assertEqual(self._keeping(lead).state, "kept")
        self.assertEqual(self._keeping(noted).state, "broken")

    def test_by_purpose(self):
        self._promise(promise_purpose_ids=[Command.set(self.purpose.ids)])
        lead, other = self._receive(), self._receive()
        self._act(lead, "2026-03-05 12:00:00", purpose_id=self.purpose.id)
        self._act(other, "2026-03-05 12:00:00")
        self._measure()
        self.assertEqual(self._keeping(lead).state, "kept")
        self.assertEqual(self._keeping(other).state, "broken")

    def test_on_the_customer_but_on_no_other_lead(self):
        self._promise()
        lead, other = self._receive(), self._receive()
        self._act(other, "2026-03-05 12:00:00")
        self._measure()
        self.assertEqual(self._keeping(lead).state, "broken")
        self._act(other, "2026-03-05 12:30:00", lead_id=False)
        self._measure()
        self.assertEqual(self._keeping(lead).state, "kept")

    def test_whom_it_concerns(self):
        self._promise(domain="[('name', 'ilike', 'chair')]", customer_kind="companies")
        person = self.env["res.partner"].create({"name": "Ada"})
        chairs, tables = self._receive(), self._receive(name="Tables")
        ada, old = (
            self._receive(partner_id=person.id),
            self._receive("2025-03-05 10:00:00"),
        )
        deal = self._make_lead()
        self._measure()
        self.assertTrue(self._keeping(chairs))
        for lead in (tables, ada, old, deal):
            self.assertFalse(self._keeping(lead))

    def test_of_profiles(self):
        marketing = self.env.ref("crm_playbook.profile_marketing")
        procedure = self._promise(profile_ids=[Command.set(marketing.ids)])
        lead, nobodys = self._receive(), self._receive(user_id=False)
        self._measure()
        self.assertFalse(self._keeping(lead))
        self.assertTrue(self._keeping(nobodys))
        # Widened: of what came in before, nothing was promised.
        procedure.profile_ids |= self.env.ref("crm_playbook.profile_sales")
        self.assertGreater(procedure.promise_since, at("03-05 10:00"))
        self._measure()
        self.assertFalse(self._keeping(lead))

    def test_moments(self):
        entered = self._promise("stage_entered", name="Entered")
        left = self._promise(
            "stage_left", name="Left", stage_ids=[Command.set(self.begin.ids)]
        )
        won, lost = self._promise("won", name="Won"), self._promise("lost", name="Lost")
        done = self._promise(
            "action_done", name="Done", purpose_ids=[Command.set(self.purpose.ids)]
        )
        customer = self._promise("customer", name="Customer", requirements=[PHONE])
        lead, gone = self._make_lead().sudo(), self._make_lead().sudo()
        lead.stage_id = self.proposal
        self._act(
            lead,
            fields.Datetime.now() - timedelta(seconds=5),
            purpose_id=self.purpose.id,
        )
        lead.stage_id = self.won
        gone.action_set_lost()
        new = self.env["res.partner"].create({"name": "New", "is_prospect": True})
        self._commit()
        self._measure(fields.Datetime.now())
        for procedure, record in (
            (entered, lead),
            (left, lead),
            (won, lead),
            (lost, gone),
            (done, lead),
            (customer, new),
        ):
            rows = self.Keeping.search([("procedure_id", "=", procedure.id)])
            with self.subTest(moment=procedure.moment):
                self.assertIn(
                    record, rows.lead_id if procedure != customer else rows.partner_id
                )
                if procedure in (won, lost):
                    self.assertEqual(len(rows), 1)
                self.assertNotIn(
                    "over", rows.filtered("lead_id.active").mapped("state")
                )

    def test_what_is_refused(self):
        with self.assertRaises(ValidationError):
            self._promise("quotation_sent")
        with self.assertRaises(ValidationError):
            self._promise(promise_hours=-1)
        with self.assertRaises(ValidationError):
            self._promise(promise_hours=0)
        with self.assertRaises(ValidationError):
            self._promise(promise=False)
        draft = self._promise(state="draft", promise=False)
        self.assertFalse(draft.promise_since)

    def test_since_when(self):
        procedure = self._promise(state="draft")
        self.assertFalse(procedure.promise_since)
        procedure.state = "observe"
        self.assertTrue(procedure.promise_since)
        # Measured; and nobody is told.
        self.assertFalse(procedure._get_promising_ids())
        procedure.state = "warn"
        self.assertEqual(procedure._get_promising_ids(), (procedure.id,))
        procedure.state = "retired"
        self.assertFalse(procedure.promise_since)
        self.assertFalse(procedure._get_promising_ids())

    def test_a_broken_condition_stops_no_other(self):
        broken, procedure = self._promise(name="Broken"), self._promise()
        self.env.flush_all()
        self.cr.execute(
            "UPDATE playbook_procedure SET domain = %s WHERE id = %s",
            ("[('gone', '=', 1)]", broken.id),
        )
        self.env.invalidate_all()
        lead = self._receive()
        with self.assertLogs("odoo.addons.crm_playbook", "ERROR"):
            self._measure()
        self.assertEqual(self._keeping(lead).procedure_id, procedure)

    def test_lost_before_it_was_due(self):
        self._promise()
        lead = self._receive()
        self._measure("2026-03-05 10:10:00")
        keeping = self._keeping(lead)
        self.assertEqual(keeping.state, "open")
        lead.user_id = self.colleague
        self._measure("2026-03-05 10:20:00")
        self.assertEqual(keeping.user_id, self.colleague)
        lead.action_archive()
        self._measure("2026-03-05 10:30:00")
        self.assertEqual(keeping.state, "over")

    def test_companies(self):
        other = self.env["res.company"].create({"name": "Other"})
        other.resource_calendar_id = self.calendar.copy({"tz": "Asia/Tokyo"})
        self._promise()
        lead = self._receive(
            "2026-03-05 00:00:00", company_id=other.id, team_id=False, user_id=False
        )
        own = self._receive("2026-03-05 00:00:00")
        self._measure()
        # In Tokyo it is nine in the morning; in Madrid, night.
        self.assertEqual(self._keeping(lead).date_due, at("03-05 05:00"))
        self.assertEqual(self._keeping(own).date_due, at("03-05 11:00"))
        self.assertFalse(
            self.Keeping.with_user(self.manager).search([("lead_id", "=", lead.id)])
        )

    def test_who_reads_it(self):
        self._promise()
        keeping = self._keeping(self._receive())
        self._measure()
        keeping = self.Keeping.search([])
        self.assertTrue(keeping.with_user(self.salesperson).state)
        with self.assertRaises(AccessError):
            keeping.with_user(self.colleague).read(["state"])
        self.assertFalse(self.Keeping.with_user(self.colleague).search([]))
        with self.assertRaises(AccessError):
            keeping.with_user(self.manager).write({"state": "kept"})

    def test_cost(self):
        self._promise()

        def cost(count):
            for _each in range(count):
                self._act(self._receive(), "2026-03-05 12:30:00")
            self.env.flush_all()
            self.cr.execute("UPDATE playbook_procedure SET promise_measured = NULL")
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            procedure = self.Procedure.search([("promise_since", "!=", False)])
            with freeze_time("2026-03-10 10:00:00"):
                self.Keeping._begin(procedure, 1000, 1000)
                self.Keeping._find_answers(procedure, 1000, 1000)
            return self.cr.sql_log_count - before

        cost(3)
        self.assertLessEqual(cost(30), cost(3) + 1)
