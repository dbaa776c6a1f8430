"""What people say of a procedure."""

from odoo import api, fields, models
from odoo.tools import SQL

from .playbook_acknowledgement import CLEAR, NOT_CLEAR, WENT_WRONG
from .playbook_procedure import RETIRED


class PlaybookProcedure(models.Model):
    _inherit = "playbook.procedure"

    acknowledgement_ids = fields.One2many(
        "playbook.acknowledgement",
        "procedure_id",
        string="What people say",
        readonly=True,
        exportable=False,
    )
    said_count = fields.Integer(
        string="Answers", compute="_compute_said", help="About this version."
    )
    clear_count = fields.Integer(string="Clear to", compute="_compute_said")
    unclear_count = fields.Integer(string="Not clear to", compute="_compute_said")
    wrong_count = fields.Integer(string="Went wrong", compute="_compute_said")
    clear_share = fields.Float(
        compute="_compute_said",
        help="How many of those who answered say that this version is clear.",
    )

    @api.depends("version", "acknowledgement_ids")
    def _compute_said(self):
        counts = self._count_said()
        for procedure in self:
            key = procedure._origin.id, procedure.version
            procedure.clear_count = clear = counts.get((*key, CLEAR), 0)
            procedure.unclear_count = unclear = counts.get((*key, NOT_CLEAR), 0)
            procedure.wrong_count = counts.get((*key, WENT_WRONG), 0)
            procedure.said_count = clear + unclear + procedure.wrong_count
            asked = clear + unclear
            procedure.clear_share = asked and clear / asked

    def _count_said(self):
        """From procedure, version and opinion to how many: people by their latest word
        on whether it is clear; of what went wrong, each time.
        """
        # Numbers alone; who said what is asked of each user.
        self.env["playbook.acknowledgement"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT procedure_id, version, opinion, COUNT(*)
                  FROM (SELECT DISTINCT ON (
                            procedure_id, version, user_id,
                            CASE WHEN opinion = %(wrong)s THEN id END
                        ) procedure_id, version, opinion
                          FROM playbook_acknowledgement
                         WHERE procedure_id = ANY(%(ids)s)
                         ORDER BY procedure_id, version, user_id,
                                  CASE WHEN opinion = %(wrong)s THEN id END, id DESC
                       ) said
                 GROUP BY procedure_id, version, opinion
                """,
                wrong=WENT_WRONG,
                ids=self.ids,
            )
        )
        return {(*key, answer): count for *key, answer, count in rows}

    def write(self, vals):
        versions = {each: each.version for each in self} if "version" in vals else {}
        result = super().write(vals)
        for procedure, version in versions.items():
            if procedure.version > version:
                procedure._end_said({"replied_version": procedure.version})
        if "user_id" in vals:
            self._pass_on_said()
        if vals.get("state") == RETIRED or not vals.get("active", True):
            self._end_said({})
        return result

    def _find_said(self):
        """What is still to be answered."""
        # Who may change a procedure answers by that.
        return (
            self.env["playbook.acknowledgement"]
            .sudo()
            .search(
                [
                    ("procedure_id", "in", self.ids),
                    ("opinion", "!=", CLEAR),
                    ("date_replied", "=", False),
                ]
            )
        )

    def _end_said(self, vals):
        self._find_said()._end(vals, "answered" if vals else "let_go")

    def _pass_on_said(self):
        """It is for who answers for them now."""
        # Written by the addon alone.
        findings = self.env["playbook.finding"].sudo()
        for procedure in self:
            findings.search(
                [
                    ("acknowledgement_id", "!=", False),
                    ("procedure_id", "=", procedure.id),
                    ("date_closed", "=", False),
                ]
            ).write({"user_id": findings._get_answering(procedure).id})

    def action_open_said(self):
        """Open what people say of this."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_playbook.playbook_acknowledgement_action"
        )
        action["domain"] = [("procedure_id", "=", self.id)]
        return action
