"""What a step does towards the customer, in words."""

from odoo import api, models

from .playbook_workflow_step import LOSE, MAIL
from .playbook_workflow_step_mail import ANNOUNCE, ASK, INTEREST, SATISFACTION


class PlaybookWorkflowStep(models.Model):
    _inherit = "playbook.workflow.step"

    def _tell_mail(self):
        """What is written and how, as part of a sentence."""
        env, name = self.env, self._get_template_name()
        mail = {
            INTEREST: env._("“%(mail)s” (still interested?)", mail=name),
            SATISFACTION: env._("“%(mail)s” (how satisfied?)", mail=name),
        }.get(self.asks_for, env._("“%(mail)s”", mail=name))
        return {
            ANNOUNCE: env._(
                "announce in My Day that the customer gets the e-mail %(mail)s, and "
                "send it a working day later",
                mail=mail,
            ),
            ASK: env._(
                "ask whoever looks after it whether the customer gets the e-mail "
                "%(mail)s",
                mail=mail,
            ),
        }.get(self.mail_mode, env._("e-mail the customer %(mail)s", mail=mail))

    def _tell_mail_short(self):
        """The same for the card, whose title says what it is."""
        env, name = self.env, self._get_template_name()
        told = {
            ANNOUNCE: env._(
                "E-mail “%(mail)s”, announced a working day before", mail=name
            ),
            ASK: env._("E-mail “%(mail)s”, once somebody says yes", mail=name),
        }.get(self.mail_mode, env._("E-mail “%(mail)s”, sent at once", mail=name))
        asked = {
            INTEREST: env._("Still interested?"),
            SATISFACTION: env._("How satisfied?"),
        }.get(self.asks_for)
        return " · ".join(filter(None, [told, asked]))

    def _get_template_name(self):
        # How a template is called is no secret to who reads what is done with it.
        return self.template_id.sudo().name or "…"

    def _tell_lose(self):
        return self.env._(
            "close it as lost (“%(reason)s”)", reason=self.lost_reason_id.name or "…"
        )

    def _tell_lost(self):
        return self.env._(
            "Closed as lost: “%(reason)s”", reason=self.lost_reason_id.name or "…"
        )

    @api.onchange("kind", "lost_reason_id", "template_id")
    def _onchange_names(self):
        """Propose what it is called, where nobody has said it."""
        if self.summary:
            return
        if self.kind == MAIL and self.template_id:
            self.summary = self._get_template_name()
        elif self.kind == LOSE and self.lost_reason_id:
            self.summary = self.env._("Close as lost")
