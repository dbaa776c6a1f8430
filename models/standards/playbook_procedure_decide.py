"""Approving and refusing procedures."""

from odoo import fields, models
from odoo.exceptions import UserError

from ..segments.bell import ring
from .playbook_procedure import IN_FORCE, OBSERVE
from .playbook_procedure_approval import APPROVED, ASKED, REFUSED


class PlaybookProcedure(models.Model):
    _inherit = "playbook.procedure"

    def action_approve(self):
        """Approve these: they come into force, and nobody notices yet (Observe)."""
        shown = self._approve()
        in_form = self.env.context.get("playbook_in_form")
        return shown._open_form() if in_form and len(shown) == 1 else None

    def action_open_refuse(self):
        """Open the dialog in which somebody says why these are refused."""
        self._check_asked()
        self._check_may_decide()
        dialog = self.env["playbook.procedure.decide"].create(
            {"procedure_ids": self.ids}
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Refuse"),
            "res_model": dialog._name,
            "res_id": dialog.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def _open_form(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }

    def _check_asked(self):
        self.check_access("read")
        for procedure in self:
            waits = procedure.approval == ASKED and procedure.active
            if not waits or procedure.state in IN_FORCE:
                raise UserError(
                    self.env._(
                        "“%(procedure)s” waits for no approval: somebody has decided "
                        "on it, or changed it since. Open it again.",
                        procedure=procedure.name,
                    )
                )
        self._check_is_as_seen(self.env.context.get("playbook_seen"))

    def _check_is_as_seen(self, asked):
        """What somebody decides on is what they have read.

        :param asked: when approval was asked for what they read; nothing where nobody
            knows.
        """
        asked = fields.Datetime.to_datetime(asked or False)
        for procedure in self if asked else ():
            if procedure.date_asked != asked:
                procedure._refuse_as_changed()

    def _refuse_as_changed(self):
        raise UserError(
            self.env._(
                "“%(procedure)s” has changed since you opened it: look at it again.",
                procedure=self.name,
            )
        )

    def _approve(self, comment=""):
        """:return: what is in force by that."""
        self._check_asked()
        self._check_may_decide()
        shown = self.browse()
        for procedure in self:
            people = procedure._get_waiting_people()
            # Whoever decides has decided; the addon notes it.
            begun = procedure.sudo()._come_into_force(comment).with_env(self.env)
            begun._tell_decided(APPROVED, comment, people)
            shown |= begun
        return shown

    def _refuse(self, comment):
        """:raise UserError: where nobody says why."""
        self._check_asked()
        self._check_may_decide()
        if not (comment or "").strip():
            raise UserError(
                self.env._(
                    "Say why “%(procedure)s” is refused: whoever asked needs to know "
                    "what to change.",
                    procedure=self[:1].name or "",
                )
            )
        for procedure in self:
            people = procedure._get_waiting_people()
            procedure._tell_decided(REFUSED, comment, people)
            procedure._note_approval(
                approval=REFUSED, approval_comment=comment, approved_by_id=self.env.uid
            )
        self._record_decided()

    def _record_decided(self):
        decision = self._get_decision()
        for procedure in self:
            decision._record_decided(procedure)

    def _come_into_force(self, comment=""):
        """Observe from now on, what was approved.

        :return: what is in force by that.
        """
        self.ensure_one()
        self.write({"state": OBSERVE, "approval_comment": comment or False})
        return self

    def _get_waiting_people(self):
        """Who wants to know what is decided: who asked, and who wrote it."""
        # Who that is, is no secret to who decides on it.
        noted = self.sudo()
        people = noted.asked_by_id | noted.author_id
        return people.filtered(
            lambda user: (
                user.active and not user._is_superuser() and user != self.env.user
            )
        ).with_env(self.env)

    def _tell_decided(self, approval, comment, people):
        """Keep it in the chatter, and ring Odoo's bell for ``people``."""
        self.ensure_one()
        words = {"procedure": self.name, "person": self.env.user.name}
        if approval == APPROVED:
            subject = self.env._("%(procedure)s is approved by %(person)s.", **words)
        else:
            subject = self.env._("%(procedure)s is refused by %(person)s.", **words)
        body = f"{subject} {comment}" if comment else subject
        # Noted by the addon alone.
        self.sudo()._message_log(body=body)
        for user in people:
            ring(self.env, user, subject, body, self)
