from odoo.exceptions import AccessError
from odoo.service.model import get_public_method
from odoo.tests import tagged
from odoo.tools import mute_logger

from .transition_common import TransitionCommon

PRIVATE = (
    "_record_created",
    "_record_changes",
    "_end_open",
    "_move_to",
    "_update_rows",
    "_create_missing",
)


@tagged("post_install", "-at_install")
class TestTransitionAccess(TransitionCommon):
    """A stay is as visible as its lead, and nobody's to write."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own = cls.lead
        cls.archived = cls._create_own(active=False)
        cls.unassigned = cls._create_own(user_id=False, company_id=cls.env.company.id)
        cls.others = cls._create_own(
            user_id=cls.user_other_team.id, team_id=cls.team_other.id
        )
        cls.elsewhere = cls._create_own(
            user_id=cls.user_other_company.id,
            team_id=False,
            company_id=cls.company_other.id,
        )
        cls.leads = cls.own | cls.archived | cls.unassigned | cls.others | cls.elsewhere
        cls.domain = [("lead_id", "in", cls.leads.ids)]
        cls.stays = cls.env["playbook.transition"].search(cls.domain)

    def setUp(self):
        super().setUp()
        self.env.flush_all()
        self.env.invalidate_all()

    def _visible(self):
        """Which leads' stays each of those who may read any sees."""
        mine = self.own | self.archived | self.unassigned
        return {
            self.user_sales: mine,
            self.user_other_team: self.others | self.unassigned,
            self.user_team_leader: self.unassigned,
            self.user_sales_management: self.leads - self.elsewhere,
            self.user_other_company: self.elsewhere,
            self.user_marketing: self.leads - self.elsewhere,
            # Their access line reads the stays of the leads they read: of none, for
            # these are no customer's; the Configurator reads no leads.
            self.user_customer_service: self.env["crm.lead"],
            self.user_configurator: self.env["crm.lead"],
        }

    def _refused(self):
        names = ("without_profile", "salesperson", "portal", "public")
        return [getattr(self, f"user_{name}") for name in names]

    def test_found_by_searching_and_counting(self):
        for user, leads in self._visible().items():
            Stay = self.env["playbook.transition"].with_user(user)
            with self.subTest(user.login):
                self.assertEqual(
                    Stay.search(self.domain).sudo().lead_id, leads.sorted()
                )
                self.assertEqual(Stay.search_count(self.domain), len(leads))
                groups = Stay._read_group(self.domain, ["lead_id"], ["__count"])
                self.assertEqual({lead.id for lead, _count in groups}, set(leads.ids))
                found = Stay.web_search_read(self.domain, {"to_stage_id": {}})
                self.assertEqual(found["length"], len(leads))
                names = Stay.name_search("First", self.domain)
                self.assertEqual(len(names), len(leads))

    def test_read_one_by_one_and_together(self):
        for user, leads in self._visible().items():
            for stay in self.stays:
                seen = stay.with_user(user)
                with self.subTest(user.login, lead=stay.lead_id):
                    self.env.invalidate_all()
                    if stay.sudo().lead_id in leads:
                        self.assertTrue(seen.read(["to_stage_id", "date"]))
                        self.assertTrue(seen.has_access("read"))
                        continue
                    self.assertFalse(seen.has_access("read"))
                    self._assert_refused(
                        lambda seen=seen: seen.read(["to_stage_id"]),
                        lambda seen=seen: seen.web_read({"lead_id": {}}),
                        lambda seen=seen: seen.to_stage_id.name,
                    )
            with self.subTest(user.login, lead="all"):
                everything = self.stays.with_user(user)
                self._assert_refused(lambda rows=everything: rows.read(["date"]))
                self.assertEqual(
                    everything._filtered_access("read").sudo().lead_id, leads.sorted()
                )

    def test_exported_are_those_one_sees(self):
        self.user_sales.group_ids += self.env.ref("base.group_allow_export")
        Stay = self.env["playbook.transition"].with_user(self.user_sales)
        exported = Stay.search(self.domain).export_data(["lead_id/.id"])["datas"]
        expected = self._visible()[self.user_sales]
        self.assertEqual({int(row[0]) for row in exported}, set(expected.ids))
        self._assert_refused(
            lambda: self.stays.with_user(self.user_sales).export_data(["date"])
        )

    def test_what_one_may_not_read_cannot_be_guessed_by_searching(self):
        Stay = self.env["playbook.transition"].with_user(self.user_sales)
        hidden = self.stays.filtered(lambda stay: stay.lead_id == self.others)
        for domain in (
            [("id", "in", hidden.ids)],
            [("lead_id.name", "=", self.others.name), ("id", "in", hidden.ids)],
            ["|", ("id", "in", hidden.ids), ("lead_id", "=", self.others.id)],
            ["!", ("id", "not in", hidden.ids)],
        ):
            with self.subTest(domain):
                self.assertFalse(Stay.search(domain))

    def test_refused_to_who_has_no_line(self):
        for user in self._refused():
            rows = self.stays.with_user(user)
            with self.subTest(user.login):
                self._assert_refused(
                    lambda rows=rows: rows.search([]),
                    lambda rows=rows: rows.search_count([]),
                    lambda rows=rows: rows._read_group([], [], ["__count"]),
                    lambda rows=rows: rows.name_search("First"),
                    lambda rows=rows: rows.read(["date"]),
                )

    def test_a_lead_that_is_given_away_takes_its_history_along(self):
        stays = self.stays.filtered(lambda stay: stay.lead_id == self.own)
        self.own.with_user(self.user_sales).user_id = self.user_other_team
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(stays.with_user(self.user_sales).has_access("read"))
        self.assertTrue(stays.with_user(self.user_other_team).has_access("read"))

    def test_nobody_writes_it(self):
        values = {"lead_id": self.own.id, "to_stage_id": self.second.id}
        for user in (*self._visible(), *self._refused()):
            rows = self.stays.with_user(user).filtered_domain([])[:1]
            with self.subTest(user.login):
                self._assert_refused(
                    lambda rows=rows: rows.create({**values, "date": "2026-01-01"}),
                    lambda rows=rows: rows.write({"date": "2026-01-01"}),
                    lambda rows=rows: rows.web_save({"user_id": 1}, {}),
                    rows.unlink,
                    rows.copy,
                )

    def test_what_writes_it_is_out_of_reach_of_clients(self):
        Stay = self.env["playbook.transition"].with_user(self.user_sales)
        for name in PRIVATE:
            with self.subTest(name), self.assertRaises(AccessError):
                get_public_method(Stay, name)

    def _assert_refused(self, *calls):
        for call in calls:
            with (
                mute_logger("odoo.addons.base.models.ir_model"),
                mute_logger("odoo.addons.base.models.ir_rule"),
                self.assertRaises(AccessError),
            ):
                call()


