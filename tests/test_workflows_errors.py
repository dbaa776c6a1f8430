"""A bad record stops nobody, and is tried again when somebody says so."""

from types import SimpleNamespace
from unittest.mock import patch

from psycopg2 import errors

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .workflow_common import WorkflowCommon

RUN = "odoo.addons.crm_playbook.models.workflows.playbook_workflow_take"


@tagged("post_install", "-at_install")
class TestWorkflowErrors(WorkflowCommon):
    def _failing(self, *errors_by_name, times=None):
        """Activities on the leads of these names fail: ``(name, error)``."""
        Activity = type(self.env["mail.activity"])
        create = Activity.create
        left = [times]

        def failing(activities, vals_list):
            for vals in vals_list:
                lead = activities.env["crm.lead"].browse(vals["res_id"])
                for name, error in errors_by_name:
                    if lead.name == name and left[0] != 0:
                        if left[0]:
                            left[0] -= 1
                        raise error
            return create(activities, vals_list)

        return patch.object(Activity, "create", failing)

    def test_bad_records_go_into_quarantine_the_others_go_on(self):
        self._go_live()
        leads = self._create_stale(count=9)
        bad = (("Stale deal 3", ValueError("no")), ("Stale deal 8", UserError("bad")))
        with self._failing(*bad), mute_logger(RUN):
            self._run()
        self.assertEqual(len(self._activities(leads)), 7)
        quarantined = self._enrollments(leads[3] | leads[8])
        self.assertEqual(quarantined.mapped("state"), ["quarantined"] * 2)
        self.assertCountEqual(quarantined.mapped("error"), ["no", "bad"])
        # They are left alone until somebody says otherwise.
        self._run()
        self.assertEqual(len(self._activities(leads)), 7)

    def test_database_error_of_one_record_spoils_no_other(self):
        self._go_live()
        leads = self._create_stale(count=4)
        Step = type(self.env["playbook.workflow.step"])
        prepare = Step._prepare_activity_vals_list

        def broken(step, rows, today):
            vals_list = prepare(step, rows, today)
            for vals in vals_list:
                if vals["res_id"] == leads[1].id:
                    vals["activity_type_id"] = 10**8
            return vals_list

        with (
            patch.object(Step, "_prepare_activity_vals_list", broken),
            mute_logger(RUN, "odoo.sql_db"),
        ):
            self._run()
        self.assertEqual(len(self._activities(leads)), 3)
        self.assertStates(leads[1], ["quarantined"])

    def test_try_again(self):
        self._go_live()
        lead = self._create_stale()
        with self._failing(("Stale deal 0", ValueError("no"))), mute_logger(RUN):
            self._run()
        enrollment = self._enrollments(lead)
        with self.assertRaises(AccessError):
            enrollment.with_user(self.user_sales).action_retry()
        self.assertTrue(enrollment.date_failed)
        told = enrollment.with_user(self.user_sales_management).action_retry()
        self.assertIn("within a minute", told["params"]["message"])
        # What went wrong stands there until it succeeds.
        self.assertRecordValues(enrollment, [{"state": "waiting", "error": "no"}])
        self._run()
        values = {"state": "running", "error": False, "error_kind": False}
        self.assertRecordValues(enrollment, [{**values, "date_failed": False}])
        self.assertEqual(len(self._activities(lead)), 1)

    def test_trying_again_touches_what_is_in_quarantine_alone(self):
        self._go_live()
        lead = self._create_stale()
        self._run()
        self._enrollments(lead).with_user(self.user_sales_management).action_retry()
        self.assertStates(lead, ["running"])

    def test_quarantine_ends_with_the_stay(self):
        self._go_live()
        lead = self._create_stale()
        with self._failing(("Stale deal 0", ValueError("no"))), mute_logger(RUN):
            self._run()
        lead.stage_id = self.stage_next
        self._run()
        self.assertStates(lead, ["cancelled"])

    def test_somebody_faster_is_no_error_of_the_record(self):
        self._go_live()
        leads = self._create_stale(count=3)
        busy = errors.SerializationFailure("somebody was faster")
        with self._failing(("Stale deal 1", busy), times=2):
            self._run()
        self.assertStates(leads, ["running"] * 3)
        self.assertEqual(len(self._activities(leads)), 3)

    def test_always_somebody_faster_leaves_it_to_the_next_run(self):
        self._go_live()
        leads = self._create_stale(count=3)
        with self._failing(("Stale deal 1", errors.DeadlockDetected("busy"))):
            self._run()
        self.assertStates(leads, ["waiting"] * 3)
        self._run()
        self.assertStates(leads, ["running"] * 3)

    def test_what_somebody_wrote_meanwhile_waits_for_the_next_run(self):
        self._go_live()
        leads = self._create_stale(count=3)
        constraint = SimpleNamespace(constraint_name="playbook_workflow_event_once")

        class ThereAlready(errors.UniqueViolation):
            diag = constraint

        with self._failing(("Stale deal 1", ThereAlready("there already"))):
            self._run()
        self.assertStates(leads[1], ["waiting"])
        self.assertStates(leads - leads[1], ["running"] * 2)
        self._run()
        self.assertStates(leads, ["running"] * 3)

    def test_what_is_unique_elsewhere_is_an_error_of_the_record(self):
        self.workflow.daily_limit = 1
        self._go_live()
        bad, good = (
            self._create_stale(name=f"Stale deal {name}", expected_revenue=worth)
            for name, worth in (("bad", 900.0), ("good", 1.0))
        )
        error = errors.UniqueViolation("somebody else's constraint")
        with self._failing(("Stale deal bad", error)), mute_logger(RUN):
            self._run()
            self._run()
        self.assertStates(bad, ["quarantined"])
        self.assertTrue(self._activities(good))

    def test_what_cannot_be_cancelled_is_tried_once(self):
        self._go_live()
        leads = self._create_stale(count=3)
        self._run()
        leads.stage_id = self.stage_next
        calls = []

        def failing(activities):
            calls.append(len(activities))
            raise ValueError("locked")

        Activity = type(self.env["mail.activity"])
        with patch.object(Activity, "unlink", failing), mute_logger(RUN):
            self._run()
            tried = len(calls)
            self._run()
        self.assertEqual(len(calls), tried)
        self.assertStates(leads, ["quarantined"] * 3)
        enrollments = self._enrollments(leads)
        enrollments.with_user(self.user_sales_management).action_retry()
        self._run()
        self.assertStates(leads, ["cancelled"] * 3)
        self.assertFalse(self._activities(leads))

    def test_broken_condition_is_told_and_what_is_over_ends(self):
        self._go_live()
        lead = self._create_stale()
        self._run()
        self.assertFalse(self.workflow.problem)
        lead.stage_id = self.stage_next
        self.env.cr.execute(
            "UPDATE playbook_workflow SET domain = %s WHERE id = %s",
            ["[('x_gone', '=', 1)]", self.workflow.id],
        )
        self.env.invalidate_all()
        with mute_logger(RUN):
            self._run()
        self.assertStates(lead, ["cancelled"])
        self.assertIn("x_gone", self.workflow.problem)
        self.workflow.domain = "[]"
        self._run()
        self.assertFalse(self.workflow.problem)

    def test_who_cannot_open_the_deal_gets_no_follow_up(self):
        self._go_live()
        lead = self._create_stale(user_id=self.user_without_profile.id, team_id=False)
        good = self._create_stale()
        with mute_logger(RUN):
            self._run()
        self.assertFalse(self._activities(lead))
        self.assertIn("may not read", self._enrollments(lead).error)
        self.assertTrue(self._activities(good))

    def test_when_the_time_is_over_odoo_is_told_that_something_remains(self):
        self._go_live()
        self.workflow.daily_limit = 100
        leads = self._create_stale(count=10)
        Cron = type(self.env["ir.cron"])
        told = []

        def commit(cron, processed=0, *, remaining=None, deactivate=False):
            told.append((processed, remaining))
            return 0

        with patch.object(Cron, "_commit_progress", commit):
            for _again in range(20):
                del told[:]
                self.env["playbook.workflow"]._cron_run_lane(batch=3, scan=True)
                if told[-1] == (0, 0):
                    break
                # It stopped after a batch that did something, and says so.
                self.assertGreater(told[-1][0], 0)
                self.assertEqual(told[-1][1], 1)
        self.assertEqual(len(self._activities(leads)), 10)

    def test_no_more_time_is_no_error_of_a_record(self):
        def working(rows):
            raise Exception("CPU time limit exceeded.")  # noqa: TRY002 - as Odoo does

        with self.assertRaisesRegex(Exception, "CPU time limit"):
            self.workflow._in_halves([{"lead_id": 1}, {"lead_id": 2}], working)

    def test_broken_workflow_does_not_stop_the_next(self):
        self._go_live()
        lead = self._create_stale()
        self._create_workflow(name="Broken", sequence=1, mode="simulation")
        Workflow = type(self.env["playbook.workflow"])
        run = Workflow._run

        def breaking(workflow, plan):
            if workflow.name == "Broken":
                raise TypeError("broken")
            return run(workflow, plan)

        with patch.object(Workflow, "_run", breaking), mute_logger(RUN):
            self._run()
        self.assertTrue(self._activities(lead))
