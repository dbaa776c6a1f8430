from odoo import api, fields, models
from odoo.fields import Domain

CLEAR, NOT_CLEAR, WENT_WRONG = "clear", "not_clear", "went_wrong"
OPINIONS = [
    (CLEAR, "Clear"),
    (NOT_CLEAR, "Not clear"),
    (WENT_WRONG, "It went wrong"),
]
# Of these the latest word of each person counts.
CLARITY = (CLEAR, NOT_CLEAR)
SEVERITIES = [
    ("nuisance", "A nuisance"),
    ("cost", "Cost us time or money"),
    ("customer", "Hurt the customer"),
]
SALES_MANAGEMENT = "crm_playbook.group_sales_management"
PLACES = {"crm.lead": "lead_id", "res.partner": "partner_id", "sale.order": "order_id"}


class PlaybookAcknowledgement(models.Model):
    """What somebody says of a procedure where it is used: it is clear, or it is not,
    or it went wrong.

    What is not clear, or went wrong, is a point to fix of whoever answers for the
    procedure, and ends with their answer, or with a new version. Written by the addon
    alone.
    """

    _name = "playbook.acknowledgement"
    _description = "What people say of a procedure"
    _order = "date desc, id desc"

    procedure_id = fields.Many2one(
        "playbook.procedure",
        required=True,
        ondelete="cascade",
        index=True,
        readonly=True,
    )
    version = fields.Integer(readonly=True, help="Of the procedure, at that time.")
    user_id = fields.Many2one(
        "res.users",
        string="Who",
        required=True,
        ondelete="cascade",
        index=True,
        readonly=True,
    )
    opinion = fields.Selection(OPINIONS, string="Says", required=True, readonly=True)
    severity = fields.Selection(SEVERITIES, string="How bad", readonly=True)
    comment = fields.Text(readonly=True)
    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    # Not everybody who answers for a procedure reads the records on which it is used.
    lead_id = fields.Many2one(
        "crm.lead",
        ondelete="set null",
        index="btree_not_null",
        readonly=True,
        groups=fields.NO_ACCESS,
    )
    partner_id = fields.Many2one(
        "res.partner",
        ondelete="set null",
        index="btree_not_null",
        readonly=True,
        groups=fields.NO_ACCESS,
    )
    order_id = fields.Many2one(
        "sale.order",
        ondelete="set null",
        index="btree_not_null",
        readonly=True,
        groups=fields.NO_ACCESS,
    )
    document_name = fields.Char(
        string="On",
        compute="_compute_document_name",
        help="Where it was said; empty where you may not open it.",
    )
    reply = fields.Text(string="Answer", readonly=True)
    replied_by_id = fields.Many2one(
        "res.users", string="Answered by", ondelete="set null", readonly=True
    )
    date_replied = fields.Datetime(string="Answered", readonly=True)
    replied_version = fields.Integer(
        readonly=True, help="The version of the procedure that is the answer to it."
    )
    reply_seen = fields.Boolean(readonly=True, help="Whoever said it knows the answer.")
    finding_ids = fields.One2many(
        "playbook.finding",
        "acknowledgement_id",
        string="Points to fix",
        readonly=True,
        exportable=False,
    )
    to_answer = fields.Boolean(
        compute="_compute_to_answer",
        search="_search_to_answer",
        help="It is yours to answer, or somebody's for whom you stand in; what is "
        "nobody's is for Sales Management.",
    )

    _clear_once = models.UniqueIndex(
        "(procedure_id, version, user_id) WHERE opinion = 'clear'",
        "You have said so already.",
    )

    @api.depends("procedure_id", "opinion")
    def _compute_display_name(self):
        names = dict(self._fields["opinion"]._description_selection(self.env))
        for said in self:
            name = said.procedure_id.name or ""
            said.display_name = f"{name}: {names.get(said.opinion, '')}"

    @api.depends_context("uid")
    def _compute_document_name(self):
        for said in self:
            document = said._get_document()
            readable = document and document.has_access("read")
            said.document_name = document.display_name if readable else False

    @api.depends_context("uid")
    @api.depends("procedure_id.user_id", "finding_ids.user_id")
    @api.depends("finding_ids.date_closed")
    def _compute_to_answer(self):
        covered = self.env.user._get_covered_users()
        governs = self.env.user.has_group(SALES_MANAGEMENT)
        for said in self:
            own = said.sudo()  # who answers for a procedure is no secret
            answering = own.procedure_id.user_id | own.finding_ids.user_id
            points = own.finding_ids.filtered(lambda each: not each.date_closed)
            nobodys = governs and points and not points.user_id
            said.to_answer = bool(nobodys or answering & covered)

    @api.model
    def _search_to_answer(self, operator, value):
        if operator != "in":
            return NotImplemented
        covered = self.env.user._get_covered_users().ids
        mine = Domain("procedure_id.user_id", "in", covered)
        mine |= Domain("finding_ids", "any!", [("user_id", "in", covered)])
        if self.env.user.has_group(SALES_MANAGEMENT):
            nobodys = [("user_id", "=", False), ("date_closed", "=", False)]
            mine |= Domain("finding_ids", "any!", nobodys)
        return mine if True in value else ~mine

    def _get_document(self):
        """Where it was said, as the user sees it; empty where it has been deleted."""
        self.ensure_one()
        own = self.sudo()  # which record it is; what it says is asked of the user
        document = own.order_id or own.lead_id or own.partner_id
        return document.with_env(self.env)

    # ------------------------------------------------------------------
    # Saying it
    # ------------------------------------------------------------------

    @api.model
    def _record(self, procedure, record, opinion, comment, severity):
        """Note what the user says of ``procedure``, on ``record``.

        :param comment: what is not clear, or went wrong.
        :param severity: a key of ``SEVERITIES``, where it went wrong.
        :return: the acknowledgement.
        """
        # Written by the addon alone; whoever is shown a procedure may say so.
        own = self.sudo()
        if opinion == CLEAR:
            known = own.search(
                [
                    ("procedure_id", "=", procedure.id),
                    ("version", "=", procedure.version),
                    ("user_id", "=", self.env.uid),
                    ("opinion", "in", CLARITY),
                ],
                order="id desc",
            )
            if known[:1].opinion == CLEAR:
                return known[:1].with_env(self.env)
            # The latest word counts, and it is clear once.
            known.filtered(lambda each: each.opinion == CLEAR).unlink()
        said = own.create(
            {
                "procedure_id": procedure.id,
                "version": procedure.version,
                "user_id": self.env.uid,
                "opinion": opinion,
                "comment": opinion != CLEAR and comment,
                "severity": opinion == WENT_WRONG and severity,
                PLACES[record._name]: record.id,
            }
        )
        if opinion != CLEAR:
            self.env["playbook.finding"]._record_said(said)
        return said.with_env(self.env)

    @api.model
    def _move_to(self, kept, merged):
        """What was said on the ``merged`` leads was said on the ``kept`` one."""
        self.search([("lead_id", "in", merged.ids)]).write({"lead_id": kept.id})

    @api.model
    def _forget(self, partners, leads):
        """Empty what was said about the people that are forgotten."""
        about = Domain("partner_id", "in", partners.ids)
        about |= Domain("lead_id", "in", leads.ids)
        about |= Domain("order_id.partner_id", "in", partners.ids)
        self.search(about).write({"comment": False, "reply": False})
