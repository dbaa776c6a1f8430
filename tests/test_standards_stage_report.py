"""Stage Analysis: stays, where they led, and who sees them."""

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .transition_common import TransitionCommon


class StageReportCommon(TransitionCommon):
    def _rows(self, leads, user=None):
        self.env.flush_all()
        self.env.invalidate_all()
        Report = self.env["playbook.stage.report"]
        return (
            Report.with_user(user or self.env.user)
            .search([("lead_id", "in", leads.ids)])
            .sorted("id")
        )

    def _asked(self, leads, aggregate="moved_on:avg"):
        """The aggregate by stage, as the views ask for it: in the order of stages."""
        groups = self.env["playbook.stage.report"].formatted_read_group(
            [("lead_id", "in", leads.ids)], ["stage_id"], [aggregate]
        )
        return {
            group["stage_id"] and group["stage_id"][0]: group[aggregate]
            for group in groups
        }


@tagged("post_install", "-at_install")
class TestStageReport(StageReportCommon):
    def test_an_open_stay(self):
        self._age(self.lead, "2026-01-01 00:00:00")
        self.lead.team_id = self.team
        row = self._rows(self.lead)
        self.assertEqual(row.id, self._stays(self.lead).id)
        self.assertRecordValues(
            row,
            [
                {
                    "stage_id": self.first.id,
                    "next_stage_id": False,
                    "date_left": False,
                    "ending": False,
                    "lead_user_id": self.user_sales.id,
                    "team_id": self.team.id,
                    "estimated": False,
                }
            ],
        )
        self.assertGreater(row.days_in_stage, 1)
        self.assertEqual(self._asked(self.lead), {self.first.id: False})

    def test_forth_and_back(self):
        self.lead.stage_id = self.second
        self.lead.stage_id = self.first
        self.lead.stage_id = self.won
        rows = self._rows(self.lead)
        self.assertEqual(
            [(row.stage_id, row.next_stage_id, row.moved_on) for row in rows],
            [
                (self.first, self.second, 100),
                (self.second, self.first, 0),
                (self.first, self.won, 100),
                (self.won, self.env["crm.stage"], 0),
            ],
        )
        self.assertEqual(
            self._asked(self.lead),
            {self.first.id: 100, self.second.id: 0, self.won.id: False},
        )

    def test_each_stay_has_its_own_next_one(self):
        """In a merged lead, the next of those that left the stage at another time."""
        other = self._create_own()
        for lead, stage, day in (
            (self.lead, self.second, "2026-01-05"),
            (other, self.third, "2026-02-05"),
        ):
            lead.stage_id = stage
            self.env.flush_all()
            self.env.cr.execute(
                "UPDATE playbook_transition SET date = %(day)s"
                " WHERE lead_id = %(lead)s AND date_left IS NULL;"
                "UPDATE playbook_transition SET date_left = %(day)s"
                " WHERE lead_id = %(lead)s AND date_left IS NOT NULL",
                {"day": day, "lead": lead.id},
            )
        self.env.invalidate_all()
        (self.lead | other)._merge_opportunity()
        rows = self._rows((self.lead | other).exists())
        left = rows.filtered(lambda row: row.stage_id == self.first)
        self.assertEqual(
            [row.next_stage_id for row in left.sorted("date_left")],
            [self.second, self.third],
        )

    def test_lost_is_not_moved_on(self):
        self.lead.stage_id = self.second
        self.lead.action_set_lost()
        self.assertEqual(
            self._asked(self.lead), {self.first.id: 100, self.second.id: 0}
        )
        self.lead.action_unarchive()
        self.lead.stage_id = self.third
        lost = self._rows(self.lead).filtered(lambda row: row.ending == "lost")
        self.assertFalse(lost.next_stage_id)

    def test_lost_opportunities_are_not_left_out_by_the_usual_filter(self):
        self.lead.action_set_lost()
        self.assertFalse(self.lead.active)
        found = self.env["playbook.stage.report"].search(
            [("lead_id.type", "=", "opportunity"), ("lead_id", "=", self.lead.id)]
        )
        self.assertTrue(found)

    def test_won_again_after_it_was_reopened(self):
        self.lead.stage_id = self.won
        self.lead.stage_id = self.third
        rows = self._rows(self.lead)
        self.assertEqual(rows.mapped("ending"), ["won", "won", False])
        self.assertEqual(
            [row.next_stage_id for row in rows],
            [self.won, self.env["crm.stage"], self.env["crm.stage"]],
        )

    def test_merged_tells_nothing(self):
        other = self._create_own()
        other.stage_id = self.second
        (self.lead | other)._merge_opportunity()
        kept = (self.lead | other).exists()
        rows = self._rows(kept)
        self.assertIn("merged", rows.mapped("ending"))
        merged = rows.filtered(lambda row: row.ending == "merged")
        self.assertFalse(merged.next_stage_id)
        moved = rows.filtered(lambda row: row.ending == "moved")
        self.assertEqual(moved.mapped("next_stage_id"), self.second)
        self.assertEqual(self._asked(kept)[self.first.id], 100)

    def test_where_a_stage_was_deleted_nobody_knows(self):
        self.lead.stage_id = self.second
        self.lead.stage_id = self.third
        self.second.unlink()
        rows = self._rows(self.lead)
        self.assertFalse(rows[0].next_stage_id)
        self.assertEqual(self._asked(self.lead)[self.first.id], False)

    def test_days_begin_with_the_opportunity(self):
        lead = self._create_own(type="lead")
        self._age(lead, "2026-01-01 00:00:00")
        lead.write({"type": "opportunity", "date_conversion": "2026-01-11 00:00:00"})
        self.env.cr.execute(
            "UPDATE playbook_transition SET date_left = %s, ending = 'lost'"
            " WHERE lead_id = %s",
            ["2026-01-21 12:00:00", lead.id],
        )
        self.assertEqual(self._rows(lead).days_in_stage, 10.5)
        lead.date_conversion = "2026-03-01 00:00:00"
        self.assertEqual(self._asked(lead, "days_in_stage:avg"), {self.first.id: False})

    def test_averages_come_in_the_order_of_the_stages(self):
        self.lead.stage_id = self.third
        other = self._create_own(stage_id=self.second.id)
        leads = self.lead | other
        self.first.sequence = -15
        found = list(self._asked(leads, "days_in_stage:avg"))
        self.assertEqual(found, [self.second.id, self.third.id, self.first.id])

    def test_what_is_pending_is_told(self):
        """Without a flush, and for moves that are recorded late."""
        Report = self.env["playbook.stage.report"]
        row = Report.search([("lead_id", "=", self.lead.id)])
        self._set_teams(self.first, self.team_other)
        self._set_teams(self.second, self.team)
        self.lead.write({"team_id": False, "stage_id": self.first.id})
        self.lead.write({"team_id": self.team.id})
        expected = self.lead.stage_id
        rows = Report.search([("lead_id", "=", self.lead.id)])
        self.assertEqual(rows.filtered(lambda r: not r.date_left).stage_id, expected)
        self.lead.user_id = self.user_team_leader
        found = Report.search(
            [
                ("lead_id", "=", self.lead.id),
                ("lead_user_id", "=", self.user_team_leader.id),
            ]
        )
        self.assertEqual(found, rows)
        self.assertIn(row, rows)

    def test_views_open(self):
        user = self.user_sales
        action = self.env.ref("crm_playbook.playbook_stage_report_action")
        Report = self.env[action.res_model].with_user(user)
        for kind in (*action.view_mode.split(","), "search"):
            with self.subTest(kind):
                self.assertTrue(Report.get_view(view_type=kind)["arch"])
        menu = self.env.ref("crm_playbook.playbook_stage_report_menu")
        self.assertEqual(menu.action, action)

    def test_the_team_filter(self):
        self.lead.team_id = self.team
        domain = [
            ("lead_id", "=", self.lead.id),
            "|",
            ("team_id.user_id", "=", self.user_sales.id),
            ("team_id.crm_team_member_ids.user_id", "=", self.user_sales.id),
        ]
        Report = self.env["playbook.stage.report"].with_user(self.user_sales)
        self.assertTrue(Report.search(domain))

    def test_asking_costs_the_same_for_few_and_many(self):
        leads = self.env["crm.lead"].create(
            [{"name": f"Desk {each}", "stage_id": self.first.id} for each in range(33)]
        )
        leads.write({"stage_id": self.second.id, "user_id": self.user_sales.id})
        Report = self.env["playbook.stage.report"].with_user(self.user_sales)
        names = [
            "stage_id",
            "next_stage_id",
            "days_in_stage",
            "moved_on",
            "lead_user_id",
        ]
        counts = [
            self._count_queries(
                lambda ids=some.ids: Report.search([("lead_id", "in", ids)]).read(names)
            )
            for some in (leads[:1], leads[:3], leads[3:])
        ]
        self.assertEqual(counts[1], counts[2])


