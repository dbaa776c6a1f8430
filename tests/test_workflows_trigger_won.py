"""What follows once an opportunity is won."""

from odoo.tests import freeze_time, tagged

from .engine_common import DAY, EngineCommon


@tagged("post_install", "-at_install")
class TestTriggerWon(EngineCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._date_by_the_clock()
        cls.source = cls.env["playbook.load.source"].create({"name": "Old system"})

    def _won(self, count=1):
        leads = self._create_stale(days=0, count=count)
        leads.action_set_won()
        return leads

    def test_what_is_won_is_taken_up_and_not_closed_by_it(self):
        with freeze_time(self._after(hours=-1)):
            before = self._won()
        with freeze_time(DAY):
            self._switch_on({}, {"delay": 3}, trigger="won", lookback_days=0)
        with freeze_time(self._after(hours=1)):
            lead, open_one = self._create_stale(days=0, count=2)
            lead.action_set_won()
            lost = self._create_stale(days=0)
            lost.action_set_lost()
            self._run()
        self.assertEqual(self._events(lead), [("Step 1", "planned")])
        for other in (before, open_one, lost):
            self.assertFalse(self._enrollment(other))
        self.assertIn("Won on", self._planned(lead).note)
        self._at(self._after(days=1))
        self.assertEqual(self._enrollment(lead).state, "running")
        self._at(self._after(days=4))
        self.assertEqual(len(self._events(lead)), 2)

    def test_what_was_won_lately_is_backlog(self):
        with freeze_time(DAY):
            lead = self._won()
        with freeze_time(self._after(days=5)):
            self._switch_on(trigger="won")
        self.assertEqual(self._enrollment(lead).state, "backlog")

    def test_opened_again_and_won_again(self):
        with freeze_time(DAY):
            self._switch_on(trigger="won")
            lead = self._won()
            self._run()
        self.assertTrue(self._planned(lead))
        with freeze_time(self._after(hours=2)):
            lead.stage_id = self.stage
            self._run()
        self.assertEqual(self._enrollment(lead).ending, "reopened")
        self.assertFalse(self._planned(lead))
        with freeze_time(self._after(hours=3)):
            lead.action_set_won()
            self._run()
        states = self._enrollment(lead).mapped("state")
        self.assertCountEqual(states, ["cancelled", "running"])

    def test_opened_and_won_between_two_runs(self):
        with freeze_time(DAY):
            self._switch_on(trigger="won")
            lead = self._won()
            self._run()
        with freeze_time(self._after(hours=2)):
            lead.stage_id = self.stage
            self.env.flush_all()
        with freeze_time(self._after(hours=2, seconds=5)):
            lead.action_set_won()
            self._run()
        endings = self._enrollment(lead).mapped("ending")
        self.assertCountEqual(endings, ["reopened", False])

    def test_archived_and_restored(self):
        with freeze_time(DAY):
            self._switch_on(trigger="won")
            lead, moved = self._won(2)
            self._run()
        self.assertEqual(len(self._enrollment(lead)), 1)
        with freeze_time(self._after(days=20)):
            lead.action_archive()
            # From one won stage to another, it is won no more than before.
            moved.stage_id = self.env["crm.stage"].create(
                {"name": "Delivered", "is_won": True, "sequence": 99}
            )
            self._run()
        self.assertEqual(self._enrollment(lead).ending, "archived")
        with freeze_time(self._after(days=20, hours=1)):
            lead.action_unarchive()
            self._run()
        self.assertEqual(lead.won_status, "won")
        self.assertEqual(len(self._enrollment(lead)), 1, "welcomed once")
        self.assertEqual(self._enrollment(moved).state, "running")

    def test_archived_long_ago_is_no_news(self):
        with freeze_time(self._after(days=-100)):
            lead = self._won()
        with freeze_time(DAY):
            self._switch_on(trigger="won")
            lead.action_archive()
            lead.action_unarchive()
        self._at(self._after(hours=1))
        self.assertFalse(self._enrollment(lead))

    def test_archived_and_lost_after_all(self):
        with freeze_time(DAY):
            self._switch_on(trigger="won")
            archived, lost = self._won(2)
            self._run()
            archived.active = False
            lost.stage_id = self.stage
            lost.action_set_lost()
        self._at(self._after(hours=1))
        self.assertEqual(self._enrollment(archived).ending, "archived")
        self.assertEqual(self._enrollment(lost).ending, "lost")

    def test_a_confirmed_order_does_not_end_it(self):
        with freeze_time(DAY):
            self._switch_on({}, {"delay": 1}, trigger="won")
            lead = self._won()
            self._run()
            order = self._create_order(self._create_customer(), opportunity_id=lead.id)
            self._confirm(order)
        self._at(self._after(days=2))
        self.assertEqual(len(self._events(lead)), 2)

    def test_what_was_loaded_as_won_is_left_alone(self):
        with freeze_time(DAY):
            self._switch_on(trigger="won")
            loaded, later = self._create_stale(days=0, count=2)
            loaded.action_set_won()
            self.env.flush_all()
            for lead in loaded | later:
                self._load(lead)
        with freeze_time(self._after(hours=1)):
            later.action_set_won()
            self._run()
        self.assertFalse(self._enrollment(loaded))
        self.assertTrue(self._enrollment(later), "it was won here")

    def _load(self, lead):
        key = self.env["playbook.load.key"].create(
            {
                "source_id": self.source.id,
                "kind": "lead",
                "key": str(lead.id),
                "res_model": "crm.lead",
                "res_id": lead.id,
                "created": True,
            }
        )
        self._born(key)

    @freeze_time(DAY)
    def test_why_not(self):
        self._switch_on(trigger="won", lookback_days=1)
        lead = self._create_stale(days=0)
        self.assertEqual(self._why(lead), ["It has not been won."])
        lead.action_set_won()
        self.assertIn("next run", self._why(lead)[0])
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE playbook_transition SET date = '2030-01-01',"
            " date_left = '2030-01-01' WHERE lead_id = %s",
            [lead.id],
        )
        lead.invalidate_recordset()
        self.assertIn("looks back only to", self._why(lead)[0])

    def _why(self, document):
        self.env.flush_all()
        told = document.with_user(self.user_sales).get_playbook_follow_up()["others"]
        found = {other["id"]: other["reasons"] for other in told}
        return found[self.workflow.id]

    @freeze_time(DAY)
    def test_few_and_many_cost_the_same(self):
        self._switch_on(trigger="won", daily_limit=1000)

        def run(count):
            self._won(count)
            self.env.flush_all()
            return self._count_queries(lambda: self.workflow.sudo()._enter("waiting"))

        run(2)
        self.assertEqual(run(3), run(30))
