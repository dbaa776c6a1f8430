from odoo import api, fields, models

DRAFT, OBSERVE, WARN, ENFORCE, RETIRED = (
    "draft",
    "observe",
    "warn",
    "enforce",
    "retired",
)
STATES = [
    (DRAFT, "Draft"),
    (OBSERVE, "Observe"),
    (WARN, "Warn"),
    (ENFORCE, "Enforce"),
    (RETIRED, "Retired"),
]
IN_FORCE = (OBSERVE, WARN, ENFORCE)

CUSTOMER, CONTACT, LEAD = "customer", "contact", "lead"
ENTERED, LEFT, WON, LOST = "stage_entered", "stage_left", "won", "lost"
SENT, CONFIRMED, ACTION = "quotation_sent", "order_confirmed", "action_done"
MOMENTS = [
    (CUSTOMER, "Customer created"),
    (CONTACT, "Contact created"),
    (LEAD, "Lead received"),
    (ENTERED, "Stage entered"),
    (LEFT, "Stage left"),
    (WON, "Opportunity won"),
    (LOST, "Opportunity lost"),
    (SENT, "Quotation sent"),
    (CONFIRMED, "Order confirmed"),
    (ACTION, "Action done"),
]
# What the moment is about.
MOMENT_MODELS = {
    CUSTOMER: "res.partner",
    CONTACT: "res.partner",
    SENT: "sale.order",
    CONFIRMED: "sale.order",
}
COMPANIES, PEOPLE, BOTH = "companies", "people", "both"


class PlaybookProcedure(models.Model):
    """Who does what, when, and what must be recorded then (R332-R337).

    It binds from the state *Warn* on; in *Observe* it is only counted what would have
    been missing.
    """

    _name = "playbook.procedure"
    _description = "Procedure"
    # Activities: a decision is handed over by one.
    _inherit = [
        *("mail.thread", "mail.activity.mixin"),
        *("playbook.definition.mixin", "playbook.approval.mixin"),
    ]
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True, tracking=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        ondelete="cascade",
        help="Only for records of this company; for all of them where it is empty.",
    )
    state = fields.Selection(
        STATES,
        required=True,
        default=DRAFT,
        copy=False,
        index=True,
        tracking=True,
        help="Observe: nobody notices; what would have been missing is counted.\n"
        "Warn: the work goes on, and what is missing becomes a point to fix.\n"
        "Enforce: what is missing is asked for before the work goes on.",
    )
    moment = fields.Selection(MOMENTS, required=True, string="When", tracking=True)
    stage_ids = fields.Many2many(
        "crm.stage",
        "playbook_procedure_stage_rel",
        "procedure_id",
        "stage_id",
        string="Stages",
    )
    also_when_skipped = fields.Boolean(
        string="Also when the stage is skipped",
        default=True,
        help="Asked for also when an opportunity goes past the stage without stopping.",
    )
    activity_type_ids = fields.Many2many(
        "mail.activity.type",
        "playbook_procedure_activity_type_rel",
        "procedure_id",
        "activity_type_id",
        string="Activity types",
        help="With these; with every activity type where there are none.",
    )
    purpose_ids = fields.Many2many(
        "playbook.purpose",
        "playbook_procedure_purpose_rel",
        "procedure_id",
        "purpose_id",
        string="Purposes",
        help="With these; with every purpose where there are none.",
    )
    customer_kind = fields.Selection(
        [(COMPANIES, "Companies"), (PEOPLE, "People"), (BOTH, "Companies and people")],
        string="For customers that are",
        required=True,
        default=BOTH,
    )
    domain = fields.Char(
        string="Only if",
        default="[]",
        help="Holds for the records that match this; for all where it is empty.",
    )
    model_name = fields.Char(compute="_compute_model_name")
    profile_ids = fields.Many2many(
        "playbook.profile",
        "playbook_procedure_profile_rel",
        "procedure_id",
        "profile_id",
        string="Who",
        help="Binds the members of these profiles; everybody, and every program, where "
        "there are none.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        ondelete="restrict",
        tracking=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        help="Answers questions about it, and keeps it up to date.",
    )
    review_date = fields.Date(
        string="Next review", help="When the responsible person looks at it again."
    )
    instruction = fields.Html(
        string="What to do", translate=True, help="In a few lines, as to a colleague."
    )
    customer_gain = fields.Text(
        string="What the customer gains",
        translate=True,
        help="Why this is done, seen from the customer.",
    )
    example = fields.Text(translate=True, help="How it looks when it is done well.")
    on_import = fields.Selection(
        [
            ("fix", "Let in, and make it a point to fix"),
            ("refuse", "Ask for it, as of people"),
        ],
        string="In imports",
        required=True,
        default="fix",
        help="What happens in Odoo's import when this is enforced and something is "
        "missing.",
    )
    requirement_ids = fields.One2many(
        "playbook.requirement", "procedure_id", string="Requirements", copy=True
    )
    version = fields.Integer(
        default=1,
        readonly=True,
        copy=False,
        help="Counts what was agreed: each change that came into force is one more.",
    )
    observed_count = fields.Integer(compute="_compute_counts")
    finding_count = fields.Integer(compute="_compute_counts")

    @api.depends("moment")
    def _compute_model_name(self):
        for procedure in self:
            procedure.model_name = procedure._get_model()

    def _get_model(self):
        """The name of the model of what the moment is about."""
        return MOMENT_MODELS.get(self.moment, "crm.lead")

    @api.depends("state")
    def _compute_counts(self):
        self.observed_count = self.finding_count = 0
        # Numbers alone; which ones is asked of each user.
        Finding = self.env["playbook.finding"].sudo()
        rows = Finding._read_group(
            [("procedure_id", "in", self.ids), ("date_closed", "=", False)],
            ["procedure_id", "observed"],
            ["__count"],
        )
        for procedure, observed, count in rows:
            own = procedure.with_env(self.env)
            if observed:
                own.observed_count = count
            else:
                own.finding_count = count

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        for procedure, vals in zip(self, vals_list, strict=True):
            if not (default or {}).get("name"):
                vals["name"] = self.env._("%s (copy)", procedure.name)
        return vals_list

    # ------------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------------

    def action_retire(self):
        """Let go of everything that this asks for."""
        self.write({"state": RETIRED})

    def action_draft(self):
        """Work on it again; until then it asks for nothing."""
        self.write({"state": DRAFT})

    def action_open_observed(self):
        """Open what would have been missing, while this is observed."""
        return self._open_findings(observed=True)

    def action_open_findings(self):
        """Open what is to be fixed because of this."""
        return self._open_findings(observed=False)

    def _open_findings(self, observed):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_playbook.playbook_finding_action_all"
        )
        action["domain"] = [
            ("procedure_id", "=", self.id),
            ("observed", "=", observed),
        ]
        action["context"] = {"search_default_open": 1}
        return action
