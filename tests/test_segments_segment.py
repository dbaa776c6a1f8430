from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .segment_common import LATER, MONDAY, TUESDAY, SegmentCommon


@tagged("post_install", "-at_install")
class TestSegment(SegmentCommon):
    """Who belongs to a segment, from when until when."""

    def test_members_are_found_when_it_is_saved(self):
        self.first_one.purchase_potential_id = self.high
        segment = self._create_segment()
        self.assertEqual(self._current(segment), self.first_one)
        self.assertEqual(self._rows(segment), [(self._day(MONDAY), False)])
        self.assertTrue(segment.refreshed_at)
        self.assertFalse(segment.problem)

    def test_another_condition_moves_them_at_once(self):
        self.first_one.purchase_potential_id = self.high
        segment = self._create_segment()
        with freeze_time(f"{TUESDAY} 12:00:00"):
            segment.domain = f"[('id', '=', {self.second_one.id})]"
        self.assertEqual(self._current(segment), self.second_one)
        self.assertEqual(
            self._rows(segment, self.first_one),
            [(self._day(MONDAY), self._day(TUESDAY))],
        )

    def test_tomorrows_run_moves_people_in_and_out(self):
        self.first_one.purchase_potential_id = self.high
        segment = self._create_segment()
        self.first_one.purchase_potential_id = False
        self.second_one.purchase_potential_id = self.high
        self._run_cron(TUESDAY)
        monday, tuesday, later = map(self._day, (MONDAY, TUESDAY, LATER))
        self.assertEqual(self._rows(segment, self.first_one), [(monday, tuesday)])
        self.assertEqual(self._rows(segment, self.second_one), [(tuesday, False)])
        with self.subTest("who comes back gets a new row"):
            self.first_one.purchase_potential_id = self.high
            self._run_cron(LATER)
            self.assertEqual(
                self._rows(segment, self.first_one),
                [(monday, tuesday), (later, False)],
            )

    def test_only_customers(self):
        everybody = self._create_segment(domain="[('customer_state', '!=', False)]")
        stranger = self._create_customer("Stranger", purchase_potential_id=self.high.id)
        archived = self._create_customer("Archived", is_prospect=True, active=False)
        contact = self._create_contact(self.first_one, purchase_potential_id=False)
        self._refresh(everybody)
        found = self._current(everybody)
        self.assertLessEqual(set(self.customers), set(found))
        for partner in (stranger, archived, contact, self.user_sales.partner_id):
            self.assertNotIn(partner, found)
        with self.subTest("archived ones cannot be asked for"):
            everybody.domain = "[('active', '=', False)]"
            self.assertFalse(self._current(everybody))

    def test_relative_dates(self):
        """Not for 90 days: it is another day every day."""
        with freeze_time("2026-01-10 12:00:00"):
            self._confirm(self._create_order(self.first_one), "2026-01-10 10:00:00")
            self.env.flush_all()
        for domain in (
            "[('customer_since', '<', 'today -90d')]",
            "[('customer_days', '>', 90)]",
        ):
            segment = self._create_segment(day="2026-04-10", domain=domain)
            with self.subTest(domain):
                self.assertFalse(self._current(segment))
                self._refresh(segment, "2026-04-11")
                self.assertEqual(self._current(segment), self.first_one)

    def test_rerun_writes_nothing(self):
        self.customers.purchase_potential_id = self.high
        segments = self._create_segment() | self._create_segment("Again", sequence=5)
        self.second_one.purchase_potential_id = False
        self._refresh(segments)
        before = self._versions()
        self._refresh(segments, LATER)
        self._run_cron(LATER)
        self.assertEqual(self._versions(), before)

    def test_archiving_and_deleting(self):
        self.customers.purchase_potential_id = self.high
        segment = self._create_segment()
        other = self._create_segment("Other", sequence=50)
        with freeze_time(f"{TUESDAY} 12:00:00"):
            segment.action_archive()
        self.assertFalse(self._current(segment))
        self.assertEqual(self.first_one.main_segment_id, other)
        with freeze_time(f"{LATER} 12:00:00"):
            segment.action_unarchive()
        self.assertEqual(len(self._rows(segment)), 6)
        self.assertEqual(self.first_one.main_segment_id, segment)
        segment.unlink()
        self.assertEqual(self.first_one.main_segment_id, other)
        other.unlink()
        self.assertFalse(self.first_one.main_segment_id)
        self.assertFalse(self.Member.search([("partner_id", "in", self.customers.ids)]))

    def test_the_first_of_three_is_the_main_one(self):
        self.customers.purchase_potential_id = self.high
        one, two, three = (
            self._create_segment(f"Segment {number}", sequence=number)
            for number in (1, 2, 3)
        )
        one.domain = f"[('id', '=', {self.first_one.id})]"
        two.domain = f"[('id', 'in', {(self.first_one | self.second_one).ids})]"
        self.assertEqual(self.customers.mapped("main_segment_id"), one | two | three)
        self.assertEqual(self.first_one.segment_ids, one | two | three)
        self.assertEqual(self.third_one.segment_ids, three)
        three.sequence = 0
        for customer in self.customers:
            self.assertEqual(customer.main_segment_id, three)
        self.assertEqual(self.first_one.segment_ids[0], three)

    def test_counts_and_what_the_buttons_open(self):
        self.customers.purchase_potential_id = self.high
        segment = self._create_segment()
        self.first_one.purchase_potential_id = False
        self._refresh(segment)
        self._create_contact(self.second_one)
        self._create_contact(self.second_one, name="Dock", type="delivery")
        seen = segment.with_user(self.user_sales)
        with freeze_time(f"{TUESDAY} 15:00:00"):
            counts = ["member_count", "main_count", "entered_count", "left_count"]
            self.assertRecordValues(
                seen, [dict(zip(counts, (2, 2, 3, 1), strict=True))]
            )
        Partner = self.env["res.partner"].with_user(self.user_sales)
        for action in (seen.action_open_customers(), seen.action_open_main_customers()):
            self.assertEqual(
                Partner.search(action["domain"]), self.second_one | self.third_one
            )
        self.assertEqual(
            self.Member.with_user(self.user_sales).search_count(
                seen.action_open_members()["domain"]
            ),
            3,
        )
        with freeze_time(f"{LATER} 15:00:00"):
            segment.invalidate_recordset()
            self.assertEqual(segment.entered_count + segment.left_count, 0)

    def test_size_over_time_is_exact_for_past_days(self):
        self.customers.purchase_potential_id = self.high
        segment = self._create_segment(day="2026-03-02")
        self.first_one.purchase_potential_id = False
        self._refresh(segment, "2026-03-04")
        self.second_one.purchase_potential_id = False
        self.first_one.purchase_potential_id = self.high
        self._refresh(segment, "2026-03-05")
        with freeze_time("2026-03-06 12:00:00"):
            sizes = self.env["playbook.segment.size"].with_user(self.user_marketing)
            rows = sizes.search([("segment_id", "=", segment.id)], order="date")
        self.assertEqual(
            [
                (row.date.day, row.member_count, row.entered_count, row.left_count)
                for row in rows
            ],
            [(2, 3, 3, 0), (3, 3, 0, 0), (4, 2, 0, 1), (5, 2, 1, 1), (6, 2, 0, 0)],
        )

    def test_overlap(self):
        self.customers.purchase_potential_id = self.high
        one = self._create_segment()
        two = self._create_segment("Two", domain=f"[('id', '=', {self.first_one.id})]")
        self.third_one.purchase_potential_id = False
        self._refresh(one)
        overlap = self.env["playbook.segment.overlap"].with_user(self.user_sales)
        overlap = overlap.create({"first_id": one.id, "second_id": two.id})
        self.assertEqual(
            (overlap.both_count, overlap.first_count, overlap.second_count), (1, 1, 0)
        )
        Partner = self.env["res.partner"]
        self.assertEqual(
            Partner.search(overlap.action_open_both()["domain"]), self.first_one
        )
        self.assertEqual(
            Partner.search(overlap.action_open_first()["domain"]), self.second_one
        )
        self.assertFalse(Partner.search(overlap.action_open_second()["domain"]))

    def test_contact_policy(self):
        segment = self._create_segment(contact_min=1, contact_max=2)
        for values in (
            {"contact_min": 3},
            {"contact_min": -1},
            {"contact_max": 0},
            {"contact_max": 2**31 - 1},
        ):
            with (
                self.subTest(values),
                self.assertRaises(ValidationError),
                self.env.cr.savepoint(),
            ):
                segment.write(values)
        segment.invalidate_recordset()
        self.assertEqual(segment._get_contact_words(), "1 to 2 times in 30 days")
        segment.write({"contact_min": 0, "contact_max": 0})
        self.assertEqual(segment._get_contact_words(), "Not at all")

    def test_a_copy_has_no_members_of_the_other(self):
        self.customers.purchase_potential_id = self.high
        segment = self._create_segment()
        copy = segment.copy()
        self.assertEqual(copy.name, "High (copy)")
        self.assertEqual(len(self._rows(segment)), 3)
        self.assertEqual(len(self._rows(copy)), 3)
        self.assertEqual(copy.user_id, segment.user_id)

    def test_me_is_the_responsible(self):
        self.first_one.user_id = self.user_sales
        segment = self._create_segment(
            domain="[('user_id', '=', uid)]", user_id=self.user_sales.id
        )
        self.assertEqual(self._current(segment), self.first_one)
        segment.user_id = self.user_other_team
        self.assertFalse(self._current(segment))

    def test_a_move_to_another_company_ends_it(self):
        self.customers.purchase_potential_id = self.high
        segment = self._create_segment()
        self.env.user.company_ids = [Command.link(self.company_other.id)]
        with freeze_time(f"{TUESDAY} 12:00:00"):
            segment.company_id = self.company_other
        self.assertFalse(self._current(segment))
        self.assertEqual(self._current(segment, self.company_other), self.customers)
