from odoo import fields, models

ANNOUNCED = "announced"
ASKED = "asked"
QUEUED = "queued"
SENT = "sent"
FAILED = "failed"
BOUNCED = "bounced"
LEFT_OUT = "left_out"
# Somebody may still say that it is not to be sent.
COMING = (ANNOUNCED, ASKED)
# These count as contacts.
WRITTEN = (QUEUED, SENT, BOUNCED)


class PlaybookCustomerMail(models.Model):
    """An e-mail of a workflow to a customer: announced, sent, and what they answered.

    One row for each step of an enrollment, written in the same transaction as what is
    queued; delivery is Odoo's mail queue's.
    """

    _name = "playbook.customer.mail"
    _description = "E-mail to a customer"
    _inherit = ["playbook.follow.up.mixin"]
    _rec_name = "subject"
    _order = "date_due desc, id desc"
    _check_company_auto = True

    enrollment_id = fields.Many2one(
        "playbook.enrollment",
        string="Record in follow-up",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    workflow_id = fields.Many2one(
        "playbook.workflow",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    step_id = fields.Many2one(
        "playbook.workflow.step",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
    )
    occurrence = fields.Integer(required=True, readonly=True, exportable=False)
    user_id = fields.Many2one(
        "res.users",
        string="Whose",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
        help="Who looks after the customer, and decides about what is announced.",
    )
    company_id = fields.Many2one("res.company", readonly=True, ondelete="cascade")
    recipient_id = fields.Many2one(
        "res.partner", string="To", readonly=True, ondelete="set null"
    )
    mailed_customer_id = fields.Many2one(
        "res.partner",
        string="Customer who gets it",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
    )
    email = fields.Char(string="E-mail", readonly=True, index="btree_not_null")
    lang = fields.Char(string="Language", readonly=True)
    subject = fields.Char(readonly=True)
    mode = fields.Selection(
        [("send", "Sent"), ("announce", "Announced"), ("ask", "Asked for")],
        required=True,
        readonly=True,
    )
    asks_for = fields.Selection(
        [
            ("nothing", "Nothing"),
            ("interest", "Still interested?"),
            ("satisfaction", "How satisfied?"),
        ],
        required=True,
        readonly=True,
        default="nothing",
    )
    state = fields.Selection(
        [
            (ANNOUNCED, "Announced"),
            (ASKED, "Waits for a yes"),
            (QUEUED, "On its way"),
            (SENT, "Sent"),
            (FAILED, "Could not be sent"),
            (BOUNCED, "Came back"),
            (LEFT_OUT, "Not sent"),
        ],
        required=True,
        readonly=True,
    )
    date_due = fields.Datetime(string="Sent on", required=True, readonly=True)
    reason = fields.Text(readonly=True, help="Why it was not sent, or came back.")
    message_id = fields.Many2one(
        "mail.message",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
        exportable=False,
    )

    _once = models.Constraint(
        "UNIQUE(enrollment_id, step_id, occurrence)",
        "A step writes to the customer once for each occasion.",
    )
    _due = models.Index("(date_due) WHERE state IN ('announced', 'failed')")
    _sent_to = models.Index("(email, date_due)")
    _written_to = models.Index("(mailed_customer_id, date_due)")

    def action_open_document(self):
        """Open the record."""
        self.ensure_one()
        return self._get_document()._get_records_action()
