"""The field inventory: what uses a field, and what is gone."""

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.crm_playbook.models.standards.field_uses import (
    REQUIRED,
    Use,
    list_asked,
    list_ruled,
)

from .fields_common import FieldsCommon


@tagged("post_install", "-at_install")
class TestFieldUses(FieldsCommon):
    def test_required_by_a_procedure(self):
        website = self._usage("company", "website")
        self.assertEqual(website.procedure_count, 0)
        procedure = self._require("res.partner", "website", customer_kind="companies")
        self._refresh()
        self.assertEqual(website.procedure_count, 1)
        self.assertIn(f"Procedure “{procedure.name}”", website.used_where)
        self.assertEqual(self._usage("contact", "website").procedure_count, 0)
        action = website.with_user(self.user_configurator).action_open_procedures()
        self.assertEqual(action["domain"], [("id", "in", procedure.ids)])
        procedure.state = "retired"
        self._refresh()
        self.assertEqual(website.procedure_count, 0)

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
            "[('partner_id', 'any', [('city', '=', 'Vigo')]),"
            " ('gone_for_ever', '=', 1)]",
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

    def test_list_ruled(self):
        """Access rules are read, not worked out."""
        ruled = list_ruled(
            self.env,
            "crm.lead",
            """['|', ('team_id.member_ids', 'in', user.ids), (1, '=', 1),
                *(['&', ('referred', '=', False)] if user.share else []),
                ('partner_id', 'any', [('city', 'in', user.mapped('city'))])]""",
        )
        self.assertEqual(
            ruled,
            {
                ("crm.lead", "team_id"),
                ("crm.team", "member_ids"),
                ("crm.lead", "referred"),
                ("crm.lead", "partner_id"),
                ("res.partner", "city"),
            },
        )
        for wrong in ("[(", "user._get_domain()", "('a',)", "\0", None, ""):
            self.assertEqual(list_ruled(self.env, "crm.lead", wrong), set())

    def test_access_rules(self):
        rule = self.env["ir.rule"].create(
            {
                "name": "Own referrals",
                "model_id": self.env["ir.model"]._get_id("crm.lead"),
                "domain_force": "[('referred', '!=', user.login)]",
                "groups": [Command.set(self.env.ref("base.group_portal").ids)],
            }
        )
        self._refresh()
        referred = self._usage("lead", "referred")
        self.assertIn("Access rule “Own referrals”", referred.used_where)
        self.assertGreaterEqual(referred.use_count, 1)
        rule.active = False
        self.env.invalidate_all()
        self._refresh()
        self.assertNotIn("Own referrals", referred.used_where or "")

    def test_what_the_addon_lives_on(self):
        for entity, name in (
            *(("company", each) for each in ("user_id", "service_user_id", "phone")),
            *(("contact", each) for each in ("parent_id", "buying_role_ids", "email")),
            *(("lead", each) for each in ("email_from", "contact_name", "user_id")),
        ):
            with self.subTest(f"{entity} {name}"):
                found = self._usage(entity, name)
                self.assertIn("Needed by CRM Playbook", found.used_where)
                self.assertNotIn("hide", found.proposal_ids.mapped("proposal"))

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
                "rule_ids": [
                    Command.create({"country_id": self.env.ref("base.es").id})
                ],
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

        self._require("res.partner", "website", name="The first")
        count()
        few = count()
        for number in range(10):
            self._require("res.partner", "website", name=f"Procedure {number}")
        self.assertLessEqual(count(), few)

    def test_gone_with_its_addon(self):
        procedure = self._require("res.partner", "website")
        procedure.requirement_ids.flush_recordset()
        self.env.cr.execute(
            "UPDATE playbook_requirement SET field_name = %s WHERE id = %s",
            ["gone_for_ever", procedure.requirement_ids.id],
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
        self.assertEqual(
            use._replace(entities=("company",)).list_entities(), ("company",)
        )
