from odoo import api, fields, models
from odoo.fields import Domain

from .mail_activity_type import CHANNELS
from .playbook_outcome import RESULTS
from .playbook_purpose import FAMILIES

DONE, CANCELLED = "done", "cancelled"


class PlaybookAction(models.Model):
    """What was done with a customer: one row for each activity that ended.

    Written by the addon alone and never changed: it outlives the activity, the lead,
    the activity type, and what purposes and outcomes come to mean later.
    """

    _name = "playbook.action"
    _description = "Customer action"
    _inherit = ["playbook.mirror.mixin"]
    _order = "date_done desc, id desc"
    _check_company_auto = True

    name = fields.Char(string="What", readonly=True)
    activity_id = fields.Many2one(
        "mail.activity", ondelete="set null", readonly=True, exportable=False
    )
    activity_type_id = fields.Many2one(
        "mail.activity.type", ondelete="set null", readonly=True
    )
    activity_type_name = fields.Char(string="Type", readonly=True)
    channel = fields.Selection(CHANNELS, string="Contact by", readonly=True)
    no_contact = fields.Boolean(
        string="Nobody was reached", readonly=True, help="As the outcome says."
    )
    state = fields.Selection(
        [(DONE, "Done"), (CANCELLED, "Cancelled")],
        required=True,
        default=DONE,
        readonly=True,
    )
    origin = fields.Selection(
        [("planned", "Planned"), ("logged", "Logged")],
        required=True,
        default="planned",
        readonly=True,
        help="Whether it was planned before, or logged when it had happened.",
    )
    lead_id = fields.Many2one(required=False, ondelete="set null")
    had_lead = fields.Boolean(
        readonly=True,
        exportable=False,
        help="It was done on a lead or opportunity: where that is deleted, only who "
        "reads all of them reads it on.",
    )
    partner_id = fields.Many2one(
        "res.partner", string="Contact", ondelete="set null", index=True, readonly=True
    )
    commercial_partner_id = fields.Many2one(
        "res.partner", string="Customer", ondelete="set null", readonly=True
    )
    order_id = fields.Many2one(
        "sale.order",
        ondelete="set null",
        index="btree_not_null",
        readonly=True,
    )
    event_id = fields.Many2one(
        "calendar.event",
        string="Meeting",
        ondelete="set null",
        index="btree_not_null",
        readonly=True,
    )
    company_id = fields.Many2one("res.company", ondelete="restrict", readonly=True)
    team_id = fields.Many2one(
        "crm.team", string="Sales team", ondelete="set null", readonly=True
    )
    user_id = fields.Many2one(
        "res.users", string="Done by", ondelete="set null", readonly=True
    )
    responsible_id = fields.Many2one(
        "res.users",
        string="Assigned to",
        ondelete="set null",
        readonly=True,
        help="Whose activity it was.",
    )
    purpose_id = fields.Many2one(
        "playbook.purpose", ondelete="restrict", index="btree_not_null", readonly=True
    )
    purpose_family = fields.Selection(FAMILIES, readonly=True)
    outcome_id = fields.Many2one(
        "playbook.outcome", ondelete="restrict", index="btree_not_null", readonly=True
    )
    result = fields.Selection(RESULTS, readonly=True)
    stage_id = fields.Many2one(
        "crm.stage",
        string="Stage then",
        ondelete="set null",
        readonly=True,
        help="Where the opportunity was when this was done.",
    )
    date_planned = fields.Date(string="Planned for", readonly=True)
    date_done = fields.Datetime(string="Done on", required=True, readonly=True)
    promise = fields.Selection(
        [("kept", "Kept"), ("missed", "Missed")],
        readonly=True,
        help="Whether it was done by the day it was planned for.",
    )
    positive_rate = fields.Float(
        string="Positive (%)",
        readonly=True,
        aggregator="avg",
        help="100 where the outcome is positive, 0 where it is not; empty without one.",
    )
    kept_rate = fields.Float(
        string="Promises kept (%)",
        readonly=True,
        aggregator="avg",
        help="100 where it was done by the day it was planned for, 0 where it was not.",
    )
    note = fields.Text(readonly=True)
    reported = fields.Text(
        readonly=True, help="What was reported on the document with it."
    )
    followed_by = fields.Char(
        string="What followed",
        readonly=True,
        help="The next step and what else the outcome brought about.",
    )
    next_activity_id = fields.Many2one(
        "mail.activity",
        string="Next step",
        ondelete="set null",
        index="btree_not_null",
        readonly=True,
    )
    document_name = fields.Char(
        string="Document", readonly=True, help="What it was called then."
    )

    _once = models.UniqueIndex(
        "(activity_id) WHERE activity_id IS NOT NULL",
        "An activity ends once.",
    )
    _latest = models.Index("(date_done DESC, id DESC)")
    _of_customer = models.Index("(commercial_partner_id, date_done DESC)")
    _of_user = models.Index("(user_id, date_done DESC)")

    @api.model
    def _get_readable_domain(self):
        """The rows whose lead this user may read; which of the others, say the rules:
        one's own, the team's, those of the customers one is responsible for.
        """
        return Domain("lead_id", "=", False) | super()._get_readable_domain()
