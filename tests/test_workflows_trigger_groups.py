"""What follows once a customer comes into a segment."""

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .engine_common import DAY
from .groups_common import GroupsCommon


@tagged("post_install", "-at_install")
class TestTriggerSegment(GroupsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.segments = cls.env["playbook.segment"].create(
            [
                {
                    "name": name,
                    "domain": "[('id', '=', 0)]",
                    "user_id": cls.env.user.id,
                }
                for name in ("Gold", "Silver", "Other")
            ]
        )
        cls.gold, cls.silver, cls.other = cls.segments

    def _join(self, customer, segment=None, day="2031-03-03", **values):
        stay = self.env["playbook.segment.member"].create(
            {
                "partner_id": customer.id,
                "segment_id": (segment or self.gold).id,
                "company_id": self.env.company.id,
                "date_from": day,
                **values,
            }
        )
        self.env.flush_all()
        return stay

    def _switch(self, *steps, **values):
        segments = values.pop("segments", self.gold)
        self._switch_on(
            *steps,
            target="partner",
            trigger="segment",
            segment_ids=segments.ids,
            **values,
        )

    def test_who_enters_is_taken_up_once_and_ends_when_they_leave(self):
        with freeze_time(DAY):
            self._join(self.second, day="2031-02-20")
            self._join(self.third, day="2030-02-20")
            self._switch({}, {"delay": 2})
            stay = self._join(self.customer)
            self._run()
            self._run()
        self.assertEqual(self._events(self.customer), [("Step 1", "planned")])
        self.assertEqual(self._planned(self.customer).user_id, self.user_sales)
        self.assertIn("In the segment since", self._planned(self.customer).note)
        self.assertEqual(self._enrollment(self.second).state, "backlog")
        self.assertFalse(self._enrollment(self.third), "too long ago")
        with freeze_time(self._after(days=1)):
            stay.date_to = "2031-03-04"
            self._run()
        self.assertEqual(self._enrollment(self.customer).ending, "left_group")
        self.assertFalse(self._planned(self.customer))
        # Who comes back begins anew.
        with freeze_time(self._after(days=3)):
            self._join(self.customer, day="2031-03-06")
            self._run()
        self.assertEqual(len(self._enrollment(self.customer)), 2)

    def test_of_several_segments_the_first_counts(self):
        with freeze_time(DAY):
            self._switch(segments=self.gold | self.silver)
            self._join(self.customer)
            self._join(self.customer, self.silver)
            self._join(self.second, self.other)
            self._run()
        self.assertEqual(len(self._enrollment(self.customer)), 1)
        self.assertFalse(self._enrollment(self.second))

    def test_leaving_one_of_several_is_no_new_beginning(self):
        with freeze_time(DAY):
            self._switch({}, {"delay": 5}, segments=self.gold | self.silver)
            first = self._join(self.customer)
            self._run()
        with freeze_time(self._after(days=1)):
            second = self._join(self.customer, self.silver, "2031-03-04")
            self._run()
        with freeze_time(self._after(days=2)):
            first.date_to = "2031-03-05"
            self._run()
        [enrollment] = self._enrollment(self.customer)
        self.assertEqual(enrollment.state, "running", "still in one of them")
        # From one to another on the same day: all the time in one of them.
        with freeze_time(self._after(days=3)):
            second.date_to = "2031-03-06"
            third = self._join(self.customer, self.gold, "2031-03-06")
            self._run()
        self.assertEqual(self._enrollment(self.customer), enrollment)
        self.assertEqual(enrollment.state, "running")
        with freeze_time(self._after(days=4)):
            third.date_to = "2031-03-07"
            self._run()
        self.assertEqual(enrollment.ending, "left_group")
        with freeze_time(self._after(days=5)):
            self._join(self.customer, self.silver, "2031-03-08")
            self._run()
        self.assertEqual(len(self._enrollment(self.customer)), 2)

    @freeze_time(DAY)
    def test_the_company_of_who_looks_after_them_counts(self):
        self._switch()
        self._join(self.customer, company_id=self.company_other.id)
        self.second.user_id = self.user_other_company
        self._join(self.second, company_id=self.company_other.id)
        self._run()
        self.assertFalse(self._enrollment(self.customer))
        # Sales Management does not belong to that company.
        self.assertFalse(self._enrollment(self.second))
        self.user_sales_management.company_ids |= self.company_other
        self._run()
        self.assertEqual(len(self._enrollment(self.second)), 1)

    @freeze_time(DAY)
    def test_who_belongs_by_the_refresh(self):
        self._switch()
        self.gold.domain = f"[('id', '=', {self.customer.id})]"
        self.gold._refresh()
        self._run()
        self.assertEqual(len(self._enrollment(self.customer)), 1)

    @freeze_time(DAY)
    def test_an_archived_customer_and_one_who_is_merged(self):
        self._switch()
        self._join(self.customer)
        self._join(self.second)
        self._join(self.third)
        self._run()
        self.customer.active = False
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (self.second | self.third).ids, self.second
        )
        self._run()
        self.assertEqual(self._enrollment(self.customer).ending, "archived")
        self.assertEqual(len(self._enrollment(self.second).filtered("next_date")), 0)
        self.assertEqual(
            len(self._enrollment(self.second).filtered(lambda e: e.state == "running")),
            1,
        )

    @freeze_time(DAY)
    def test_without_a_segment_it_cannot_go_live(self):
        with self.assertRaisesRegex(UserError, "choose at least one"):
            self._switch(segments=self.gold.browse())

    @freeze_time(DAY)
    def test_why_not(self):
        self._switch()
        self.assertIn("none of these segments: Gold", self._why(self.customer)[0])
        self._join(self.customer)
        self.assertIn("next run", self._why(self.customer)[0])
        self._join(self.second, date_to="2031-03-03")
        self.assertIn("left the segment", self._why(self.second)[0])
        self._join(self.third, day="2030-01-01")
        self.assertIn("looks back only to", self._why(self.third)[0])