@tagged("post_install", "-at_install")
class TestTransitionQueries(TransitionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leads = cls.env["crm.lead"].create(
            [
                {
                    "name": f"Desk {number}",
                    "type": "opportunity",
                    "user_id": cls.user_sales.id,
                    "team_id": cls.team.id,
                    "stage_id": cls.first.id,
                }
                for number in range(33)
            ]
        )

    def _queries(self, func):
        """The queries of ``func``: all of them, and those on the history."""
        self.env.flush_all()
        self.env.invalidate_all()
        with self._recorded_queries() as queries:
            func()
            self.env.flush_all()
        return queries, [
            query.split()[0] for query in queries if "playbook_transition" in query
        ]

    def test_moving_costs_one_insert_and_one_update(self):
        leads = self.leads.with_user(self.user_sales)
        leads.write({"stage_id": self.second.id})
        few = self._queries(lambda: leads[:3].write({"stage_id": self.third.id}))
        many = self._queries(lambda: leads[3:].write({"stage_id": self.third.id}))
        self.assertEqual(sorted(few[1]), ["INSERT", "UPDATE"])
        self.assertEqual(sorted(many[1]), ["INSERT", "UPDATE"])
        self.assertEqual(len(few[0]), len(many[0]))

    def test_creating_costs_one_insert(self):
        Lead = self.env["crm.lead"].with_user(self.user_sales)
        values = self.leads.copy_data({"stage_id": self.first.id})
        Lead.create(values[0])
        for number in (3, 30):
            _all, ours = self._queries(lambda n=number: Lead.create(values[:n]))
            self.assertEqual(ours, ["INSERT"], number)

    def test_saving_costs_nothing(self):
        lead = self.leads[0].with_user(self.user_sales)
        for values in (
            {"description": "Called", "priority": "2"},
            {"stage_id": self.first.id},
            {"user_id": self.user_sales.id},
        ):
            with self.subTest(values):
                _all, ours = self._queries(lambda v=values: lead.write(v))
                self.assertEqual(ours, [])
