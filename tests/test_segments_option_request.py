"""Somebody misses an option, asks for it with one click, and is told."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .segmentation_common import SegmentationCommon


@tagged("post_install", "-at_install")
class TestOptionRequest(SegmentationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.selector = cls.env.ref("crm_playbook.selector_source")
        cls.lead = cls._create_lead(user_id=cls.user_sales.id)

    def _ask(self, name="Málaga fair", user=None, record=None):
        user = user or self.user_sales
        record = (self.lead if record is None else record).with_user(user)
        action = record.action_ask_for_option()
        dialog = Form(
            self.env[action["res_model"]]
            .with_user(user)
            .with_context(**action["context"])
        )
        dialog.selector_id = self.selector.with_user(user)
        dialog.name = name
        return dialog.save()

    def _requests(self):
        return self.env["playbook.option.request"].search(
            [("selector_id", "=", self.selector.id), ("state", "=", "asked")]
        )

    def _day(self):
        Day = self.env["playbook.day"].with_user(self.user_configurator)
        lines = Day.get_my_day()["lines"]
        return Day, [line for line in lines if line["source"] == "option"]

    def _bell(self, user):
        return self.env["mail.notification"].search(
            [("res_partner_id", "=", user.partner_id.id)]
        )

    def test_asked_for_created_and_given(self):
        self._ask().action_ask()
        Day, (line,) = self._day()
        mails = self.env["mail.mail"].search_count([])
        answer = Day.finish_line(line["key"], choice=1)
        self.assertTrue(answer["done"])
        self.assertEqual(self.lead.source_id.name, "Málaga fair")
        note = self._bell(self.user_sales)
        self.assertEqual(note.notification_type, "inbox")
        self.assertIn("Málaga fair", note.mail_message_id.body)
        self.assertEqual(note.mail_message_id.res_id, self.lead.id)
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)
        self.assertFalse(self._day()[1])

    def test_what_has_been_filled_in_meanwhile_stays(self):
        self._ask().action_ask()
        self.lead.source_id = self.one["source_id"]
        self._requests().with_user(self.user_configurator).action_accept()
        self.assertEqual(self.lead.source_id.id, self.one["source_id"])

    def test_refused_with_a_word(self):
        self._ask().action_ask()
        request = self._requests().with_user(self.user_configurator)
        request.comment = "Use “Trade fair”."
        request.action_refuse()
        body = self._bell(self.user_sales).mail_message_id.body
        self.assertIn("Use “Trade fair”.", body)
        self.assertFalse(self.lead.source_id)
        with self.assertRaisesRegex(UserError, "decided already"):
            request.action_accept()

    def test_asked_twice_is_one_request(self):
        other = self._create_lead(user_id=self.user_other_team.id)
        self._ask().action_ask()
        self._ask("  malaga  FAIR ", self.user_other_team, other).action_ask()
        request = self._requests()
        self.assertEqual(len(request), 1)
        request.with_user(self.user_configurator).action_accept()
        self.assertEqual((self.lead | other).source_id.name, "Málaga fair")
        self.assertTrue(self._bell(self.user_other_team))

    def test_what_is_there_is_offered_instead(self):
        source = self.env["utm.source"].create({"name": "Feria de Málaga"})
        dialog = self._ask("feria de malaga")
        self.assertEqual(dialog.existing, "Feria de Málaga")
        with self.assertRaisesRegex(UserError, "there already"):
            dialog.action_ask()
        dialog.action_take()
        self.assertEqual(self.lead.source_id, source)
        self.assertFalse(self._requests())

    def test_a_similar_one_is_taken(self):
        self._ask().action_ask()
        retired = self.env["utm.source"].create(
            {"name": "Malaga Fair", "active": False}
        )
        self._requests().with_user(self.user_configurator).action_accept()
        self.assertEqual(self.lead.source_id, retired)
        self.assertTrue(retired.active)

    def test_a_chosen_one_is_taken(self):
        self._ask().action_ask()
        request = self._requests().with_user(self.user_configurator)
        request.option_id = self.one["source_id"]
        request.action_accept()
        self.assertEqual(self.lead.source_id.id, self.one["source_id"])

    def test_a_contact_asks_for_its_company_and_for_a_role(self):
        company = self._create_customer()
        contact = self._create_contact(company)
        self._ask(record=contact).action_ask()
        self._requests().with_user(self.user_configurator).action_accept()
        self.assertEqual(company.source_id.name, "Málaga fair")
        self.selector = self.env.ref("crm_playbook.selector_buying_role")
        self._ask("Architect", record=contact).action_ask()
        self._requests().with_user(self.user_configurator).action_accept()
        self.assertEqual(contact.buying_role_ids.name, "Architect")

    def test_who_asked_may_no_more(self):
        """It becomes an option; the record stays as it is."""
        self._ask().action_ask()
        self.lead.user_id = self.user_other_team
        self._requests().with_user(self.user_configurator).action_accept()
        self.assertFalse(self.lead.source_id)
        self.assertTrue(self._bell(self.user_sales))

    def test_nobody_asks_in_the_name_of_another(self):
        """By RPC neither: what is accepted is written in the name of who asked."""
        Request = self.env["playbook.option.request"]
        place = [self.user_sales.id, "crm.lead", self.lead.id]
        values = {"selector_id": self.selector.id, "name": "X", "asked_for": [place]}
        with self.assertRaises(AccessError):
            Request.with_user(self.user_configurator).create(values)
        self._ask().action_ask()
        request = self._requests().with_user(self.user_configurator)
        for name, value in (
            ("asked_for", []),
            ("state", "asked"),
            ("user_ids", []),
            ("selector_id", self.env.ref("crm_playbook.selector_medium").id),
        ):
            with self.subTest(name), self.assertRaises(AccessError):
                request.write({name: value})
        request.write({"name": "Fair", "comment": "Well"})

    def test_nothing_is_given_in_the_name_of_who_left(self):
        other = self._create_lead(user_id=self.user_other_team.id)
        self._ask().action_ask()
        self._ask(user=self.user_other_team, record=other).action_ask()
        self.user_sales.active = False
        # No profile any more, yet Odoo would let them write.
        seller = self.env.ref("sales_team.group_sale_salesman_all_leads")
        self.user_other_team.group_ids = seller
        self._requests().with_user(self.user_configurator).action_accept()
        self.assertFalse((self.lead | other).source_id)

    def test_nonsense_is_refused(self):
        for name in ("   ", "x" * 81):
            with self.subTest(name), self.assertRaisesRegex(UserError, "Enter a name"):
                self.env["playbook.option.request"]._ask(self.selector, name)
        for number in range(20):
            self._ask(f"Nonsense {number}").action_ask()
        with self.assertRaisesRegex(UserError, "20 options"):
            self._ask("One more").action_ask()

    def test_every_profile_may_ask_and_only_configurators_decide(self):
        for name in ("sales", "marketing", "customer_service", "sales_management"):
            user = getattr(self, f"user_{name}")
            with self.subTest(name):
                customer = self._create_customer(name)
                self._ask(f"Of {name}", user, customer).action_ask()
                request = self._requests()[:1].with_user(user)
                self.assertEqual(request.name, f"Of {name}")
                with self.assertRaises(AccessError):
                    request.action_accept()
        asked = self._requests().with_user(self.user_sales)
        self.assertEqual(len(asked._filtered_access("read")), 1)

    def test_who_has_no_profile_is_refused(self):
        Ask = self.env["playbook.option.ask"].with_user(self.user_without_profile)
        with self.assertRaises(AccessError):
            Ask.create({"selector_id": self.selector.id, "name": "X"})
