"""What a part of a report lacks, and what cannot be shown."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..profiles.condition import find_error, parse
from .playbook_report_line import COURSE, FIGURES, GROUPINGS, RECORDS, TABLE
from .report_fields import find_hidden_field

MOST_ROWS = 100
# Of what a figure of these cuts needs to be divided by.
DIVIDED = {"source": "by_source", "stage": "by_stage", "rfm": "by_rfm"}


class PlaybookReportLine(models.Model):
    _inherit = "playbook.report.line"

    missing = fields.Char(
        string="What it lacks",
        compute="_compute_missing",
        help="What has to be said before it can be shown.",
    )

    _count_in_bounds = models.Constraint(
        f"CHECK(count BETWEEN 1 AND {MOST_ROWS})",
        f"A part of a report shows at least one row, and at most {MOST_ROWS}.",
    )

    @api.depends("kind", "name", "indicator_ids", "indicator_id", "model")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        models_ = dict(self._fields["model"]._description_selection(self.env))
        for line in self:
            told = line.name or kinds.get(line.kind, "")
            if not line.name and line.kind == COURSE and line.indicator_id:
                told = line.indicator_id.name
            elif not line.name and line.kind == RECORDS and line.model:
                told = models_.get(line.model, told)
            line.display_name = told

    @api.depends("kind", "indicator_ids", "indicator_id", "divided_by", "column_ids")
    @api.depends_context("lang")
    def _compute_missing(self):
        for line in self:
            line.missing = line._get_missing() or False

    def _get_missing(self):
        self.ensure_one()
        if self.kind in (FIGURES, TABLE) and not self.indicator_ids:
            return self.env._("choose its indicators.")
        if self.kind == TABLE and not self.divided_by:
            return self.env._("choose by what its figures are divided.")
        if self.kind == TABLE:
            return self._get_undivided_words()
        if self.kind == COURSE and not self.indicator_id:
            return self.env._("choose its indicator.")
        if self.kind == RECORDS and not self.model:
            return self.env._("choose which records it lists.")
        if self.kind == RECORDS and not self.column_ids:
            return self.env._("choose its columns.")
        return ""

    def _get_undivided_words(self):
        """What is said where an indicator is not measured by what is asked for."""
        needed = DIVIDED.get(GROUPINGS[self.divided_by][1])
        without = needed and self.indicator_ids.filtered(lambda each: not each[needed])
        if not without:
            return ""
        labels = dict(self._fields["divided_by"]._description_selection(self.env))
        return self.env._(
            "%(indicators)s: not measured by “%(division)s”. Choose another indicator, "
            "or divide by something else.",
            indicators=", ".join(without.mapped("name")),
            division=labels[self.divided_by],
        )

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------

    @api.constrains("kind", "model", "domain")
    def _check_domain(self):
        """Searched in the name of whoever writes it: what they may not search with,
        nobody gets by their report.
        """
        for line in self.filtered(lambda each: each.kind == RECORDS):
            try:
                error = line._find_error_of_domain()
            except UserError as refusal:
                error = refusal
            if error:
                raise ValidationError(
                    self.env._(
                        "“%(line)s” lists nothing: its condition cannot be searched "
                        "with (%(error)s). Choose the condition anew.",
                        line=line.display_name,
                        error=error,
                    )
                )

    def _find_error_of_domain(self):
        """What is wrong with the condition, or None.

        :raise UserError: where its author may not search with it.
        """
        names = self._get_period_names(self._get_last_period())
        # Constraints run past the rights.
        records = self.env[self.model].with_user(self.env.user)
        error = find_error(records, self.domain, search=True, names=names)
        if error:
            return error
        # Who reads no such records at all has not searched.
        domain = parse(self.domain, self.env.uid, **names)
        hidden = find_hidden_field(records, domain)
        if hidden:
            return self.env._("you may not read “%(field)s”", field=hidden)
        return None

    @api.constrains("kind", "model")
    def _check_columns(self):
        self.column_ids._check_field()

    @api.constrains("kind", "model", "sort")
    def _check_sort(self):
        for line in self.filtered(lambda each: each.kind == RECORDS and each.sort):
            # As above; who reads no such records sorts none either.
            Records = self.env[line.model].with_user(self.env.user)
            query = Records._search([], bypass_access=True)
            try:
                Records._order_to_sql(line.sort, query)
            except UserError:
                raise
            except ValueError as error:
                raise ValidationError(
                    self.env._(
                        "“%(line)s” cannot be in the order of “%(sort)s”: write names "
                        "of fields of the records, each with “desc” after it where the "
                        "largest comes first, as in “expected_revenue desc”.",
                        line=line.display_name,
                        sort=line.sort,
                    )
                ) from error

    # ------------------------------------------------------------------
    # What went wrong
    # ------------------------------------------------------------------

    def _note_problems(self, problems, day):
        """Note what could not be shown of a period, and that all else could: once it
        could not be shown to one reader, that stays until the next period.

        :param problems: from ids of some of these to what went wrong, in words.
        :param day: the first one of the period.
        """
        for line in self:
            problem = problems.get(line.id, False)
            known = line.problem_date
            if known and (day < known or (day == known and not problem)):
                continue
            if (line.problem or False, known) != (problem, day):
                line.write({"problem": problem, "problem_date": day})

    def write(self, vals):
        # What somebody changes may be mended: the next one tells.
        if {"problem", "sequence"}.isdisjoint(vals):
            vals = vals | {"problem": False}
        return super().write(vals)
