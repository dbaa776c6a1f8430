from lxml import html

from odoo.tests import tagged

from .answer_common import AnswerCommon


@tagged("post_install", "-at_install")
class TestAnswerBlocks(AnswerCommon):
    """What stands below e-mails: links of each one's own, rendered for many at once."""

    def _links(self, mail):
        block = mail._prepare_answer_blocks()[mail.id]
        return [link.get("href") for link in html.fromstring(block).iter("a")]

    def test_links(self):
        base = self.mail.get_base_url()
        links = self._links(self.mail)
        token = self.mail._sign("answer")
        self.assertEqual(
            links[:3],
            [
                f"{base}/playbook/answer/{token}?choice={choice}"
                for choice in ("yes", "later", "no")
            ],
        )
        urls = self.mail._get_unsubscribe_urls()
        self.assertEqual(links[3], urls[self.mail.id])
        self.assertTrue(urls[self.mail.id].startswith(f"{base}/playbook/unsubscribe/"))

    def test_what_asks_nothing_has_the_way_out_alone(self):
        self.mail.asks_for = "nothing"
        self.assertEqual(len(self._links(self.mail)), 1)

    def test_what_is_only_shown_leads_nowhere(self):
        for asks in ("interest", "satisfaction"):
            values = self.mail.copy_data()[0]
            shown = self.env["playbook.customer.mail"].new({**values, "asks_for": asks})
            [block] = shown._prepare_answer_blocks().values()
            self.assertIn("/playbook/unsubscribe/", block)
            self.assertFalse(shown.rating_id)
        ticket = shown._read_ticket("unsubscribe", shown._sign("unsubscribe"))
        self.assertFalse(ticket.mail)

    def test_without_a_customer_nobody_rates(self):
        self.mail.write({"asks_for": "satisfaction", "mailed_customer_id": False})
        self._links(self.mail)
        self.assertFalse(self.mail.rating_id)

    def test_many_cost_as_few(self):
        def make(count, asks):
            deals = self.env["crm.lead"].create(
                [{"name": f"{n}", "partner_id": self.ann.id} for n in range(count)]
            )
            customers = self._create_customer("Of many")
            for _number in range(count - 1):
                customers |= self._create_customer("Of many")
            mails = self.env["playbook.customer.mail"]
            for deal, customer in zip(deals, customers, strict=True):
                mails |= self._send(deal, asks_for=asks, mailed_customer_id=customer.id)
            return mails

        for asks in ("nothing", "interest", "satisfaction"):
            make(2, asks)._prepare_answer_blocks()
            few, many = make(3, asks), make(30, asks)
            counts = [
                self._count_queries(mails._prepare_answer_blocks)
                for mails in (few, many)
            ]
            with self.subTest(asks):
                self.assertLessEqual(counts[1], counts[0])
                blocks = many._prepare_answer_blocks()
                self.assertEqual(len(set(blocks.values())), 30)
                self.assertNotIn("place-", "".join(blocks.values()))
