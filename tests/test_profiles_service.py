"""Who looks after a customer, and what Customer Service sees because of it."""

from odoo.fields import Command
from odoo.tests import tagged

from .profiles_common import SCOPES, SERVICE_SCOPES, ProfilesCommon

DOCUMENTS = ("crm.lead", "sale.order")


class ServiceCommon(ProfilesCommon):
    """``me`` (own), ``mate`` (in a team with ``me``), ``stranger`` look after one
    customer each; ``nobodys`` is looked after by nobody.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        own = SERVICE_SCOPES["own"]
        cls.me, cls.mate, cls.stranger = (
            cls._create_user(login, own) for login in ("me", "mate", "stranger")
        )
        cls.team_service = cls.env["crm.team"].create(
            {
                "name": "Service",
                "member_ids": [Command.set((cls.me | cls.mate).ids)],
            }
        )
        cls.mine, cls.mates, cls.strangers, cls.nobodys = (
            cls._create_customer(name, service_user_id=user.id if user else False)
            for name, user in (
                ("Mine", cls.me),
                ("Mate's", cls.mate),
                ("Stranger's", cls.stranger),
                ("Nobody's", None),
            )
        )
        cls.customers = cls.mine | cls.mates | cls.strangers | cls.nobodys
        cls.sold = {
            partner: cls._create_sold(cls.user_other_team, cls.team_other, partner)
            for partner in cls.customers
        }

    def _set_scope(self, user, scope):
        levels = self.env["res.groups"].union(
            *(self.env.ref(xmlid) for xmlid in SERVICE_SCOPES.values())
        )
        user.group_ids = [
            *(Command.unlink(group.id) for group in levels),
            Command.link(self.env.ref(SERVICE_SCOPES[scope]).id),
        ]

    def assertFollows(self, partner, user):
        """Leads and orders of ``partner`` carry ``user``, in the database too."""
        self.env.flush_all()
        self.env.invalidate_all()
        for model in DOCUMENTS:
            Model = self.env[model].with_context(active_test=False)
            documents = Model.search([("partner_id", "=", partner.id)])
            self.assertTrue(documents)
            for document in documents:
                self.assertEqual(document.service_user_id, user, model)


@tagged("post_install", "-at_install")
class TestServiceResponsible(ServiceCommon):
    def test_contacts_follow_their_company(self):
        contact = self._create_contact(self.mine)
        self.assertEqual(contact.service_user_id, self.me)
        self.mine.service_user_id = self.mate
        self.assertEqual(contact.service_user_id, self.mate)
        other = self._create_contact(self.nobodys, "Bob")
        other.parent_id = self.mine
        self.assertEqual(other.service_user_id, self.mate)

    def test_leads_and_orders_follow_the_customer(self):
        contact = self._create_contact(self.mine)
        lost = self._create_lead(contact, active=False)
        self.assertEqual(lost.service_user_id, self.me)
        self.assertFollows(self.mine, self.me)
        self.mine.service_user_id = self.mate
        self.assertFollows(self.mine, self.mate)
        self.assertEqual(lost.service_user_id, self.mate)
        lost.partner_id = self.strangers
        self.assertEqual(lost.service_user_id, self.stranger)
        self.mine.service_user_id = False
        self.assertFollows(self.mine, self.env["res.users"])

    def test_value_of_the_company_counts_whatever_the_contact_says(self):
        contact = self._create_contact(self.mine)
        lead = self._create_lead(contact)
        contact.service_user_id = self.stranger
        self.assertEqual(lead.service_user_id, self.me)

    def test_following_is_set_based(self):
        def change(count):
            customer = self._create_customer(f"With {count}")
            self.env["crm.lead"].create(
                [{"name": "x", "partner_id": customer.id} for _i in range(count)]
            )
            self.env["sale.order"].create(
                [{"partner_id": customer.id} for _i in range(count)]
            )
            return self._count_queries(
                lambda: customer.write({"service_user_id": self.me.id})
            )

        change(1)
        self.assertEqual(change(3), change(30))

    def test_making_leads_and_orders_costs_nothing_per_record(self):
        for model, values in (("crm.lead", {"name": "x"}), ("sale.order", {})):
            counts = [self._told(model, values, count) for count in (1, 3, 30)]
            with self.subTest(model):
                self.assertEqual(counts[1], counts[2])
                # One for the customers; the rest is Odoo's.
                self.assertLessEqual(counts[2], 2)

    def _told(self, model, values, count):
        """How many queries name the responsible while ``count`` records are made."""
        customers = self.env["res.partner"].create(
            [
                {"name": f"C{number}", "service_user_id": self.me.id}
                for number in range(count)
            ]
        )
        self.env.flush_all()
        self.env.invalidate_all()
        with self._recorded_queries() as queries:
            self.env[model].create(
                [{**values, "partner_id": customer.id} for customer in customers]
            )
            self.env.flush_all()
        table = self.env[model]._table
        return len(
            [q for q in queries if "service_user_id" in q and f'UPDATE "{table}"' in q]
        )

    def test_merged_customers_bring_their_documents_along(self):
        for kept, merged, expected in (
            (self.mine, self.strangers, self.me),
            (self.nobodys, self.mates, self.mate),
        ):
            merged_lead = self.sold[merged]["crm.lead"]
            merged_lead.active = False
            self.env["base.partner.merge.automatic.wizard"]._merge(
                (kept | merged).ids, kept
            )
            self.assertEqual(kept.service_user_id, expected)
            self.assertEqual(merged_lead.partner_id, kept)
            self.assertFollows(kept, expected)


@tagged("post_install", "-at_install")
class TestServiceScope(ServiceCommon):
    def _seen(self, user):
        """The customers all of whose documents ``user`` reads; others: none of them."""
        seen = self.env["res.partner"]
        for partner, sold in self.sold.items():
            reached = self._reached(user, sold)
            self.assertIn(len(reached), (0, len(sold) + 2), partner.name)
            if reached:
                seen |= partner
        return seen

    def test_own_sees_ones_customers_and_nobodys(self):
        self.assertEqual(self._seen(self.me), self.mine | self.nobodys)

    def test_team_sees_those_of_the_team_too(self):
        self._set_scope(self.me, "team")
        self.assertEqual(self._seen(self.me), self.customers - self.strangers)
        self.team_service.member_ids = [Command.unlink(self.mate.id)]
        self.assertEqual(self._seen(self.me), self.mine | self.nobodys)
        self.team_service.user_id = self.stranger
        self.assertEqual(self._seen(self.me), self.customers - self.mates)
        self.team_service.action_archive()
        self.assertEqual(self._seen(self.me), self.mine | self.nobodys)

    def test_all_sees_all(self):
        self._set_scope(self.me, "all")
        self.assertEqual(self._seen(self.me), self.customers)

    def test_the_new_responsible_sees_and_the_old_one_no_longer(self):
        self.strangers.service_user_id = self.me
        self.assertEqual(self._seen(self.me), self.customers - self.mates)
        self.assertEqual(self._seen(self.stranger), self.nobodys)

    def test_only_customers_deals(self):
        lead = self._create_lead(user_id=self.user_sales.id)
        for scope in SERVICE_SCOPES:
            self._set_scope(self.me, scope)
            self.assertFalse(lead.with_user(self.me).search([("id", "=", lead.id)]))

    def test_writes_none_of_the_documents(self):
        self._set_scope(self.me, "all")
        sold = self.sold[self.mine]
        for records in (sold["crm.lead"], sold["sale.order"], sold["account.move"]):
            mine = records.with_user(self.me)
            self._assert_refused(
                lambda r=mine: r.write({"user_id": self.me.id}),
                mine.unlink,
                lambda r=mine: r.copy(),
            )


@tagged("post_install", "-at_install")
class TestTakingCustomers(ServiceCommon):
    """Nobody sees more by making a colleague's customer theirs."""

    def setUp(self):
        super().setUp()
        # Nested commands are carried out as who began the transaction: in a request,
        # the user.
        transaction = self.env.transaction
        self.addCleanup(setattr, transaction, "default_env", transaction.default_env)
        transaction.default_env = self.env(user=self.me)

    def _as_me(self, partner):
        return partner.with_user(self.me)

    def test_takes_nobodys_and_gives_away(self):
        contact = self._create_contact(self.nobodys)
        self._as_me(self.nobodys).service_user_id = self.me
        self.assertEqual(contact.service_user_id, self.me)
        self._as_me(self.nobodys).service_user_id = self.stranger
        self.assertEqual(contact.service_user_id, self.stranger)
        self._as_me(self.mine).service_user_id = False

    def test_edits_a_colleagues_customer_otherwise(self):
        theirs = self._as_me(self.strangers)
        theirs.write(
            {
                "phone": "+34 600000000",
                "service_user_id": self.stranger.id,
                "is_company": True,
                "parent_id": False,
            }
        )
        self._as_me(self._create_contact(self.strangers)).write(
            {"name": "Renamed", "parent_id": self.strangers.id}
        )

    def test_does_not_take_a_colleagues(self):
        contact = self._create_contact(self.strangers)
        holding = self._create_customer("Holding")
        self.strangers.parent_id = holding
        theirs, their_contact = self._as_me(self.strangers), self._as_me(contact)
        mine = self._as_me(self.mine)
        me = {"service_user_id": self.me.id}
        self._assert_refused(
            lambda: theirs.write(me),
            lambda: theirs.write({"service_user_id": False}),
            lambda: (mine | theirs).write(me),
            lambda: their_contact.write(me),
            lambda: their_contact.write({"parent_id": self.mine.id}),
            lambda: their_contact.write({"parent_id": False}),
            lambda: theirs.write({"parent_id": self.mine.id}),
            lambda: theirs.write({"is_company": False}),
            lambda: theirs.write({"company_type": "person"}),
            lambda: mine.write({"child_ids": [Command.link(contact.id)]}),
            lambda: mine.write({"child_ids": [Command.set(contact.ids)]}),
            lambda: theirs.write({"child_ids": [Command.update(contact.id, me)]}),
            lambda: mine.create(
                {"name": "New", "child_ids": [Command.link(contact.id)]}
            ),
            lambda: theirs.web_save(me, {}),
            message="looked after by",
        )
        result = (
            self.env["res.partner"]
            .with_user(self.me)
            .load(
                [".id", "service_user_id/.id"],
                [[str(self.strangers.id), str(self.me.id)]],
            )
        )
        self.assertFalse(result["ids"])
        self.assertEqual(self.strangers.service_user_id, self.stranger)

    def test_of_the_team_one_takes_from_colleagues_alone(self):
        self._set_scope(self.me, "team")
        self._as_me(self.mates).service_user_id = self.me
        self._assert_refused(
            lambda: self._as_me(self.strangers).write({"service_user_id": self.me.id})
        )

    def test_who_sees_all_gives_them_to_anybody(self):
        self._set_scope(self.me, "all")
        self._as_me(self.strangers).service_user_id = self.me
        self.assertEqual(self.strangers.service_user_id, self.me)

    def test_who_is_not_of_service_is_not_asked(self):
        seller = self._create_user(
            "seller", SCOPES["all"], "base.group_partner_manager"
        )
        for user in (self.user_marketing, seller, self.user_without_profile):
            self.strangers.with_user(user).service_user_id = self.mate
            self.strangers.service_user_id = self.stranger
