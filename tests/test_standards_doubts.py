"""A requirement that people answer with filler stops asking, unless somebody keeps it."""

from datetime import date, datetime

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import PROFILE_GROUPS
from .standards_common import MomentCase

REVENUE = {"field_name": "expected_revenue", "zero_counts": False, "reason": "R"}
# A Wednesday: the third working day after it is the Monday.
WEDNESDAY, FRIDAY, MONDAY, TUESDAY = (
    datetime(2027, 3, day, 10) for day in (3, 5, 8, 9)
)


class DoubtCase(MomentCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Doubt = cls.env["playbook.doubt"]
        cls.procedure = cls._make_procedure(
            requirements=[REVENUE], user_id=cls.leader.id
        )
        cls.procedure.date_enforced = "2027-02-01"
        cls.requirement = cls.procedure.requirement_ids

    def setUp(self):
        super().setUp()
        cron = type(self.env["ir.cron"])
        self.patch(cron, "_commit_progress", lambda *_args, **_kwargs: 60)

    def _answer_all(self, values, name="expected_revenue", partner=None):
        """As salespeople do: fill it in, and go on."""
        leads = (
            self.env["crm.lead"]
            .with_user(self.salesperson)
            .create(
                [
                    {
                        "name": f"Chairs {number}",
                        "type": "opportunity",
                        "team_id": self.team.id,
                        "stage_id": self.begin.id,
                        "partner_id": (partner or self.customer).id,
                        "company_id": self.procedure.company_id.id,
                        name: value,
                    }
                    for number, value in enumerate(values)
                ]
            )
        )
        leads.write({"stage_id": self.proposal.id})
        stays = self.env["playbook.transition"].search([("lead_id", "in", leads.ids)])
        # The database has a clock of its own.
        stays.write({"date": fields.Datetime.now()})
        self.env.flush_all()
        return leads

    def _watch(self):
        self.Doubt._cron_watch()
        return self.Doubt.search([("requirement_id", "in", self.requirement.ids)])

    def _get_lines(self, source, user):
        lines = self.env["playbook.day"].with_user(user).get_my_day()["lines"]
        return [line for line in lines if line["source"] == source]


@tagged("post_install", "-at_install")
class TestDoubts(DoubtCase):
    def test_from_filler_to_warn(self):
        """The whole way: typed, found, reported, fallen back, enforced again."""
        with freeze_time(WEDNESDAY):
            self._answer_all([1] * 8 + [111, 999999] + list(range(4000, 4020)))
            doubt = self._watch()
            self.assertEqual((doubt.answers, doubt.filler, doubt.state), (30, 10, "asked"))
            self.assertEqual(doubt.date_falls_back, date(2027, 3, 8))
            self.assertEqual(
                doubt.line_ids.mapped(lambda line: (line.kind, line.value, line.answers)),
                [("repeated", "1", 8), ("repeated", "111", 1), ("repeated", "999999", 1)],
            )
            (line,) = self._get_lines("doubt", self.manager)
            self.assertIn("10 of 30", line["title"])
            self.assertFalse(self._get_lines("doubt", self.salesperson))
            self.assertIn("10 of 30", self.procedure.doubt_words)
            action = doubt.line_ids[0].with_user(self.manager).action_open()
            self.assertEqual(len(self.env["crm.lead"].search(action["domain"])), 8)
        with freeze_time(MONDAY):
            self.assertEqual(self._watch().state, "asked")
            lead = self._make_lead()
            self._assert_refused(lambda: lead.write({"stage_id": self.proposal.id}))
        with freeze_time(TUESDAY):
            self.assertEqual(self._watch().state, "fallen")
            self.assertTrue(self.requirement.only_warns)
            self.assertIn("only warns", self.procedure.message_ids[0].body)
            lead.stage_id = self.proposal
            self.assertTrue(self._get_findings(lead))
            self.assertFalse(self._get_findings(lead).observed)
            # What it no longer stops at, may be emptied too.
            other = self._make_lead(expected_revenue=5000, stage_id=self.proposal.id)
            other.expected_revenue = 0
            (line,) = self._get_lines("fallen", self.leader)
            self.env["playbook.day"].with_user(self.leader).finish_line(line["key"])
            self.assertFalse(self._get_lines("fallen", self.leader))
            self.assertIn("Only warns", self.procedure.doubt_words)
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
        self.assertTrue(doubt.line_ids.mapped("value"))
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
            "UPDATE playbook_procedure SET domain = '[(\"x_gone\", \"=\", 1)]' "
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


@tagged("post_install", "-at_install")
class TestAnswers(DoubtCase):
    """What says nothing, and what only looks like it."""

    def _get_evidence(self, values, moment="stage_entered", **requirement):
        with freeze_time(WEDNESDAY):
            self.procedure.write(
                {
                    "requirement_ids": [
                        Command.clear(),
                        Command.create({"reason": "R", **requirement}),
                    ]
                }
            )
            self.procedure.requirement_ids.date_answers_from = False
            # As what came in by programs and imports, too.
            self.procedure.state = "observe"
            self._answer_all(values, requirement["field_name"])
            self.procedure.state = "enforce"
            self.procedure.date_enforced = "2027-02-01"
            evidence = self.procedure.requirement_ids._find_evidence()
        lines = {(line["kind"], line["value"], line["count"]) for line in evidence.lines}
        return evidence, lines

    def test_texts(self):
        evidence, lines = self._get_evidence(
            [
                *("n/a", "N/A", "x", "---", "111 111 111", "12345678", "Ask Ms Ruiz"),
                *["See mail"] * 3,
                *("see  MAIL", "<p>See mail</p>"),
                *(f"Wants {count} chairs" for count in range(30)),
            ],
            field_name="description",
        )
        self.assertEqual(evidence.answers, 42)
        self.assertEqual(
            {(kind, value.lower(), count) for kind, value, count in lines},
            {
                ("word", "n/a", 2),
                ("repeated", "x", 1),
                ("repeated", "111 111 111", 1),
                ("repeated", "12345678", 1),
                ("same", "see mail", 5),
                ("word", "---", 1),
            },
        )
        self.assertEqual(evidence.filler, 11)

    def test_numbers(self):
        _evidence, lines = self._get_evidence(
            [0, 1, 7, 22, 50, 777, 1000, 1200, *[3000] * 6, *range(10, 20)],
            field_name="expected_revenue",
        )
        self.assertEqual(
            lines,
            {
                *(("repeated", text, 1) for text in ("1", "7", "22", "777", "11")),
            },
        )

    def test_the_same_number(self):
        _evidence, lines = self._get_evidence(
            [3000] * 9 + list(range(1000, 1020)), field_name="expected_revenue"
        )
        self.assertEqual(lines, {("same", "3000", 9)})

    def test_the_same_day(self):
        days = [f"2027-05-{day:02}" for day in range(1, 15)]
        _evidence, lines = self._get_evidence(
            ["2027-12-31"] * 7 + days, field_name="date_deadline"
        )
        self.assertEqual(lines, {("same", "2027-12-31", 7)})

    def test_neighbours(self):
        """Many honest answers are the same."""
        evidence, lines = self._get_evidence(
            ["Lugo"] * 10 + ["x"], field_name="city"
        )
        self.assertEqual((evidence.answers, lines), (11, {("repeated", "x", 1)}))

    def test_choices_are_not_doubted(self):
        self.procedure.state = "observe"
        source = self.env["utm.source"].create({"name": "Fair"})
        self._answer_all([source.id] * 20, "source_id")
        self.procedure.state = "enforce"
        self.procedure.requirement_ids = [
            Command.clear(),
            Command.create({"field_name": "source_id", "reason": "R"}),
        ]
        self.assertFalse(self.procedure.requirement_ids._can_be_doubted())

    def test_other_scripts(self):
        names = ["Иван Петров", "王", "محمد", "Ζωή Παππά"]
        _evidence, lines = self._get_evidence(names * 1, field_name="contact_name")
        self.assertFalse(lines)

    def test_of_the_customer(self):
        """Each customer answers once, whatever number of deals there are."""
        self.customer.phone = "111 111 111"
        evidence, lines = self._get_evidence([100, 200, 300], field_name="expected_revenue")
        self.procedure.requirement_ids.write({"model": "res.partner", "field_name": "phone"})
        self.procedure.requirement_ids.date_answers_from = False
        with freeze_time(WEDNESDAY):
            evidence = self.procedure.requirement_ids._find_evidence()
        self.assertEqual((evidence.answers, evidence.filler), (1, 1))
