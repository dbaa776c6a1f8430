from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_date

ASKED, KEPT, FALLEN, OVER = "asked", "kept", "fallen", "over"
STATES = [
    (ASKED, "To decide"),
    (KEPT, "Goes on being enforced"),
    (FALLEN, "Only warns"),
    (OVER, "No longer in doubt"),
]
COMMENT_SIZE = 2000


class PlaybookDoubt(models.Model):
    """A requirement that is enforced, and that too many answer with filler.

    It falls back to *warn*, unless whoever decides on procedures keeps it until a day.
    Written by the addon alone.
    """

    _name = "playbook.doubt"
    _description = "Requirement in doubt"
    _order = "id desc"
    _check_company_auto = True

    requirement_id = fields.Many2one(
        "playbook.requirement",
        required=True,
        ondelete="cascade",
        index=True,
        readonly=True,
    )
    procedure_id = fields.Many2one(
        "playbook.procedure",
        required=True,
        ondelete="cascade",
        index=True,
        readonly=True,
    )
    company_id = fields.Many2one(
        "res.company", ondelete="cascade", index="btree_not_null", readonly=True
    )
    state = fields.Selection(STATES, required=True, default=ASKED, readonly=True)
    date_reported = fields.Date(string="Reported", required=True, readonly=True)
    date_falls_back = fields.Date(
        string="Decide until",
        required=True,
        readonly=True,
        help="It only warns from the day after, unless somebody keeps it.",
    )
    answers = fields.Integer(readonly=True, help="Since it was enforced, of 90 days.")
    filler = fields.Integer(string="Say nothing", readonly=True)
    rate = fields.Float(
        string="Say nothing (%)", readonly=True, aggregator="avg", digits=(5, 1)
    )
    decided_by_id = fields.Many2one("res.users", ondelete="set null", readonly=True)
    date_decided = fields.Datetime(string="Decided", readonly=True)
    comment = fields.Text(readonly=True, help="Why whoever decided did so.")
    fallen_seen = fields.Boolean(
        readonly=True, help="Whoever is responsible has seen that it fell back."
    )
    line_ids = fields.One2many(
        "playbook.doubt.line", "doubt_id", string="Evidence", readonly=True
    )
    only_warns = fields.Boolean(related="requirement_id.only_warns")
    user_id = fields.Many2one(related="procedure_id.user_id")
    warning = fields.Char(compute="_compute_warning")
    can_decide = fields.Boolean(compute="_compute_can_decide")

    _one_asked = models.UniqueIndex(
        "(requirement_id) WHERE state = 'asked'",
        "A requirement is in doubt once at a time.",
    )

    @api.depends("requirement_id.label", "procedure_id.name")
    def _compute_display_name(self):
        for doubt in self:
            doubt.display_name = self.env._(
                "%(procedure)s: %(requirement)s",
                procedure=doubt.procedure_id.name or "",
                requirement=doubt.requirement_id.label or "",
            )

    @api.depends("answers", "date_falls_back", "filler", "requirement_id.label")
    @api.depends_context("lang")
    def _compute_warning(self):
        for doubt in self:
            doubt.warning = doubt._get_warning()

    def _get_warning(self):
        return self.env._(
            "“%(requirement)s”: %(filler)s of %(answers)s answers say nothing. It "
            "falls back to warn after %(day)s, unless somebody keeps it.",
            requirement=self.requirement_id.label,
            filler=self.filler,
            answers=self.answers,
            day=format_date(self.env, self.date_falls_back, date_format="d MMM"),
        )

    @api.depends_context("uid")
    @api.depends("state")
    def _compute_can_decide(self):
        for doubt in self:
            doubt.can_decide = doubt.state == ASKED and doubt._may_be_decided()

    def _may_be_decided(self):
        decision = self.env["playbook.procedure"]._get_decision_type()
        return decision._may_decide(self.procedure_id)

    # ------------------------------------------------------------------
    # Deciding
    # ------------------------------------------------------------------

    def action_open_decide(self):
        """Open the dialog in which this is decided, with a word about it."""
        self.ensure_one()
        self._check_decides()
        dialog = self.env["playbook.doubt.decide"].create({"doubt_id": self.id})
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": dialog._name,
            "res_id": dialog.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def action_keep(self):
        """Go on enforcing it; with what the context says as ``playbook_comment``."""
        self._check_decides()
        self._decide(KEPT)
        for doubt in self:
            doubt._log(
                self.env._(
                    "“%(requirement)s” goes on being enforced, though %(filler)s of "
                    "%(answers)s answers say nothing.",
                    **doubt._get_figures(),
                )
            )

    def action_fall_back(self):
        """Let it only warn from now on; as :meth:`action_keep`."""
        self._check_decides()
        self._decide(FALLEN)
        self._fall_back()

    def action_enforce_again(self):
        """Stop the work again where it is missing."""
        self.check_access("read")
        self.requirement_id.action_enforce_again()

    def action_open_procedure(self):
        """Open the procedure."""
        self.ensure_one()
        return self.procedure_id._get_records_action()

    def _check_decides(self):
        self.check_access("read")
        for doubt in self:
            if doubt.state != ASKED:
                raise UserError(
                    self.env._(
                        "“%(doubt)s” has been decided, or is no longer in doubt.",
                        doubt=doubt.display_name,
                    )
                )
            decision = self.env["playbook.procedure"]._get_decision_type()
            decision._check_may_decide(doubt.procedure_id)

    def _decide(self, state):
        comment = self.env.context.get("playbook_comment")
        # Who decides is checked before; written by the addon alone.
        own = self.sudo()
        own.write(
            {
                "state": state,
                "comment": isinstance(comment, str) and comment[:COMMENT_SIZE],
                "decided_by_id": self.env.uid,
                "date_decided": fields.Datetime.now(),
            }
        )
        # Whoever decides needs not be told.
        mine = own.filtered(lambda doubt: doubt.user_id == self.env.user)
        mine.fallen_seen = True

    def _fall_back(self):
        # As above; or the day is over, and the software does it.
        for doubt in self.sudo():
            doubt.requirement_id.only_warns = True
            doubt._log(
                self.env._(
                    "“%(requirement)s” only warns from now on: %(filler)s of "
                    "%(answers)s answers say nothing.",
                    **doubt._get_figures(),
                )
            )

    def _get_figures(self):
        return {
            "requirement": self.requirement_id.label,
            "filler": self.filler,
            "answers": self.answers,
        }

    def _log(self, body):
        if self.comment:
            body = f"{body} “{self.comment}”"
        # Whoever decides, leaves the note of it.
        self.procedure_id.sudo()._message_log(
            body=body, author_id=self.env.user.partner_id.id
        )

    def _end(self):
        """What is asked of these is over, and what fell back is so no longer."""
        self.filtered(lambda doubt: doubt.state == ASKED).write({"state": OVER})
        fallen = self.filtered(lambda doubt: doubt.state == FALLEN)
        fallen.filtered(lambda doubt: not doubt.fallen_seen).fallen_seen = True

    def _get_line_values(self, evidence):
        return {
            "answers": evidence.answers,
            "filler": evidence.filler,
            "rate": evidence.rate,
            "line_ids": [
                Command.clear(),
                *(
                    Command.create(
                        {
                            "kind": line["kind"],
                            "value": line["value"],
                            "answers": line["count"],
                            "res_model": evidence.model,
                            "record_ids": line["ids"],
                        }
                    )
                    for line in evidence.lines
                ),
            ],
        }
