from odoo.tests import tagged, users

from .transition_common import TransitionCommon


@tagged("post_install", "-at_install")
class TestTransitionOfCreating(TransitionCommon):
    @users("playbook_sales")
    def test_created_in_the_default_stage(self):
        lead = self.env["crm.lead"].create({"name": "Desks"})
        self.assertEqual(lead.stage_id, self.first)
        self.assertHistory(lead, (None, self.first, False))
        stay = self._stays(lead.sudo())
        self.assertEqual(stay.user_id, self.user_sales)
        self.assertEqual(stay.date, self.env.cr.now())
        self.assertFalse(stay.estimated)

    @users("playbook_sales")
    def test_created_in_a_given_stage(self):
        lead = self.env["crm.lead"].create(
            {"name": "Desks", "stage_id": self.second.id}
        )
        self.assertHistory(lead, (None, self.second, False))

    @users("playbook_sales")
    def test_created_won(self):
        lead = self.env["crm.lead"].create({"name": "Desks", "stage_id": self.won.id})
        self.assertEqual(lead.won_status, "won")
        self.assertHistory(lead, (None, self.won, "won"))

    def test_created_lost(self):
        lead = self._create_own(active=False, probability=0)
        self.assertEqual(lead.won_status, "lost")
        self.assertHistory(lead, (None, self.first, "lost"))

    def test_created_archived_but_not_lost(self):
        lead = self._create_own(active=False, probability=30)
        self.assertHistory(lead, (None, self.first, False))

    def test_created_without_a_stage(self):
        lead = self._create_own(stage_id=False)
        self.assertFalse(self._stays(lead))
        lead.stage_id = self.second
        self.assertHistory(lead, (None, self.second, False))

    def test_copied_begins_a_history_of_its_own(self):
        self.lead.stage_id = self.third
        copy = self.lead.copy()
        self.assertHistory(copy, (None, copy.stage_id, False))
        self.assertFalse(self._stays(copy).estimated)

    def test_deleted_with_its_lead(self):
        stays = self._stays(self.lead)
        self.assertTrue(stays)
        self.lead.unlink()
        self.assertFalse(stays.exists())


@tagged("post_install", "-at_install")
class TestTransitionOfMoving(TransitionCommon):
    def test_moved(self):
        self._age(self.lead, "2026-01-01 10:00:00")
        self.lead.with_user(self.user_sales).stage_id = self.second
        self.assertHistory(
            self.lead,
            (None, self.first, "moved"),
            (self.first, self.second, False),
        )
        left, entered = self._stays(self.lead)
        self.assertEqual(left.date_left, entered.date)
        self.assertEqual(entered.user_id, self.user_sales)
        self.assertFalse(entered.estimated)

    def test_many_moved_at_once(self):
        """From different stages; those that are there already stay."""
        there = self._create_own(stage_id=self.second.id)
        other = self._create_own(stage_id=self.third.id)
        (self.lead | there | other).with_user(self.user_sales).write(
            {"stage_id": self.second.id}
        )
        self.assertHistory(there, (None, self.second, False))
        for lead, start in ((self.lead, self.first), (other, self.third)):
            self.assertHistory(
                lead, (None, start, "moved"), (start, self.second, False)
            )

    def test_the_same_stage_written_again_records_nothing(self):
        self.lead.with_user(self.user_sales).write(
            {"stage_id": self.first.id, "description": "Called"}
        )
        self.assertHistory(self.lead, (None, self.first, False))

    def test_every_move_of_a_transaction_is_recorded(self):
        lead = self.lead.with_user(self.user_sales)
        for stage in (self.second, self.first, self.third):
            lead.stage_id = stage
        self.assertHistory(
            self.lead,
            (None, self.first, "moved"),
            (self.first, self.second, "moved"),
            (self.second, self.first, "moved"),
            (self.first, self.third, False),
        )

    def test_taken_out_of_all_stages_and_back(self):
        self.lead.stage_id = False
        self.assertHistory(self.lead, (None, self.first, "moved"))
        self.lead.stage_id = self.first
        self.assertHistory(
            self.lead, (None, self.first, "moved"), (None, self.first, False)
        )

    def test_a_new_team_moves_it_to_a_stage_of_its_own(self):
        """The stage is computed: no write of Odoo's names it."""
        self._set_teams(self.first, self.team)
        self.lead.with_user(self.user_sales).team_id = self.team_other
        self.assertHistory(
            self.lead,
            (None, self.first, "moved"),
            (self.first, self.second, False),
        )

    def test_a_new_salesperson_brings_another_team_and_stage(self):
        """Whoever gives a lead away has moved it, and may not read it any more."""
        self._set_teams(self.first, self.team)
        lead = self.lead.with_user(self.user_sales)
        lead.user_id = self.user_other_team
        self.assertEqual(self.lead.team_id, self.team_other)
        self.assertHistory(
            self.lead,
            (None, self.first, "moved"),
            (self.first, self.second, False),
        )
        self.assertEqual(self._stays(self.lead)[-1].user_id, self.user_sales)

    def test_a_new_type_brings_another_team_and_stage(self):
        self._set_teams(self.first, self.team)
        lead = self._create_own(type="lead")
        self.team.member_ids = False
        self.team.user_id = False
        self.team_other.member_ids |= self.user_sales
        lead.with_user(self.user_sales).write({"type": "opportunity"})
        self.assertEqual(lead.team_id, self.team_other)
        self.assertHistory(
            lead, (None, self.first, "moved"), (self.first, self.second, False)
        )

    def test_moved_and_given_away_in_one_write(self):
        self.env.invalidate_all()
        self.lead.with_user(self.user_sales).write(
            {"stage_id": self.third.id, "user_id": self.user_other_team.id}
        )
        self.assertHistory(
            self.lead, (None, self.first, "moved"), (self.first, self.third, False)
        )

    def test_moved_by_who_works_without_a_profile(self):
        self.lead.user_id = self.user_salesperson
        self.lead.with_user(self.user_salesperson).stage_id = self.second
        self.assertHistory(
            self.lead, (None, self.first, "moved"), (self.first, self.second, False)
        )

    def test_a_write_that_is_refused_records_nothing(self):
        with self.assertRaises(ValueError), self.env.cr.savepoint():
            self.lead.write({"stage_id": self.second.id, "no_such_field": 1})
        self.assertHistory(self.lead, (None, self.first, False))


