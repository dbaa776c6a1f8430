from odoo.tests import tagged

from .segmentation_common import SegmentationCommon


@tagged("post_install", "-at_install")
class TestSegments360(SegmentationCommon):
    def _facts(self, partner, user=None):
        self.env.invalidate_all()
        blocks = partner.with_user(user or self.user_sales).get_playbook_360()
        # Of a contact it is said first whose it is.
        first, *_others = [block for block in blocks if block["key"] != "of"]
        self.assertEqual(first["key"], "segmentation")
        return first

    def test_what_is_known(self):
        customer = self._create_customer(**self.one)
        contact = self._create_contact(customer)
        self._confirm(self._create_order(customer), "2030-05-04 12:00:00")
        for partner in (customer, contact):
            facts = {row["label"]: row["value"] for row in self._facts(partner)["rows"]}
            self.assertEqual(facts["Customer state"], "Customer")
            self.assertEqual(facts["Customer since"], "05/04/2030")
            self.assertEqual(
                facts["Customer type"], customer.customer_type_id.display_name
            )
            self.assertEqual(facts["Source"], customer.source_id.display_name)
            self.assertEqual(len(facts), 7)

    def test_nothing_is_known(self):
        facts = self._facts(self._create_customer())
        self.assertEqual(facts["rows"], [])
        self.assertTrue(facts["empty"])

    def test_for_who_reads_neither_leads_nor_orders(self):
        customer = self._create_customer(**self.one)
        facts = self._facts(customer, self.user_configurator)
        self.assertEqual(len(facts["rows"]), 5)
