from odoo import fields, models
from odoo.exceptions import UserError

from .playbook_workflow import OUTCOME, RFM_GROUP, SEGMENT


class PlaybookWorkflow(models.Model):
    """What its trigger asks for besides: which segments, groups, outcomes, purposes."""

    _inherit = "playbook.workflow"

    segment_ids = fields.Many2many(
        "playbook.segment",
        "playbook_workflow_segment_rel",
        "workflow_id",
        "segment_id",
        ondelete="restrict",
        string="Segments",
        help="A customer who enters one of these. Who is in one of them already does "
        "not enter with another.",
    )
    rfm_group_ids = fields.Many2many(
        "playbook.rfm.group",
        "playbook_workflow_rfm_group_rel",
        "workflow_id",
        "group_id",
        ondelete="restrict",
        string="RFM groups",
        help="A customer who moves to one of these.",
    )
    purpose_ids = fields.Many2many(
        "playbook.purpose",
        "playbook_workflow_purpose_rel",
        "workflow_id",
        "purpose_id",
        string="Purposes",
        help="Only actions that had one of these purposes. Empty: whatever it was for.",
    )

    def _check_can_go_live(self, actor, mode=None):
        result = super()._check_can_go_live(actor, mode)
        for workflow in self:
            workflow._check_trigger_complete()
        return result

    def _check_trigger_complete(self):
        """What the trigger waits for is named: without, it would wait for ever."""
        env, name = self.env, self.name
        lacking = {
            OUTCOME: (
                "outcome_ids",
                env._(
                    "“%(workflow)s” waits for an outcome and names none: choose at "
                    "least one.",
                    workflow=name,
                ),
            ),
            SEGMENT: (
                "segment_ids",
                env._(
                    "“%(workflow)s” waits for customers who enter a segment and names "
                    "none: choose at least one.",
                    workflow=name,
                ),
            ),
            RFM_GROUP: (
                "rfm_group_ids",
                env._(
                    "“%(workflow)s” waits for customers who move to an RFM group and "
                    "names none: choose at least one.",
                    workflow=name,
                ),
            ),
        }.get(self.trigger)
        if lacking and not self[lacking[0]]:
            raise UserError(lacking[1])
