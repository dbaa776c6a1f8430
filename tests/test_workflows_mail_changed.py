"""E-mails that were announced, and whose record is another when they are sent."""

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .mail_common import DAY, MailCommon


@tagged("post_install", "-at_install")
class TestWorkflowMailChanged(MailCommon):
    def _announced(self, count=1, mode="announce", **values):
        self._switch_on_mail(mode, {"kind": "activity"}, **values)
        deals = self._come_in(count)
        self._at(DAY)
        return deals

    def test_address_that_was_corrected_meanwhile(self):
        self._activate_spanish()
        deal = self._announced()
        mail = self._customer_mails(deal)
        deal.partner_id.write(
            {"email": "right@example.com", "name": "Ana", "lang": "es_ES"}
        )
        self._at(self._after(hours=25))
        values = {
            "state": "queued",
            "email": "right@example.com",
            "recipient_name": "Ana",
            "lang": "es_ES",
        }
        self.assertRecordValues(mail, [values])
        self.assertEqual(self._queued(deal).email_to, '"Ana" <right@example.com>')

    def test_who_opted_out_with_the_old_address_has_another_now(self):
        deal = self._announced()
        self.env["playbook.opt.out"].create(
            {"email": deal.partner_id.email, "date": self._after(days=-9)}
        )
        deal.partner_id.email = "right@example.com"
        self._at(self._after(hours=25))
        self.assertIn("right@example.com", self._queued(deal).email_to)

    def test_deal_that_has_another_customer(self):
        deals = self._announced(2)
        former = deals[0].partner_id
        deals[0].partner_id = self.customer
        self._at(self._after(hours=25))
        mail, other = self._customer_mails(deals).sorted(lambda m: m.lead_id.id)
        values = {"state": "left_out", "email": former.email}
        self.assertRecordValues(mail, [values])
        self.assertIn("another customer", mail.reason)
        self.assertEqual(self._events(deals[0])[0], ("Step 1", "skipped"))
        self.assertFalse(self._queued(deals[0]))
        self.assertEqual(other.state, "queued")

    def test_another_customer_is_told_to_who_presses_the_button(self):
        deal = self._announced()
        deal.partner_id = self.customer
        mine = self._customer_mails(deal).with_user(self.user_sales)
        with (
            freeze_time(self._after(hours=1)),
            self.assertRaisesRegex(UserError, "another customer"),
        ):
            mine.action_send_now()

    def test_merged_customer_is_the_same(self):
        deal = self._announced()
        kept = self._create_customers(1, name="Kept", email="kept@example.com")
        Wizard = self.env["base.partner.merge.automatic.wizard"]
        Wizard._merge((kept | deal.partner_id).ids, kept)
        self.env.invalidate_all()
        self._at(self._after(hours=25))
        mail = self._customer_mails(deal)
        self.assertRecordValues(
            mail, [{"state": "queued", "email": "kept@example.com"}]
        )

    def test_person_who_has_got_a_company(self):
        deal = self._announced()
        company = self._create_customers(1, name="Acme")
        deal.partner_id.parent_id = company
        self._at(self._after(hours=25))
        mail = self._customer_mails(deal)
        values = {"state": "queued", "mailed_customer_id": company.id}
        self.assertRecordValues(mail, [values])

    def test_lead_that_has_become_a_customers(self):
        self._switch_on_mail("announce")
        deal = self._born(self._create_deals(1, email_from="eva@example.com"))
        self._at(DAY)
        deal.partner_id = self.customer
        self._at(self._after(hours=25))
        mail = self._customer_mails(deal)
        values = {
            "state": "queued",
            "email": "anna@example.com",
            "recipient_id": self.customer.id,
        }
        self.assertRecordValues(mail, [values])

    def test_other_company(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.user_sales_management.company_ids |= other
        self.user_sales.company_ids |= other
        deal = self._announced()
        deal.team_id = False
        deal.company_id = other
        # Whether the scan has noticed it yet or not.
        with freeze_time(self._after(hours=25)):
            self.env.flush_all()
            self.env.cr.execute(self.workflow._announced_sql(9))
            self.workflow._send_announced(self.env.cr.dictfetchall())
        mail = self._customer_mails(deal)
        self.assertRecordValues(mail, [{"state": "queued", "company_id": other.id}])
        self.assertIn("Elsewhere", self._queued(deal).body_html)

    def test_domain_of_the_company(self):
        Domain = self.env["mail.alias.domain"]
        self.env.company.alias_domain_id = Domain.create({"name": "own.example"})
        domain = Domain.create({"name": "elsewhere.example"})
        other = self.env["res.company"].create(
            {"name": "Elsewhere", "alias_domain_id": domain.id}
        )
        (self.user_sales_management | self.user_sales).company_ids |= other
        self._switch_on_mail()
        deals = self._come_in(2)
        deals[0].write({"team_id": False, "company_id": other.id})
        self._at(DAY)
        self.assertRecordValues(
            self._queued(deals[0]),
            [
                {
                    "record_alias_domain_id": domain.id,
                    "record_company_id": other.id,
                }
            ],
        )
        own = self._queued(deals[1])
        self.assertEqual(own.record_alias_domain_id.name, "own.example")
        self.assertEqual(own.record_company_id, self.env.company)

    def test_out_of_reach_is_left_out(self):
        for change in ("pilot", "company"):
            with self.subTest(change):
                deal = self._announced()
                manager = self.user_sales_management
                if change == "pilot":
                    workflow = self.workflow.with_user(manager)
                    workflow.pilot_user_ids = self.user_team_leader
                    workflow.mode = "pilot"
                else:
                    other = self.env["res.company"].create({"name": "Elsewhere"})
                    self.workflow.sudo().company_id = other
                mail = self._customer_mails(deal)
                self._at(self._after(hours=23))
                self.assertEqual(mail.state, "announced")
                self._at(self._after(hours=25))
                self.assertEqual(mail.state, "left_out")
                self.assertIn("no longer for this record", mail.reason)
                self.assertEqual(self._events(deal)[0], ("Step 1", "skipped"))

    def test_what_was_held_up_for_long_is_announced_anew(self):
        deal = self._announced()
        mail = self._customer_mails(deal)
        self.workflow.with_user(self.user_sales_management).mode = "paused"
        self._at(self._after(days=2))
        self._go_live()
        late = self._after(days=21)
        self._at(late)
        self.assertRecordValues(
            mail, [{"state": "announced", "date_due": self._after(days=22)}]
        )
        self.assertIn("announced anew", mail.reason)
        self._at(self._after(days=22, hours=1))
        self.assertRecordValues(mail, [{"state": "queued", "reason": False}])
