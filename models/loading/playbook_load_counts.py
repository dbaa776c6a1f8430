from odoo import api, fields, models
from odoo.tools import SQL

from .playbook_load_line import VERDICTS


class PlaybookLoad(models.Model):
    """How many lines are what."""

    _inherit = "playbook.load"

    line_count = fields.Integer(string="Lines", compute="_compute_counts")
    new_count = fields.Integer(string="New", compute="_compute_counts")
    update_count = fields.Integer(string="Updates", compute="_compute_counts")
    unchanged_count = fields.Integer(string="Unchanged", compute="_compute_counts")
    duplicate_count = fields.Integer(string="Duplicates", compute="_compute_counts")
    conflict_count = fields.Integer(string="Conflicts", compute="_compute_counts")
    invalid_count = fields.Integer(string="Not valid", compute="_compute_counts")
    undecided_count = fields.Integer(string="To decide", compute="_compute_counts")
    to_load_count = fields.Integer(string="To load", compute="_compute_counts")
    loaded_count = fields.Integer(string="Loaded", compute="_compute_counts")
    created_count = fields.Integer(string="Created", compute="_compute_counts")
    failed_count = fields.Integer(string="Failed", compute="_compute_counts")
    rejected_count = fields.Integer(
        string="Rejected",
        compute="_compute_counts",
        help="Lines that were not loaded and wait for somebody to correct them.",
    )
    unknown_count = fields.Integer(
        string="Unknown values", compute="_compute_unknown_count"
    )

    @api.depends("line_ids.state", "line_ids.verdict", "line_ids.handling")
    def _compute_counts(self):
        self.env["playbook.load.line"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT load_id, state, verdict, handling, created, COUNT(*)
                  FROM playbook_load_line
                 WHERE load_id = ANY(%s)
                 GROUP BY 1, 2, 3, 4, 5
                """,
                self.ids,
            )
        )
        grouped = {}
        for load_id, *facts, count in rows:
            grouped.setdefault(load_id, []).append((*facts, count))
        for load in self:
            load.update(self._add_up(grouped.get(load._origin.id, ())))

    @api.model
    def _add_up(self, rows):
        """The figures of a load.

        :param rows: tuples of state, verdict, decision, created and how many.
        """

        def count(condition):
            return sum(row[-1] for row in rows if condition(*row[:-1]))

        figures = {
            f"{name}_count": count(
                lambda _s, verdict, *_rest, name=name: verdict == name
            )
            for name, _label in VERDICTS
        }
        return figures | {
            "line_count": count(lambda *_row: True),
            "undecided_count": count(
                lambda state, _v, decision, _c: (state, decision)
                == ("reviewed", "undecided")
            ),
            "to_load_count": count(
                lambda state, _v, decision, _c: (state, decision)
                == ("reviewed", "load")
            ),
            "loaded_count": count(lambda state, *_rest: state == "loaded"),
            "created_count": count(
                lambda state, _v, _d, created: state == "loaded" and created
            ),
            "failed_count": count(lambda state, *_rest: state == "failed"),
            "rejected_count": count(
                lambda state, verdict, decision, _c: state == "failed"
                or (
                    state in ("reviewed", "left_out")
                    and (verdict == "invalid" or decision == "undecided")
                )
            ),
            "rest_count": count(
                lambda state, _v, decision, _c: (state, decision)
                == ("left_out", "load")
            ),
        }

    @api.model
    def _forget_counts(self):
        """Lines have been changed past the ORM: what is told of them is found anew."""
        told = [
            name
            for name, field in self._fields.items()
            if field.compute and not field.store and not field.related
        ]
        self.invalidate_model(told, flush=False)

    @api.depends("value_ids.treatment")
    def _compute_unknown_count(self):
        counts = dict(
            self.env["playbook.load.value"]._read_group(
                [("load_id", "in", self.ids), ("treatment", "=", "reject")],
                ["load_id"],
                ["__count"],
            )
        )
        for load in self:
            load.unknown_count = counts.get(load._origin, 0)
