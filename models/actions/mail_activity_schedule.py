from odoo import api, fields, models

from .playbook_action_facts import DOCUMENTS


class MailActivitySchedule(models.TransientModel):
    """The dialog in which activities are planned: what they are for is said here."""

    _inherit = "mail.activity.schedule"

    playbook_purpose_id = fields.Many2one(
        "playbook.purpose",
        string="Purpose",
        ondelete="cascade",
        groups="base.group_user",
        compute="_compute_playbook_purpose_id",
        store=True,
        readonly=False,
    )
    playbook_purpose_choices = fields.Json(
        compute="_compute_playbook_purpose_choices", groups="base.group_user"
    )

    @api.depends("activity_type_id")
    def _compute_playbook_purpose_id(self):
        """What was chosen stays, where the other type has it too."""
        for scheduler in self:
            choices = scheduler.playbook_purpose_choices or []
            if scheduler.playbook_purpose_id.id not in {each["id"] for each in choices}:
                scheduler.playbook_purpose_id = False

    @api.depends("activity_type_id", "res_model", "res_ids")
    @api.depends_context("lang", "uid")
    def _compute_playbook_purpose_choices(self):
        Purpose = self.env["playbook.purpose"]
        for scheduler in self:
            kind = scheduler.activity_type_id
            asked = scheduler.res_model in DOCUMENTS and kind._asks_for_purpose()
            scheduler.playbook_purpose_choices = (
                Purpose._format_choices(kind, scheduler._get_playbook_stage())
                if asked
                else []
            )

    def _get_playbook_stage(self):
        """The stage of the leads that are planned for, if they have one in common."""
        if self.res_model != "crm.lead":
            return self.env["crm.stage"]
        stages = self._get_applied_on_records().stage_id
        return stages if len(stages) == 1 else stages.browse()

    def _action_schedule_activities(self):
        activities = super()._action_schedule_activities()
        if self.playbook_purpose_id:
            activities.playbook_purpose_id = self.playbook_purpose_id
        return activities

    def action_schedule_activities_done(self):
        """What is planned and finished at once asks how it went, too."""
        activities = self._action_schedule_activities()
        if activities._needs_dialog():
            return activities._open_dialog(logged=True)
        return activities._end_as(origin="logged").action_done()
