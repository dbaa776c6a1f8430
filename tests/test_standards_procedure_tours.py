"""The life of a procedure in a browser."""

from odoo.tests import HttpCase, new_test_user, tagged

from .common import PROFILE_GROUPS


@tagged("post_install", "-at_install")
class TestProcedureTours(HttpCase):
    def test_draft_to_enforce(self):
        manager = new_test_user(
            self.env,
            "tour_management",
            PROFILE_GROUPS["sales_management"],
            tour_enabled=False,
        )
        procedure = self.env["playbook.procedure"].create(
            {
                "name": "Tour procedure",
                "moment": "lost",
                "user_id": manager.id,
                "instruction": "<p>Ask what decided it.</p>",
                "requirement_ids": [
                    (0, 0, {"field_name": "lost_reason_id", "reason": "To learn"})
                ],
            }
        )
        self.start_tour(
            f"/odoo/playbook.procedure/{procedure.id}",
            "playbook_procedures_draft_to_enforce",
            login=manager.login,
        )
        self.env.invalidate_all()
        self.assertEqual(procedure.state, "enforce")
        self.assertEqual(procedure.approved_by_id, manager)
        self.assertEqual(procedure.version_ids.user_id, manager)
