"""How the Configurator shapes the screens of a profile."""

from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .profile_create_common import ProfileCreateCommon
from .screen_common import WORKING, ScreenCommon

ENTITIES = ("company", "contact", "lead", "activity")


@tagged("post_install", "-at_install")
class TestShaping(ScreenCommon):
    def test_shipped_for_the_four_working_profiles(self):
        for profile in WORKING:
            for entity in ENTITIES:
                with self.subTest(profile, entity=entity):
                    self.assertEqual(len(self._screen(profile, entity)), 1)
        self.assertFalse(self._screen("configurator", "lead"))

    def test_nothing_shipped_is_required(self):
        """Nor would anything be refused if it were entered by hand."""
        for screen in self.env["playbook.screen"].search([]):
            left_out = screen.item_ids.filtered(lambda item: item.shown != "1")
            with self.subTest(screen.display_name):
                self.assertFalse(left_out.filtered("is_required"))

    def test_all_parts_are_listed_with_their_words(self):
        item = self._item("sales", "lead", "page", "internal_notes")
        self.assertEqual(item.label, "Notes")
        item = self._item("sales", "lead", "field", "description")
        self.assertEqual((item.label, item.page_label), ("Notes", "Notes"))
        item = self._item("sales", "lead", "field", "expected_revenue")
        self.assertEqual(item.label, "Expected Revenue")
        item = self._item("sales", "company", "button", "schedule_meeting")
        self.assertEqual(item.label, "Meetings")
        # Without words on it: its name, made readable.
        item = self._item("sales", "lead", "button", "action_schedule_meeting")
        self.assertEqual(item.label, "Schedule meeting")
        self.assertFalse(self._item("sales", "lead", "group", "lead_partner"))

    def test_what_others_alone_see_is_not_listed(self):
        self.assertFalse(self._item("sales", "lead", "field", "recurring_revenue"))
        # For developers.
        self.assertFalse(self._item("sales", "lead", "field", "message_bounce"))
        # On contacts alone, and on companies alone.
        self.assertFalse(self._item("sales", "company", "field", "function"))
        self.assertTrue(self._item("sales", "contact", "field", "function"))

    def test_refreshing_twice_changes_nothing(self):
        screen = self._screen("sales", "lead").with_user(self.user_configurator)
        screen.action_refresh()
        before = screen.item_ids
        screen.action_refresh()
        self.assertEqual(screen.item_ids, before)

    def test_what_is_gone_is_kept_and_marked(self):
        screen = self._screen("sales", "lead")
        screen.item_ids = [
            Command.create({"kind": "field", "name": "x_gone", "shown": "0"})
        ]
        item = self._item("sales", "lead", "field", "x_gone")
        self.assertTrue(item.is_missing)
        self.assertFalse(self._item("sales", "lead", "field", "name").is_missing)
        self.env["crm.lead"].with_user(self.user_sales).get_view(None, "form")

    def test_a_required_field_stays(self):
        for entity, kind, name in (
            ("lead", "field", "name"),
            ("contact", "field", "name"),
            ("activity", "field", "date_deadline"),
            # Required for who has a user.
            ("contact", "field", "email"),
        ):
            item = self._item("sales", entity, kind, name)
            with (
                self.subTest(entity, name=name),
                self.assertRaisesRegex(ValidationError, "keep people from"),
                self.env.cr.savepoint(),
            ):
                item.shown = "0"

    def test_what_holds_a_required_field_stays(self):
        view = self.env.ref("crm.crm_lead_view_form")
        view.arch = view.arch.replace(
            '<field name="description"', '<field name="description" required="1"'
        )
        item = self._item("sales", "lead", "page", "internal_notes")
        with self.assertRaisesRegex(ValidationError, "“Notes” must be filled in"):
            item.shown = "3"

    def test_something_is_left(self):
        screen = self._screen("sales", "activity").with_user(self.user_configurator)
        screen.action_refresh()
        optional = screen.item_ids.filtered(lambda item: not item.is_required)
        with self.assertRaisesRegex(ValidationError, "Nothing would be left"):
            optional.write({"shown": "0"})

    def test_the_meter(self):
        screen = self._screen("sales", "lead").with_user(self.user_configurator)
        screen.action_refresh()
        shown = screen.shown_count
        screen.budget = shown
        self.assertEqual((screen.meter, screen.over_count), (100, 0))
        screen.budget = shown - 1
        self.assertEqual(screen.over_count, 1)
        self.assertEqual(screen.profile_id.over_budget_count, 1)
        self._leave_out("sales", "lead", "field", "priority")
        self.assertEqual((screen.shown_count, screen.over_count), (shown - 1, 0))

    def test_a_budget_is_a_sensible_number(self):
        screen = self._screen("sales", "lead").with_user(self.user_configurator)
        for budget in (0, -3, 501):
            with (
                self.subTest(budget),
                mute_logger("odoo.sql_db"),
                self.assertRaises(CheckViolation),
                self.env.cr.savepoint(),
            ):
                screen.budget = budget
                screen.flush_recordset()

    def test_as_shipped_again(self):
        screen = self._screen("sales", "lead").with_user(self.user_configurator)
        before = {(i.kind, i.name, i.shown) for i in screen.item_ids if i.shown != "1"}
        self._leave_out("sales", "lead", "field", "priority")
        screen.budget = 3
        screen.action_reset()
        after = {(i.kind, i.name, i.shown) for i in screen.item_ids if i.shown != "1"}
        self.assertEqual(after, before)
        self.assertGreater(screen.budget, 3)

    def test_only_the_configurator_and_who_manages_access_shape(self):
        screen = self._screen("sales", "lead")
        for name in (*WORKING, "without_profile", "salesperson", "portal", "public"):
            user = getattr(self, f"user_{name}")
            for method in ("action_refresh", "action_reset", "action_hide_unused"):
                with self.subTest(name, method=method), self.assertRaises(AccessError):
                    getattr(screen.with_user(user), method)()
            profile = screen.profile_id.with_user(user)
            with self.subTest(name), self.assertRaises(AccessError):
                profile.action_open_screens()
            with self.subTest(name), self.assertRaises(AccessError):
                self.env["playbook.screen"].with_user(user).action_open_all()

    def test_opened_from_the_profile(self):
        profile = self.env.ref("crm_playbook.profile_sales")
        action = profile.with_user(self.user_configurator).action_open_screens()
        found = self.env["playbook.screen"].search(action["domain"])
        self.assertEqual(found.mapped("entity"), list(ENTITIES))


