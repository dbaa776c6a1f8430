"""The field inventory: its figures, who may look, and the scheduled action."""

from contextlib import contextmanager
from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from odoo.addons.base.models.ir_cron import IrCron
from odoo.addons.crm_playbook.models.profiles.halves import TIME_IS_UP
from odoo.addons.crm_playbook.models.profiles.playbook_screen import ENTITIES

from .fields_common import FieldsCommon


@tagged("post_install", "-at_install")
class TestFields(FieldsCommon):
    def test_figures(self):
        phone = self._usage("lead", "phone")
        self.assertEqual((phone.record_count, phone.filled_count), (100, 50))
        self.assertEqual((phone.fill_rate, phone.valid_rate), (50.0, 40.0))
        self.assertEqual(phone.filler_count, 10)
        self.assertTrue(phone.last_filled)
        revenue = self._usage("lead", "expected_revenue")
        self.assertEqual((revenue.fill_rate, revenue.valid_rate), (25.0, 25.0))
        notes = self._usage("lead", "description")
        self.assertEqual((notes.filled_count, notes.last_filled), (0, False))
        tags = self._usage("lead", "tag_ids")
        self.assertEqual((tags.kind, tags.filled_count), ("several", 3))

    def test_the_screens_say_the_same(self):
        item = self._get_item("sales", "lead", "phone")
        self.assertEqual((item.fill_rate, item.is_counted), (50.0, True))

    def test_averages_are_of_what_is_counted(self):
        counted = self.Usage.search(
            [("entity", "=", "lead"), ("is_counted", "=", True)]
        )
        ((average,),) = self.Usage._read_group(
            [("entity", "=", "lead")], [], ["fill_rate:avg"]
        )
        expected = sum(counted.mapped("fill_rate")) / len(counted)
        self.assertAlmostEqual(average, expected)

    def test_empty_html_says_nothing(self):
        leads = self.env["crm.lead"].search([], limit=4)
        leads.description = "<p><br></p>"
        leads[:1].description = "<p>They want chairs</p>"
        self._refresh()
        notes = self._usage("lead", "description")
        self.assertEqual(notes.filled_count - notes.filler_count, 1)

    def test_what_is_worked_out_is_not_counted(self):
        found = self.Usage.search([("entity", "=", "lead"), ("is_counted", "=", False)])
        self.assertTrue(found)
        self.assertIn("worked out", found[0].problem)
        self.assertFalse(found.filtered("record_count"))

    def test_words_and_search(self):
        phone = self._usage("lead", "phone")
        self.assertEqual(phone.display_name, "Phone")
        found = self.Usage.search([("label", "ilike", "expected rev")])
        self.assertEqual(set(found.mapped("field_name")), {"expected_revenue"})
        found = self.Usage.search([("label", "=", "Expected Revenue")])
        self.assertEqual(set(found.mapped("field_name")), {"expected_revenue"})

    def test_shown_to(self):
        phone = self._usage("lead", "phone")
        sales = self.env.ref("crm_playbook.profile_sales")
        self.assertIn(sales, phone.profile_ids)
        self._get_item("sales", "lead", "phone").shown = "0"
        self._refresh()
        self.assertNotIn(sales, phone.profile_ids)

    def test_again_the_same(self):
        before = self.Usage.search([])
        proposals = self.env["playbook.field.proposal"].search([])
        self._refresh()
        self.assertEqual(self.Usage.search([]), before)
        self.assertEqual(self.env["playbook.field.proposal"].search([]), proposals)

    def test_counted_once_a_day_by_opening(self):
        phone = self._usage("lead", "phone")
        self.env["crm.lead"].search([]).phone = "+34 911 222 333"
        Usage = self.Usage.with_user(self.user_configurator)
        action = Usage.action_open_inventory()
        self.assertEqual(action["res_model"], "playbook.field.usage")
        self.assertEqual(phone.fill_rate, 50.0)
        phone.with_user(self.user_configurator).action_count_again()
        self.assertEqual(phone.fill_rate, 100.0)

    def test_one_query_for_each_form(self):
        screens = self._screen("sales", "lead")
        names = set(screens._get_field_items().mapped("name"))
        self.env.flush_all()
        screens._count_usage("lead", names, self.Usage._says_something_sql)
        for some in (set(list(names)[:3]), names):
            with self.assertQueryCount(1):
                screens._count_usage("lead", some, self.Usage._says_something_sql)

    def test_without_records(self):
        self.env["crm.lead"].search([]).unlink()
        self._refresh()
        phone = self._usage("lead", "phone")
        self.assertEqual((phone.fill_rate, phone.valid_rate), (0, 0))

    def test_companies_and_contacts_apart(self):
        self.assertFalse(self._usage("company", "function"))
        self.assertTrue(self._usage("contact", "function"))

    # ------------------------------------------------------------------
    # The night
    # ------------------------------------------------------------------

    def test_the_night_counts_what_was_not_counted_today(self):
        with freeze_time("2040-01-02 02:00:00"), self._count_entities() as counted:
            self.Usage._cron_refresh()
            self.Usage._cron_refresh()
        self.assertEqual(counted, list(ENTITIES))

    def test_out_of_time_the_next_run_goes_on(self):
        with (
            freeze_time("2040-01-02 02:00:00"),
            self._count_entities() as counted,
            patch.object(IrCron, "_commit_progress", lambda *_args, **_kwargs: 0),
        ):
            self.Usage._cron_refresh()
            self.Usage._cron_refresh()
        self.assertEqual(counted, list(ENTITIES)[:2])

    def test_one_that_fails_stops_no_other(self):
        with (
            freeze_time("2040-01-02 02:00:00"),
            self._count_entities("lead") as counted,
            mute_logger(self._logger),
        ):
            self.Usage._cron_refresh()
        self.assertEqual(counted, list(ENTITIES))
        days = {
            entity: str(rows[:1].counted_on)
            for entity, rows in self.Usage.search([]).grouped("entity").items()
        }
        self.assertEqual(days["activity"], "2040-01-02")
        self.assertNotEqual(days["lead"], "2040-01-02")

    @contextmanager
    def _raise(self, error):
        """Counting a form raises ``error``."""
        with (
            freeze_time("2040-01-02 02:00:00"),
            patch.object(IrCron, "_commit_progress", lambda *_args, **_kwargs: 60),
            patch.object(type(self.Usage), "_refresh", side_effect=error) as asked,
            patch.object(self.cr, "rollback") as rollback,
        ):
            yield rollback
        self.assertEqual(asked.call_count, 1)

    def test_somebody_was_faster(self):
        with self._raise(SerializationFailure()) as rollback:
            self.Usage._cron_refresh()
        rollback.assert_called_once()

    def test_no_more_time_is_no_error_of_a_form(self):
        with (
            self._raise(RuntimeError(TIME_IS_UP)),
            self.assertRaisesRegex(RuntimeError, TIME_IS_UP),
        ):
            self.Usage._cron_refresh()

    # ------------------------------------------------------------------
    # Who
    # ------------------------------------------------------------------

    def test_who_may(self):
        for user in (self.user_sales, self.user_sales_management):
            with self.subTest(user.login):
                theirs = self.Usage.with_user(user)
                for act in (theirs.action_open_inventory, theirs.action_count_again):
                    with self.assertRaises(AccessError):
                        act()
                with self.assertRaises(AccessError):
                    theirs.search([])
        phone = self._usage("lead", "phone").with_user(self.user_configurator)
        with self.assertRaises(AccessError):
            phone.fill_rate = 3
