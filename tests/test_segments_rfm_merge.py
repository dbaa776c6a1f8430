from odoo.tests import freeze_time, tagged

from .rfm_fields_common import RfmFieldsCommon


@tagged("post_install", "-at_install")
class TestRfmMerge(RfmFieldsCommon):
    """Customers who are merged or deleted."""

    def _merge(self, kept, gone):
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (kept | gone).ids, kept, extra_checks=False
        )
        self.env.invalidate_all()

    def test_merge_keeps_histories_apart_and_scores_anew(self):
        triggers = self.env["ir.cron.trigger"]
        cron = self.env.ref("crm_playbook.ir_cron_score_rfm")
        kept, gone = self.worst, self.best
        with freeze_time("2026-06-16 12:00:00"):
            History = self.env["playbook.rfm.history"]
            own = [("partner_id", "=", kept.id)]
            before = History.search(own)
            bought = (kept | gone).mapped("rfm_purchase_count")
            amount = triggers.search_count([("cron_id", "=", cron.id)])
            self._merge(kept, gone)
            self.assertEqual(History.search(own), before)
            self.assertGreater(
                triggers.search_count([("cron_id", "=", cron.id)]), amount
            )
            self.Score._refresh(self.company)
            self.env.invalidate_all()
            self.assertEqual(kept.rfm_purchase_count, sum(bought))
            new = History.search(own) - before
            self.assertEqual(len(new), 1)
            self.assertEqual(new.previous_group_id, before[:1].group_id)

    def test_who_has_no_history_takes_it_over(self):
        History = self.env["playbook.rfm.history"]
        gone = self.customers[1:3]
        with freeze_time("2026-06-01 12:00:00"):
            longest = History.create(
                {
                    "partner_id": gone[1].id,
                    "company_id": self.company.id,
                    "date": "2026-05-01",
                }
            )
        taken = History.search([("partner_id", "=", gone[1].id)])
        group = gone[1].rfm_group_id
        self._merge(self.never, gone)
        found = History.search([("partner_id", "=", self.never.id)])
        self.assertEqual(found, taken)
        self.assertIn(longest, found)
        self.assertEqual(self.never.rfm_group_id, group)
        self.assertEqual(
            self.Score.search_count([("partner_id", "=", self.never.id)]), 1
        )

    def test_deleting_a_customer_takes_the_rows_along(self):
        customer = self.worst
        customer.sale_order_ids._action_cancel()
        customer.sale_order_ids.unlink()
        customer.unlink()
        for model in ("playbook.rfm.score", "playbook.rfm.history"):
            self.assertFalse(self.env[model].search([("partner_id", "=", customer.id)]))
        self.Score._refresh(self.company)
