from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import INTERNAL, PROFILE_GROUPS
from .segmentation_common import FIELDS, OPTION_MODELS, SegmentationCommon

ACCESS = "odoo.addons.base.models.ir_model"
OURS = ("customer_type_id", "purchase_potential_id", "territory_id")


@tagged("post_install", "-at_install")
class TestSegmentationAccess(SegmentationCommon):
    def _internal_users(self):
        names = (*PROFILE_GROUPS, "without_profile", "salesperson", "team_leader")
        return [getattr(self, f"user_{name}") for name in names]

    def test_internal_users_read_options(self):
        for model in OPTION_MODELS.values():
            for user in self._internal_users():
                with self.subTest(model, login=user.login):
                    options = self.env[model].with_user(user)
                    self.assertTrue(options.search_read([], ["name", "sequence"]))
                    self.assertTrue(options.name_search("Option one"))

    def test_only_the_configurator_writes_options(self):
        for name, model in OPTION_MODELS.items():
            for user in self._internal_users():
                Option = self.env[model].with_user(user)
                with self.subTest(model, login=user.login):
                    if user == self.user_configurator:
                        option = Option.create({"name": "New"})
                        option.name = "Newer"
                        option.unlink()
                        continue
                    option = Option.browse(self.one[name])
                    self._assert_refused(
                        lambda option=option: option.create({"name": "New"}),
                        lambda option=option: option.write({"name": "Newer"}),
                        lambda option=option: option.action_archive(),
                        option.unlink,
                        lambda option=option: option.name_create("New"),
                        lambda option=option: option.copy(),
                    )

    def test_portal_and_public_get_no_options(self):
        for name, model in OPTION_MODELS.items():
            for user in (self.user_portal, self.user_public):
                option = self.env[model].with_user(user).browse(self.one[name])
                with self.subTest(model, login=user.login):
                    self._assert_refused(
                        lambda option=option: option.read(["name"]),
                        lambda option=option: option.search([]),
                        lambda option=option: option.name_search("Option"),
                        lambda option=option: option.create({"name": "New"}),
                        lambda option=option: option.write({"name": "Newer"}),
                        option.unlink,
                    )

    def _assert_refused(self, *calls):
        for call in calls:
            with mute_logger(ACCESS), self.assertRaises(AccessError):
                call()

    def test_portal_reads_and_writes_none_of_its_own_fields(self):
        partner = self.user_portal.partner_id
        partner.write(self.one)
        for user in (self.user_portal, self.user_public):
            seen = partner.with_user(user)
            offered = seen.fields_get()
            for name in ("source_id", *OURS):
                with self.subTest(name, login=user.login):
                    self.assertNotIn(name, offered)
                    self._assert_refused(
                        lambda seen=seen, name=name: seen.read([name]),
                        lambda seen=seen, name=name: seen.write({name: False}),
                        lambda seen=seen, name=name: seen.search([(name, "!=", False)]),
                        lambda seen=seen, name=name: seen.web_read({name: {}}),
                    )

    def test_who_has_no_profile_is_not_offered_the_fields(self):
        expected = {
            "res.partner": {"source_id", *OURS},
            "crm.lead": {"industry_id", *OURS},
        }
        for model, names in expected.items():
            for user in self._internal_users():
                offered = set(self.env[model].with_user(user).fields_get())
                with self.subTest(model, login=user.login):
                    if user in (self.user_without_profile, self.user_salesperson):
                        self.assertFalse(names & offered)
                    else:
                        self.assertLessEqual(names, offered)

    def test_a_salesperson_without_profile_copies_them_all_the_same(self):
        customer = self._create_customer(**self.one)
        lead = self._create_raw_lead(user_id=self.user_salesperson.id, **self.two)
        lead = lead.with_user(self.user_salesperson)
        lead.convert_opportunity(customer)
        self.assertSegments(customer, self.one)
        other = lead.create({"name": "Own", "partner_id": customer.id})
        self.assertSegments(other, self._without_source(self.one))

    def test_who_may_not_edit_contacts_converts_all_the_same(self):
        """The customer is filled; nothing else about it can be written."""
        user = self._user_of_leads_alone()
        for on in (True, False):
            self._switch_leads(on=on)
            customer = self._create_customer(f"Customer {on}")
            lead = self._create_raw_lead(user_id=user.id, **self.one).with_user(user)
            lead.convert_opportunity(customer.with_user(user))
            lead.stage_id = self.second
            self.assertSegments(customer, self.one)
            self._assert_refused(
                lambda customer=customer: customer.with_user(user).write(self.two)
            )

    def _user_of_leads_alone(self):
        group = self.env["res.groups"].create({"name": "Leads alone"})
        self.env["ir.model.access"].create(
            {
                "name": "Leads alone",
                "model_id": self.env["ir.model"]._get_id("crm.lead"),
                "group_id": group.id,
                **dict.fromkeys(("perm_read", "perm_write", "perm_create"), True),
            }
        )
        user = new_test_user(self.env, "leads_alone", groups=INTERNAL)
        user.group_ids = [Command.link(group.id)]
        return user


@tagged("post_install", "-at_install")
class TestSegmentationQueries(SegmentationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customers = cls.env["res.partner"].create(
            [
                {"name": f"Customer {n}", "is_company": True, **cls.one}
                for n in range(33)
            ]
        )

    def _values(self, customers):
        """Team and stage are given: Odoo looks them up lead by lead."""
        return [
            {
                "name": "Desks",
                "type": "opportunity",
                "partner_id": customer.id,
                "user_id": self.user_sales.id,
                "team_id": self.team.id,
                "stage_id": self.first.id,
            }
            for customer in customers
        ]

    def _segment_queries(self, func):
        """What ``func`` runs on partners that names a field of ours."""
        self.env.flush_all()
        self.env.invalidate_all()
        with self._recorded_queries() as queries:
            func()
            self.env.flush_all()
        return [query for query in queries if "territory_id" in query]

    def test_creating_leads_reads_their_customers_at_once(self):
        Lead = self.env["crm.lead"].with_user(self.user_sales)
        few, many = self._values(self.customers[:3]), self._values(self.customers[3:])
        Lead.create(self._values(self.customers[:1]))
        self.assertEqual(
            len(self._segment_queries(lambda: Lead.create(few))),
            len(self._segment_queries(lambda: Lead.create(many))),
        )

    def test_moving_leads_of_filled_customers_costs_the_same(self):
        leads = self.env["crm.lead"].create(self._values(self.customers))
        leads = leads.with_user(self.user_sales)
        for on, stage in ((True, self.second), (False, self.first)):
            self._switch_leads(on=on)
            values = {"stage_id": stage.id}
            leads[0].write(values)
            few, many = (
                self._segment_queries(lambda some=some, v=values: some.write(v))
                for some in (leads[:3], leads[3:])
            )
            self.assertEqual(len(few), len(many), on)

    def test_saving_a_lead_costs_nothing(self):
        lead = self.env["crm.lead"].create(self._values(self.customers[:1]))
        lead = lead.with_user(self.user_sales)
        for on in (True, False):
            self._switch_leads(on=on)
            # That empties caches when it is written.
            self.env.flush_all()
            lead.write({"priority": "0"})
            self.env.flush_all()
            with self._recorded_queries() as queries:
                lead.write({"description": f"Called {on}", "priority": "1"})
                self.env.flush_all()
            ours = [
                query
                for query in queries
                if "res_partner" in query or "playbook" in query
            ]
            self.assertEqual(ours, [])

    def test_every_field_is_copied_by_the_tests(self):
        self.assertEqual(set(FIELDS), set(self.one))
