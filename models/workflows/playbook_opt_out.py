from psycopg2 import IntegrityError

from odoo import api, fields, models, tools
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

LINK, ONE_CLICK, PERSON = "link", "one_click", "person"
SAID_BY_PEOPLE = ("email", "workflow_id", "company_id")


class PlaybookOptOut(models.Model):
    """An address that wants no more e-mails of a workflow, or of none.

    What wants none stands on Odoo's blacklist too, which mailings respect. It outlives
    the customer's record: only so nobody writes to them again.
    """

    _name = "playbook.opt.out"
    _description = "Address that wants no automatic e-mails"
    _rec_name = "email"
    _order = "date desc, id desc"
    _check_company_auto = True

    email = fields.Char(string="E-mail", required=True)
    workflow_id = fields.Many2one(
        "playbook.workflow",
        ondelete="cascade",
        index="btree_not_null",
        help="Whose e-mails they do not want; empty: no automatic e-mails at all.",
    )
    company_id = fields.Many2one(
        "res.company",
        readonly=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
        help="In whose name they were written to.",
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
        "(email, COALESCE(workflow_id, 0))",
        "This address is on the list already.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Addresses are kept as Odoo compares them; who wants none is on Odoo's
        blacklist too.
        """
        prepared = []
        for vals in vals_list:
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
            prepared.append({**vals, "email": email})
        rows = super().create(prepared)
        rows.filtered(lambda row: not row.workflow_id)._blacklist()
        return rows

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
    def _unlink_from_blacklist(self):
        """Who wants e-mails again leaves the blacklist, if it is because of this that
        they are on it.
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

    @api.model
    def _find_opted_out(self, emails, workflow):
        """Which of ``emails`` want nothing of ``workflow``, or no automatic e-mails.

        :return: a set of addresses, as Odoo normalises them.
        """
        wanted = {tools.email_normalize(email) for email in emails if email} - {False}
        if not wanted:
            return set()
        self.flush_model(["email", "workflow_id"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT email FROM playbook_opt_out
                 WHERE email = ANY(%s)
                   AND (workflow_id IS NULL OR workflow_id = %s)
                """,
                list(wanted),
                workflow.id or None,
            )
        )
        return {email for (email,) in rows}

    @api.model
    def _opt_out(self, mail, origin, everything):
        """The customer who got ``mail`` wants no more of its series, or none at all.

        It may be said any number of times.
        """
        # The signed link is what allows it.
        mail = mail.sudo()
        email = tools.email_normalize(mail.email)
        workflow = mail.workflow_id.browse() if everything else mail.workflow_id
        if not email:
            return
        domain = Domain("email", "=", email) & Domain("workflow_id", "=", workflow.id)
        Row = self.sudo()  # as above
        if Row.search(domain, limit=1):
            return
        values = {
            "email": email,
            "workflow_id": workflow.id,
            "company_id": mail._get_answer_company().id,
            "origin": origin,
            "customer_mail_id": mail.id,
        }
        try:
            with self.env.cr.savepoint():
                Row.create(values)
        except IntegrityError:
            # Another click was faster.
            return
        mail._note_opt_out(everything)
