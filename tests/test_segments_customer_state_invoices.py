from odoo.tests import freeze_time, tagged

from odoo.addons.account.tests.common import AccountTestInvoicingCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15")
class TestCustomerStateOfInvoices(AccountTestInvoicingCommon):
    """Invoices count without any order, until they are cancelled or fully credited."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls.env["res.partner"].create({"name": "Invoiced"})

    def _invoice(self, day="2026-03-01", move_type="out_invoice", post=True):
        return self.init_invoice(
            move_type,
            partner=self.customer,
            invoice_date=day,
            amounts=[100.0],
            post=post,
        )

    def _credit(self, invoice, amount=None):
        """Credit ``invoice`` through Odoo's wizard, wholly or by ``amount``."""
        wizard = (
            self.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({"journal_id": invoice.journal_id.id, "date": invoice.date})
        )
        credit = self.env["account.move"].browse(wizard.refund_moves()["res_id"])
        if amount:
            credit.invoice_line_ids.price_unit = amount
        credit.action_post()
        lines = (invoice + credit).line_ids.filtered(
            lambda line: line.account_type == "asset_receivable" and not line.reconciled
        )
        if len(lines.move_id) == 2:
            lines.reconcile()
        return credit

    def assertCustomer(self, since="2026-03-01"):
        self.assertEqual(self.customer.customer_state, "customer")
        self.assertEqual(str(self.customer.customer_since), since)

    def assertNobody(self):
        self.assertFalse(self.customer.customer_state)
        self.assertFalse(self.customer.customer_since)

    def test_draft_invoice_counts_once_posted(self):
        invoice = self._invoice(post=False)
        self.assertNobody()
        invoice.action_post()
        self.assertCustomer()

    def test_vendor_bill_and_credit_note_make_no_customer(self):
        self._invoice(move_type="in_invoice")
        self._invoice(move_type="out_refund")
        self.assertNobody()

    def test_old_invoice_makes_an_inactive_customer(self):
        self._invoice(day="2025-01-01")
        self.assertEqual(self.customer.customer_state, "inactive")

    def test_invoice_in_another_currency_counts(self):
        invoice = self._invoice(post=False)
        currency = self.env.ref("base.CHF")
        currency.active = True
        invoice.currency_id = currency
        invoice.action_post()
        self.assertCustomer()

    def test_reset_to_draft_and_cancelled_counts_no_more(self):
        invoice = self._invoice()
        invoice.button_draft()
        self.assertNobody()
        invoice.button_cancel()
        self.assertNobody()

    def test_fully_credited_invoice_counts_no_more(self):
        invoice = self._invoice()
        self.assertCustomer()
        self._credit(invoice)
        self.assertEqual(invoice.payment_state, "reversed")
        self.assertNobody()

    def test_paid_invoice_that_is_credited_later_counts_no_more(self):
        invoice = self._invoice()
        register = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        register.create({})._create_payments()
        self.assertCustomer()
        self._credit(invoice)
        self.assertNotEqual(invoice.payment_state, "reversed")
        self.assertNobody()

    def test_partly_credited_invoice_still_counts(self):
        invoice = self._invoice()
        self._credit(invoice, amount=40.0)
        self.assertEqual(invoice.payment_state, "partial")
        self.assertCustomer()

    def test_undoing_the_credit_brings_the_customer_back(self):
        invoice = self._invoice()
        credit = self._credit(invoice)
        self.assertNobody()
        credit.line_ids.remove_move_reconcile()
        credit.button_draft()
        self.assertCustomer()
