"""Handing a decision over to who may decide, and telling that it is decided."""

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

from .playbook_decision_type import ACTIVITY_TYPE


class PlaybookDecisionType(models.Model):
    _inherit = "playbook.decision.type"

    def _open_handover(self, record, author=None):
        """The dialog in which a decision on ``record`` is handed over."""
        self.ensure_one()
        handover = self.env["playbook.decision.handover"].create(
            {
                "type_id": self.id,
                "res_model": record._name,
                "res_id": record.id,
                "author_id": author.id if author else False,
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": handover._name,
            "res_id": handover.id,
            "view_mode": "form",
            "target": "new",
        }

    def _hand_over(self, record, decider, note=""):
        """Ask ``decider`` to decide on ``record``: one activity, however often asked.

        :param record: of a model with activities that the current user may read.
        :return: the activity.
        :raise UserError: when ``decider`` may not decide this.
        """
        self.ensure_one()
        record.check_access("read")
        if not decider:
            raise UserError(
                self.env._(
                    "Choose who decides “%(decision)s”: %(deciders)s.",
                    decision=self.name,
                    deciders=self._tell_deciders(),
                )
            )
        if decider not in self._get_deciders(record):
            raise UserError(
                self.env._(
                    "%(person)s may not decide “%(decision)s”. Choose one of "
                    "%(deciders)s.",
                    person=decider.name,
                    decision=self.name,
                    deciders=self._tell_deciders(),
                )
            )
        # Safe: who reads the record may ask for a decision on it; that writes nothing
        # but the activity of who decides.
        record_sudo = record.sudo()
        open_ones = record_sudo.activity_ids.filtered(
            lambda activity: activity.playbook_decision_type_id == self
            and activity.user_id == decider
        )
        if open_ones:
            return open_ones[0].with_env(self.env)
        return record_sudo.activity_schedule(
            ACTIVITY_TYPE,
            user_id=decider.id,
            # The decider reads it, in their language.
            summary=self.with_context(lang=decider.lang).name,
            note=plaintext2html(note) if note else False,
            playbook_decision_type_id=self.id,
            # A person asks: the daily limit of what the software asks is not for it.
            automated=False,
        ).with_env(self.env)

    def _record_decided(self, record):
        """What was handed over is decided: its activities are done, and who is to be
        informed is told.
        """
        # Safe: the decision is made, by whoever was entitled to it; told to colleagues
        # who may read the record.
        record_sudo = record.sudo()
        activities = record_sudo.activity_ids.filtered(
            lambda activity: activity.playbook_decision_type_id in self
        )
        if activities:
            activities.action_feedback()
        # Who holds which profile is no secret.
        informed = self.sudo().informed_ids.user_ids.with_env(self.env)
        informed = self._filter_deciders(informed - self.env.user, record)
        if informed:
            record_sudo.message_notify(
                partner_ids=informed.partner_id.ids,
                author_id=self.env.user.partner_id.id,
                subject=self.env._("Decided: %(decision)s", decision=self.name),
                body=self.env._(
                    "%(person)s decided “%(decision)s” on “%(record)s”.",
                    person=self.env.user.name,
                    decision=self.name,
                    record=record.display_name,
                ),
            )
