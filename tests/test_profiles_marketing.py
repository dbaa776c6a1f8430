"""Marketing makes and prepares leads, and does not change whose they are."""

from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import PROFILE_GROUPS
from .profiles_common import SCOPES, ProfilesCommon


class MarketingCommon(ProfilesCommon):
    """``raw`` is a lead of nobody's; ``deal`` a salesperson's opportunity."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.marketing = cls.user_marketing
        cls.as_marketing = cls.env(user=cls.marketing)
        cls.Lead = cls.as_marketing["crm.lead"]
        cls.raw = cls._create_raw()
        cls.deal = cls._create_lead(
            user_id=cls.user_sales.id, team_id=cls.team.id, stage_id=cls.second.id
        )

    @classmethod
    def _create_raw(cls, **values):
        return cls._create_raw_lead(
            **{
                "name": "Came by mail",
                "user_id": False,
                "team_id": False,
                "email_from": "ann@example.com",
                "contact_name": "Ann",
                "partner_name": "Example Works",
                **values,
            }
        )

    def _as_marketing(self, records):
        return records.with_env(self.as_marketing)


@tagged("post_install", "-at_install")
class TestMarketingLeads(MarketingCommon):
    def test_a_new_lead_is_nobodys(self):
        for context in ({}, {"default_user_id": self.marketing.id}):
            Lead = self.Lead.with_context(default_type="lead", **context)
            lead = Lead.create({"name": "New"})
            self.assertFalse(lead.user_id)
            self.assertFalse(Lead.default_get(["user_id"])["user_id"])
            form = Form(Lead)
            form.name = "By hand"
            self.assertFalse(form.save().user_id)
        self._assert_refused(
            lambda: self.Lead.create({"name": "New", "type": "opportunity"})
        )

    def test_edits_leads_and_only_reads_opportunities(self):
        lead, deal = self._as_marketing(self.raw), self._as_marketing(self.deal)
        values = {"name": "Better", "priority": "2", "phone": "+34 600000000"}
        lead.write(values)
        lead.write({"type": "lead", "user_id": False, "stage_id": self.first.id})
        deal.read(["name", "expected_revenue"])
        deal.message_post(body="They came to our fair")
        self._assert_refused(lambda: deal.write(values), lead.unlink, deal.unlink)

    def test_changes_neither_whose_it_is_nor_its_stage(self):
        lead = self._as_marketing(self.raw)
        partner = self._create_customer()
        taken = self._as_marketing(self._create_raw(user_id=self.user_sales.id))
        for values in (
            {"type": "opportunity"},
            {"user_id": self.user_sales.id},
            {"user_id": self.marketing.id},
            {"team_id": self.team.id},
            {"stage_id": self.second.id},
            {"name": "Better", "stage_id": False},
        ):
            self._assert_refused(
                lambda values=values: lead.write(values),
                lambda values=values: lead.web_save(values, {}),
                message="Hand Over",
            )
        self._assert_refused(
            lambda: lead.convert_opportunity(partner),
            lead.action_set_won,
            lead.action_set_won_rainbowman,
            (lead | taken).merge_opportunity,
            lambda: lead.merge_opportunity(user_id=self.user_sales.id),
            lambda: (lead | self._as_marketing(self.deal)).merge_opportunity(),
            lambda: self.as_marketing["crm.lead2opportunity.partner"].create({}),
            error=Exception,
        )
        self.assertRecordValues(
            self.raw,
            [{"type": "lead", "user_id": False, "stage_id": self.first.id}],
        )

    def test_import_changes_it_neither(self):
        key = str(self.raw.id)
        for column, value in (
            ("user_id/.id", self.user_sales.id),
            ("team_id/.id", self.team.id),
            ("stage_id/.id", self.second.id),
            ("type", "opportunity"),
        ):
            result = self.Lead.load([".id", column], [[key, str(value)]])
            self.assertFalse(result["ids"], column)
        self.assertTrue(self.Lead.load([".id", "name"], [[key, "Better"]])["ids"])
        self.assertEqual(self.raw.name, "Better")

    def test_marks_as_lost_and_restores(self):
        reason = self.env["crm.lost.reason"].create({"name": "No budget"})
        lost = (
            self.as_marketing["crm.lead.lost"]
            .with_context(active_ids=self.raw.ids)
            .create({"lost_reason_id": reason.id, "lead_ids": self.raw.ids})
        )
        lost.action_lost_reason_apply()
        self.assertRecordValues(
            self.raw, [{"active": False, "lost_reason_id": reason.id}]
        )
        self._as_marketing(self.raw).action_restore()
        self.assertTrue(self.raw.active)
        self._assert_refused(
            self._as_marketing(self.deal).action_set_lost,
            lambda: lost.with_user(
                self._create_user("marketing_two", PROFILE_GROUPS["marketing"])
            ).read(["lost_reason_id"]),
        )

    def test_of_another_company_it_sees_nothing(self):
        lead = self._as_marketing(self._create_raw(company_id=self.company_other.id))
        self.assertFalse(self.Lead.search([("id", "=", lead.id)]))
        self._assert_refused(
            lambda: lead.write({"name": "Mine"}), lambda: lead.read(["name"])
        )


@tagged("post_install", "-at_install")
class TestMarketingWithoutLeads(MarketingCommon):
    """Where leads are switched off: opportunities in the first stage, of nobody."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._switch_leads(on=False)

    def _create_first(self, **values):
        return self._as_marketing(
            self._create_lead(
                **{
                    "stage_id": self.first.id,
                    "user_id": False,
                    "team_id": False,
                    **values,
                }
            )
        )

    def assertWrites(self, lead, writes):
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(lead.has_access("write"), writes)
        found = self.Lead.search([("id", "=", lead.id)])._filtered_access("write")
        self.assertEqual(bool(found), writes)

    def test_writes_what_is_new_and_nobodys(self):
        made = self.Lead.create({"name": "New"})
        self.assertRecordValues(
            made,
            [{"type": "opportunity", "user_id": False, "stage_id": self.first.id}],
        )
        self.assertWrites(made, True)
        self.assertWrites(self._create_first(team_id=self.team.id), True)
        self.assertWrites(self._create_first(user_id=self.user_sales.id), False)
        self.assertWrites(self._create_first(stage_id=self.second.id), False)
        self.assertWrites(self._create_first(stage_id=False), False)
        self._assert_refused(
            lambda: made.write({"stage_id": self.second.id}),
            lambda: made.write({"user_id": self.user_sales.id}),
            message="Hand Over",
        )
        self._assert_refused(
            lambda: self.Lead.create({"name": "x", "stage_id": self.second.id}),
            lambda: self.Lead.create({"name": "x", "user_id": self.user_sales.id}),
        )

    def test_each_team_has_its_first_stage(self):
        own = self.env["crm.stage"].create(
            {
                "name": "First of the team",
                "sequence": -40,
                "team_ids": [Command.set(self.team.ids)],
            }
        )
        teams = self._create_first(team_id=self.team.id, stage_id=own.id)
        self.assertWrites(teams, True)
        self.assertWrites(self._create_first(team_id=self.team.id), False)
        self.assertWrites(self._create_first(), True)
        other = {"team_id": self.team_other.id}
        self.assertWrites(self._create_first(**other), True)
        self.assertWrites(self._create_first(**other, stage_id=own.id), False)

    def test_the_order_of_stages_is_followed_at_once(self):
        lead, second = self._create_first(), self._create_first(stage_id=self.second.id)
        self.assertWrites(lead, True)
        self.first.sequence = 0
        self.assertWrites(lead, False)
        self.assertWrites(second, True)
        self.second.fold = True
        self.assertWrites(second, False)
        zero = self.env["crm.stage"].create({"name": "Zero", "sequence": -50})
        self.assertWrites(self._create_first(stage_id=zero.id), True)
        self.assertWrites(lead, False)
        self.env["crm.lead"].search([("stage_id", "=", zero.id)]).unlink()
        zero.unlink()
        self.second.fold = False
        self.assertWrites(second, True)

    def test_handed_over_it_is_written_no_more(self):
        lead = self._create_first()
        lead._hand_over(self.user_sales, self.env["crm.team"])
        self.assertEqual(lead.user_id, self.user_sales)
        self.assertWrites(lead, False)

    def test_switched_on_again_opportunities_are_of_sales(self):
        lead = self._create_first()
        self.assertWrites(lead, True)
        self._switch_leads(on=True)
        self.assertWrites(lead, False)


