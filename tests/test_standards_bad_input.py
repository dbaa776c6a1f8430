"""What a procedure cannot ask for is refused when it is saved, with the reason."""

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .standards_common import StandardsCase


@tagged("post_install", "-at_install")
class TestBadInput(StandardsCase):
    def _assert_refused(self, *words, **vals):
        with self.assertRaises(ValidationError) as caught, self.cr.savepoint():
            self._make_procedure(**vals)
            self.env.flush_all()
        for word in words:
            self.assertIn(word, str(caught.exception))

    def _require(self, **requirement):
        return {"requirements": [requirement]}

    def test_fields(self):
        for name in ("no_such_field", "", False, "name; DROP TABLE", "user_id.login"):
            with self.subTest(name=name):
                self._assert_refused("Standard", **self._require(field_name=name))
        for name in ("days_in_stage", "day_close", "create_date", "id", "won_status"):
            with self.subTest(name=name):
                self._assert_refused("computes", **self._require(field_name=name))

    def test_not_read_by_the_profile(self):
        service = self.env.ref("crm_playbook.profile_customer_service")
        field = self.env["crm.lead"]._fields["description"]
        self.patch(field, "groups", "sales_team.group_sale_manager")
        self._assert_refused(
            "Customer Service",
            profile_ids=[Command.set(service.ids)],
            **self._require(field_name="description"),
        )
        self._assert_refused("Everybody", **self._require(field_name="description"))
        marketing = self.env.ref("crm_playbook.profile_marketing")
        self.env["ir.model.access"].search(
            [("model_id.model", "=", "sale.order")]
        ).filtered(lambda each: each.group_id == marketing.group_id).unlink()
        self._assert_refused(
            "Marketing",
            moment="order_confirmed",
            profile_ids=[Command.set(marketing.ids)],
            **self._require(model="sale.order", field_name="client_order_ref"),
        )

    def test_conditions(self):
        for text in (
            "nonsense",
            "[('x', '=', 1)]",
            "[('name', 'like')]",
            "__import__('os')",
            "[('name', '!!', 'x')]",
            "[('expected_revenue', '>', 'much')]",
            "5",
        ):
            with self.subTest(text=text):
                self._assert_refused(domain=text)
                self._assert_refused(
                    **self._require(field_name="description", only_if=text)
                )
                self._assert_refused(
                    **self._require(kind="condition", name="Good", condition=text)
                )

    def test_a_condition_needs_words(self):
        condition = "[('expected_revenue', '>', 5)]"
        self._assert_refused(
            "in words", **self._require(kind="condition", condition=condition)
        )
        self._assert_refused("in words", **self._require(kind="condition", name="Good"))

    def test_of_what(self):
        for moment, model in (
            ("customer", "crm.lead"),
            ("won", "sale.order"),
            ("contact", "sale.order"),
        ):
            with self.subTest(moment=moment):
                requirement = {"model": model, "field_name": "user_id"}
                self._assert_refused(
                    "cannot be asked", moment=moment, **self._require(**requirement)
                )

    def test_stages(self):
        self._assert_refused("Stages", stage_ids=[])
        theirs = self.env["res.company"].create({"name": "Theirs"})
        team = self.env["crm.team"].create({"name": "T", "company_id": theirs.id})
        self.proposal.team_ids = team
        self._assert_refused("Theirs", "Proposal", company_id=self.env.company.id)
        self._make_procedure(company_id=theirs.id)

    def test_not_clear(self):
        self._assert_refused("What to do", instruction="<p><br></p>")
        self._assert_refused("Requirements", requirements=[])
        self._assert_refused("Responsible", user_id=False)
        draft = self._make_procedure(state="draft", instruction=False, requirements=[])
        with self.assertRaises(ValidationError):
            draft.action_observe()

    def test_negative_grace(self):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
        ):
            self._make_procedure(**self._require(field_name="phone", grace_days=-1))
            self.env.flush_all()

    def test_not_deleted_while_in_force(self):
        procedure = self._make_procedure()
        with self.assertRaises(UserError):
            procedure.unlink()
        procedure.action_retire()
        procedure.unlink()

    def test_salespeople_change_nothing(self):
        procedure = self._make_procedure()
        own = procedure.with_user(self.salesperson)
        for act in (
            own.action_retire,
            own.action_observe,
            own.unlink,
            own.requirement_ids.unlink,
            lambda: own.write({"state": "retired"}),
            lambda: own.requirement_ids.write({"grace_days": 9}),
        ):
            with self.assertRaises(AccessError), self.cr.savepoint():
                act()
        procedure.with_user(self.manager).action_retire()
        self.assertEqual(procedure.state, "retired")

    def test_gone_meanwhile(self):
        """A field whose addon goes, a stage that is deleted: nobody is trapped."""
        procedure = self._make_procedure()
        lead = self._make_lead()
        self.env.flush_all()
        self.cr.execute("UPDATE playbook_requirement SET field_name = 'x_gone'")
        self.env.invalidate_all()
        self.env.registry.clear_cache()
        lead.stage_id = self.proposal
        self.assertIn("x_gone", procedure.problem)
        self.cr.execute(
            "UPDATE playbook_procedure SET domain = '[(''x_gone'', ''='', 1)]'"
        )
        self.env.invalidate_all()
        self.env.registry.clear_cache()
        other = self._make_lead()
        with self.assertLogs("odoo.addons.crm_playbook", "WARNING"):
            other.stage_id = self.proposal
        self.assertEqual(other.stage_id, self.proposal)
        self.assertTrue(procedure.problem)

    def test_stage_deleted(self):
        procedure = self._make_procedure()
        self.proposal.unlink()
        self.assertTrue(procedure.problem)
        lead = self._make_lead()
        lead.stage_id = self.final
        self.assertEqual(lead.stage_id, self.final)

    def test_told_when_nothing_can_be_missing(self):
        procedure = self._make_procedure(
            requirements=[
                {"field_name": "expected_revenue"},
                {"field_name": "expected_revenue", "zero_counts": False},
                {"field_name": "phone"},
            ]
        )
        notes = procedure.requirement_ids.mapped(lambda each: bool(each.note))
        self.assertEqual(notes, [True, False, False])