@tagged("post_install", "-at_install")
class TestTransitionOfMerging(TransitionCommon):
    def test_the_merged_leads_stays_go_to_the_kept_one(self):
        head = self._create_own(stage_id=self.second.id)
        head.with_user(self.user_sales).stage_id = self.third
        self._age(self.lead, "2026-01-01 10:00:00")
        self._age(self._stays(head).lead_id, "2026-02-01 10:00:00")
        leads = (self.lead | head).with_user(self.user_sales)
        self.assertEqual(leads.merge_opportunity(), head)
        self.assertFalse(self.lead.exists())
        stays = self._stays(head)
        self.assertEqual(len(stays), 3)
        still = stays.filtered(lambda stay: not stay.date_left)
        self.assertEqual(still.to_stage_id, self.third)
        merged = stays.filtered(lambda stay: stay.ending == "merged")
        self.assertEqual(merged.to_stage_id, self.first)
        self.assertEqual(str(merged.date), "2026-01-01 10:00:00")

    def test_three_merged_leave_one_open(self):
        leads = self.lead | self._create_own() | self._create_own()
        kept = leads.with_user(self.user_sales).merge_opportunity()
        stays = self._stays(kept)
        self.assertEqual(
            sorted(map(str, stays.mapped("ending"))), ["False", *["merged"] * 2]
        )

    def test_merging_into_another_teams_stage(self):
        """The kept lead's stage is not its new team's: the merge moves it."""
        self._set_teams(self.first, self.team)
        leads = self.lead | self._create_own()
        kept = leads.merge_opportunity(team_id=self.team_other.id, user_id=False)
        self.assertEqual(kept.stage_id, self.second)
        still = self._stays(kept).filtered(lambda stay: not stay.date_left)
        self.assertEqual(still.from_stage_id, self.first)
        self.assertEqual(still.to_stage_id, self.second)

    def test_merging_a_lost_one_keeps_how_it_ended(self):
        lost = self._create_own()
        lost.action_set_lost()
        self.assertEqual((self.lead | lost).merge_opportunity(), self.lead)
        endings = self._stays(self.lead).mapped("ending")
        self.assertEqual(sorted(map(str, endings)), ["False", "lost"])

    def test_who_merged_without_deleting_may_go_on(self):
        """Odoo's conversion keeps the others until it is done."""
        other = self._create_own()
        kept = (self.lead | other).merge_opportunity(auto_unlink=False)
        rest = (self.lead | other) - kept
        self.assertFalse(self._stays(rest))
        rest.stage_id = self.third
        self.assertHistory(rest, (self.first, self.third, False))
