"""The field inventory: figures, what uses a field, and what is gone."""

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from odoo.addons.crm_playbook.models.standards.field_uses import (
    REQUIRED,
    Use,
    list_asked,
)

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
            with self.enter_registry_test_mode():
                self.Usage._cron_refresh()
                self.Usage._cron_refresh()
        self.assertEqual(counted, ["company", "contact", "lead", "activity"])

    def test_one_that_fails_stops_no_other(self):
        with freeze_time("2040-01-02 02:00:00"), self._count_entities("lead") as counted:
            with mute_logger(self._logger), self.enter_registry_test_mode():
                self.Usage._cron_refresh()
        self.assertEqual(counted, ["company", "contact", "lead", "activity"])
        days = {
            entity: str(rows[:1].counted_on)
            for entity, rows in self.Usage.search([]).grouped("entity").items()
        }
        self.assertEqual(days["activity"], "2040-01-02")
        self.assertNotEqual(days["lead"], "2040-01-02")

    # ------------------------------------------------------------------
    # Who
    # ------------------------------------------------------------------

    def test_who_may(self):
        for user in (self.user_sales, self.user_sales_management):
            with self.subTest(user.login):
                Usage = self.Usage.with_user(user)
                for act in (
                    Usage.action_open_inventory,
                    Usage.action_count_again,
                    lambda Usage=Usage: Usage.search([]),
                ):
                    with self.assertRaises(AccessError):
                        act()
        phone = self._usage("lead", "phone").with_user(self.user_configurator)
        with self.assertRaises(AccessError):
            phone.fill_rate = 3


@tagged("post_install", "-at_install")
class TestFieldUses(FieldsCommon):
    def test_required_by_a_procedure(self):
        zip_code = self._usage("company", "website")
        self.assertEqual(zip_code.procedure_count, 0)
        procedure = self._require("res.partner", "website", customer_kind="companies")
        self._refresh()
        self.assertEqual(zip_code.procedure_count, 1)
        self.assertIn(f"Procedure “{procedure.name}”", zip_code.used_where)
        self.assertEqual(self._usage("contact", "website").procedure_count, 0)
        action = zip_code.with_user(self.user_configurator).action_open_procedures()
        self.assertEqual(action["domain"], [("id", "in", procedure.ids)])
        procedure.state = "retired"
        self._refresh()
        self.assertEqual(zip_code.procedure_count, 0)

    def test_conditions_are_followed(self):
        domain = "[('partner_id.website', '!=', False), ('referred', '=', 'x')]"
        procedure = self._require("crm.lead", "phone", moment="lead", domain=domain)
        self._refresh()
        words = f"Condition of procedure “{procedure.name}”"
        for entity, name in (
            ("company", "website"),
            ("contact", "website"),
            ("lead", "partner_id"),
            ("lead", "referred"),
        ):
            self.assertIn(words, self._usage(entity, name).used_where or "", name)
        self.assertGreaterEqual(self._usage("lead", "referred").use_count, 1)

    def test_list_asked(self):
        asked = list_asked(
            self.env,
            "crm.lead",
            "[('partner_id', 'any', [('city', '=', 'Vigo')]), ('gone_for_ever', '=', 1)]",
        )
        self.assertEqual(
            asked,
            {
                ("crm.lead", "partner_id"),
                ("res.partner", "city"),
                ("crm.lead", "gone_for_ever"),
            },
        )
        for wrong in ("[(", "1/0", "[('a',)]", "import os", None, ""):
            self.assertEqual(list_asked(self.env, "crm.lead", wrong), set())

    def test_segments_territories_outcomes_and_teams(self):
        self.env["playbook.segment"].create(
            {"name": "In Vigo", "domain": "[('city', '=', 'Vigo')]"}
        )
        self.env["playbook.outcome"].create(
            {"name": "Referred", "set_field": "referred", "set_value": "Yes"}
        )
        self.env["crm.team"].create(
            {"name": "North", "assignment_domain": "[('function', '!=', False)]"}
        )
        self.env["playbook.territory"].create(
            {
                "name": "Spain",
                "rule_ids": [Command.create({"country_id": self.env.ref("base.es").id})],
            }
        )
        self._refresh()
        for entity, name, words in (
            ("company", "city", "Segment “In Vigo”"),
            ("lead", "referred", "Outcome “Referred”"),
            ("lead", "function", "Assignment to team “North”"),
            ("contact", "zip", "Rules of territories"),
        ):
            self.assertIn(words, self._usage(entity, name).used_where or "", name)

    def test_later_rooms_tell_theirs(self):
        workflow = self.env["playbook.workflow"].create(
            {
                "name": "Ask again",
                "domain": "[('referred', '!=', False)]",
                "step_ids": [
                    Command.create(
                        {
                            "summary": "Set",
                            "kind": "field",
                            "set_field": "crm.lead.priority",
                            "set_value": "High",
                        }
                    )
                ],
            }
        )
        source = self.env["playbook.load.source"].create({"name": "Old ERP"})
        load = self.env["playbook.load"].create({"source_id": source.id})
        self.env["playbook.load.column"].create(
            {"load_id": load.id, "number": 1, "target": "city"}
        )
        uses = self.Usage._get_uses()
        self._refresh()
        for name in ("referred", "priority"):
            self.assertIn(workflow.name, self._usage("lead", name).used_where)
        loaded = [use.text for use in uses["company", "city"]]
        self.assertIn("Loaded from “Old ERP”", loaded)
        self.assertNotIn("Loaded", str(uses.get(("contact", "city"), "")))

    def test_a_selector_alone_keeps_nothing(self):
        campaign = self._usage("lead", "campaign_id")
        self.assertIn("Selector", campaign.used_where)
        self.assertEqual(campaign.use_count, 0)

    def test_names_of_other_companies_are_not_told(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self._require("res.partner", "website", name="Secret", company_id=other.id)
        self._refresh()
        website = self._usage("company", "website").with_user(self.user_configurator)
        self.assertEqual(website.procedure_count, 1)
        self.assertIn("another company", website.used_where)
        self.assertNotIn("Secret", website.used_where)

    def test_as_many_queries_for_many_procedures(self):
        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.Usage._get_uses()
            return self.env.cr.sql_log_count - before

        count()
        few = count()
        for number in range(10):
            self._require("res.partner", "website", name=f"Procedure {number}")
        self.assertLessEqual(count(), few + 2)

    def test_gone_with_its_addon(self):
        procedure = self._require("res.partner", "website")
        procedure.requirement_ids.flush_recordset()
        self.env.cr.execute(
            "UPDATE playbook_requirement SET field_name = 'gone_for_ever' WHERE id = %s",
            procedure.requirement_ids.ids,
        )
        self.env.invalidate_all()
        self._refresh()
        gone = self._usage("company", "gone_for_ever")
        self.assertEqual((gone.is_gone, gone.is_counted), (True, False))
        self.assertIn("gone_for_ever", gone.problem)
        self.assertIn(procedure.name, gone.used_where)
        procedure.state = "retired"
        self._refresh()
        self.assertFalse(gone.exists())

    def test_a_use_of_all_forms_and_of_one(self):
        use = Use("res.partner", "city", REQUIRED, self.env["crm.team"], "")
        self.assertEqual(use.list_entities(), ("company", "contact"))
        self.assertEqual(use._replace(entities=("company",)).list_entities(), ("company",))
