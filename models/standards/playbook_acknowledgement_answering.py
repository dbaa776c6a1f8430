"""What was said of a procedure is answered; and who said it is told."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .playbook_acknowledgement import CLARITY, CLEAR
from .playbook_procedure import RETIRED

GOVERNING = ("crm_playbook.group_sales_management", "crm_playbook.group_configurator")


class PlaybookAcknowledgement(models.Model):
    _inherit = "playbook.acknowledgement"

    def action_open_reply(self):
        """Open the dialog in which it is answered."""
        self.ensure_one()
        self._check_replies()
        dialog = self.env["playbook.acknowledgement.reply"].create(
            {"acknowledgement_id": self.id}
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Answer"),
            "res_model": dialog._name,
            "res_id": dialog.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def action_open_document(self):
        """Open the record on which it was said.

        :raise UserError: if it is gone, or not for the user to see.
        """
        document = self._get_document()
        if not document or not document.has_access("read"):
            raise UserError(
                self.env._(
                    "The record on which this was said has been deleted, or is not for "
                    "you to see. Ask whoever said it."
                )
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": document._name,
            "res_id": document.id,
            "views": [(False, "form")],
        }

    def _check_replies(self):
        self.check_access("read")
        governs = any(self.env.user.has_group(group) for group in GOVERNING)
        for said in self:
            procedure = said.procedure_id
            if said.opinion == CLEAR or said.date_replied:
                raise UserError(
                    self.env._(
                        "Nothing is left to answer about “%(procedure)s”: this has "
                        "been answered.",
                        procedure=procedure.name,
                    )
                )
            if not governs and not said.to_answer:
                raise AccessError(
                    self.env._(
                        "%(person)s answers for “%(procedure)s”, not you. Ask them.",
                        # Who answers for it is no secret.
                        person=procedure.sudo().user_id.name or "",
                        procedure=procedure.name,
                    )
                )

    def _reply(self, text):
        """Answer it, and close its point to fix.

        :raise UserError: if it has been answered, or ``text`` says nothing.
        """
        self._check_replies()
        text = (text or "").strip()
        if not text:
            raise UserError(
                self.env._(
                    "Write what you answer: %(people)s read it in My Day.",
                    # Colleagues.
                    people=", ".join(self.sudo().user_id.mapped("name")),
                )
            )
        self._end({"reply": text, "replied_by_id": self.env.uid}, "answered")

    def _end(self, vals, ending):
        """:param vals: what was answered."""
        # Written by the addon alone; who may end it was asked before.
        own = self.sudo()
        own.write({"date_replied": fields.Datetime.now(), **vals})
        own.finding_ids.filtered(lambda each: not each.date_closed)._end(ending)

    def _get_reply_words(self):
        """The answer, for whoever said it."""
        self.ensure_one()
        procedure = self.sudo().procedure_id  # named to whoever was shown it
        if self.reply:
            return self.env._(
                "%(person)s answers: “%(reply)s”",
                person=self.sudo().replied_by_id.name or "",  # a colleague
                reply=self.reply,
            )
        if procedure.state == RETIRED or not self.replied_version:
            return self.env._("It is asked for no longer.")
        return self.env._(
            "It was changed: version %(version)s holds now.",
            version=self.replied_version,
        )

    # ------------------------------------------------------------------
    # For the guidance panel
    # ------------------------------------------------------------------

    @api.model
    def _get_voices(self, procedure_ids):
        """What the user has said of procedures, and what the panel offers.

        :return: from each id to a dictionary: ``asks`` whether it is clear;
            ``may_clear``, whether something else was said of it so far; ``waits``
            for an answer; and ``reply``, the answer to what the user said last, or
            False.
        """
        # Whoever is shown a procedure; of it, the version alone is read.
        procedures = self.env["playbook.procedure"].sudo().browse(procedure_ids)
        # The user's own.
        mine = self.sudo().search(
            [("procedure_id", "in", procedure_ids), ("user_id", "=", self.env.uid)],
            order="id desc",
        )
        voices = {}
        for procedure in procedures:
            said = mine.filtered(lambda each, own=procedure: each.procedure_id == own)
            answered = said.filtered(lambda each: each.opinion != CLEAR)[:1]
            current = said.filtered(
                lambda each, own=procedure: each.version == own.version
            )
            voices[procedure.id] = {
                "asks": not current,
                "may_clear": bool(current)
                and current.filtered(lambda each: each.opinion in CLARITY)[:1].opinion
                != CLEAR,
                "waits": bool(answered and not answered.date_replied),
                "reply": bool(answered.date_replied)
                and (not answered.reply_seen or answered in current)
                and answered._get_reply_words(),
            }
        return voices
