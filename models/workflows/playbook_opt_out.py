from odoo import api, fields, models, tools
from odoo.exceptions import UserError

from .opt_out_sql import ALL

LINK, ONE_CLICK, PERSON = "link", "one_click", "person"
SAID_BY_PEOPLE = ("email", "workflow_id")


class PlaybookOptOut(models.Model):
    """An address that wants no more e-mails of a workflow, or of none.

    What wants none stands on Odoo's blacklist too, which mailings respect. It outlives
    the customer's record and the workflow: only so nobody writes to them again. An
    address is an address: it holds, and is seen, in all companies.
    """

    _name = "playbook.opt.out"
    _description = "Address that wants no automatic e-mails"
    _rec_name = "email"
    _order = "date desc, id desc"

    active = fields.Boolean(default=True, readonly=True)
    email = fields.Char(string="E-mail", required=True)
    workflow_id = fields.Many2one(
        "playbook.workflow",
        ondelete="set null",
        index="btree_not_null",
        help="Whose e-mails they do not want, nor those of its copies; empty: no "
        "automatic e-mails at all.",
    )
    series = fields.Integer(
        readonly=True,
        exportable=False,
        help="What the workflow and its copies have in common; 0: of all.",
    )
    series_name = fields.Char(
        string="Wants no e-mails of",
        readonly=True,
        help="How the workflow was called; empty: no automatic e-mails at all.",
    )
    sender_company_id = fields.Many2one(
        "res.company",
        string="In the name of",
        readonly=True,
        ondelete="set null",
        default=lambda self: self.env.company,
        help="In whose name they were written to. They get none from the others "
        "either.",
    )
    date = fields.Datetime(
        string="Since", required=True, readonly=True, default=fields.Datetime.now
    )
    origin = fields.Selection(
        [
            (LINK, "The customer, on our page"),
            (ONE_CLICK, "The customer, in their mail program"),
            (PERSON, "A colleague"),
        ],
        string="By",
        required=True,
        readonly=True,
        default=PERSON,
    )
    customer_mail_id = fields.Many2one(
        "playbook.customer.mail",
        string="From the e-mail",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
    )
    on_blacklist = fields.Boolean(
        readonly=True,
        exportable=False,
        help="It was put on the blacklist with this.",
    )

    _once = models.UniqueIndex(
        "(email, series) WHERE active",
        "This address is on the list already.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Addresses are kept as Odoo compares them; who wants none is on Odoo's
        blacklist too.
        """
        rows = super().create([self._prepare_opt_out(vals) for vals in vals_list])
        rows.filtered(lambda row: row.series == ALL)._blacklist()
        return rows

    @api.model
    def _prepare_opt_out(self, vals):
        email = tools.email_normalize(vals.get("email"))
        if not email:
            raise UserError(
                self.env._(
                    "“%(email)s” is no e-mail address: enter one, as in "
                    "ann@example.com.",
                    email=vals.get("email") or "",
                )
            )
        if not self.env.su:
            # What the customer's click alone tells, no colleague says.
            vals = {name: vals[name] for name in SAID_BY_PEOPLE if name in vals}
        workflow = self.env["playbook.workflow"].browse(vals.get("workflow_id"))
        told = {"series": ALL, "series_name": False}
        if workflow:
            told = {"series": workflow._get_series(), "series_name": workflow.name}
        return {**told, **vals, "email": email, "active": True}

    def _blacklist(self):
        """Put these addresses on Odoo's blacklist, where they are not yet."""
        # The customer asks for it, or somebody who may say so for them.
        rows_sudo = self.sudo()
        Blacklist = rows_sudo.env["mail.blacklist"]
        found = Blacklist.search([("email", "in", rows_sudo.mapped("email"))])
        known = set(found.mapped("email"))
        for row in rows_sudo:
            if row.email not in known:
                known.add(row.email)
                Blacklist._add(
                    row.email,
                    message=self.env._("They want no automatic e-mails at all."),
                )
                row.on_blacklist = True

    @api.ondelete(at_uninstall=False)
    def _unlink_what_colleagues_said(self):
        """What customers said themselves is not deleted: it is taken back, with the
        reason. Who wants e-mails again leaves the blacklist.
        """
        said = self.filtered(lambda row: row.origin != PERSON or not row.active)
        if said and not self.env.su:
            raise UserError(
                self.env._(
                    "“%(email)s” has unsubscribed: that is not deleted. Where they "
                    "want e-mails again, use the button “They want e-mails again” and "
                    "say why.",
                    email=said[0].email,
                )
            )
        self._leave_blacklist()

    def _leave_blacklist(self):
        """They want e-mails again: off the blacklist, if they are on it because of
        this.
        """
        # Whoever may delete these may take back what was made with them; it is logged.
        Blacklist = self.env["mail.blacklist"].sudo()
        for row in self.filtered("on_blacklist"):
            Blacklist._remove(
                row.email,
                message=self.env._(
                    "Taken back by %(person)s: they want e-mails again.",
                    person=self.env.user.name,
                ),
            )
