from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

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
OWN_FIELDS = {
    *("user_id", "state", "error", "date_started", "date_done"),
    *("is_prepared", "date_resumed", "resumed_count", "needs_review"),
}
# What the lines are read from, and what they are: settled when they have been read.
OF_THE_FILE = {
    *("kind", "company_id", "source_id", "file", "sheet_name", "encoding"),
    *("separator", "quote", "header_row"),
}
# How they are loaded: settled when loading begins, with the rights of who begins it.
OF_LOADING = {
    *("date_order", "decimal", "on_match", "as_prospects", "lead_type"),
    *("on_missing", "with_workflows", "previous_id"),
}


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
    sheet_name = fields.Char()
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
    column_ids = fields.One2many("playbook.load.column", "load_id")
    value_ids = fields.One2many("playbook.load.value", "load_id")
    line_ids = fields.One2many("playbook.load.line", "load_id")
    notice = fields.Text(readonly=True, copy=False)
    error = fields.Text(string="Problem", readonly=True, copy=False)
    # Whether what holds for the whole file is known: then its lines are looked at.
    is_prepared = fields.Boolean(readonly=True, copy=False)
    # Since when it goes on without a pause, and how many lines were done then.
    date_resumed = fields.Datetime(readonly=True, copy=False)
    resumed_count = fields.Integer(readonly=True, copy=False)
    date_started = fields.Datetime(string="Loading began", readonly=True, copy=False)
    date_done = fields.Datetime(string="Loading ended", readonly=True, copy=False)

    @api.depends("file_name")
    def _compute_name(self):
        for load in self:
            load.name = load.name or load.file_name or self.env._("New data load")

    @api.constrains("previous_id")
    def _check_previous(self):
        if self._has_cycle("previous_id"):
            raise ValidationError(
                self.env._(
                    "“%(load)s” cannot wait for a load that waits for it: choose "
                    "another one, or none.",
                    load=self[:1].display_name,
                )
            )

    # ------------------------------------------------------------------
    # Who loads
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        self._keep_own_fields(vals_list)
        if not self.env.su:
            # Nor by defaults, which a request may bring.
            own = {**dict.fromkeys(OWN_FIELDS, False)}
            own |= {"user_id": self.env.uid, "state": DRAFT}
            vals_list = [vals | own for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        self._keep_own_fields([vals])
        if not self.env.su:
            self._check_settled(vals)
        if not OF_LOADING.isdisjoint(vals):
            self._ask_for_review()
        result = super().write(vals)
        if "company_id" in vals:
            self.check_access("write")
        return result

    def _ask_for_review(self):
        """What comes of their lines may be another thing now."""
        # Said by the addon: it follows from what somebody may write.
        reviewed = self.sudo().filtered(lambda load: load.state == REVIEWED)
        reviewed.needs_review = True

    def copy(self, default=None):
        copies = super().copy(default)
        for load, copied in zip(self, copies, strict=True):
            # Columns are made by the addon alone; where they go is taken along.
            load.sudo().column_ids.copy({"load_id": copied.id})
        return copies

    def _check_settled(self, vals):
        """:raise UserError: if it is too late to change that."""
        for load in self:
            settled = set() if load.state == DRAFT else OF_THE_FILE
            if load.state not in (DRAFT, COLUMNS, REVIEWED):
                settled = settled | OF_LOADING
            if not settled.isdisjoint(vals):
                raise UserError(
                    self.env._(
                        "“%(load)s” has gone on: what the file is, is changed before "
                        "it is read, and how it is loaded before loading begins.",
                        load=load.display_name,
                    )
                )

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
            if load.loaded_count:
                raise UserError(
                    self.env._(
                        "“%(load)s” has loaded records and is kept: without it, nobody "
                        "would know any more what it changed.",
                        load=load.display_name,
                    )
                )
            if load.state in WORKING:
                raise UserError(
                    self.env._(
                        "“%(load)s” is being worked on: stop it, then delete it.",
                        load=load.display_name,
                    )
                )
