from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

COMPANY, CONTACT, LEAD, ACTION = "company", "contact", "lead", "action"
KINDS = [
    (COMPANY, "Companies"),
    (CONTACT, "Contacts"),
    (LEAD, "Leads and opportunities"),
    (ACTION, "Past actions"),
]
MODELS = {
    COMPANY: "res.partner",
    CONTACT: "res.partner",
    LEAD: "crm.lead",
    ACTION: "playbook.action",
}
DRAFT, READING, COLUMNS = "draft", "reading", "columns"
REVIEWING, REVIEWED = "reviewing", "reviewed"
LOADING, PAUSED, DONE, STOPPED = "loading", "paused", "done", "stopped"
STATES = [
    (DRAFT, "File"),
    (READING, "Reading"),
    (COLUMNS, "Columns"),
    (REVIEWING, "Reviewing"),
    (REVIEWED, "Review"),
    (LOADING, "Loading"),
    (PAUSED, "Paused"),
    (DONE, "Loaded"),
    (STOPPED, "Stopped"),
]
# In which the scheduled action has something to do.
WORKING = (READING, REVIEWING, LOADING)
OVER = (DONE, STOPPED)
UPDATE_ALL, FILL, KEEP = "update", "fill", "keep"
REJECT_LINE, CREATE_COMPANY, WITHOUT = "reject", "create", "without"
# What only the addon writes: with whose rights it loads, and how far it is.
OWN_FIELDS = {"user_id", "state", "error", "date_started", "date_done"}


class PlaybookLoad(models.Model):
    """A file of customers, leads or past actions on its way into the CRM.

    It is read, its columns are given to fields, it is reviewed without writing
    anything, and then loaded, line by line, with the rights of ``user_id``.
    """

    _name = "playbook.load"
    _description = "Data load"
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(compute="_compute_name", store=True, readonly=False)
    kind = fields.Selection(
        KINDS, string="What it holds", required=True, default=COMPANY
    )
    state = fields.Selection(
        STATES, required=True, default=DRAFT, readonly=True, copy=False, index=True
    )
    source_id = fields.Many2one(
        "playbook.load.source",
        string="Data source",
        required=True,
        ondelete="restrict",
        index=True,
        help="The system or list that the file comes from. Keys are remembered for "
        "each source: the next file from there updates what this one has loaded.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Loaded by",
        required=True,
        ondelete="restrict",
        default=lambda self: self.env.uid,
        readonly=True,
        copy=False,
        help="Records are written with this person's rights.",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    file = fields.Binary(attachment=True, copy=False)
    file_name = fields.Char(copy=False)
    # How the file is written; empty where that is found out by reading it.
    sheet = fields.Char()
    encoding = fields.Selection(
        [
            ("utf-8", "Unicode (UTF-8)"),
            ("utf-16", "Unicode (UTF-16)"),
            ("cp1252", "Western Europe (Windows)"),
            ("iso8859-15", "Western Europe (ISO)"),
            ("cp850", "Western Europe (DOS)"),
        ],
        help="How letters are written. Choose one where accents come out wrong.",
    )
    separator = fields.Selection(
        [(",", "Comma"), (";", "Semicolon"), ("\t", "Tab"), ("|", "Bar")]
    )
    quote = fields.Selection(
        [('"', "Double"), ("'", "Single")], string="Quotation mark"
    )
    header_row = fields.Integer(
        string="Headers in line", help="0: it is found out by reading the file."
    )
    date_order = fields.Selection(
        [
            ("dmy", "Day, month, year"),
            ("mdy", "Month, day, year"),
            ("ymd", "Year, month, day"),
        ],
        string="Dates",
        help="Empty: as each column shows, else as your language writes them.",
    )
    decimal = fields.Selection(
        [(",", "1.234,56"), (".", "1,234.56")],
        string="Numbers",
        help="Empty: as each column shows, else as your language writes them.",
    )
    on_match = fields.Selection(
        [
            (UPDATE_ALL, "Take over what the file says"),
            (FILL, "Fill in only what is empty"),
            (KEEP, "Leave it as it is"),
        ],
        string="What is there already",
        required=True,
        default=UPDATE_ALL,
        help="An empty cell never empties a field, and what somebody has changed in "
        "Odoo since the last load is not overwritten without asking.",
    )
    as_prospects = fields.Boolean(
        string="They are prospects",
        default=True,
        help="Without a lead or an order, only prospects count as customers: in lists, "
        "figures and procedures.",
    )
    lead_type = fields.Selection(
        [("lead", "Leads"), ("opportunity", "Opportunities")],
        string="They are",
        required=True,
        default="opportunity",
        help="Where no column says it.",
    )
    on_missing = fields.Selection(
        [
            (REJECT_LINE, "Reject the line"),
            (CREATE_COMPANY, "Create it as a company"),
            (WITHOUT, "Load without it"),
        ],
        string="Companies that are not there",
        required=True,
        default=REJECT_LINE,
        help="What a line refers to by a name or key that is not known.",
    )
    with_workflows = fields.Boolean(
        string="Workflows act on what is loaded",
        help="Without it they leave loaded records alone, until those move to another "
        "stage.",
    )
    previous_id = fields.Many2one(
        "playbook.load",
        string="Loaded after",
        ondelete="set null",
        index="btree_not_null",
        copy=False,
        help="What this file refers to may come with that one.",
    )
    column_ids = fields.One2many("playbook.load.column", "load_id", copy=True)
    value_ids = fields.One2many("playbook.load.value", "load_id")
    line_ids = fields.One2many("playbook.load.line", "load_id")
    notice = fields.Text(readonly=True, copy=False)
    error = fields.Text(string="Problem", readonly=True, copy=False)
    date_started = fields.Datetime(string="Loading began", readonly=True, copy=False)
    date_done = fields.Datetime(string="Loading ended", readonly=True, copy=False)

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

    @api.depends("file_name")
    def _compute_name(self):
        for load in self:
            load.name = load.name or load.file_name or self.env._("New data load")

    @api.depends("line_ids.state", "line_ids.verdict", "line_ids.decision")
    def _compute_counts(self):
        self.env["playbook.load.line"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT load_id, state, verdict, decision, created, COUNT(*)
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
            for name in (
                *("new", "update", "unchanged", "duplicate", "conflict"),
                "invalid",
            )
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
        }

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

    # ------------------------------------------------------------------
    # Who loads
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        self._keep_own_fields(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._keep_own_fields([vals])
        return super().write(vals)

    def _keep_own_fields(self, vals_list):
        if self.env.su:
            return
        if any(not OWN_FIELDS.isdisjoint(vals) for vals in vals_list):
            raise UserError(
                self.env._(
                    "With whose rights a file is loaded, and how far it is, is not set "
                    "by hand: use the buttons of the data load."
                )
            )

    def _set(self, **values):
        """Write what only the addon writes."""
        # Whoever calls this has been checked to be allowed to write the load.
        self.sudo().write(values)

    @api.ondelete(at_uninstall=False)
    def _unlink_unless_loaded(self):
        for load in self:
            if load.state in WORKING or load.loaded_count:
                raise UserError(
                    self.env._(
                        "“%(load)s” has loaded records, or is doing so: what it "
                        "changed would not be known any more. Stop it, or keep it.",
                        load=load.display_name,
                    )
                )
