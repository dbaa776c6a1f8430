from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from ..standards import channel
from .playbook_workflow import WON
from .playbook_workflow_step import LOSE
from .playbook_workflow_step_check import MANAGES_SALES
from .playbook_workflow_step_run import Done


class PlaybookWorkflowStep(models.Model):
    """A step that closes a lead or an opportunity as lost."""

    _inherit = "playbook.workflow.step"

    lost_reason_id = fields.Many2one(
        "crm.lost.reason", string="Lost because", ondelete="restrict"
    )

    def _run_lose(self, rows, env):
        """Close each record as lost, as nobody did, and say so in its chatter."""
        leads = self._get_records([row["record_id"] for row in rows], env)
        leads.check_access("read")
        self._lose(channel.mark(leads, channel.AUTOMATIC))
        # What a reason is called is no secret.
        reason = self.lost_reason_id.sudo().name
        self._note_lost(rows, env)
        detail = self.env._("Lost: %(reason)s", reason=reason)
        return {row["enrollment_id"]: Done(detail=detail) for row in rows}

    def _lose(self, leads):
        """Those that the user may write are lost as by their hand; Sales Management
        closes what it reads.
        """
        own = leads._filtered_access("write")
        others = leads - own
        if others and not self._directs_sales(leads.env):
            raise AccessError(
                self.env._(
                    "%(person)s may not write “%(record)s”, and so closes nothing. "
                    "Have the profile Sales Management switch the workflow live.",
                    # What a colleague is called is no secret.
                    person=leads.env.user.sudo().name,
                    record=others[0].display_name,
                )
            )
        # Safe: Sales Management decides what becomes of the leads that it reads, and
        # the workflow writes nothing else of them than that they are lost, and why.
        for group in (own, others.sudo()):
            if group:
                group.action_set_lost(lost_reason_id=self.lost_reason_id.id)

    def _directs_sales(self, env):
        return env.su or env.user.has_group(MANAGES_SALES)

    def _note_lost(self, rows, env):
        """Say on each record who has closed it, in the language of whose it is."""
        # Whoever looks after them reads a language, which is no secret.
        users_sudo = self.env["res.users"].sudo()
        langs = {}
        for row in rows:
            lang = users_sudo.browse(row["user_id"]).lang or self.env.lang
            langs.setdefault(lang, []).append(row["record_id"])
        for lang, record_ids in langs.items():
            step = self.with_context(lang=lang)
            body = Markup("%s") % step.env._(
                "Closed as lost by the workflow “%(workflow)s”: %(step)s",
                workflow=step.workflow_id.name,
                step=step.summary,
            )
            records = self._get_records(record_ids, env)
            records._message_log_batch(dict.fromkeys(record_ids, body))

    # ------------------------------------------------------------------
    # What is wrong with it
    # ------------------------------------------------------------------

    @api.constrains("kind", "lost_reason_id", "workflow_id")
    def _check_lose(self):
        for step in self.filtered(lambda step: step.kind == LOSE):
            for problem in step._find_faults_lose():
                raise ValidationError(step._tell_problem(problem))

    def _find_faults(self):
        yield from super()._find_faults()
        if self.kind == LOSE:
            yield from self._find_faults_lose()

    def _find_faults_lose(self):
        if self._get_model_name() != "crm.lead":
            yield self.env._(
                "only leads and opportunities are closed as lost, and the workflow is "
                "for %(records)s. Choose something else.",
                records=self._get_target_words(),
            )
        elif self.workflow_id.trigger == WON:
            yield self.env._(
                "what was won is not closed as lost. Choose something else."
            )
        if not self.lost_reason_id:
            yield self.env._("choose why it is lost.")

    def _find_all(self):
        yield from super()._find_all()
        # Whether a reason is still used is no secret.
        reason_sudo = self.lost_reason_id.sudo()
        if self.kind == LOSE and reason_sudo and not reason_sudo.active:
            yield self.env._(
                "“%(reason)s” is archived and no reason any more. Choose another.",
                reason=reason_sudo.name,
            )

    def _find_refusals(self, user):
        yield from super()._find_refusals(user)
        if self.kind != LOSE:
            return
        Lead = self.env["crm.lead"].with_user(user)
        directs = self._directs_sales(Lead.env) and Lead.has_access("read")
        if not directs and not Lead.has_access("write"):
            yield self.env._(
                "%(person)s may not write %(records)s, and so closes none. Have the "
                "profile Sales Management switch the workflow live.",
                # What a colleague is called is no secret.
                person=user.sudo().name,
                records=self._get_target_words(),
            )
