"""Conditions that do not work, and refreshes that meet."""

from unittest.mock import patch

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .segment_common import MONDAY, TUESDAY, SegmentCommon

LOGGER = "odoo.addons.crm_playbook.models.segments.playbook_segment_refresh"
HOSTILE = (
    "[('no_such_field', '=', 1)]",
    "[('name', 'no such operator', 1)]",
    "[('name', '=')]",
    "[('customer_since', '<', 'yesterday')]",
    "not a domain",
    "[(",
    "__import__('os').system('true')",
    "[('id', 'in', [p.id for p in env['res.partner'].search([])])]",
    "{'id': 1}",
    "7",
    "[('user_ids', 'any!', [('login', '=', 'admin')])]",
    "[('user_ids.password', 'like', 'a')]",
    "'; DROP TABLE playbook_segment; --",
)


@tagged("post_install", "-at_install")
class TestBadSegments(SegmentCommon):
    def _break(self, segment):
        """As when a field is removed: the condition names one that is not there."""
        self.env.cr.execute(
            "UPDATE playbook_segment SET domain = %s WHERE id = %s",
            ["[('x_removed_field', '=', 1)]", segment.id],
        )
        segment.invalidate_recordset()

    def test_hostile_conditions_are_refused_at_save(self):
        segment = self._create_segment().with_user(self.user_marketing)
        before = segment.domain
        for text in HOSTILE:
            with (
                self.subTest(text),
                self.assertRaises(UserError),
                self.env.cr.savepoint(),
            ):
                segment.domain = text
                self.env.flush_all()
            segment.invalidate_recordset()
            self.assertEqual(segment.domain, before)

    def test_the_message_says_which_and_what_to_do(self):
        segment = self._create_segment()
        with self.assertRaisesRegex(
            ValidationError, "condition of “High” does not work.*\n.*again"
        ):
            segment.domain = "[('no_such_field', '=', 1)]"

    def test_fields_that_the_author_may_not_read_are_refused(self):
        """Otherwise members would tell what is in them."""
        segment = self._create_segment().with_user(self.user_marketing)
        with self.assertRaises(UserError):
            segment.domain = "[('sale_order_ids.amount_total', '>', 1000)]"

    def test_one_bad_segment_does_not_stop_the_others(self):
        self.first_one.purchase_potential_id = self.high
        bad, good = self._create_segment("Bad"), self._create_segment("Good")
        refreshed = bad.refreshed_at
        self._break(bad)
        self.second_one.purchase_potential_id = self.high
        with mute_logger(LOGGER):
            self._run_cron()
        self.assertEqual(self._current(bad), self.first_one)
        self.assertEqual(self._current(good), self.first_one | self.second_one)
        self.assertIn("x_removed_field", bad.problem)
        self.assertEqual(bad.refreshed_at, refreshed)
        self.assertFalse(good.problem)
        with self.subTest("it stands in My Day of the responsible"):
            bad.user_id = self.user_marketing
            day = self.env["playbook.day"].with_user(self.user_marketing).get_my_day()
            lines = [
                line for line in day["lines"] if line["source"] == "segment_problem"
            ]
            self.assertEqual([line["id"] for line in lines], bad.ids)
        with self.subTest("mended"):
            bad.domain = good.domain
            self.assertFalse(bad.problem)
            self.assertEqual(self._current(bad), self._current(good))

    def test_the_problem_is_told_in_the_responsibles_language(self):
        segment = self._create_segment(user_id=self.user_marketing.id)
        self.env["res.lang"]._activate_lang("de_DE")
        self.user_marketing.lang = "de_DE"
        langs = []

        def translate(env, source, *args, **kwargs):
            langs.append(env.lang)
            return source % kwargs

        with patch.object(type(self.env), "_", translate):
            segment.sudo()._note_refresh(segment.company_id, {segment.company_id: 1})
        self.assertIn("de_DE", langs)
        self.assertTrue(segment.problem)

    def test_two_at_once_make_no_doubles(self):
        """The other has the segment: this run leaves it alone."""
        self.customers.purchase_potential_id = self.high
        segment = self._create_segment()
        rows = self._rows(segment)
        nobody = segment.browse()
        kind = type(segment)
        with patch.object(kind, "try_lock_for_update", lambda *a, **k: nobody):
            self.assertFalse(segment._refresh())
            with self.assertRaises(UserError):
                segment.action_refresh()
        self.assertEqual(self._rows(segment), rows)
        with self.subTest("the database keeps one open row"):
            self.env.cr.execute(
                """
                INSERT INTO playbook_segment_member
                       (segment_id, company_id, partner_id, date_from)
                SELECT segment_id, company_id, partner_id, date_from
                  FROM playbook_segment_member WHERE segment_id = %s
           ON CONFLICT DO NOTHING
                """,
                [segment.id],
            )
            self.env.invalidate_all()
            self.assertEqual(self._rows(segment), rows)

    def test_where_there_are_many_it_is_done_soon(self):
        self.customers.purchase_potential_id = self.high
        Trigger = self.env["ir.cron.trigger"]
        cron = self.env.ref("crm_playbook.ir_cron_refresh_segments")
        before = Trigger.search_count([("cron_id", "=", cron.id)])
        name = "odoo.addons.crm_playbook.models.segments.playbook_segment_refresh"
        with patch(f"{name}.AT_ONCE", 1):
            segment = self._create_segment()
            self.assertFalse(self._current(segment))
            action = segment.action_refresh()
        self.assertIn("few minutes", action["params"]["message"])
        self.assertGreater(Trigger.search_count([("cron_id", "=", cron.id)]), before)
        action = segment.with_user(self.user_marketing).action_refresh()
        self.assertEqual(action["params"]["type"], "success")
        self.assertEqual(self._current(segment), self.customers)

    def _merge(self, partners, kept):
        self.env["base.partner.merge.automatic.wizard"]._merge(partners.ids, kept)
        self.env.invalidate_all()

    def test_merged_customers_are_in_it_once(self):
        self.first_one.purchase_potential_id = self.high
        segment = self._create_segment()
        self.customers.purchase_potential_id = self.high
        self._refresh(segment)
        self._merge(self.first_one | self.second_one, self.second_one)
        self.assertEqual(self._current(segment), self.second_one | self.third_one)
        self.assertEqual(
            self._rows(segment, self.second_one), [(self._day(MONDAY), False)]
        )
        self.assertEqual(self.second_one.main_segment_id, segment)

    def test_merged_into_somebody_who_is_in_none(self):
        self.second_one.purchase_potential_id = self.high
        self.third_one.purchase_potential_id = self.high
        segment = self._create_segment()
        self._merge(self.customers, self.first_one)
        self.assertEqual(self._current(segment), self.first_one)
        self.assertEqual(self.first_one.main_segment_id, segment)

    def test_history_of_merged_customers_is_kept(self):
        self.customers.purchase_potential_id = self.high
        segment = self._create_segment()
        self.first_one.purchase_potential_id = False
        self._refresh(segment)
        self._merge(self.first_one | self.second_one, self.second_one)
        monday, tuesday = self._day(MONDAY), self._day(TUESDAY)
        self.assertEqual(
            sorted(self._rows(segment, self.second_one), key=str),
            sorted([(monday, tuesday), (monday, False)], key=str),
        )

    def test_deleted_customers_leave_nothing(self):
        self.customers.purchase_potential_id = self.high
        segment = self._create_segment()
        self.first_one.unlink()
        self.assertEqual(len(self._rows(segment)), 2)
        self.assertEqual(segment.member_count, 2)
        self.assertEqual(segment.main_count, 2)

    def test_the_day_is_that_of_the_company(self):
        self.customers.purchase_potential_id = self.high
        calendar = self.env["resource.calendar"].create(
            {"name": "Auckland", "tz": "Pacific/Auckland"}
        )
        self.company_other.resource_calendar_id = calendar
        self.env.user.company_ids = [Command.link(self.company_other.id)]
        self.env.company.resource_calendar_id.tz = "America/Los_Angeles"
        with freeze_time("2026-03-02 20:00:00"):
            segment = self.env["playbook.segment"].create(
                {
                    "name": "All",
                    "company_id": False,
                    "domain": "[('customer_state', '!=', False)]",
                }
            )
        mine = self._rows(segment, self.first_one, self.env.company)
        theirs = self._rows(segment, self.first_one, self.company_other)
        self.assertEqual(mine, [(self._day(MONDAY), False)])
        self.assertEqual(theirs, [(self._day(TUESDAY), False)])
