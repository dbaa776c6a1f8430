"""Which outcomes and purposes are offered, and what they may say follows."""

from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .actions_common import ActionsCommon

# Values that are accepted, what they set, and values that are refused.
VALUES = {
    "name": ({"Big deal": "Big deal"}, ("", "  ")),
    "priority": ({"2": "2", "High": "2", "high": "2"}, ("", "Higher")),
    "date_deadline": ({"2030-05-06": "2030-05-06"}, ("", "soon", "2030-13-45")),
    "expected_revenue": ({"12.5": 12.5, "0": 0.0}, ("", "much", "nan", "inf")),
    "day_close": (None, ()),
    "medium_id": ({"Carrier pigeon": "Carrier pigeon"}, ("", "None such")),
    "state_id": ({"Once": "Once"}, ("Twice",)),
}


@tagged("post_install", "-at_install")
class TestOutcomes(ActionsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Outcome = cls.env["playbook.outcome"]
        cls.mail = cls.env["mail.activity.type"].create(
            {"name": "Letter", "playbook_outcome_policy": "offer"}
        )

    def _offered(self, activity):
        choices = activity.with_user(self.user_sales).playbook_choices or []
        return [each["name"] for each in choices]

    # ------------------------------------------------------------------
    # What is offered
    # ------------------------------------------------------------------

    def test_outcomes_of_the_type_and_the_purpose(self):
        self.Outcome.create(
            [
                {"name": "Anywhere", "sequence": 1},
                {
                    "name": "To find out",
                    "sequence": 2,
                    "purpose_ids": [Command.link(self.purpose.id)],
                },
                {
                    "name": "To find out by letter",
                    "sequence": 3,
                    "purpose_ids": [Command.link(self.purpose.id)],
                    "activity_type_ids": [Command.link(self.mail.id)],
                },
            ]
        )
        ring = ["They want it", "Perhaps", "No way"]
        purpose = {"playbook_purpose_id": self.purpose.id}
        letter = {"activity_type_id": self.mail.id}
        self.assertEqual(self._offered(self._plan()), ["Anywhere", *ring])
        self.assertEqual(
            self._offered(self._plan(**purpose)), ["Anywhere", "To find out", *ring]
        )
        self.assertEqual(self._offered(self._plan(**letter)), ["Anywhere"])
        self.assertEqual(
            self._offered(self._plan(**letter, **purpose)),
            ["Anywhere", "To find out", "To find out by letter"],
        )

    def test_what_is_retired_is_offered_no_longer(self):
        activity = self._plan()
        self.assertIn("Perhaps", self._offered(activity))
        self.neutral.active = False
        activity.invalidate_recordset()
        self.assertNotIn("Perhaps", self._offered(activity))

    def test_nothing_is_offered_where_nothing_is_asked(self):
        self.Outcome.create({"name": "Anywhere"})
        plain = self._plan(activity_type_id=self.kind_plain.id)
        person = self._plan(self.product)
        for activity in (plain, person):
            self.assertFalse(self._offered(activity))
            self.assertFalse(activity.with_user(self.user_sales).playbook_required)

    def test_required_only_where_there_is_something_to_choose(self):
        self.Outcome.search([]).active = False
        activity = self._plan().with_user(self.user_sales)
        self.assertFalse(activity.playbook_required)
        activity.action_feedback()
        self.assertFalse(self._actions_of(activity).outcome_id)

    # ------------------------------------------------------------------
    # Purposes
    # ------------------------------------------------------------------

    def _make_purposes(self):
        Purpose = self.env["playbook.purpose"]
        Purpose.search([]).active = False
        first, second = self.env["crm.stage"].create(
            [{"name": "S1", "sequence": 501}, {"name": "S2", "sequence": 502}]
        )
        rows = [("General", [])]
        rows += [(f"First {n}", first.ids) for n in range(2)]
        rows += [(f"Second {n}", second.ids) for n in range(7)]
        purposes = Purpose.create(
            [
                {"name": name, "sequence": n, "stage_ids": [Command.set(ids)]}
                for n, (name, ids) in enumerate(rows)
            ]
        )
        return first, second, purposes

    def test_those_of_the_stage_come_first_at_most_five(self):
        first, second, purposes = self._make_purposes()
        Purpose = self.env["playbook.purpose"].with_user(self.user_sales)
        other = self.env["crm.stage"].create({"name": "S3", "sequence": 503})
        for stage, shown in (
            (first, ["First 0", "First 1", "General"]),
            (second, [f"Second {n}" for n in range(5)]),
            (other, purposes[:5].mapped("name")),
            (self.env["crm.stage"], purposes[:5].mapped("name")),
        ):
            with self.subTest(stage=stage.name):
                choices = Purpose._format_choices(self.kind, stage)
                told = [each["name"] for each in choices if each["first"]]
                self.assertEqual(set(told), set(shown))
                self.assertEqual(told, [each["name"] for each in choices][: len(told)])
                # The rest is there, each once.
                ids = [each["id"] for each in choices]
                self.assertEqual(sorted(ids), sorted(purposes.ids))

    def test_purposes_of_other_types_are_left_out(self):
        _first, _second, purposes = self._make_purposes()
        purposes[0].activity_type_ids = self.mail
        purposes[1].activity_type_ids = self.kind
        choices = self.env["playbook.purpose"]._format_choices(
            self.kind, self.env["crm.stage"]
        )
        names = [each["name"] for each in choices]
        self.assertNotIn("General", names)
        self.assertIn("First 0", names)

    def test_two_purposes_in_use_have_no_name_in_common(self):
        Purpose = self.env["playbook.purpose"]
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
        ):
            Purpose.create({"name": self.purpose.name})
        self.purpose.active = False
        self.env.flush_all()
        self.assertTrue(Purpose.create({"name": self.purpose.name}))

    # ------------------------------------------------------------------
    # What may be said of an outcome
    # ------------------------------------------------------------------

    def test_lost_needs_a_reason_and_nothing_that_goes_further(self):
        reason = self.env["crm.lost.reason"].create({"name": "Gone"})
        lost = {"mark_lost": True}
        for values in (
            lost,
            {**lost, "lost_reason_id": reason.id, "convert_lead": True},
            {**lost, "lost_reason_id": reason.id, "stage_id": self.lead.stage_id.id},
        ):
            with (
                self.subTest(**values),
                self.assertRaises(ValidationError),
                self.cr.savepoint(),
            ):
                self.Outcome.create({"name": "X", **values})

    def test_the_next_step_is_not_before_this_one(self):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
        ):
            self.Outcome.create({"name": "X", "next_delay": -1})

    def test_only_fields_that_people_fill_in_themselves_are_set(self):
        for name in ("stage_id", "user_id", "active", "create_uid", "won_status", "x"):
            with (
                self.subTest(name),
                self.assertRaises(ValidationError),
                self.cr.savepoint(),
            ):
                self.Outcome.create({"name": "X", "set_field": name, "set_value": "1"})

    def test_values_of_every_type(self):
        self.env["utm.medium"].create({"name": "Carrier pigeon"})
        first, second = self.env["res.country"].search([], limit=2)
        self.env["res.country.state"].create(
            [
                {"name": name, "code": code, "country_id": country.id}
                for name, code, country in (
                    ("Once", "O9", first),
                    ("Twice", "T9", first),
                    ("Twice", "T9", second),
                )
            ]
        )
        settable = self.Outcome._get_settable_fields()
        for name, (accepted, refused) in VALUES.items():
            if accepted is None:
                self.assertNotIn(name, settable)
                continue
            for text, value in accepted.items():
                with self.subTest(field=name, text=text):
                    self._check_sets(name, text, value)
            for text in refused:
                with (
                    self.subTest(field=name, refused=text),
                    self.assertRaises(ValidationError),
                    self.cr.savepoint(),
                ):
                    self.Outcome.create(
                        {"name": "X", "set_field": name, "set_value": text}
                    )

    def _check_sets(self, name, text, value):
        outcome = self.Outcome.create(
            {
                "name": f"Sets {name} {text}",
                "activity_type_ids": [Command.link(self.kind.id)],
                "set_field": name,
                "set_value": text,
            }
        )
        activity = self._plan().with_user(self.user_sales)
        activity.action_playbook_finish(outcome.id)
        found = self.lead[name]
        if self.lead._fields[name].relational:
            found = found.name
        elif name == "date_deadline":
            found = str(found)
        self.assertEqual(found, value)
        self.assertIn(text, self._actions_of(activity).followed_by)

    def test_yes_and_no(self):
        field = self.env["crm.lead"]._fields["active"]
        for text, value in (("yes", True), ("No", False), ("1", True)):
            self.assertIs(self.positive._read_boolean(field, text), value)
        with self.assertRaises(ValueError):
            self.positive._read_boolean(field, "perhaps")

    def test_what_was_saved_in_one_language_is_set_in_every_language(self):
        self.env["res.lang"]._activate_lang("es_ES")
        self.env["res.lang"]._activate_lang("fr_FR")
        priority = self.env["ir.model.fields.selection"].search(
            [
                ("field_id.model", "=", "crm.lead"),
                ("field_id.name", "=", "priority"),
                ("value", "=", "2"),
            ]
        )
        priority.with_context(lang="es_ES").name = "Alta"
        outcome = self.Outcome.with_context(lang="es_ES").create(
            {
                "name": "Urge",
                "activity_type_ids": [Command.link(self.kind.id)],
                "set_field": "priority",
                "set_value": "Alta",
            }
        )
        self.user_sales.lang = "fr_FR"
        activity = self._plan().with_user(self.user_sales)
        activity.with_context(lang="fr_FR").action_playbook_finish(outcome.id)
        self.assertEqual(self.lead.priority, "2")

    def test_what_actions_carry_is_retired_not_deleted(self):
        activity = self._plan(playbook_purpose_id=self.purpose.id)
        activity.with_user(self.user_sales).action_playbook_finish(self.neutral.id)
        for choice in (self.neutral, self.purpose):
            choice = choice.with_user(self.user_configurator)
            with self.assertRaisesRegex(UserError, "rchive"), self.cr.savepoint():
                choice.unlink()
            choice.active = False
        self.assertTrue(self.negative.with_user(self.user_configurator).unlink())
