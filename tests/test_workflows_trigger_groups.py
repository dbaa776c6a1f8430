"""What follows once a customer comes into a segment or an RFM group."""

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .engine_common import DAY, EngineCommon


class GroupsCommon(EngineCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customers = cls.env["res.partner"].create(
            [
                {
                    "name": f"Grouped {number}",
                    "is_company": True,
                    "is_prospect": True,
                    "user_id": cls.user_sales.id,
                }
                for number in range(3)
            ]
        )
        cls.customer, cls.second, cls.third = cls.customers

    def _why(self, document):
        self.env.flush_all()
        told = document.with_user(self.user_sales).get_playbook_follow_up()["others"]
        found = {other["id"]: other["reasons"] for other in told}
        return found[self.workflow.id]


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


@tagged("post_install", "-at_install")
class TestTriggerRfmGroup(GroupsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.groups = {
            name: cls.env.ref(f"crm_playbook.rfm_group_{name}")
            for name in ("at_risk", "loyal", "lapsed")
        }

    def _move(self, customer, group, previous=None, day="2031-03-03", **values):
        row = self.env["playbook.rfm.history"].create(
            {
                "partner_id": customer.id,
                "company_id": self.env.company.id,
                "date": day,
                "group_id": group and self.groups[group].id,
                "previous_group_id": previous and self.groups[previous].id,
                **values,
            }
        )
        self.env.flush_all()
        return row

    def _switch(self, *steps, **values):
        self._switch_on(
            *steps,
            target="partner",
            trigger="rfm_group",
            rfm_group_ids=self.groups["at_risk"].ids,
            **values,
        )

    def test_who_moves_to_the_group(self):
        with freeze_time(DAY):
            self._move(self.customer, "loyal", day="2031-02-01")
            self._switch({}, {"delay": 20})
            self._move(self.customer, "at_risk", "loyal")
            self._move(self.second, "loyal", "at_risk")
            # Scores alone have changed.
            self._move(self.third, "at_risk", "at_risk")
            self._run()
            self._run()
        self.assertEqual(self._events(self.customer), [("Step 1", "planned")])
        self.assertIn("In this RFM group since", self._planned(self.customer).note)
        for other in (self.second, self.third):
            self.assertFalse(self._enrollment(other))
        # New scores in the same group change nothing.
        self._move(self.customer, "at_risk", "at_risk", day="2031-03-05")
        self._at(self._after(days=2))
        self.assertEqual(self._enrollment(self.customer).state, "running")
        self._move(self.customer, "lapsed", "at_risk", day="2031-03-07")
        self._at(self._after(days=4))
        self.assertEqual(self._enrollment(self.customer).ending, "left_group")
        # And back: that is another time.
        self._move(self.customer, "at_risk", "lapsed", day="2031-03-10")
        self._at(self._after(days=7))
        self.assertCountEqual(
            self._enrollment(self.customer).mapped("state"), ["cancelled", "running"]
        )

    def test_who_buys_no_more_has_left(self):
        with freeze_time(DAY):
            self._switch()
            row = self._move(self.customer, "at_risk", "loyal")
            self._move(self.second, "at_risk", "loyal")
            self._run()
            # The same day, scored anew.
            row.group_id = self.groups["loyal"]
            self._run()
        self.assertEqual(self._enrollment(self.customer).ending, "left_group")
        self._move(self.second, None, "at_risk", day="2031-03-04")
        self._at(self._after(days=1))
        self.assertEqual(self._enrollment(self.second).ending, "left_group")

    def test_what_happened_before(self):
        with freeze_time(DAY):
            self._move(self.customer, "at_risk", "loyal", day="2031-02-20")
            self._move(self.second, "at_risk", "loyal", day="2030-02-20")
            self._switch()
            self._run()
        self.assertEqual(self._enrollment(self.customer).state, "backlog")
        self.assertFalse(self._enrollment(self.second))

    @freeze_time(DAY)
    def test_another_companys_group(self):
        self._switch()
        self._move(self.customer, "at_risk", "loyal", company_id=self.company_other.id)
        self._run()
        self.assertFalse(self._enrollment(self.customer))

    @freeze_time(DAY)
    def test_without_a_group_it_cannot_go_live(self):
        with self.assertRaisesRegex(UserError, "choose at least one"):
            self._switch_on(target="partner", trigger="rfm_group")

    @freeze_time(DAY)
    def test_why_not(self):
        self._switch()
        self.assertIn("none of these RFM groups", self._why(self.customer)[0])
        self._move(self.customer, "at_risk", "loyal")
        self.assertIn("next run", self._why(self.customer)[0])
        self._move(self.second, "at_risk", "loyal", day="2031-03-01")
        self._move(self.second, "loyal", "at_risk", day="2031-03-02")
        self.assertIn("left the RFM group", self._why(self.second)[0])

    @freeze_time(DAY)
    def test_few_and_many_cost_the_same(self):
        self._switch(daily_limit=1000)

        def run(count):
            customers = self.env["res.partner"].create(
                [
                    {"name": f"Many {n}", "is_company": True, "is_prospect": True}
                    for n in range(count)
                ]
            )
            customers.user_id = self.user_sales
            for customer in customers:
                self._move(customer, "at_risk", "loyal")
            return self._count_queries(lambda: self.workflow.sudo()._enter("waiting"))

        run(2)
        self.assertEqual(run(3), run(30))
        self.assertEqual(fields.Date.today().isoformat(), "2031-03-03")
