"""Records in follow-up, made by hand: what the engine would have written."""

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command

from .workflow_common import WorkflowCommon

COLUMNS = {
    "crm.lead": "lead_id",
    "res.partner": "partner_id",
    "sale.order": "order_id",
}


class FollowUpCommon(WorkflowCommon):
    """``workflow`` is live and has three steps; ``lead`` is the salesperson's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.workflow.step_ids = [
            Command.create(
                {"summary": "Write", "sequence": 20, "delay": 3, "kind": "activity"}
            ),
            Command.create({"summary": "Escalate", "sequence": 30}),
        ]
        cls.call, cls.letter, cls.escalate = cls.workflow.step_ids.sorted("sequence")
        cls.lead = cls._create_lead(
            name="Office chairs", user_id=cls.user_sales.id, team_id=cls.team.id
        )
        # The engine's own way to go live is none of these tests' business.
        cls.env.cr.execute(
            "UPDATE playbook_workflow SET mode = 'live', run_as_id = %s WHERE id = %s",
            [cls.user_sales_management.id, cls.workflow.id],
        )
        cls.workflow.invalidate_recordset()

    @classmethod
    def _enroll(cls, document, **values):
        """An enrollment of ``document``: in follow-up, its first step next."""
        defaults = {
            "workflow_id": cls.workflow.id,
            COLUMNS[document._name]: document.id,
            "occurrence": document.id,
            "user_id": cls.user_sales.id,
            "state": "running",
            "step_id": cls.call.id,
            "next_date": fields.Datetime.add(fields.Datetime.now(), days=1),
            "date_entered": fields.Datetime.now(),
            "simulated": False,
            "limit_lifted": False,
        }
        return cls.env["playbook.enrollment"].create({**defaults, **values})

    @classmethod
    def _happen(cls, enrollment, step, state="carried_out", **values):
        """An event of ``enrollment``."""
        document = enrollment._get_document()
        return cls.env["playbook.workflow.event"].create(
            {
                COLUMNS[document._name]: document.id,
                "enrollment_id": enrollment.id,
                "step_id": step.id,
                "step_name": step.summary,
                "occurrence": enrollment.occurrence,
                "user_id": enrollment.user_id.id,
                "state": state,
                "date": fields.Datetime.now(),
                **values,
            }
        )

    @classmethod
    def _plan(cls, enrollment, step, deadline="2030-05-12", user=None):
        """A step that has planned an activity, which is open."""
        document = enrollment._get_document()
        activity = document.activity_schedule(
            summary=step.summary,
            date_deadline=deadline,
            user_id=(user or cls.user_sales).id,
        )
        cls.env.flush_all()
        return cls._happen(enrollment, step, "planned", activity_id=activity.id)

    def _tell(self, document, user=None):
        """What ``user`` sees of the follow-up of ``document``."""
        self.env.flush_all()
        document = document.with_user(user or self.user_sales)
        return document.get_playbook_follow_up()

    def _tell_one(self, document, user=None):
        [entry] = self._tell(document, user)["entries"]
        return entry

    def assertSteps(self, entry, statuses):
        self.assertEqual([step["status"] for step in entry["steps"]], statuses)


class ChangeCommon(FollowUpCommon):
    def _change(self, rows, what, user=None, reason="They are moving house.", **values):
        """Do it as ``user`` does in the dialog."""
        rows = rows.with_user(user or self.user_sales)
        action = getattr(rows, f"action_{what}")()
        wizard = self.env[action["res_model"]].with_user(rows.env.user)
        wizard = wizard.browse(action["res_id"])
        wizard.write({"reason": reason, **values})
        result = wizard.action_confirm()
        self.env.flush_all()
        self.env.invalidate_all()
        return result

    def assertRefused(self, rows, user, error=AccessError):
        """``user`` may do none of the four, and nothing of it happens."""
        before = rows.read(["state", "step_id", "reason"])
        for what in ("pause", "go_on", "stop", "skip"):
            with (
                self.subTest(user=user.login, what=what),
                self.cr.savepoint(),
                self.assertRaises(error),
            ):
                rows.with_user(user)._change(what, "Because")
        rows.invalidate_recordset()
        self.assertEqual(rows.read(["state", "step_id", "reason"]), before)
