"""What follows once a customer moves to an RFM group."""

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .engine_common import DAY
from .groups_common import GroupsCommon


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