@tagged("post_install", "-at_install")
class TestUsage(ScreenCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["crm.lead"].search([]).unlink()
        cls.env["crm.lead"].create(
            [
                {
                    "name": f"Lead {number}",
                    "phone": "+34 600 000 000" if number % 2 else False,
                    "expected_revenue": 100.0 if number < 25 else 0.0,
                    "referred": False,
                }
                for number in range(100)
            ]
        )

    def test_how_many_records_have_it(self):
        item = self._item("marketing", "lead", "field", "phone")
        self.assertEqual((item.fill_rate, item.is_counted), (50.0, True))
        self.assertTrue(item.last_used)
        item = self._item("sales", "lead", "field", "expected_revenue")
        self.assertEqual(item.fill_rate, 25.0)
        item = self._item("sales", "lead", "page", "internal_notes")
        self.assertFalse(item.is_counted)

    def test_what_is_unused_is_proposed_and_left_out_at_once(self):
        item = self._item("sales", "lead", "field", "description")
        self.assertTrue(item.is_unused)
        self.assertFalse(self._item("sales", "lead", "field", "phone").is_unused)
        self.assertFalse(self._item("sales", "lead", "field", "name").is_unused)
        screen = item.screen_id
        told = screen.action_hide_unused()["params"]["message"]
        self.assertEqual(item.shown, "0")
        self.assertIn("Notes", told)
        self.assertFalse(screen.item_ids.filtered("is_unused"))
        told = screen.action_hide_unused()["params"]["message"]
        self.assertIn("No field that is shown goes unused", told)

    def test_counted_once_a_day(self):
        item = self._item("sales", "lead", "field", "description")
        self.env["crm.lead"].search([]).description = "Filled now"
        screen = item.screen_id
        screen._refresh_items()
        self.assertEqual(item.fill_rate, 0)
        screen.action_refresh()
        self.assertEqual(item.fill_rate, 100)
        screen.counted_on = "2020-01-01"
        self.env["crm.lead"].search([]).description = False
        screen._refresh_items()
        self.assertEqual(item.fill_rate, 0)

    def test_of_a_handful_of_records_nothing_is_said(self):
        self.env["crm.lead"].search([], limit=1).unlink()
        item = self._item("sales", "lead", "field", "description")
        self.assertFalse(item.is_unused)

    def test_one_query_however_many_fields(self):
        screen = self._screen("sales", "lead")
        names = set(screen.item_ids.mapped("name")) | {"description", "phone"}
        self.env.flush_all()
        screen._count_usage("lead", {"phone"})
        with self.assertQueryCount(1):
            screen._count_usage("lead", {"phone"})
        with self.assertQueryCount(1):
            screen._count_usage("lead", names)

    def test_without_records(self):
        self.env["crm.lead"].search([]).unlink()
        item = self._item("sales", "lead", "field", "phone")
        self.assertEqual((item.fill_rate, item.is_unused), (0, False))


@tagged("post_install", "-at_install")
class TestMadeAfter(ScreenCommon, ProfileCreateCommon):
    def test_a_profile_made_after_another_has_its_screens(self):
        self._leave_out("sales", "lead", "field", "priority")
        profile = self._make("sales", "Inside Sales")
        self.assertEqual(profile.screen, "sales")
        lead = profile.screen_ids.filtered(lambda screen: screen.entity == "lead")
        item = lead.item_ids.filtered(lambda i: i.name == "priority")
        self.assertEqual(item.shown, "0")
        model = self.env.ref("crm_playbook.profile_sales")
        self.assertEqual(profile.menu_ids.menu_id, model.menu_ids.menu_id)
        user = self._member(profile)
        got = self.env["crm.lead"].with_user(user).get_view(None, "form")
        view = self.env.ref("crm_playbook.crm_lead_view_form_sales")
        self.assertEqual(got["id"], view.id)
