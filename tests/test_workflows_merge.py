"""Records that become one are followed up as one."""

from odoo.tests import freeze_time, tagged

from .engine_common import DAY, EngineCommon


@tagged("post_install", "-at_install")
class TestWorkflowMerge(EngineCommon):
    def _merge_partners(self, kept, gone):
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (kept | gone).ids, kept, extra_checks=False
        )
        self.env.invalidate_all()

    def _customers(self, *names):
        return [
            self._create_customer(
                name=name, is_prospect=True, user_id=self.user_sales.id
            )
            for name in names
        ]

    def _merged_customers(self, *, kept_before):
        """Two customers, of whom the workflow has taken up the one or both."""
        with freeze_time(DAY):
            if kept_before:
                self._switch_on({}, {"delay": 1}, target="partner", trigger="created")
                kept, gone = self._customers("Kept", "Gone")
            else:
                [kept] = self._customers("Kept")
                self._switch_on({}, {"delay": 1}, target="partner", trigger="created")
                self._enrollment(kept).unlink()
                kept.is_prospect = False
                [gone] = self._customers("Gone")
            self._run()
            activity = self._planned(gone)
            self._merge_partners(kept, gone)
        return kept, activity

    def test_both_were_followed_up(self):
        kept, activity = self._merged_customers(kept_before=True)
        self.assertFalse(activity.exists())
        self.assertEqual(
            sorted(self._enrollment(kept).mapped("state")), ["cancelled", "running"]
        )
        self._at(self._after(days=1))
        self.assertEqual(len(self._planned(kept)), 2)

    def test_only_the_one_that_goes_was(self):
        kept, activity = self._merged_customers(kept_before=False)
        self.assertEqual(activity.res_id, kept.id)
        self.assertEqual(self._enrollment(kept).occurrence, kept.id)
        self._at(self._after(days=1))
        self.assertEqual(len(self._planned(kept)), 2)
        self.assertEqual(len(self._enrollment(kept)), 1)

    def test_leads_that_were_received(self):
        with freeze_time(DAY):
            self._switch_on({}, {"delay": 1}, target="opportunity", trigger="created")
            leads = self._create_stale(days=0, count=2)
            self._born(leads)
            self._run()
            kept = leads.merge_opportunity()
            self._run()
        self.env.invalidate_all()
        self.assertEqual(
            sorted(self._enrollment(kept).mapped("state")), ["cancelled", "running"]
        )
        self._at(self._after(days=1))
        own = self._planned(kept).filtered(lambda each: each.summary == "Step 2")
        self.assertEqual(len(own), 1)
