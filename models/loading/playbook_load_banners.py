from odoo import api, fields, models
from odoo.tools import SQL, format_list

from .playbook_load import DONE, OVER, REVIEWED

SUCCESS, INFO, WARNING, DANGER = "success", "info", "warning", "danger"
# Names that a sentence lists before it says how many more there are.
NAMED = 10


class PlaybookLoad(models.Model):
    """How the form tells at a glance whether all is well."""

    _inherit = "playbook.load"

    plan_tone = fields.Char(compute="_compute_plan_tone")
    outcome_tone = fields.Char(compute="_compute_outcome_tone")
    not_loaded_text = fields.Char(compute="_compute_not_loaded_text")
    creatable_count = fields.Integer(compute="_compute_creatable_count")

    @api.depends("state", "needs_review", "invalid_count", "to_load_count")
    def _compute_plan_tone(self):
        for load in self:
            if load.state != REVIEWED:
                load.plan_tone = False
            elif load.needs_review:
                load.plan_tone = WARNING
            elif load.invalid_count * 2 > load.line_count:
                load.plan_tone = WARNING if load.to_load_count else DANGER
            else:
                load.plan_tone = SUCCESS if load.to_load_count else INFO

    @api.depends("state", "rejected_count", "loaded_count")
    def _compute_outcome_tone(self):
        for load in self:
            if load.state not in OVER:
                load.outcome_tone = False
            elif load.state == DONE and not load.rejected_count:
                load.outcome_tone = SUCCESS
            else:
                load.outcome_tone = WARNING if load.loaded_count else DANGER

    @api.depends("column_ids.target", "column_ids.is_key")
    def _compute_not_loaded_text(self):
        for load in self:
            names = [
                column.column_name
                for column in load.column_ids.sorted("number")
                if not column.target and not column.is_key
            ]
            load.not_loaded_text = load._tell_not_loaded(names) if names else False

    def _tell_not_loaded(self, names):
        if len(names) == 1:
            return self.env._("One column is not loaded: %(name)s", name=names[0])
        shown = names[:NAMED]
        if more := len(names) - len(shown):
            shown.append(self.env._("%(count)s more", count=self._digits(more)))
        return self.env._(
            "%(count)s columns are not loaded: %(names)s",
            count=self._digits(len(names)),
            names=format_list(self.env, shown),
        )

    @api.depends("value_ids.treatment", "value_ids.may_create")
    def _compute_creatable_count(self):
        counts = dict(
            self.env["playbook.load.value"]._read_group(
                [
                    ("load_id", "in", self.ids),
                    ("treatment", "=", "reject"),
                    ("may_create", "=", True),
                ],
                ["load_id"],
                ["__count"],
            )
        )
        for load in self:
            load.creatable_count = counts.get(load._origin, 0)

    def _get_main_reasons(self):
        """From ids of loads to why most of their lines are rejected."""
        query = self.env["playbook.load.line"]._search(
            [
                ("load_id", "in", self.ids),
                ("is_rejected", "=", True),
                ("reason", "!=", False),
            ]
        )
        return dict(
            self.env.execute_query(
                SQL(
                    """
                    SELECT DISTINCT ON (load_id) load_id, reason
                      FROM (
                        SELECT load_id, reason, COUNT(*) AS lines
                          FROM playbook_load_line
                         WHERE id IN %s
                         GROUP BY 1, 2
                      ) AS told
                     ORDER BY load_id, lines DESC, reason
                    """,
                    query.subselect(),
                )
            )
        )