@tagged("post_install", "-at_install")
class TestStageReportAccess(StageReportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.others = cls._create_own(
            user_id=cls.user_other_team.id, team_id=cls.team_other.id
        )
        cls.elsewhere = cls._create_own(
            user_id=cls.user_other_company.id,
            team_id=False,
            company_id=cls.company_other.id,
        )
        cls.leads = cls.lead | cls.others | cls.elsewhere

    def test_one_sees_what_one_sees_of_the_leads(self):
        for user, leads in {
            self.user_sales: self.lead,
            self.user_other_team: self.others,
            self.user_other_company: self.elsewhere,
            self.user_sales_management: self.lead | self.others,
            self.user_configurator: self.env["crm.lead"],
        }.items():
            with self.subTest(user.login):
                rows = self._rows(self.leads, user)
                self.assertEqual(rows.sudo().lead_id, leads)
                groups = rows._read_group(
                    [("lead_id", "in", self.leads.ids)],
                    [],
                    ["__count", "days_in_stage:avg"],
                )
                self.assertEqual(groups[0][0], len(leads))

    def test_the_rest_is_refused_one_by_one(self):
        hidden = self._rows(self.others).with_user(self.user_sales)
        self.env.invalidate_all()
        for user in (self.user_sales, self.user_without_profile, self.user_portal):
            with (
                self.subTest(user.login),
                mute_logger("odoo.addons.base.models.ir_model"),
                mute_logger("odoo.addons.base.models.ir_rule"),
                self.assertRaises(AccessError),
            ):
                hidden.with_user(user).read(["stage_id"])

    def test_nobody_without_a_profile_searches_it(self):
        for user in (self.user_without_profile, self.user_salesperson):
            with (
                self.subTest(user.login),
                mute_logger("odoo.addons.base.models.ir_model"),
                self.assertRaises(AccessError),
            ):
                self.env["playbook.stage.report"].with_user(user).search([])

    def test_nobody_writes_it(self):
        row = self._rows(self.lead).with_user(self.user_sales)
        for call in (lambda: row.write({"days_in_stage": 1}), row.unlink):
            with (
                mute_logger("odoo.addons.base.models.ir_model"),
                self.assertRaises(AccessError),
            ):
                call()
