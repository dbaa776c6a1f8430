from odoo import api, fields, models
from odoo.tools import SQL

from .answers_sql import REPEATED, SAME, WORD
from .playbook_doubt import ASKED

LIST_VIEWS = [(False, "list"), (False, "kanban"), (False, "form")]


class PlaybookDoubtLine(models.Model):
    """An answer that says nothing, and how often it was given.

    Who gave it is not said: a requirement is in doubt, not a person.
    """

    _name = "playbook.doubt.line"
    _description = "Evidence that a requirement is in doubt"
    _rec_name = "kind"
    _order = "answers desc, id"

    doubt_id = fields.Many2one(
        "playbook.doubt", required=True, ondelete="cascade", index=True, readonly=True
    )
    kind = fields.Selection(
        [
            (SAME, "The same again and again"),
            (WORD, "A word that says nothing"),
            (REPEATED, "One character, or digits in a row"),
        ],
        required=True,
        readonly=True,
        string="Why",
    )
    # What was typed is told to who reads a record on which it stands.
    value = fields.Char(readonly=True, groups=fields.NO_ACCESS)
    value_shown = fields.Char(string="Answer", compute="_compute_value_shown")
    answers = fields.Integer(string="How often", readonly=True)
    res_model = fields.Char(readonly=True, help="Of which records it is.")
    record_ids = fields.Json(string="Records", readonly=True, exportable=False)
    can_open = fields.Boolean(compute="_compute_can_open")

    @api.depends_context("uid", "allowed_company_ids", "lang")
    @api.depends("record_ids", "res_model", "value")
    def _compute_value_shown(self):
        hidden = self.env._("hidden: you do not read these records")
        for model, lines in self.grouped("res_model").items():
            read = lines._find_read(model)
            for line in lines:
                value = line.sudo().value  # told below to who reads where it stands
                reads = self.env.su or not read.isdisjoint(line.record_ids or ())
                line.value_shown = value and (value if reads else hidden)

    def _find_read(self, model):
        """The ids of the records of ``model`` on which the user reads the answer."""
        if model not in self.env or not self.env[model].has_access("read"):
            return set()
        Model = self.env[model].with_context(active_test=False)
        names = set(self.doubt_id.requirement_id.mapped("field_name"))
        for name in names & set(Model._fields):
            if not Model._has_field_access(Model._fields[name], "read"):
                return set()
        ids = {each for line in self for each in line.record_ids or ()}
        return set(Model.search([("id", "in", list(ids))]).ids)

    @api.depends_context("uid")
    @api.depends("res_model")
    def _compute_can_open(self):
        for line in self:
            model = line.res_model
            line.can_open = model in self.env and self.env[model].has_access("read")

    def action_open(self):
        """Open the records with this answer that the user may read."""
        self.ensure_one()
        self.check_access("read")
        model = self.res_model
        # Lists alone of what procedures are about.
        self.env[model].check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._(
                "%(requirement)s: “%(answer)s”",
                requirement=self.doubt_id.requirement_id.label,
                answer=self.value_shown or "",
            ),
            "res_model": model,
            "views": LIST_VIEWS,
            "domain": [("id", "in", self.record_ids or [])],
            "context": {"active_test": False},
        }

    # ------------------------------------------------------------------
    # Forgetting what was typed
    # ------------------------------------------------------------------

    @api.model
    def _forget_old(self, before):
        """Empty the answers of what was decided, or over, before that moment."""
        self.search(
            [
                ("value", "!=", False),
                ("doubt_id.state", "!=", ASKED),
                *("|", ("doubt_id.date_decided", "<", before)),
                *("&", ("doubt_id.date_decided", "=", False)),
                ("doubt_id.write_date", "<", before),
            ]
        ).value = False

    @api.model
    def _forget_of(self, records):
        """Empty the answers that stand on any of ``records``."""
        if not records:
            return
        self.flush_model()
        self.env.cr.execute(
            SQL(
                """
                UPDATE playbook_doubt_line SET value = NULL
                 WHERE res_model = %s AND value IS NOT NULL AND EXISTS (
                    SELECT FROM jsonb_array_elements_text(record_ids) known(id)
                     WHERE known.id::integer = ANY(%s)
                 )
                """,
                records._name,
                records.ids,
            )
        )
        self.invalidate_model(["value", "value_shown"])
