from odoo import api, fields, models

from .quotation_sql import fill_sent_dates

DRAFT = "draft"
SENT = "sent"
# Where Odoo's mail composer says that what is posted is the quotation itself.
SENDING = "mark_so_as_sent"


class SaleOrder(models.Model):
    """When a quotation was sent: Odoo keeps the state, and no date."""

    _inherit = "sale.order"

    playbook_sent_date = fields.Datetime(
        string="Sent on",
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="When the quotation was last sent, or marked as sent.",
    )

    _playbook_sent = models.Index("(playbook_sent_date) WHERE state = 'sent'")
    # When each customer last bought is asked of all customers at once.
    _playbook_bought = models.Index("(partner_id, date_order) WHERE state = 'sale'")
    # Whether a deal has a confirmed order is asked of all open ones every minute.
    _playbook_ordered = models.Index(
        "(opportunity_id) WHERE state = 'sale' AND opportunity_id IS NOT NULL"
    )

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        sent = orders.filtered(lambda order: order.state == SENT)
        # The field is closed to customers, who may make an order in the web shop.
        undated = sent.sudo().filtered(lambda order: not order.playbook_sent_date)
        if undated:
            undated.playbook_sent_date = fields.Datetime.now()
        return orders

    def write(self, vals):
        state = vals.get("state")
        if state not in (DRAFT, SENT) or "playbook_sent_date" in vals:
            return super().write(vals)
        date = state == SENT and fields.Datetime.now()
        changing = self.filtered(lambda order: order.state != state)
        if changing == self:
            return super().write({**vals, "playbook_sent_date": date})
        result = super().write(vals)
        changing.write({"playbook_sent_date": date})
        return result

    def message_post(self, **kwargs):
        again = self._filter_sent_again()
        message = super().message_post(**kwargs)
        again._note_sending()
        return message

    def _message_mail_after_hook(self, mails):
        self._filter_sent_again()._note_sending()
        return super()._message_mail_after_hook(mails)

    def _filter_sent_again(self):
        """Those that are being sent once more, if what goes out is quotations."""
        if not self.env.context.get(SENDING):
            return self.browse()
        return self.filtered(lambda order: order.state == SENT)

    def _note_sending(self):
        if self:
            # Who may send it to the customer may let it count, and no more.
            self.sudo().playbook_sent_date = fields.Datetime.now()

    @api.model
    def _fill_sent_dates(self):
        """Date the quotations that were sent before the addon was there.

        :return: how many.
        """
        self.flush_model(["date_order", "playbook_sent_date", "state"])
        self.env["mail.message"].flush_model()
        self.env["mail.notification"].flush_model()
        self.env["res.users"].flush_model(["partner_id", "share"])
        rows = self.env.execute_query(fill_sent_dates(fields.Datetime.now()))
        orders = self.browse([order_id for (order_id,) in rows])
        orders.invalidate_recordset(["playbook_sent_date"], flush=False)
        return len(orders)
