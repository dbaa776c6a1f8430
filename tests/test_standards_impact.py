"""The dialog before a procedure observes, warns or enforces."""

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .preview_common import REVENUE, PreviewCase
from .standards_common import PHONE


@tagged("post_install", "-at_install")
class TestImpact(PreviewCase):
    def _open(self, procedure, state="enforce", user=None):
        own = procedure.with_user(user or self.manager)
        action = own._open_impact(state)
        return (
            self.env[action["res_model"]]
            .with_user(own.env.user)
            .browse(action["res_id"])
        )

    def test_dialog(self):
        for number in range(4):
            self._make_lead(stage_id=self.middle.id, name=f"Chairs {number}")
        self._make_lead(stage_id=self.middle.id, expected_revenue=50)
        self._make_lead(stage_id=self.begin.id)
        procedure = self._make_procedure(state="warn")
        impact = self._open(procedure)
        self.assertEqual(
            (impact.total_count, impact.short_count, impact.blocked_count), (5, 4, 4)
        )
        self.assertEqual(
            impact.sentence,
            "4 of 5 open opportunities that come to “Proposal” next could not go on "
            "today.",
        )
        person = impact.person_line_ids
        self.assertEqual(
            (person.name, person.short_count, person.share), ("Sam Sales", 4, 80)
        )
        self.assertEqual(impact.stage_line_ids.name, "Middle")
        self.assertFalse(impact.segment_line_ids)
        self.assertEqual(impact.requirement_line_ids.name, "Expected Revenue")
        self.assertFalse(impact.unfulfilled or impact.problem)
        action = person.action_open()
        found = self.env[action["res_model"]].with_user(self.manager)
        self.assertEqual(len(found.search(action["domain"])), 4)
        impact.action_go()
        self.assertEqual(procedure.state, "enforce")

    def test_lists_are_of_ones_own(self):
        self._make_lead(stage_id=self.middle.id)
        procedure = self._make_procedure(state="warn")
        action = self._open(procedure).requirement_line_ids.action_open()
        own = self.env["crm.lead"].with_user(self.colleague)
        self.assertFalse(own.search(action["domain"]))

    def test_who_may_not_change_it_is_told_nothing(self):
        self._make_lead(stage_id=self.middle.id)
        procedure = self._make_procedure(state="warn")
        with self.assertRaises(AccessError):
            self._open(procedure, user=self.salesperson)
        impact = self._open(procedure)
        with self.assertRaises(AccessError):
            impact.requirement_line_ids.with_user(self.salesperson).action_open()

    def test_grace_is_no_stop(self):
        self._make_lead(stage_id=self.middle.id)
        procedure = self._make_procedure(requirements=[{**REVENUE, "grace_days": 3}])
        impact = self._open(procedure)
        self.assertEqual((impact.short_count, impact.blocked_count), (1, 0))
        self.assertIn("1 more", impact.further)
        self.assertIn("a point to fix", self._open(procedure, "warn").sentence)
        self.assertIn("would fall short", self._open(procedure, "observe").sentence)

    def test_nobody_fulfils_it(self):
        for number in range(10):
            self._make_lead(stage_id=self.middle.id, name=f"Chairs {number}")
        impact = self._open(self._make_procedure(state="warn"))
        self.assertIn("0 of 10", impact.unfulfilled)

    def test_nothing_is_concerned(self):
        impact = self._open(self._make_procedure(state="observe"), "warn")
        self.assertIn("Nothing is concerned", impact.sentence)

    def test_a_field_that_is_gone(self):
        self._make_lead(stage_id=self.middle.id)
        procedure = self._make_procedure(requirements=[REVENUE], state="draft")
        self.env.flush_all()
        self.cr.execute(
            "UPDATE playbook_requirement SET field_name = 'x_gone' WHERE id = %s",
            [procedure.requirement_ids.id],
        )
        self.env.invalidate_all()
        impact = self._open(procedure, "observe")
        self.assertIn("x_gone", impact.problem)
        self.assertEqual(impact.short_count, 0)

    def test_a_condition_that_is_none_any_more(self):
        self._make_lead(stage_id=self.middle.id)
        procedure = self._make_procedure(state="draft")
        self.env.flush_all()
        self.cr.execute(
            'UPDATE playbook_procedure SET domain = \'[("x_gone", "=", 1)]\' '
            "WHERE id = %s",
            [procedure.id],
        )
        self.env.invalidate_all()
        impact = self._open(procedure, "observe")
        self.assertTrue(impact.problem)
        self.assertEqual(impact.total_count, 0)

    def _count(self, moment, requirement, **vals):
        """How much a procedure would be asked of, and fall short of it."""
        procedure = self._make_procedure(
            moment, state="draft", requirements=[requirement], **vals
        )
        impact = self._open(procedure, "observe")
        return impact.total_count, impact.short_count

    def test_records_that_are_there(self):
        phone, email = PHONE, {**PHONE, "field_name": "email"}
        customers = self._count("customer", phone)
        contacts = self._count("contact", email)
        leads = self._count("lead", REVENUE)
        new = self.env["res.partner"].create(
            {"name": "New", "is_company": True, "is_prospect": True}
        )
        self.env["res.partner"].create({"name": "Ann", "parent_id": new.id})
        first = self.env["crm.stage"].search([("fold", "=", False)], limit=1)
        common = self.env["crm.lead"].create(
            {"name": "Lead", "type": "lead", "team_id": False, "stage_id": first.id}
        )
        self.assertTrue(common.active)
        more = [
            (self._count("customer", phone), customers),
            (self._count("contact", email), contacts),
            (self._count("lead", REVENUE), leads),
        ]
        for (total, short), (total_before, short_before) in more:
            self.assertEqual((total - total_before, short - short_before), (1, 1))

    def test_lost(self):
        before = self._count("lost", REVENUE)
        self._make_lead().sudo().action_set_lost()
        total, short = self._count("lost", REVENUE)
        self.assertEqual((total - before[0], short - before[1]), (1, 1))

    def test_quotations(self):
        requirement = {"model": "sale.order", "field_name": "client_order_ref"}
        moments = ("quotation_sent", "order_confirmed")
        before = [self._count(each, requirement) for each in moments]
        orders = self.env["sale.order"].create(
            [{"partner_id": self.customer.id} for _number in range(3)]
        )
        orders[:1].action_quotation_sent()
        after = [self._count(each, requirement) for each in moments]
        self.assertEqual(
            [total - was for (total, _), (was, _) in zip(after, before, strict=True)],
            [2, 3],
        )

    def test_actions_that_are_planned(self):
        lead = self._make_lead()
        kind = self.env.ref("mail.mail_activity_data_call")
        vals = {"activity_type_ids": [Command.set(kind.ids)]}
        before = self._count("action_done", REVENUE, **vals)
        lead.activity_schedule("mail.mail_activity_data_call")
        order = self.env["sale.order"].create({"partner_id": self.customer.id})
        order.activity_schedule("mail.mail_activity_data_call")
        total, short = self._count("action_done", REVENUE, **vals)
        self.assertEqual((total - before[0], short - before[1]), (2, 1))
