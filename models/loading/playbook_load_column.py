from odoo import api, fields, models
from odoo.exceptions import UserError

from .playbook_load import COLUMNS, DRAFT

CHOSEN = {"target", "is_key"}


class PlaybookLoadColumn(models.Model):
    """A column of a file, and where what stands in it goes."""

    _name = "playbook.load.column"
    _description = "Column of a data load"
    _rec_name = "column_name"
    _order = "load_id, number, id"

    load_id = fields.Many2one(
        "playbook.load", required=True, ondelete="cascade", index=True, readonly=True
    )
    number = fields.Integer(string="No.", readonly=True, help="From left, 1 the first.")
    column_name = fields.Char(string="Column of the file", readonly=True)
    sample = fields.Char(string="For example", readonly=True)
    target = fields.Char(
        string="Goes to", help="The field; empty where the column is not loaded."
    )
    target_label = fields.Char(compute="_compute_target_label")
    is_key = fields.Boolean(
        string="Key",
        help="What identifies a line in the system that it comes from. Loading a "
        "later file with the same keys updates the same records. Several columns "
        "together may be the key.",
    )
    guessed = fields.Boolean(
        readonly=True, help="Proposed by the addon, and not looked at yet."
    )
    # How numbers or dates are written in it: found out by looking at all of them.
    notation = fields.Char(readonly=True)
    notation_guessed = fields.Boolean(
        readonly=True, help="The language alone has told it."
    )
    notation_label = fields.Char(string="Written as", compute="_compute_notation_label")
    load_state = fields.Selection(related="load_id.state", string="State of the load")

    _number_once = models.Constraint(
        "UNIQUE(load_id, number)", "A column stands in a file once."
    )

    @api.depends("target", "load_id.kind")
    def _compute_target_label(self):
        for load, columns in self.grouped("load_id").items():
            places = self.env["playbook.load.target"]._get_places(load.kind)
            for column in columns:
                place = places.get(column.target)
                column.target_label = place.label if place else False

    @api.depends("notation")
    def _compute_notation_label(self):
        labels = {
            ",": "1.234,56",
            ".": "1,234.56",
            "dmy": self.env._("day, month, year"),
            "mdy": self.env._("month, day, year"),
            "ymd": self.env._("year, month, day"),
        }
        for column in self:
            column.notation_label = labels.get(column.notation, False)

    def get_choices(self, search=""):
        """Where a column can go, as its field offers it.

        :return: a list of dictionaries ``value``, ``label``, ``group``.
        """
        self.ensure_one()
        self.check_access("read")
        return self.env["playbook.load.target"]._get_choices(self.load_id.kind, search)

    def write(self, vals):
        if not self.env.su:
            self._check_chosen(vals)
        if "target" in vals and "guessed" not in vals:
            vals = {**vals, "guessed": False}
        return super().write(vals)

    def _check_chosen(self, vals):
        """:raise UserError: if it is changed too late, or is not theirs to change."""
        if any(load.state not in (DRAFT, COLUMNS) for load in self.load_id):
            raise UserError(
                self.env._("Go back to the columns before you change where they go.")
            )
        if not CHOSEN.issuperset(vals):
            raise UserError(
                self.env._(
                    "Of a column it is chosen where it goes and whether it is the key; "
                    "the rest is as the file has it."
                )
            )
