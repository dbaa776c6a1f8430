from odoo import api, fields, models
from odoo.fields import Domain

SEGMENTATION = (
    "source_id",
    "customer_type_id",
    "industry_id",
    "purchase_potential_id",
    "territory_id",
)
OPEN_DEALS = [
    ("type", "=", "opportunity"),
    ("won_status", "=", "pending"),
    ("active", "=", True),
]
STALE = [("is_stale", "=", True)]
WITHOUT_STEP = [("activity_ids", "=", False)]


def _stem(name):
    return name.removesuffix("_id")


class PlaybookGettingStarted(models.Model):
    """The page where the installing administrator lands: what was found in this Odoo.

    One record, whose figures are those of who looks at it, at that moment.
    """

    _name = "playbook.getting.started"
    _description = "Getting Started"

    name = fields.Char(required=True, translate=True)
    can_read_leads = fields.Boolean(compute="_compute_figures")
    currency_id = fields.Many2one("res.currency", compute="_compute_figures")
    open_count = fields.Integer(compute="_compute_figures")
    open_worth = fields.Monetary(compute="_compute_figures")
    stale_count = fields.Integer(compute="_compute_figures")
    stale_worth = fields.Monetary(compute="_compute_figures")
    without_step_count = fields.Integer(compute="_compute_figures")
    # How many of the open deals carry each of the five fields, in percent.
    source_fill = fields.Float(compute="_compute_figures")
    customer_type_fill = fields.Float(compute="_compute_figures")
    industry_fill = fields.Float(compute="_compute_figures")
    purchase_potential_fill = fields.Float(compute="_compute_figures")
    territory_fill = fields.Float(compute="_compute_figures")
    workflow_id = fields.Many2one("playbook.workflow", ondelete="set null")
    workflow_active = fields.Boolean(related="workflow_id.active")
    workflow_problem = fields.Text(related="workflow_id.problem")
    workflow_mode = fields.Selection(related="workflow_id.mode")
    workflow_backlog_count = fields.Integer(
        related="workflow_id.backlog_count", related_sudo=False
    )
    workflow_running_count = fields.Integer(
        related="workflow_id.running_count", related_sudo=False
    )
    can_switch_on = fields.Boolean(compute="_compute_can_switch_on")

    proposes_profiles = fields.Boolean(compute="_compute_proposes_profiles")
    proposes_process = fields.Boolean(compute="_compute_proposes_process")

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_figures(self):
        can_read = self.env["crm.lead"].has_access("read")
        values = {
            "can_read_leads": can_read,
            "currency_id": self.env.company.currency_id.id,
            "open_count": 0,
            "open_worth": 0,
            "stale_count": 0,
            "stale_worth": 0,
            "without_step_count": 0,
            **{f"{_stem(name)}_fill": 0 for name in SEGMENTATION},
        }
        if can_read:
            values.update(self._read_figures())
        self.update(values)

    @api.model
    def _read_figures(self):
        """All figures, in three queries however many deals there are."""
        Lead = self.env["crm.lead"]
        groups = Lead._read_group(
            OPEN_DEALS,
            ["company_id"],
            [
                "__count",
                "expected_revenue:sum",
                *[f"{name}:count" for name in SEGMENTATION],
            ],
        )
        stale = Lead._read_group(
            Domain(OPEN_DEALS) & Domain(STALE),
            ["company_id"],
            ["__count", "expected_revenue:sum"],
        )
        figures = {
            "open_count": sum(group[1] for group in groups),
            "open_worth": self._sum_worth(groups),
            "stale_count": sum(group[1] for group in stale),
            "stale_worth": self._sum_worth(stale),
            "without_step_count": Lead.search_count(
                Domain(OPEN_DEALS) & Domain(WITHOUT_STEP)
            ),
        }
        for place, name in enumerate(SEGMENTATION, start=3):
            filled = sum(group[place] for group in groups)
            figures[f"{_stem(name)}_fill"] = 100 * filled / (figures["open_count"] or 1)
        return figures

    @api.model
    def _sum_worth(self, groups):
        """The worth of groups of several companies, in the current one's currency."""
        here = self.env.company
        today = fields.Date.context_today(self)
        return sum(
            (company.currency_id or here.currency_id)._convert(
                worth or 0, here.currency_id, here, today
            )
            for company, _count, worth, *_fills in groups
        )

    @api.depends_context("uid")
    def _compute_can_switch_on(self):
        self.can_switch_on = all(
            (
                self.env["playbook.workflow"].has_access("write"),
                self.env["crm.lead"].has_access("read"),
            )
        )

    @api.depends_context("uid")
    def _compute_proposes_profiles(self):
        """Whether nobody works by a profile yet, and this user may give them.

        The Configurator shapes; that alone is not working with customers.
        """
        manages = self.env.user.has_group("base.group_erp_manager")
        configurator = self.env.ref("crm_playbook.profile_configurator")
        working = self.env["playbook.profile"]._get_all() - configurator
        self.proposes_profiles = manages and not any(working.mapped("user_count"))

    @api.depends_context("uid")
    def _compute_proposes_process(self):
        """Whether this user may shape stages, and nobody has done so yet."""
        Stage = self.env["crm.stage"]
        self.proposes_process = Stage.has_access("write") and Stage._are_odoos_own()

    # ------------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------------

    def _open_leads(self, name, domain):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm.crm_lead_opportunities"
        )
        action.update(
            name=name,
            display_name=name,
            domain=[*OPEN_DEALS, *domain],
            context={"default_type": "opportunity"},
        )
        action["views"] = sorted(action["views"], key=lambda view: view[1] != "list")
        return action

    def action_open_deals(self):
        """Open the open deals."""
        return self._open_leads(self.env._("Open opportunities"), [])

    def action_open_stale(self):
        """Open the stale ones."""
        return self.env["ir.actions.act_window"]._for_xml_id(
            "crm_playbook.crm_lead_action_stale"
        )

    def action_open_without_step(self):
        """Open those for which nothing is planned."""
        return self._open_leads(
            self.env._("Opportunities without a next step"), WITHOUT_STEP
        )

    def action_open_missing(self):
        """Open the open deals that lack the segmentation field named in the context."""
        name = self.env.context.get("playbook_field")
        if name not in SEGMENTATION:
            return self.action_open_deals()
        label = self.env["crm.lead"]._fields[name].get_description(self.env, ["string"])
        title = self.env._(
            "Open opportunities without %(field)s", field=label["string"]
        )
        return self._open_leads(title, [(name, "=", False)])

    def action_propose_profiles(self):
        """Show the profiles that people's groups suggest, to be confirmed."""
        return self.env["playbook.profile.give"].action_propose()

    def action_set_up_process(self):
        """Show the sales process next to the stages, to be confirmed."""
        return self.env["playbook.process.setup"].action_open()

    def action_switch_on(self):
        """Show what would happen, then switch the workflow on."""
        return self.workflow_id.action_go_live()

    def action_take_backlog(self):
        """Show what would happen, then take the backlog."""
        return self.workflow_id.action_take_backlog()

    def action_open_workflow(self):
        """Open the workflow."""
        return self.workflow_id._get_records_action()
