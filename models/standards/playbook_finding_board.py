"""The board of points to fix: what is late, what is due soon, and mending it."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .playbook_gate import Move, Shortfall

LATE, WEEK, LATER = "late", "week", "later"


class PlaybookFinding(models.Model):
    _inherit = "playbook.finding"

    reason = fields.Char(string="What for", compute="_compute_reason")
    document_name = fields.Char(string="Of what", compute="_compute_document_name")
    team_id = fields.Many2one(
        string="Sales team", related="lead_id.team_id", exportable=False
    )
    can_complete = fields.Boolean(compute="_compute_can_complete")
    due_group = fields.Selection(
        [(LATE, "Late"), (WEEK, "This week"), (LATER, "Later")],
        string="By when",
        compute="_compute_due_group",
        search="_search_due_group",
        group_expand=True,
        exportable=False,
    )

    @api.depends("requirement_id.reason", "acknowledgement_id.user_id")
    def _compute_reason(self):
        for finding in self:
            # What is asked for, and by whom, is no secret to whoever sees that it is.
            own = finding.sudo()
            if own.acknowledgement_id:
                finding.reason = self.env._(
                    "Said by %(person)s", person=own.acknowledgement_id.user_id.name
                )
            else:
                finding.reason = own.requirement_id.reason

    @api.depends("lead_id", "partner_id", "order_id", "procedure_id")
    def _compute_document_name(self):
        for finding in self:
            document = finding._get_document()
            readable = document and document.has_access("read")
            finding.document_name = document.display_name if readable else False

    @api.depends_context("uid")
    @api.depends("lead_id", "partner_id", "order_id", "date_closed", "observed")
    def _compute_can_complete(self):
        open_ = self.filtered(lambda each: not each.date_closed and not each.observed)
        said = open_.filtered("acknowledgement_id")
        able = said.filtered(lambda each: each.acknowledgement_id.to_answer)
        able |= (open_ - said)._filter_writable()
        for finding in self:
            finding.can_complete = finding in able

    # ------------------------------------------------------------------
    # By when
    # ------------------------------------------------------------------

    @api.model
    def _get_due_limits(self):
        """Today, and the last day of this week."""
        today = fields.Date.context_today(self)
        return today, today + timedelta(days=6 - today.weekday())

    @api.depends("date_due")
    def _compute_due_group(self):
        today, sunday = self._get_due_limits()
        for finding in self:
            date = finding.date_due
            late, soon = date and date < today, date and date <= sunday
            finding.due_group = LATE if late else WEEK if soon else LATER

    @api.model
    def _search_due_group(self, operator, value):
        if operator != "in":
            return NotImplemented
        today, sunday = self._get_due_limits()
        parts = {
            LATE: Domain("date_due", "<", today),
            WEEK: Domain("date_due", ">=", today) & Domain("date_due", "<=", sunday),
            LATER: Domain("date_due", ">", sunday),
        }
        return Domain.OR(parts[each] for each in value if each in parts)

    def _field_to_sql(self, alias, field_expr, query=None):
        if field_expr != "due_group":
            return super()._field_to_sql(alias, field_expr, query)
        today, sunday = self._get_due_limits()
        due = self._field_to_sql(alias, "date_due", query)
        return SQL(
            "CASE WHEN %(due)s < %(today)s THEN %(late)s "
            "WHEN %(due)s <= %(sunday)s THEN %(week)s ELSE %(later)s END",
            due=due,
            today=today,
            sunday=sunday,
            late=LATE,
            week=WEEK,
            later=LATER,
        )

    # ------------------------------------------------------------------
    # Mending
    # ------------------------------------------------------------------

    def action_complete(self):
        """Ask for everything that is missing on the record, or for the answer.

        :raise PlaybookGateError: naming what is missing still.
        """
        self.ensure_one()
        self.check_access("read")
        if self.acknowledgement_id:
            return self.acknowledgement_id.action_open_reply()
        alike = Domain("date_closed", "=", False) & Domain("observed", "=", False)
        for name in ("order_id", "lead_id", "partner_id"):
            alike &= Domain(name, "=", self[name].id)
        self.search(alike)._complete()
        return True

    def _complete(self):
        """Ask for what is missing; what is answered is written.

        :raise PlaybookGateError: naming what is missing still.
        """
        left = self._close_mended()
        gate = self.env["playbook.gate"]
        move = Move("finding", self.env._("Still to be completed"))
        if left and gate._take_answers(left._get_shortfalls(), move):
            left = left._close_mended()
        if left:
            raise gate._make_error(left._get_shortfalls(), move, ())

    def _get_shortfalls(self):
        # What is missing is told past the rules, as everywhere.
        return [
            Shortfall("", "", requirement, group[0]._get_document().sudo())
            for requirement, group in self.grouped("requirement_id").items()
        ]
