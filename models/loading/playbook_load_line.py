from odoo import api, fields, models

from .cells import MADE_KEY

READ, REVIEWED, LOADED, FAILED, LEFT_OUT = (
    *("read", "reviewed", "loaded", "failed"),
    "left_out",
)
NEW, UPDATE, UNCHANGED, DUPLICATE, CONFLICT, INVALID = (
    *("new", "update", "unchanged", "duplicate", "conflict"),
    "invalid",
)
LOAD, LEAVE, UNDECIDED = "load", "leave", "undecided"
VERDICTS = [
    (NEW, "New"),
    (UPDATE, "Update"),
    (UNCHANGED, "Unchanged"),
    (DUPLICATE, "Duplicate"),
    (CONFLICT, "Conflict"),
    (INVALID, "Not valid"),
]


class PlaybookLoadLine(models.Model):
    """A line of a file: what it says, what comes of it, and what it changed."""

    _name = "playbook.load.line"
    _description = "Line of a data load"
    _rec_name = "summary"
    _order = "load_id, number, id"

    load_id = fields.Many2one(
        "playbook.load", required=True, ondelete="cascade", index=True, readonly=True
    )
    number = fields.Integer(string="Line", readonly=True, help="Of the file.")
    summary = fields.Char(string="What it is", readonly=True)
    # As in the file, one for each column: see tools.table.Row.
    cells = fields.Json(readonly=True)
    # Pairs of the number of a column (0: the whole line) and a text.
    problems = fields.Json(readonly=True)
    state = fields.Selection(
        [
            (READ, "Read"),
            (REVIEWED, "Reviewed"),
            (LOADED, "Loaded"),
            (FAILED, "Failed"),
            (LEFT_OUT, "Left out"),
        ],
        required=True,
        default=READ,
        readonly=True,
    )
    verdict = fields.Selection(VERDICTS, readonly=True)
    reason = fields.Text(readonly=True)
    changes = fields.Text(readonly=True, help="Field: as it is → as it will be.")
    handling = fields.Selection(
        [
            (LOAD, "Load"),
            (LEAVE, "Leave out"),
            (UNDECIDED, "To decide"),
        ],
        readonly=True,
    )
    # Whether a person has decided: then the next review does not.
    decided = fields.Boolean(readonly=True)
    # A list of dictionaries: id, how, score. Records that it may be.
    candidates = fields.Json(readonly=True)
    # Lines whose records those of others refer to come first.
    depth = fields.Integer(readonly=True)
    key = fields.Char(readonly=True)
    key_shown = fields.Char(
        string="Key in the file",
        compute="_compute_key_shown",
        search="_search_key_shown",
    )
    # What two lines have in common that mean the same.
    likenesses = fields.Json(readonly=True)
    res_model = fields.Char(readonly=True)
    res_id = fields.Many2oneReference(
        string="Record", model_field="res_model", readonly=True
    )
    created = fields.Boolean(readonly=True, help="The record was made by this line.")
    # Dictionaries from names of fields to values as stored: what each field that was
    # written held, and holds since.
    values_before = fields.Json(readonly=True)
    values_after = fields.Json(readonly=True)
    # Pairs of a model and an id: what was made with the record, so that it could be.
    made_with = fields.Json(readonly=True)
    load_state = fields.Selection(related="load_id.state", string="State of the load")

    _number_once = models.UniqueIndex(
        "(load_id, number)", "A line stands in a file once."
    )
    _to_do = models.Index("(load_id, state, depth, number)")
    _of_key = models.Index("(load_id, key) WHERE key IS NOT NULL")
    _alike = models.Index("USING gin (likenesses) WHERE likenesses IS NOT NULL")
    _with_candidates = models.Index("(load_id) WHERE candidates IS NOT NULL")
    _of_record = models.Index("(res_model, res_id) WHERE res_id IS NOT NULL")

    @api.depends("key")
    def _compute_key_shown(self):
        for line in self:
            # Keys that the addon makes tell nobody anything.
            made = (line.key or "").startswith(MADE_KEY)
            line.key_shown = not made and line.key

    def _search_key_shown(self, operator, value):
        return [("key", operator, value), ("key", "not =like", f"{MADE_KEY}%")]
