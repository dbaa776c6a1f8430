from odoo import fields
from odoo.tests import tagged

from .transition_common import TransitionCommon


@tagged("post_install", "-at_install")
class TestTransitionOfInstalling(TransitionCommon):
    """The history of leads that were there before the addon begins with one stay."""

    def _forget(self, leads, **dates):
        """As if ``leads`` had no history, and had these dates."""
        self.env.flush_all()
        self.env.cr.execute(
            "DELETE FROM playbook_transition WHERE lead_id IN %s", [tuple(leads.ids)]
        )
        for name, date in dates.items():
            self.env.cr.execute(
                f'UPDATE crm_lead SET "{name}" = %s WHERE id IN %s',  # noqa: S608
                [date, tuple(leads.ids)],
            )
        self.env.invalidate_all()

    def _track(self, lead, date, field="stage_id"):
        """A change of ``lead`` that the chatter has tracked."""
        message = self.env["mail.message"].create(
            {
                "model": "crm.lead",
                "res_id": lead.id,
                "date": date,
                "message_type": "notification",
                "tracking_value_ids": [],
            }
        )
        self.env["mail.tracking.value"].create(
            {
                "field_id": self.env["ir.model.fields"]._get("crm.lead", field).id,
                "mail_message_id": message.id,
                "old_value_integer": self.second.id,
                "new_value_integer": self.first.id,
            }
        )

    def _create_missing(self):
        self.env["playbook.transition"]._create_missing()

    def test_one_open_stay_dated_by_the_lead(self):
        self._forget(self.lead, date_last_stage_update="2026-01-02 03:04:05")
        self._create_missing()
        self.assertHistory(self.lead, (None, self.first, False))
        stay = self._stays(self.lead)
        self.assertEqual(str(stay.date), "2026-01-02 03:04:05")
        self.assertTrue(stay.estimated)
        self.assertFalse(stay.user_id)

    def test_the_latest_known_change_counts(self):
        """The lead's own date and the chatter: neither knows every change."""
        for tracked, expected in (
            ("2025-12-01 00:00:00", "2026-01-02 03:04:05"),
            ("2026-03-04 05:06:07", "2026-03-04 05:06:07"),
        ):
            lead = self._create_own()
            self._track(lead, "2025-01-01 00:00:00")
            self._track(lead, tracked)
            self._forget(lead, date_last_stage_update="2026-01-02 03:04:05")
            with self.subTest(tracked):
                self._create_missing()
                self.assertEqual(str(self._stays(lead).date), expected)

    def test_other_tracked_changes_do_not_count(self):
        other = self._create_own()
        self._track(self.lead, "2026-05-01 00:00:00", field="user_id")
        self._track(other, "2026-05-01 00:00:00")
        self._forget(self.lead, date_last_stage_update="2026-01-02 03:04:05")
        self._create_missing()
        self.assertEqual(str(self._stays(self.lead).date), "2026-01-02 03:04:05")

    def test_without_any_date_it_is_that_of_creating(self):
        self._forget(
            self.lead,
            date_last_stage_update=None,
            create_date="2025-02-03 04:05:06",
        )
        self._create_missing()
        self.assertEqual(str(self._stays(self.lead).date), "2025-02-03 04:05:06")

    def test_a_date_in_the_future_is_now(self):
        won = self._create_own(stage_id=self.won.id)
        self._forget(
            self.lead | won,
            date_last_stage_update="2222-01-01 00:00:00",
            date_closed="2222-02-02 00:00:00",
        )
        self._create_missing()
        now = fields.Datetime.now()
        self.assertLessEqual(self._stays(self.lead).date, now)
        self.assertLessEqual(self._stays(won).date, now)
        self.assertLessEqual(self._stays(won).date_left, now)

    def test_won_and_lost_ones_have_ended(self):
        won, lost, archived, undated = (self._create_own() for _number in range(4))
        won.action_set_won()
        (lost | undated).action_set_lost()
        archived.write({"active": False, "probability": 30})
        leads = won | lost | archived
        self._forget(
            leads,
            date_last_stage_update="2026-01-02 03:04:05",
            date_closed="2026-02-03 04:05:06",
        )
        self._forget(
            undated, date_last_stage_update="2026-01-02 03:04:05", date_closed=None
        )
        self._create_missing()
        self.assertHistory(won, (None, self.won, "won"))
        self.assertHistory(lost, (None, self.first, "lost"))
        self.assertHistory(undated, (None, self.first, "lost"))
        self.assertHistory(archived, (None, self.first, False))
        ended = self._stays(won | lost)
        self.assertEqual(
            set(map(str, ended.mapped("date_left"))), {"2026-02-03 04:05:06"}
        )
        stay = self._stays(undated)
        self.assertEqual(stay.date_left, stay.date)

    def test_leads_that_have_a_history_or_no_stage_are_left_alone(self):
        nowhere = self._create_own(stage_id=False)
        self.lead.stage_id = self.second
        self.lead.action_set_lost()
        before = self._stays(self.lead)
        self._create_missing()
        self._create_missing()
        self.assertEqual(self._stays(self.lead), before)
        self.assertFalse(self._stays(nowhere))

    def test_what_is_not_written_yet_counts(self):
        self._forget(self.lead)
        lead = self.lead.with_context(tracking_disable=True)
        lead.date_last_stage_update = "2026-01-02 03:04:05"
        self._create_missing()
        self.assertEqual(str(self._stays(lead).date), "2026-01-02 03:04:05")

    def test_a_move_before_that_leaves_nothing_doubled(self):
        """A lead that moves while it has no history has one from then on."""
        self._forget(self.lead)
        self.lead.stage_id = self.second
        self._create_missing()
        self.assertHistory(self.lead, (self.first, self.second, False))

    def test_costs_the_same_for_few_and_for_many(self):
        counts = []
        self._create_missing()
        for number in (3, 30):
            leads = self.env["crm.lead"].create([{"name": "Old"}] * number)
            self._forget(leads)
            counts.append(self._count_queries(self._create_missing))
            self.assertEqual(len(self._stays(leads)), number)
        self.assertEqual(*counts)
