"""A step that writes to the customer: what it is, and who may shape it."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from .playbook_workflow_step import MAIL
from .targets import LEAD

SEND = "send"
ANNOUNCE = "announce"
ASK = "ask"
NOTHING = "nothing"
INTEREST = "interest"
SATISFACTION = "satisfaction"


class PlaybookWorkflowStep(models.Model):
    """A step that writes to the customer.

    Its template may do what Odoo calls unsafe - any expression, evaluated with the
    rights of whoever switched the workflow live - only where a Settings administrator
    has approved what it says, or the addon brought it and nobody has changed it.
    """

    _inherit = "playbook.workflow.step"

    template_id = fields.Many2one(
        "mail.template",
        string="E-mail template",
        ondelete="restrict",
        index="btree_not_null",
        help="What is written, in the language of whoever gets it.",
    )
    mail_mode = fields.Selection(
        [
            (SEND, "Send it"),
            (ANNOUNCE, "Announce it, then send it"),
            (ASK, "Ask first"),
        ],
        string="Sending",
        required=True,
        default=ANNOUNCE,
        help="Announced e-mails stand in My Day of whoever looks after the customer a "
        "working day before they are sent; those that ask wait there until somebody "
        "says yes.",
    )
    asks_for = fields.Selection(
        [
            (NOTHING, "Nothing: the customer may reply"),
            (INTEREST, "Still interested? Yes, not now, no"),
            (SATISFACTION, "How satisfied are you?"),
        ],
        string="Asks the customer",
        required=True,
        default=NOTHING,
        help="The customer answers with a click, below what the template says.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        default = self.env.context.get("default_template_id")
        self._answer_for(vals.get("template_id", default) for vals in vals_list)
        steps = super().create(vals_list)
        # Looked at afterwards: it may also be copied, or come as a default.
        steps._check_may_choose_template()
        return steps

    def write(self, vals):
        self._answer_for([vals.get("template_id")])
        result = super().write(vals)
        if not {"kind", "template_id", "workflow_id"}.isdisjoint(vals):
            self._check_may_choose_template()
        return result

    def _answer_for(self, template_ids):
        """What a Settings administrator chooses, they answer for: before it is asked
        whether that is so.
        """
        templates = self.env["mail.template"].browse({*template_ids} - {None, False})
        # Who may choose what is asked afterwards.
        templates.sudo().exists()._approve_for_playbook()

    def _check_may_choose_template(self):
        if self.env.su or self.env.user._is_system():
            return
        for step in self.filtered("template_id"):
            # What it says is looked at, not told.
            template_sudo = step.template_id.sudo()
            if template_sudo._is_shipped_for_playbook():
                continue
            if template_sudo._has_unsafe_words():
                raise AccessError(
                    self.env._(
                        "“%(template)s” contains expressions that can read anything: "
                        "only a Settings administrator adds a step that sends it. Ask "
                        "one of them, or use only what the editor of templates offers "
                        "to everybody.",
                        template=template_sudo.name,
                    )
                )

    @api.constrains("asks_for", "kind", "mail_mode", "template_id", "workflow_id")
    def _check_mail_faults(self):
        for step in self.filtered(lambda step: step.kind == MAIL):
            for problem in step._find_faults_mail():
                raise ValidationError(step._tell_problem(problem))

    def _find_faults_mail(self):
        # What it is called and for is told to who shapes the workflow.
        template_sudo = self.template_id.sudo()
        if not template_sudo:
            yield self.env._("choose the e-mail template.")
        elif template_sudo.model != self._get_model_name():
            yield self.env._(
                "“%(template)s” is for other records. Choose an e-mail template for "
                "%(records)s.",
                template=template_sudo.name,
                records=self._get_target_words(),
            )
        elif not template_sudo._is_trusted_for_playbook():
            yield self.env._(
                "“%(template)s” contains expressions that can read anything, and no "
                "Settings administrator has approved what it says now; %(person)s "
                "changed it last. Have one of them look at the template and approve "
                "it there.",
                template=template_sudo.name,
                # What a colleague is called is no secret.
                person=template_sudo.write_uid.name,
            )
        if self.asks_for == SATISFACTION and self.workflow_id.target == LEAD:
            yield self.env._(
                "who is a lead yet has bought nothing to be satisfied with. Ask "
                "something else, or ask customers."
            )

    def _find_refusals_mail(self, user):
        """What ``user`` may not do of what such a step does."""
        Model = self.env[self._get_model_name()].with_user(user)
        if not Model.has_access("read"):
            yield self.env._(
                "%(person)s may not read %(records)s, and writes nothing about them. "
                "Have somebody who may switch the workflow live.",
                # What a colleague is called is no secret.
                person=user.sudo().name,
                records=self._get_target_words(),
            )
