from odoo import api, models
from odoo.fields import Domain

from ..profiles.playbook_day import SHOWN

LOST, KEEP = 1, 2


class PlaybookDay(models.AbstractModel):
    """Customers who say that they are not interested: a person decides what becomes of
    the record.
    """

    _inherit = "playbook.day"

    @api.model
    def _get_sources(self):
        sources = super()._get_sources()
        at = sources.index("new")
        return [*sources[:at], "customer_answer", *sources[at:]]

    @api.model
    def _get_choice_sources(self):
        return [*super()._get_choice_sources(), "customer_answer"]

    @api.model
    def _get_answer_domain(self):
        """Those about records that one looks after, or a colleague whose work one
        does; what nobody looks after is for who was told.
        """
        covered = self.env.user._get_covered_users().ids
        told = Domain("user_id", "in", covered)
        mine = Domain.FALSE
        for name in ("lead_id", "order_id", "partner_id"):
            # Past the rules: only rows whose record the user reads are found at all,
            # and who reads no records of one kind is not refused.
            nobodys = Domain(name, "any!", [("user_id", "=", False)])
            mine |= Domain(name, "any!", [("user_id", "in", covered)])
            mine |= nobodys & told
        open_leads = Domain(
            "lead_id", "any!", [("active", "=", True), ("won_status", "=", "pending")]
        )
        open_orders = Domain("order_id", "any!", [("state", "in", ("draft", "sent"))])
        customers = Domain("partner_id", "any!", [("active", "=", True)])
        return (
            Domain("answer_open", "=", True)
            & mine
            & (open_leads | open_orders | customers)
        )

    @api.model
    def _find_customer_answers(self, ids=None):
        Mail = self.env["playbook.customer.mail"]
        if not Mail.has_access("read"):
            return Mail
        domain = self._get_answer_domain()
        if ids is not None:
            domain &= Domain("id", "in", ids)
        return Mail.search(domain, order="answer_date, id", limit=SHOWN)

    @api.model
    def _lines_customer_answer(self):
        rows = self._find_customer_answers()
        closed = self.env["playbook.customer.mail"]
        for name in ("lead_id", "order_id", "partner_id"):
            documents = rows[name]
            hidden = documents - documents._filtered_access("write")
            closed |= rows.filtered(
                lambda row, n=name, h=hidden: row[n] and row[n] in h
            )
        return [
            self._make_line(
                "customer_answer",
                row,
                row._get_document(),
                title=self._get_said_no_words(row),
                date=self._local_day(row.answer_date),
                icon="fa-thumbs-o-down",
                responsible=self._get_responsible_name(row._get_document()),
                can_finish=row not in closed,
                can_postpone=False,
                finish_label=self.env._("Noted")
                if row.partner_id
                else self.env._("Decide"),
                choices=self._get_said_no_choices(row),
                choice_required=not row.partner_id,
            )
            for row in rows
        ]

    @api.model
    def _get_said_no_words(self, row):
        if row.partner_id:
            words = row._get_answer_words()
        elif row.order_id:
            words = self.env._("Says no: cancel the quotation?")
        else:
            words = self.env._("Says no: close it as lost?")
        told = [
            row.answer_lost_reason_id.name if not row.partner_id else "",
            row.answer_comment,
        ]
        told = " · ".join(each for each in told if each)
        return f"{words} {told}".strip()

    @api.model
    def _get_said_no_choices(self, row):
        if row.partner_id:
            return []
        name, explanation = self.env._("Close as lost"), self.env._("With the reason")
        if row.order_id:
            name = self.env._("Cancel the quotation")
            explanation = self.env._("The opportunity, if there is one, stays open.")
        return [
            {"id": LOST, "name": name, "result": "negative", "help": explanation},
            {
                "id": KEEP,
                "name": self.env._("Keep it open"),
                "help": self.env._("The answer stands on the record."),
            },
        ]

    @api.model
    def _finish_customer_answer(self, ids, choice=False):
        rows = self._find_customer_answers(ids)
        self._check_unchanged(rows, ids)
        if rows.partner_id or choice == KEEP:
            rows.action_answer_keep()
            return self.env._("Taken note of.")
        if choice == LOST:
            action = rows.action_answer_lost()
            if action:
                return {"done": False, "message": "", "action": action}
            if rows.order_id:
                return self.env._("The quotation is cancelled.")
            return self.env._("Closed as lost.")
        action = rows._get_document()._get_records_action()
        return {"done": False, "message": "", "action": action}
