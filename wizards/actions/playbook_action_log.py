from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.crm_playbook.models.actions.mail_activity_type import REQUIRE
from odoo.addons.crm_playbook.models.actions.playbook_action_facts import DOCUMENTS


class PlaybookActionLog(models.TransientModel):
    """The dialog in which a contact is logged that nobody planned, and in which planned
    activities are finished where something must be said of them.

    With ``activity_ids`` these are finished; without, the contact is with ``lead_id``
    or else with ``partner_id``.
    """

    _name = "playbook.action.log"
    _description = "Log a contact"

    # Also those that somebody finishes meanwhile.
    activity_ids = fields.Many2many("mail.activity", context={"active_test": False})
    title = fields.Char(compute="_compute_title")
    lead_id = fields.Many2one(
        "crm.lead",
        string="Opportunity",
        ondelete="cascade",
        domain=[("won_status", "!=", "lost")],
    )
    partner_id = fields.Many2one("res.partner", string="Customer", ondelete="cascade")
    event_id = fields.Many2one("calendar.event", ondelete="cascade")
    document_given = fields.Boolean(
        help="The dialog was opened from the document: it is not asked for."
    )
    activity_type_id = fields.Many2one(
        "mail.activity.type",
        string="What",
        ondelete="cascade",
        compute="_compute_activity_type_id",
        precompute=True,
        store=True,
        readonly=False,
    )
    type_choices = fields.Json(compute="_compute_type_choices")
    purpose_id = fields.Many2one(
        "playbook.purpose",
        string="What for",
        ondelete="cascade",
        compute="_compute_purpose_id",
        precompute=True,
        store=True,
        readonly=False,
    )
    purpose_choices = fields.Json(compute="_compute_purpose_choices")
    outcome_id = fields.Many2one(
        "playbook.outcome",
        string="How did it go?",
        ondelete="cascade",
        compute="_compute_outcome_id",
        precompute=True,
        store=True,
        readonly=False,
    )
    outcome_choices = fields.Json(compute="_compute_outcome_choices")
    outcome_required = fields.Boolean(compute="_compute_outcome_choices")
    note = fields.Text(string="What happened")
    note_required = fields.Boolean(compute="_compute_note_required")
    date_done = fields.Datetime(
        string="When", default=fields.Datetime.now, required=True
    )
    reported_fields = fields.Json(compute="_compute_reported_fields")
    reported = fields.Json(help="What was filled in for the fields to be reported.")
    schedule_next = fields.Boolean()
    logged = fields.Boolean(help="They were planned to be finished at once.")
    redirect = fields.Boolean(help="Show afterwards what else cannot be opened.")
    saved = fields.Boolean(readonly=True)

    # ------------------------------------------------------------------
    # What it is about
    # ------------------------------------------------------------------

    @api.depends("activity_ids", "lead_id", "partner_id")
    def _compute_title(self):
        for log in self:
            names = set(log.activity_ids.mapped("res_name"))
            if len(log.activity_ids) > 1:
                log.title = self.env._(
                    "%(count)s activities", count=len(log.activity_ids)
                )
            elif log.activity_ids:
                what = log.activity_ids.display_name
                log.title = " · ".join(filter(None, [what, *names]))
            else:
                document = log.lead_id or log.partner_id
                log.title = document.display_name if document else False

    @api.model
    def _check_alike(self, activities):
        """What is finished at once is of one type and one purpose.

        :raise UserError: naming what differs.
        """
        if (
            len(activities.activity_type_id) <= 1
            and len(activities.playbook_purpose_id) <= 1
            and len({bool(each.playbook_purpose_id) for each in activities}) <= 1
        ):
            return
        kinds = activities.activity_type_id.mapped("name")
        raise UserError(
            self.env._(
                "These activities end in different ways (%(types)s): finish those of "
                "one type and purpose at a time.",
                types=", ".join(kinds),
            )
        )

    @api.model
    def _open_log(self, **values):
        """The action that opens the dialog for one document.

        :param values: of the dialog's fields.
        """
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Log"),
            "res_model": self._name,
            "views": [(False, "form")],
            "target": "new",
            "context": {
                **{f"default_{name}": value for name, value in values.items()},
                "default_document_given": bool(values),
                "dialog_size": "medium",
            },
        }

    def _get_stage(self):
        """The stage of the opportunities that this is about."""
        about = self.activity_ids.filtered(lambda each: each.res_model == "crm.lead")
        # What is offered first depends on the stage, whoever may read the opportunity.
        leads = self.env["crm.lead"].browse(about.mapped("res_id")).sudo().exists()
        stages = (leads or self.lead_id.sudo()).stage_id
        return stages if len(stages) == 1 else stages.browse()

    # ------------------------------------------------------------------
    # What is chosen
    # ------------------------------------------------------------------

    @api.depends("activity_ids")
    def _compute_activity_type_id(self):
        for log in self:
            kinds = log.activity_ids.activity_type_id
            if not kinds and not log.activity_type_id:
                kinds = self._get_contact_types()
            log.activity_type_id = kinds[:1] or log.activity_type_id

    @api.model
    def _get_contact_types(self):
        """The activity types that are contacts with a customer, calls first."""
        domain = [("playbook_channel", "!=", False), ("category", "!=", "upload_file")]
        models_ = [("res_model", "in", [False, *DOCUMENTS])]
        kinds = self.env["mail.activity.type"].search(domain + models_)
        return kinds.sorted(lambda kind: kind.playbook_channel != "call")

    @api.depends("activity_ids", "lead_id")
    @api.depends_context("lang")
    def _compute_type_choices(self):
        for log in self:
            model = "crm.lead" if log.lead_id else "res.partner"
            kinds = log.activity_ids.activity_type_id or self._get_contact_types()
            log.type_choices = [
                {"id": kind.id, "name": kind.name, "icon": kind.icon or "fa-tasks"}
                for kind in kinds
                if log.activity_ids or kind.res_model in (False, model)
            ]

    @api.depends("activity_type_id", "activity_ids", "lead_id")
    @api.depends_context("lang")
    def _compute_purpose_choices(self):
        Purpose = self.env["playbook.purpose"]
        for log in self:
            log.purpose_choices = (
                Purpose._format_choices(log.activity_type_id, log._get_stage())
                if log.activity_type_id._asks_for_purpose()
                else []
            )

    @api.depends("activity_type_id", "activity_ids")
    def _compute_purpose_id(self):
        for log in self:
            choices = {each["id"] for each in log.purpose_choices or []}
            planned = log.activity_ids.playbook_purpose_id[:1]
            if planned and not log.purpose_id:
                log.purpose_id = planned
            elif log.purpose_id.id not in choices and log.purpose_id != planned:
                log.purpose_id = False

    def _get_offered_outcomes(self):
        return self.env["playbook.outcome"]._get_offered(
            self.activity_type_id, self.purpose_id
        )

    @api.depends("activity_type_id", "purpose_id")
    @api.depends_context("lang")
    def _compute_outcome_choices(self):
        for log in self:
            policy = log.activity_type_id._get_policy()
            asked = log.activity_type_id._asks_for_purpose()
            outcomes = log._get_offered_outcomes() if asked else []
            log.outcome_choices = outcomes and outcomes._format_choices(policy)
            log.outcome_required = bool(outcomes) and policy.outcome == REQUIRE

    @api.depends("activity_type_id", "purpose_id")
    def _compute_outcome_id(self):
        """What was chosen stays, where it is still offered."""
        for log in self:
            if log.outcome_id not in log._get_offered_outcomes():
                log.outcome_id = False

    @api.depends("outcome_id")
    def _compute_note_required(self):
        for log in self:
            log.note_required = log.outcome_id._asks_for_note()

    @api.depends("activity_type_id", "outcome_id", "lead_id", "partner_id")
    def _compute_reported_fields(self):
        for log in self:
            log.reported_fields = log._get_reported_fields()

    def _get_reported_fields(self):
        """The fields to be reported, on the documents on which they are."""
        policy = self.activity_type_id._get_policy()
        lines = []
        for model, name, required, _outcomes in policy.get_reported(self.outcome_id.id):
            document = self._get_document(model)
            if document:
                lines.append(
                    {
                        "model": model,
                        "id": document.id,
                        "name": name,
                        "required": required,
                    }
                )
        return lines

    def _get_document(self, model):
        """The one document of ``model`` that this is about; empty where there is none,
        or several.
        """
        if self.activity_ids:
            documents = self.env[model]
            for activity in self.activity_ids:
                documents |= activity._get_reported_document(model).with_env(self.env)
        elif model == "res.partner":
            documents = self.partner_id or self.lead_id.partner_id
        else:
            documents = self.lead_id
        return documents if len(documents) == 1 else documents.browse()
