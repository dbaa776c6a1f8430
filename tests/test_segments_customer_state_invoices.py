from odoo.tests import tagged

from odoo.addons.account.tests.common import AccountTestInvoicingCommon


@tagged("post_install", "-at_install")
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
        if lines:
            lines.reconcile()
        return credit

    def test_draft_invoice_counts_once_posted(self):
        invoice = self._invoice(post=False)
        self.assertFalse(self.customer.customer_state)
        invoice.action_post()
        self.assertTrue(self.customer.customer_state)
        self.assertEqual(str(self.customer.customer_since), "2026-03-01")

    def test_vendor_bill_makes_no_customer(self):
        self._invoice(move_type="in_invoice")
        self.assertFalse(self.customer.customer_state)

    def test_reset_to_draft_and_cancelled_counts_no_more(self):
        invoice = self._invoice()
        invoice.button_draft()
        self.assertFalse(self.customer.customer_state)
        invoice.button_cancel()
        self.assertFalse(self.customer.customer_state)

    def test_fully_credited_invoice_counts_no_more(self):
        invoice = self._invoice()
        self.assertTrue(self.customer.customer_state)
        self._credit(invoice)
        self.assertEqual(invoice.payment_state, "reversed")
        self.assertFalse(self.customer.customer_state)
        self.assertFalse(self.customer.customer_since)

    def test_partly_credited_invoice_still_counts(self):
        invoice = self._invoice()
        self._credit(invoice, amount=40.0)
        self.assertEqual(invoice.payment_state, "partial")
        self.assertTrue(self.customer.customer_state)

    def test_undoing_the_credit_brings_the_customer_back(self):
        invoice = self._invoice()
        credit = self._credit(invoice)
        self.assertFalse(self.customer.customer_state)
        credit.line_ids.remove_move_reconcile()
        self.assertTrue(self.customer.customer_state)
