"""A requirement that is answered with filler only warns, unless somebody keeps it."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import PROFILE_GROUPS
from .doubt_common import FRIDAY, MONDAY, REVENUE, TUESDAY, WEDNESDAY, DoubtCase


@tagged("post_install", "-at_install")
class TestDoubts(DoubtCase):
    def test_reported_with_the_evidence(self):
        with freeze_time(WEDNESDAY):
            self._answer_all([1] * 8 + [111, 999999] + list(range(4000, 4020)))
            doubt = self._watch()
            self.assertEqual(
                (doubt.answers, doubt.filler, doubt.state), (30, 10, "asked")
            )
            self.assertEqual(doubt.date_falls_back, date(2027, 3, 8))
            self.assertEqual(
                doubt.line_ids.mapped(lambda line: (line.kind, line.value)),
                [("repeated", "1"), ("repeated", "111"), ("repeated", "999999")],
            )
            self.assertEqual(doubt.line_ids.mapped("answers"), [8, 1, 1])
            (line,) = self._get_lines("doubt", self.manager)
            self.assertIn("10 of 30", line["title"])
            self.assertFalse(self._get_lines("doubt", self.salesperson))
            self.assertIn("10 of 30", self.procedure.doubt_words)
            action = doubt.line_ids[0].with_user(self.manager).action_open()
            self.assertEqual(len(self.env["crm.lead"].search(action["domain"])), 8)

    def test_from_filler_to_warn(self):
        """The whole way: typed, found, fallen back when the days are over."""
        with freeze_time(WEDNESDAY):
            self._answer_all([1] * 8 + list(range(4000, 4020)))
            self._watch()
        with freeze_time(MONDAY):
            self.assertEqual(self._watch().state, "asked")
            lead = self._make_lead()
            self._assert_refused(lambda: lead.write({"stage_id": self.proposal.id}))
        with freeze_time(TUESDAY):
            self.assertEqual(self._watch().state, "fallen")
            self.assertTrue(self.requirement.only_warns)
            self.assertIn("only warns", self.procedure.message_ids[0].body)
            self.assertIn("Only warns", self.procedure.doubt_words)
            lead.stage_id = self.proposal
            self.assertTrue(self._get_findings(lead))
            self.assertFalse(self._get_findings(lead).observed)
            # What it no longer stops at, may be emptied too.
            other = self._make_lead(expected_revenue=5000, stage_id=self.proposal.id)
            other.expected_revenue = 0
            (line,) = self._get_lines("fallen", self.leader)
            self.env["playbook.day"].with_user(self.leader).finish_line(line["key"])
            self.assertFalse(self._get_lines("fallen", self.leader))

    def test_enforced_again(self):
        with freeze_time(WEDNESDAY):
            self._answer_all([1] * 20)
            self._watch()
        with freeze_time(TUESDAY):
            doubt = self._watch()
            self.assertFalse(self.procedure._preview()[0].blocked)
            self.assertTrue(doubt.only_warns)
            doubt.with_user(self.manager).action_enforce_again()
            self.assertFalse(self.requirement.only_warns)
            # Answers of before do not count again.
            self.assertEqual(self._watch(), doubt)
            other = self._make_lead()
            self._assert_refused(lambda: other.write({"stage_id": self.proposal.id}))

    def test_a_friday_and_a_weekend(self):
        with freeze_time(FRIDAY):
            self._answer_all([1] * 20)
            self.assertEqual(self._watch().date_falls_back, date(2027, 3, 10))

    def test_kept(self):
        with freeze_time(WEDNESDAY):
            self._answer_all([1] * 8 + list(range(4000, 4020)))
            doubt = self._watch()
            (line,) = self._get_lines("doubt", self.manager)
            day = self.env["playbook.day"].with_user(self.manager)
            day.with_context(playbook_comment="It is new").finish_line(line["key"], 1)
            self.assertEqual((doubt.state, doubt.comment), ("kept", "It is new"))
            self.assertEqual(doubt.decided_by_id, self.manager)
        with freeze_time(TUESDAY):
            self.assertEqual(self._watch(), doubt)
            self.assertFalse(self.requirement.only_warns)
            # Twice as bad: asked again before the month is over.
            self._answer_all([1] * 30)
            self.assertEqual(len(self._watch()), 2)

    def test_kept_is_asked_again_after_a_month(self):
        with freeze_time(WEDNESDAY):
            self._answer_all([1] * 20)
            self._watch().with_user(self.manager).action_keep()
        with freeze_time("2027-04-10 10:00:00"):
            self.assertEqual(len(self._watch()), 2)

    def test_let_fall_at_once(self):
        with freeze_time(WEDNESDAY):
            self._answer_all([1] * 20)
            doubt = self._watch()
            (line,) = self._get_lines("doubt", self.manager)
            self.env["playbook.day"].with_user(self.manager).finish_line(line["key"], 2)
            self.assertEqual(doubt.state, "fallen")
            self.assertTrue(self.requirement.only_warns)
            with self.assertRaises(UserError):
                doubt.with_user(self.manager).action_keep()

    def test_dialog(self):
        with freeze_time(WEDNESDAY):
            self._answer_all([1] * 20)
            action = self._watch().with_user(self.manager).action_open_decide()
        dialog = self.env[action["res_model"]].with_user(self.manager)
        dialog = dialog.browse(action["res_id"])
        dialog.comment = "We need it"
        dialog.action_keep()
        self.assertEqual(dialog.doubt_id.comment, "We need it")

    def test_mended_is_no_doubt(self):
        with freeze_time(WEDNESDAY):
            leads = self._answer_all([1] * 20)
            doubt = self._watch()
            for number, lead in enumerate(leads):
                lead.expected_revenue = 4000 + number
            self.assertEqual(self._watch().state, "over")
        with freeze_time(TUESDAY):
            self._watch()
        self.assertFalse(doubt.only_warns)

    def test_stepping_down_ends_it(self):
        with freeze_time(WEDNESDAY):
            self._answer_all([1] * 20)
            doubt = self._watch()
            doubt.with_user(self.manager).action_fall_back()
            self.procedure.state = "warn"
            self.assertFalse(self.requirement.only_warns)
        with freeze_time(TUESDAY):
            self.procedure.state = "enforce"
            # A new beginning.
            self.assertEqual(self._watch(), doubt)

    def test_refused_for_salespeople(self):
        with freeze_time(WEDNESDAY):
            self._answer_all([1] * 20)
            doubt = self._watch()
        for user in (self.salesperson, self.leader):
            own = doubt.with_user(user)
            for act in (own.action_keep, own.action_fall_back, own.action_open_decide):
                with self.assertRaises(AccessError):
                    act()
            with self.assertRaises(AccessError):
                self.requirement.with_user(user).action_enforce_again()
            with self.assertRaises(AccessError):
                own.read(["answers"])
        # Nobody switches it by writing it.
        with self.assertRaises(AccessError):
            self.requirement.with_user(self.manager).only_warns = True
        with self.assertRaises(AccessError):
            doubt.with_user(self.manager).state = "kept"

    def test_who_may_not_decide(self):
        """A configurator reads the evidence; procedures are decided by others."""
        configurator = new_test_user(
            self.env, "db_config", PROFILE_GROUPS["configurator"]
        )
        with freeze_time(WEDNESDAY):
            self._answer_all([1] * 20)
            doubt = self._watch().with_user(configurator)
        self.assertIn("hidden", doubt.line_ids.value_shown)
        with self.assertRaises(AccessError):
            doubt.line_ids.read(["value"])
        own = doubt.with_user(self.manager).line_ids
        self.assertEqual(own.value_shown, "1")
        self.assertFalse(doubt.can_decide)
        with self.assertRaises(AccessError):
            doubt.action_keep()

    def test_companies(self):
        other = self.env["res.company"].create({"name": "Other"})
        with freeze_time(WEDNESDAY):
            self.procedure.company_id = self.env.company
            leads = self._answer_all([1] * 30)
            # Half of them are the other company's: it is not asked of those.
            leads.sudo()[15:].write(
                {"user_id": False, "team_id": False, "company_id": other.id}
            )
            self.assertFalse(self._watch())
            self._answer_all([1] * 5)
            doubt = self._watch()
            self.assertEqual((doubt.answers, doubt.company_id), (20, self.env.company))
        manager = new_test_user(
            *(self.env, "db_manager", PROFILE_GROUPS["sales_management"]),
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        self.assertFalse(self.Doubt.with_user(manager).search([("id", "=", doubt.id)]))
        self.assertFalse(self._get_lines("doubt", manager))

    def test_thresholds(self):
        settings = self.env["res.config.settings"]
        with freeze_time(WEDNESDAY):
            self._answer_all([1] * 3 + list(range(4000, 4006)))
            self.assertFalse(self._watch())
            settings.create({"playbook_filler_answers": 9}).execute()
            settings.create({"playbook_filler_share": 50}).execute()
            self.assertFalse(self._watch())
            settings.create({"playbook_filler_share": 30}).execute()
            self.assertTrue(self._watch())
        for vals in (
            *({"playbook_filler_share": 0}, {"playbook_filler_share": 101}),
            {"playbook_filler_answers": 0},
        ):
            with self.assertRaises(UserError):
                settings.create(vals).execute()

    def test_one_that_breaks_stops_no_other(self):
        broken = self._make_procedure(requirements=[REVENUE])
        self.env.flush_all()
        self.cr.execute(
            'UPDATE playbook_procedure SET domain = \'[("x_gone", "=", 1)]\' '
            "WHERE id = %s",
            [broken.id],
        )
        self.env.invalidate_all()
        with freeze_time(WEDNESDAY):
            self._answer_all([1] * 20)
            with self.assertLogs("odoo.addons.crm_playbook", "WARNING") as logs:
                self.assertTrue(self._watch())
        self.assertIn("could not be looked at", "".join(logs.output))

    def test_only_since_it_is_enforced(self):
        with freeze_time(WEDNESDAY):
            self._answer_all([1] * 20)
            self.procedure.state = "warn"
        with freeze_time(TUESDAY):
            self.procedure.state = "enforce"
            self.assertFalse(self._watch())
