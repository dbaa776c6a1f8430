"""What does not fit is answered clearly, and leaves one row or none."""

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .actions_common import ActionsCommon


@tagged("post_install", "-at_install")
class TestBadInput(ActionsCommon):
    def setUp(self):
        super().setUp()
        self.foreign = self.env["playbook.outcome"].create(
            {"name": "Of others", "activity_type_ids": self.kind_next.ids}
        )
        self.activity = self._plan().with_user(self.user_sales)

    def _ways(self, activity, outcome):
        def written_before():
            activity.playbook_outcome_id = outcome
            activity.action_feedback()

        return {
            "ours": lambda: activity.action_playbook_finish(outcome.id),
            "write": lambda: activity.write(
                {"playbook_outcome_id": outcome.id, "active": False}
            ),
            "before": written_before,
            "save": lambda: activity.web_save(
                {"playbook_outcome_id": outcome.id, "active": False}, {}
            ),
        }

    def _assert_refused(self, outcome, words, activity=None):
        activity = activity or self.activity
        for name, way in self._ways(activity, outcome).items():
            with self.subTest(name):
                with self.assertRaises(ValidationError) as caught, self.cr.savepoint():
                    way()
                for word in words:
                    self.assertIn(word, str(caught.exception))
                self.env.invalidate_all()
                self.assertTrue(activity.active)
                self.assertFalse(activity.playbook_outcome_id)
                self.assertFalse(self._actions_of(activity))

    def test_an_outcome_of_another_type(self):
        self._assert_refused(self.foreign, ("Of others", "Ring them up", "Perhaps"))

    def test_an_outcome_of_another_type_where_nothing_is_asked(self):
        plain = self._plan(activity_type_id=self.kind_plain.id)
        plain = plain.with_user(self.user_sales)
        self._assert_refused(self.positive, ("They want it", "Ring them up"), plain)

    def test_an_outcome_of_another_purpose(self):
        self.foreign.write(
            {
                "activity_type_ids": self.kind.ids,
                "purpose_ids": self.purpose.ids,
            }
        )
        self._assert_refused(self.foreign, ("Of others", "Perhaps"))
        self.activity.playbook_purpose_id = self.purpose
        self.assertTrue(self.activity.action_playbook_finish(self.foreign.id)["done"])

    def test_an_outcome_retired_meanwhile(self):
        self.neutral.active = False
        self._assert_refused(self.neutral, ("no longer used", "They want it"))

    def test_an_outcome_deleted_meanwhile(self):
        gone = self.neutral.id
        self.neutral.unlink()
        with self.assertRaisesRegex(UserError, "deleted meanwhile"):
            self.activity.action_playbook_finish(gone)
        self.assertTrue(self.activity.active)

    def test_an_activity_that_is_gone(self):
        self.activity.sudo().unlink()
        for way in ("action_playbook_finish", "action_feedback"):
            with self.subTest(way), self.assertRaises(UserError):
                getattr(self.activity, way)()

    def test_a_document_that_is_gone(self):
        """By the database, past Odoo: the activity is left behind."""
        lead = self._create_lead(user_id=self.user_sales.id)
        for outcome in (self.positive, self.neutral):
            with self.subTest(outcome.name):
                lead = self._create_lead(user_id=self.user_sales.id)
                activity = self._plan(lead, summary="Left").with_user(self.user_sales)
                self.env.flush_all()
                self.env.cr.execute("DELETE FROM crm_lead WHERE id = %s", [lead.id])
                self.env.invalidate_all()
                answer = activity.action_playbook_finish(outcome.id, "Said")
                self.assertTrue(answer["done"])
                action = self.env["playbook.action"].search([("name", "=", "Left")])
                self.assertRecordValues(
                    action[:1],
                    [
                        {
                            "state": "done",
                            "lead_id": False,
                            "outcome_id": outcome.id,
                            "user_id": self.user_sales.id,
                            "next_activity_id": False,
                        }
                    ],
                )
        self.assertEqual(len(action), 2)

    def test_a_document_that_is_gone_asks_all_the_same(self):
        lead = self._create_lead(user_id=self.user_sales.id)
        activity = self._plan(lead).with_user(self.user_sales)
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM crm_lead WHERE id = %s", [lead.id])
        self.env.invalidate_all()
        with self.assertRaises(ValidationError), self.cr.savepoint():
            activity.action_feedback()
        answer = activity.action_playbook_finish()
        self.assertEqual(answer["action"]["res_model"], "playbook.action.log")

    def test_an_archived_document(self):
        self.lead.write({"active": False})
        activity = self._plan().with_user(self.user_sales)
        activity.action_playbook_finish(self.neutral.id)
        self.assertEqual(self._actions_of(activity).lead_id, self.lead)
        self.customer.active = False
        activity = self._plan(self.customer).with_user(self.user_sales)
        activity.action_playbook_finish(self.neutral.id)
        self.assertEqual(self._actions_of(activity).partner_id, self.customer)

    def test_an_activity_that_changes_its_document_while_it_ends(self):
        """It ends on what it was about; if that asked nothing, on what it is then."""
        Model = self.env["ir.model"]
        elsewhere = self._plan(self.product).with_user(self.user_sales)
        moved = {"res_model_id": Model._get_id("crm.lead"), "res_id": self.lead.id}
        with self.assertRaises(ValidationError), self.cr.savepoint():
            elsewhere.write({**moved, "active": False})
        away = {
            "res_model_id": Model._get_id("product.product"),
            "res_id": self.product.id,
        }
        with self.assertRaises(ValidationError), self.cr.savepoint():
            self.activity.write({**away, "active": False})
        self.activity.playbook_outcome_id = self.neutral
        self.activity.write({**away, "active": False})
        self.assertFalse(self.activity.active)
        self.assertEqual(self._actions_of(self.activity).lead_id, self.lead)

    # ------------------------------------------------------------------
    # Twice
    # ------------------------------------------------------------------

    def test_finished_by_somebody_else_meanwhile(self):
        self.activity.with_user(self.user_all).action_playbook_finish(self.neutral.id)
        for way in (
            lambda: self.activity.action_playbook_finish(self.positive.id),
            lambda: self.activity.action_feedback(),
            lambda: self.activity.action_feedback_schedule_next(),
        ):
            with self.assertRaisesRegex(UserError, "Playbook all, Perhaps"):
                way()
        # What asks for nothing more changes nothing.
        self.activity.write({"active": False, "playbook_outcome_id": self.positive.id})
        self.activity.action_done()
        self.assertEqual(self._actions_of(self.activity).outcome_id, self.neutral)

    def test_several_of_which_one_is_finished(self):
        other = self._plan()
        other.with_user(self.user_sales).action_playbook_finish(self.neutral.id)
        both = self.activity | other.with_user(self.user_sales)
        with self.assertRaisesRegex(UserError, "finished already"):
            both.action_playbook_finish(self.neutral.id)
        self.assertTrue(self.activity.active)

    def test_ids_that_are_none(self):
        for outcome_id in ("1 OR 1=1", [self.positive.id], {"a": 1}, -1, 2**40, 1.5):
            with (
                self.subTest(outcome_id=outcome_id),
                mute_logger("odoo.sql_db"),
                self.assertRaises(UserError),
                self.cr.savepoint(),
            ):
                self.activity.action_playbook_finish(outcome_id)
        self.assertTrue(self.activity.active)

    def test_a_field_that_cannot_be_reported(self):
        for name in ("id", "create_uid", "no_such", "activity_ids", "day_close"):
            with (
                self.subTest(name),
                self.assertRaises(ValidationError),
                self.cr.savepoint(),
            ):
                self.kind.playbook_field_ids = [(0, 0, {"field_name": name})]

    def test_a_field_to_be_reported_is_taken_off_again(self):
        self.kind.playbook_field_ids = [(0, 0, {"field_name": "referred"})]
        self.kind.playbook_field_ids.unlink()
        self.assertFalse(self.kind._get_policy().reported)
