"""The life of a procedure: what it must have before it binds, and letting go."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .playbook_procedure import ENTERED, IN_FORCE, LEFT, OBSERVE
from .playbook_requirement import FIELD

STAGE_MOMENTS = (ENTERED, LEFT)


class PlaybookProcedure(models.Model):
    _inherit = "playbook.procedure"

    problem = fields.Text(compute="_compute_problem")

    @api.depends("domain", "moment", "state", "stage_ids", "requirement_ids")
    @api.depends_context("lang")
    def _compute_problem(self):
        for procedure in self:
            in_force = procedure.state in IN_FORCE
            procedure.problem = in_force and procedure._get_problem()

    def _get_problem(self):
        """Why it asks for nothing though it is in force; False where it does."""
        if self.moment in STAGE_MOMENTS and not self.stage_ids:
            return self.env._(
                "Its stages have been deleted: it asks for nothing. Choose others."
            )
        try:
            self._get_concerned_domain().validate(self.env[self._get_model()])
            for requirement in self.requirement_ids:
                requirement._get_met_domain(self._get_model())
                if requirement.kind == FIELD and requirement._get_field() is None:
                    return self.env._(
                        "The field “%(field)s” is gone, perhaps with its addon: it is "
                        "not asked for. Choose another, or remove the requirement.",
                        field=requirement.field_name or "",
                    )
        except ValueError as error:
            return self.env._(
                "Its condition cannot be used any more, and it asks for nothing: "
                "%(error)s",
                error=error,
            )
        return False

    def write(self, vals):
        result = super().write(vals)
        if "state" in vals or "active" in vals:
            # Who may change it, may let go of what it asked for.
            self.env["playbook.finding"].sudo()._let_go(self)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_force(self):
        for procedure in self.filtered(lambda each: each.state in IN_FORCE):
            raise UserError(
                self.env._(
                    "“%(procedure)s” is in force. Retire it first: that frees "
                    "everything it asks for at once, and keeps what it was.",
                    procedure=procedure.name,
                )
            )

    @api.constrains("moment", "stage_ids", "company_id")
    def _check_stages(self):
        for procedure in self:
            if procedure.moment in STAGE_MOMENTS and not procedure.stage_ids:
                # Their stage may be deleted, or not be there when it is installed.
                if procedure.state not in IN_FORCE:
                    continue
                raise ValidationError(
                    self.env._(
                        "Say of which stages “%(procedure)s” is: it is about entering "
                        "or leaving one.",
                        procedure=procedure.name,
                    )
                )
            procedure._check_stage_companies()

    def _check_stage_companies(self):
        if not self.company_id:
            return
        for stage in self.stage_ids:
            # Of which company a team is, is no secret to who shapes stages.
            companies = stage.sudo().team_ids.company_id
            everywhere = not stage.team_ids or any(
                not team.company_id
                for team in stage.sudo().team_ids  # as above
            )
            if not everywhere and self.company_id not in companies:
                raise ValidationError(
                    self.env._(
                        "“%(procedure)s” is for %(company)s, but the stage "
                        "“%(stage)s” is used by teams of %(others)s alone. Choose "
                        "another stage, or another company.",
                        procedure=self.name,
                        company=self.company_id.name,
                        stage=stage.name,
                        others=", ".join(companies.mapped("name")),
                    )
                )

    @api.constrains("domain", "moment")
    def _check_domain(self):
        for procedure in self:
            Model = self.env[procedure._get_model()]
            self.env["playbook.requirement"]._check_condition(
                procedure.domain, Model, procedure.name
            )

    @api.constrains("moment", "profile_ids", "requirement_ids")
    def _check_requirements(self):
        self.requirement_ids._check_fits()

    @api.model
    def _observe_shipped(self):
        """On install: let those that come with the addon begin to observe.

        The one about the proposal needs a stage to be about; a company that has none of
        Odoo's keeps it as a draft.
        """
        ref = self.env.ref
        proposal = ref("crm_playbook.procedure_proposal")
        stage = ref("crm.stage_lead3", raise_if_not_found=False)
        if stage:
            proposal.stage_ids = stage
        names = ("new_customer_company", "new_customer_person", "new_contact")
        shipped = proposal.browse().union(
            *(ref(f"crm_playbook.procedure_{name}") for name in (*names, "won", "lost"))
        )
        (shipped | proposal if stage else shipped).write({"state": OBSERVE})
