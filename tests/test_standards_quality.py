from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools.safe_eval import safe_eval

from .common import PROFILE_GROUPS
from .quality_common import CITY, EMAIL, PHONE, REFERRED, REVENUE, QualityCase

REFERRED_OF_CUSTOMER = {"model": "res.partner", "field_name": "ref"}


@tagged("post_install", "-at_install")
class TestQuality(QualityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customers = cls._make_procedure("customer", "observe", [PHONE, EMAIL, CITY])
        cls.acme = cls._make_customer()
        cls.seen = cls.acme.with_user(cls.salesperson)
        cls._measure()

    @classmethod
    def _make_customer(cls, **vals):
        return cls.env["res.partner"].create(
            {"name": "Acme", "is_company": True, "is_prospect": True, **vals}
        )

    def _mean(self, domain):
        Partner = self.env["res.partner"].with_user(self.salesperson)
        ((mean, count),) = Partner._read_group(domain, [], ["quality:avg", "__count"])
        return mean, count

    # ------------------------------------------------------------------
    # What it says
    # ------------------------------------------------------------------

    def test_it_rises_with_key_fields(self):
        self.assertEqual((self.seen.quality, self.seen.quality_level), (0, "poor"))
        self.seen.phone = "+34 600 100 200"
        self.assertEqual((self.seen.quality, self.seen.quality_level), (33, "poor"))
        self.assertEqual(self.seen.quality_missing, "Email, City")
        self.seen.email = "info@acme.example"
        self.assertEqual((self.seen.quality, self.seen.quality_level), (66, "fair"))
        self.seen.city = "Berlin"
        self.assertEqual((self.seen.quality, self.seen.quality_level), (100, "good"))
        self.assertFalse(self.seen.quality_missing)

    def test_web_save_shows_it_at_once(self):
        specification = {"quality": {}, "quality_level": {}, "quality_missing": {}}
        (found,) = self.seen.web_save({"city": "Berlin"}, specification)
        self.assertEqual(found["quality"], 33)
        self.assertEqual(found["quality_missing"], "Phone, Email")

    def test_what_says_nothing_is_not_valid(self):
        self.seen.write({"phone": "12", "email": "n/a", "city": "xxx"})
        self.assertEqual(self.seen.quality, 0)

    def test_three_good_fields_beat_ten_bad_ones(self):
        other = self._make_customer(
            street="Main Street 1",
            zip="10115",
            website="https://a.example",
            vat="x",
            comment="Nice",
            function="Chairs",
            ref="A-1",
            phone="x",
            email="x",
            city="n/a",
        )
        self.seen.write(
            {"phone": "+34 600 100 200", "email": "a@acme.example", "city": "Rome"}
        )
        self.assertEqual(self.seen.quality, 100)
        self.assertEqual(other.quality, 0)

    def test_where_nothing_is_asked_there_is_no_value(self):
        self.customers.state = "draft"
        self.env["playbook.quality"]._begin()
        self.assertFalse(self.seen.quality_level)
        mine = [("id", "=", self.acme.id)]
        Partner = self.env["res.partner"].with_user(self.salesperson)
        for domain, found in (
            ([("quality", "<", 100)], False),
            ([("quality", "=", 0)], False),
            ([("quality", ">=", 0)], False),
            ([("quality", "=", False)], True),
            ([("quality_level", "=", False)], True),
            ([("quality_level", "=", "poor")], False),
        ):
            with self.subTest(domain):
                self.assertEqual(bool(Partner.search(mine + domain)), found)
        self.assertFalse(self._mean(mine)[0])

    def test_searched_sorted_grouped(self):
        good = self._make_customer(
            phone="+34 600 100 200", email="a@acme.example", city="Rome"
        )
        nobody = self.env["res.partner"].create({"name": "No customer"})
        both = [("id", "in", (good | self.acme | nobody).ids)]
        Partner = self.env["res.partner"].with_user(self.salesperson)
        self.assertEqual(Partner.search([*both, ("quality", "=", 100)]).ids, good.ids)
        self.assertEqual(
            Partner.search([*both, ("quality", "<", 100)]).ids, self.acme.ids
        )
        order = Partner.search(both, order="quality desc").ids
        self.assertEqual(order, [good.id, self.acme.id, nobody.id])
        self.assertEqual(self._mean(both), (50, 3))
        rows = Partner._read_group(both, ["quality_level"], ["__count"])
        self.assertEqual(dict(rows), {"good": 1, "poor": 1, False: 1})
        rows = Partner._read_group(both, ["user_id"], ["quality:avg"])
        self.assertEqual(rows[0][1], 50)

    def test_it_is_described_as_a_column(self):
        for model in ("res.partner", "crm.lead"):
            Model = self.env[model].with_user(self.salesperson)
            for name, seen in Model.fields_get(["quality", "quality_level"]).items():
                for ability in ("searchable", "sortable", "groupable"):
                    self.assertTrue(seen[ability], (model, name, ability))

    def test_contacts_show_that_of_the_company(self):
        contact = self.env["res.partner"].create(
            {"name": "Ann", "parent_id": self.acme.id}
        )
        self.acme.phone = "+34 600 100 200"
        seen = contact.with_user(self.salesperson)
        self.assertEqual((seen.quality, seen.quality_level), (33, "poor"))
        self.assertEqual(seen.quality_missing, "Email, City")
        self.assertIsNone(self._get_row(contact))
        # Only the company is a customer.
        action = self.env.ref("crm_playbook.res_partner_action_quality")
        found = seen.search(safe_eval(action.domain))
        self.assertIn(self.acme, found)
        self.assertNotIn(contact, found)

    def test_360(self):
        self.acme.phone = "+34 600 100 200"
        blocks = {each["key"]: each for each in self.seen.get_playbook_360()}
        values = [row["value"] for row in blocks["quality"]["rows"]]
        self.assertEqual(values, ["33 % (Poor)", "Email, City"])

    # ------------------------------------------------------------------
    # Leads, where they are now
    # ------------------------------------------------------------------

    def test_a_lead_is_asked_more_as_it_goes_on(self):
        self._make_procedure("stage_left", "warn", [REFERRED], stage_ids=self.begin.ids)
        self._make_procedure(state="observe", requirements=[REVENUE])
        self._make_procedure("lost", "observe", [{"field_name": "lost_reason_id"}])
        lead = self._make_lead()
        self.assertFalse(lead.quality_level)
        lead.stage_id = self.middle
        self.assertEqual((lead.quality, lead.quality_missing), (0, "Referred By"))
        lead.write({"stage_id": self.final.id, "expected_revenue": 100})
        self.assertEqual((lead.quality, lead.quality_level), (50, "fair"))
        lead.stage_id = self.begin
        self.assertFalse(lead.quality_level)
        lead.action_set_lost()
        self.assertEqual((lead.quality, lead.quality_missing), (0, "Lost Reason"))
        lead.action_unarchive()
        self.assertFalse(lead.quality_level)

    def test_what_is_computed_counts_too(self):
        """The phone of a lead comes with its customer."""
        self._make_procedure(
            state="observe",
            requirements=[{"field_name": "phone"}],
            stage_ids=self.begin.ids,
        )
        lead = self._make_lead(partner_id=False)
        self.assertEqual(lead.quality_level, "poor")
        self.acme.phone = "+34 600 100 200"
        lead.partner_id = self.acme
        self.assertEqual(lead.quality, 100)

    def test_lead_received(self):
        self._make_procedure("lead", "observe", [REFERRED])
        leads_used = self.env.ref("crm.group_use_lead")
        everybody = self.env.ref("base.group_user")
        everybody.implied_ids -= leads_used
        first = self.env["crm.stage"].search([("team_ids", "=", False)], limit=1)
        common = self._make_lead(team_id=False, stage_id=first.id)
        later = self._make_lead()
        self.assertEqual(common.quality_level, "poor")
        self.assertFalse(later.quality_level)
        everybody.implied_ids |= leads_used
        lead = self._make_lead(type="lead")
        self.assertEqual(lead.quality_level, "poor")

    def test_profiles_bind_by_whose_it_is(self):
        marketing = self.env.ref("crm_playbook.profile_marketing")
        self._make_procedure(
            state="observe",
            requirements=[REFERRED],
            stage_ids=self.begin.ids,
            profile_ids=[Command.set(marketing.ids)],
        )
        lead = self._make_lead()
        self.assertFalse(lead.quality_level)
        lead.sudo().user_id = False
        self.assertEqual(lead.quality_level, "poor")

    # ------------------------------------------------------------------
    # Companies and rights
    # ------------------------------------------------------------------

    def test_each_company_sees_its_own(self):
        other = self.env["res.company"].create({"name": "Other"})
        user = new_test_user(
            self.env,
            "ql_other",
            PROFILE_GROUPS["sales"],
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        self._make_procedure(
            "customer", "warn", [REFERRED_OF_CUSTOMER], company_id=other.id
        )
        self.acme.phone = "+34 600 100 200"
        self.assertEqual(self.acme.with_user(user).quality, 25)
        self.assertEqual(self.seen.quality, 33)
        rows = self.env["playbook.quality"].with_user(user).search([])
        self.assertEqual(rows.company_id, other)

    def test_who_may_not_read_it(self):
        user = new_test_user(self.env, "ql_plain", "base.group_user")
        seen = self.acme.with_user(user)
        self.assertNotIn("quality", seen.fields_get())
        for act in (
            lambda: seen.read(["quality"]),
            lambda: seen.search([("quality", "<", 3)]),
            lambda: seen.search([], order="quality"),
            lambda: self.env["playbook.quality"].with_user(user).search([]),
            seen.action_show_quality,
        ):
            with self.assertRaises(AccessError):
                act()

    def test_leads_rows_are_as_visible_as_the_leads(self):
        self._make_procedure(
            state="observe", requirements=[REFERRED], stage_ids=self.begin.ids
        )
        lead = self._make_lead()
        rows = self.env["playbook.lead.quality"]
        domain = [("lead_id", "=", lead.id)]
        self.assertTrue(rows.with_user(self.salesperson).search(domain))
        self.assertFalse(rows.with_user(self.colleague).search(domain))

    def test_nobody_writes_it(self):
        row = self.env["playbook.quality"].search([("partner_id", "=", self.acme.id)])
        for user in (self.salesperson, self.manager):
            own = row.with_user(user)
            for act in (lambda own=own: own.write({"quality": 100}), own.unlink):
                with self.assertRaises(AccessError):
                    act()
