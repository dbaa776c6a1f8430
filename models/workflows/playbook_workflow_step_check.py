"""What is wrong with a step: told when it is saved, switched live or carried out."""

from odoo import api, models
from odoo.exceptions import UserError, ValidationError

from ..profiles.condition import find_error
from .playbook_workflow_step import (
    ACTIVITY,
    ASKING,
    FIELD,
    MAIL,
    NOTIFY,
    REASSIGN,
    SERVER,
)

MANAGES_SALES = "crm_playbook.group_sales_management"
MAX_DELAY = 3650
# For whom a step of this kind can be; the others are for nobody, or for the leader.
ASSIGNABLE = {
    ACTIVITY: ("person", "leader", "responsible", "user"),
    NOTIFY: ("person", "leader", "responsible", "user", "profiles"),
    REASSIGN: ("leader", "responsible", "user"),
}


class PlaybookWorkflowStep(models.Model):
    """A *fault* refuses saving; a *problem* is a fault or something that has come since
    and is told on the workflow; a *refusal* is what somebody may not do. All are
    sentences that end what :meth:`_tell_problem` begins.
    """

    _inherit = "playbook.workflow.step"

    @api.constrains(
        *("activity_type_id", "assign_to", "assign_user_id", "delay", "domain"),
        *("kind", "notify_profile_ids", "server_action_id", "set_field", "set_value"),
        "workflow_id",
    )
    def _check_faults(self):
        for step in self:
            for problem in step._find_faults():
                raise ValidationError(step._tell_problem(problem))

    @api.constrains("kind", "set_field", "set_value", "workflow_id")
    def _check_may_set_field(self):
        """Who may not write a field has no workflow do it for them."""
        for step in self.filtered(lambda step: step.kind == FIELD):
            for problem in step._find_refusals_field(self.env.user):
                raise ValidationError(step._tell_problem(problem))

    @api.constrains("domain", "workflow_id")
    def _check_domain(self):
        """Whoever writes a condition must be able to search with it."""
        for step in self:
            Model = self.env[step._get_model_name()].with_user(self.env.user)
            error = find_error(Model, step.domain, search=True)
            if error:
                problem = step._get_domain_words(error)
                raise ValidationError(step._tell_problem(problem)) from error

    @api.constrains("condition", "kind", "workflow_id")
    def _check_condition(self):
        for step in self:
            for problem in step._find_faults_of_order():
                raise ValidationError(step._tell_problem(problem))

    def _tell_problem(self, problem):
        """``problem``, with what it is about."""
        return self.env._(
            "“%(workflow)s”, step “%(step)s”: %(problem)s",
            workflow=self.workflow_id.name,
            step=self.summary,
            problem=problem,
        )

    def _get_target_words(self):
        """What the workflow is for: Leads, Customers."""
        targets = self.workflow_id._fields["target"]._description_selection(self.env)
        return dict(targets)[self.workflow_id.target]

    def _get_domain_words(self, error):
        return self.env._(
            "its condition cannot be searched with: %(error)s Mend it or leave it "
            "empty: [].",
            error=error,
        )

    # ------------------------------------------------------------------
    # Faults
    # ------------------------------------------------------------------

    def _find_faults(self):
        """Why this step cannot be carried out as it is, whoever does it."""
        self.ensure_one()
        if not 0 <= self.delay <= MAX_DELAY:
            yield self.env._("it waits %(delay)s: enter 0 to 3,650.", delay=self.delay)
        error = find_error(self.env[self._get_model_name()], self.domain)
        if error:
            yield self._get_domain_words(error)
        if self.kind in ASSIGNABLE:
            yield from self._find_faults_of_person()
        if self.kind in ASKING:
            yield from self._find_faults_of_activity()
        if self.kind == FIELD:
            yield from self._find_faults_field()
        if self.kind == SERVER:
            yield from self._find_faults_server()
        if self.kind == MAIL:
            yield from self._find_faults_mail()

    def _find_faults_of_person(self):
        # Whether a colleague still works here is no secret.
        user_sudo = self.assign_user_id.sudo()
        if self.assign_to not in ASSIGNABLE[self.kind]:
            if self.assign_to == "profiles":
                yield self.env._(
                    "the members of profiles can only be notified. Choose one person."
                )
            else:
                yield self.env._(
                    "whoever looks after the record has it already. Choose the team "
                    "leader or a certain person."
                )
        elif self.assign_to == "user" and not user_sudo:
            yield self.env._("choose the person.")
        elif self.assign_to == "user" and (not user_sudo.active or user_sudo.share):
            yield self.env._(
                "%(person)s does not work here any more. Choose somebody else.",
                person=user_sudo.name,
            )
        elif self.assign_to == "profiles" and not self.notify_profile_ids:
            yield self.env._("choose the profiles.")

    def _find_faults_of_activity(self):
        model = self.activity_type_id.res_model
        if model and model != self._get_model_name():
            yield self.env._(
                "activities of the type “%(type)s” are for other records. Choose a "
                "type for %(records)s.",
                type=self.activity_type_id.name,
                records=self._get_target_words(),
            )

    def _find_faults_of_order(self):
        """What waits for an activity has one before it."""
        if self.condition != "open":
            return
        steps = self.workflow_id.step_ids.sorted(lambda step: (step.sequence, step.id))
        before = steps[: list(steps).index(self)]
        if not any(step.kind in ASKING for step in before):
            yield self.env._(
                "there is no activity before it that could be left undone. Choose "
                "“Always”, or put a step before it that plans an activity."
            )

    # ------------------------------------------------------------------
    # Later
    # ------------------------------------------------------------------

    def _get_problems(self):
        """What is wrong with these steps now, as a list of texts."""
        return [
            step._tell_problem(problem) for step in self for problem in step._find_all()
        ]

    def _find_all(self):
        yield from self._find_faults()
        yield from self._find_faults_of_order()
        used = self.kind in ASSIGNABLE and self.assign_to
        # Whether a colleague still works here is no secret.
        responsible_sudo = self.workflow_id.responsible_id.sudo()
        if used == "responsible" and not responsible_sudo.active:
            yield self.env._(
                "nobody who works here answers for the workflow. Choose who does."
            )
        # Who holds a profile is no secret.
        if used == "profiles" and not self.notify_profile_ids.sudo().user_ids:
            yield self.env._("its profiles have no members. Choose others.")
        if (
            self.kind in ASKING
            and self.activity_type_id
            and (not self.activity_type_id.active)
        ):
            yield self.env._(
                "the activity type “%(type)s” is archived. Choose another.",
                type=self.activity_type_id.name,
            )

    def _check_can_run_as(self, user):
        """What these steps do can be done in the name of ``user``.

        :raise UserError: what cannot, and why.
        """
        problems = self._get_problems() + [
            step._tell_problem(problem)
            for step in self
            for problem in step._find_refusals(user)
        ]
        if problems:
            raise UserError("\n".join(problems))

    def _find_refusals(self, user):
        """What ``user`` may not do of what this step does."""
        Model = self.env[self._get_model_name()].with_user(user)
        words = {
            # What a colleague is called is no secret.
            "person": user.sudo().name,
            "records": self._get_target_words(),
        }
        if self.kind == FIELD:
            yield from self._find_refusals_field(user)
        elif self.kind == REASSIGN:
            yield from self._find_refusals_reassign(Model, words)
        elif self.kind == MAIL:
            yield from self._find_refusals_mail(user)
        elif self.kind == SERVER and not (Model.env.su or user._is_system()):
            yield self.env._(
                "a server action can do anything, and %(person)s is no Settings "
                "administrator. Have one switch the workflow live.",
                **words,
            )
        elif self.kind in ASKING and not Model.has_access("read"):
            yield self.env._(
                "%(person)s may not read %(records)s, and plans nothing on them. Have "
                "somebody who may switch the workflow live.",
                **words,
            )

    def _find_refusals_reassign(self, records, words):
        user = self.assign_user_id
        if records._name != "crm.lead":
            if not records.has_access("write"):
                yield self.env._(
                    "%(person)s may not write %(records)s, and so gives them to "
                    "nobody. Have somebody who may do it switch the workflow live.",
                    **words,
                )
            return
        if not records.env.su and not records.env.user.has_group(MANAGES_SALES):
            yield self.env._(
                "giving %(records)s to somebody else is done by the profile Sales "
                "Management, and %(person)s does not have it. Have somebody who has it "
                "switch the workflow live.",
                **words,
            )
        if self.assign_to == "user" and user and not user._sells():
            yield self.env._(
                "%(colleague)s does not sell, and could not open what is given to "
                "them. Choose somebody with the profile Sales.",
                # As above.
                colleague=user.sudo().name,
            )
