from odoo import api, fields, models

from ...models.standards.crm_stage_process import WON

OPEN_DEALS = [("type", "=", "opportunity"), ("won_status", "=", "pending")]


class PlaybookProcessSetupLine(models.TransientModel):
    """One step of the process: which stage it is, or whether one is added for it."""

    _name = "playbook.process.setup.line"
    _description = "Step of the sales process"
    _order = "sequence, id"

    setup_id = fields.Many2one(
        "playbook.process.setup", required=True, ondelete="cascade", index=True
    )
    sequence = fields.Integer(readonly=True)
    key = fields.Char(required=True, readonly=True)
    step_name = fields.Char(string="Step", compute="_compute_step_name")
    is_won = fields.Boolean(compute="_compute_step_name")
    included = fields.Boolean(
        string="Set up",
        help="Not ticked: nothing changes, neither this stage nor your others.",
    )
    stage_id = fields.Many2one(
        "crm.stage",
        string="Your stage",
        ondelete="cascade",
        domain="[('is_won', '=', is_won)]",
        help="Empty: a stage is added.",
    )
    name = fields.Char(
        string="Will be called",
        compute="_compute_name",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
    )
    guidance = fields.Text(
        string="What to do in it",
        compute="_compute_guidance",
        store=True,
        precompute=True,
        readonly=False,
    )
    has_guidance = fields.Boolean(compute="_compute_has_guidance")
    lead_count = fields.Integer(
        string="Open opportunities", compute="_compute_lead_count"
    )
    is_renamed = fields.Boolean(compute="_compute_changes")
    is_added = fields.Boolean(compute="_compute_changes")

    @api.depends("key")
    @api.depends_context("lang")
    def _compute_step_name(self):
        names = self.env["crm.stage"]._get_step_names()
        for line in self:
            line.step_name = names.get(line.key)
            line.is_won = line.key == WON

    @api.depends("key", "setup_id.has_own_stages", "stage_id")
    def _compute_name(self):
        """What the step is called; a company's own stage keeps its name."""
        for line in self:
            own = line.setup_id.has_own_stages and line.stage_id
            line.name = line.stage_id.name if own else line.step_name

    @api.depends("key", "stage_id")
    def _compute_guidance(self):
        guidance = self.env["crm.stage"]._get_step_guidance()
        for line in self:
            line.guidance = line.stage_id.requirements or guidance.get(line.key)

    @api.depends("stage_id")
    def _compute_has_guidance(self):
        for line in self:
            line.has_guidance = bool(line.stage_id.requirements)

    @api.depends("stage_id")
    def _compute_lead_count(self):
        # How many there are is no secret to who shapes stages, which all companies
        # share; which ones they are is not told.
        groups = (
            self.env["crm.lead"]
            .sudo()
            ._read_group(
                [*OPEN_DEALS, ("stage_id", "in", self.stage_id.ids)],
                ["stage_id"],
                ["__count"],
            )
        )
        counts = {stage.id: count for stage, count in groups}
        for line in self:
            line.lead_count = counts.get(line.stage_id._origin.id, 0)

    @api.depends("included", "name", "stage_id")
    def _compute_changes(self):
        for line in self:
            stage = line.stage_id
            line.is_added = line.included and not stage
            line.is_renamed = line.included and stage and stage.name != line.name

    # ------------------------------------------------------------------
    # Confirming
    # ------------------------------------------------------------------

    def _update_stage(self, sequence):
        """Give the stage its place, its name, and guidance if it has none."""
        self.ensure_one()
        stage, values = self.stage_id, {}
        if stage.sequence != sequence:
            values["sequence"] = sequence
        if self.guidance and not stage.requirements:
            values["requirements"] = self.guidance
        if values:
            stage.write(values)
        if self.is_renamed:
            stage.name = self.name
        elif self.setup_id.has_own_stages:
            return
        self._translate_names()

    def _create_stages(self, sequences):
        """Add the stages of these steps.

        :param sequences: the place of each line.
        """
        stages = self.env["crm.stage"].create(
            [
                {
                    "name": line.name,
                    "sequence": sequences[line],
                    "is_won": line.is_won,
                    "requirements": line.guidance,
                }
                for line in self
            ]
        )
        for line, stage in zip(self, stages, strict=True):
            # Confirming again adds no other; the name stays as entered.
            line.write({"stage_id": stage.id, "name": line.name})
        self._translate_names()

    def _translate_names(self):
        """Name the stages in the other languages too, where ours was taken."""
        names = self.env["crm.stage"]._get_process_names()
        for line in self:
            if line.name != line.step_name:
                continue
            for lang, name in names[line.key].items():
                stage = line.stage_id.with_context(lang=lang)
                if stage.name != name:
                    stage.name = name