@tagged("post_install", "-at_install")
class TestMarketingAndSales(MarketingCommon):
    """Who does both may do what either may."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.marketing.group_ids = [
            Command.link(cls.env.ref(PROFILE_GROUPS["sales"]).id)
        ]

    def test_does_with_leads_of_sales_what_sales_may(self):
        own = self._as_marketing(self._create_lead(user_id=self.marketing.id))
        own.write({"stage_id": self.second.id})
        own.write({"user_id": self.user_sales.id})
        self._as_marketing(self.raw).write({"user_id": self.marketing.id})
        self.assertEqual(self.Lead.create({"name": "New"}).user_id, self.marketing)

    def test_of_colleagues_only_what_marketing_may(self):
        theirs = self._as_marketing(self._create_raw(user_id=self.user_sales.id))
        theirs.write({"name": "Better"})
        deal = self._as_marketing(self.deal)
        self._assert_refused(
            lambda: theirs.write({"user_id": self.marketing.id}),
            lambda: deal.write({"name": "Better"}),
            lambda: (deal | theirs).merge_opportunity(),
        )

    def test_of_the_team_with_that_scope(self):
        self.marketing.group_ids = [Command.link(self.env.ref(SCOPES["team"]).id)]
        self.team.member_ids = [Command.link(self.marketing.id)]
        theirs = self._as_marketing(
            self._create_raw(user_id=self.user_sales.id, team_id=self.team.id)
        )
        theirs.write({"user_id": self.marketing.id, "stage_id": self.second.id})
