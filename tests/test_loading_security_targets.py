"""Whatever is sent as a target, an option or a cell does no harm."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import INTERNAL
from .loading_common import LoadingCase

FORBIDDEN = {
    "company": (
        *("active", "company_id", "is_company", "parent_id", "user_ids", "child_ids"),
        *("partner_share", "signup_type", "create_uid", "write_uid", "id"),
        *("group_ids", "password", "login", "access_token", "bank_ids", "image_1920"),
        *("commercial_partner_id", "message_ids", "message_follower_ids"),
        *("__class__", "env", "playbook_loaded_from", "nothing.at.all", "cells"),
    ),
    "lead": (
        *("active", "company_id", "partner_id", "create_uid", "won_status", "id"),
        *("order_ids", "activity_ids", "lead_properties", "automated_probability"),
    ),
    "action": (
        *("company_id", "responsible_id", "partner_id", "lead_id", "origin", "id"),
        *("commercial_partner_id", "document_name", "res_id", "activity_id"),
    ),
}
HOSTILE = (
    '=HYPERLINK("http://evil.example","x")',
    "Img <img src=x onerror=alert(1)>",
    "Script <script>alert(1)</script>",
    "{{ 7*7 }} ${7*7} %(x)s %s {0}",
    "'; DROP TABLE res_partner; --",
)


@tagged("post_install", "-at_install")
class TestTargets(LoadingCase):
    def test_forbidden_targets_are_not_offered(self):
        for kind, names in FORBIDDEN.items():
            load = self._make_load([["Key", "Name"], ["T-1", "x"]], kind)
            choices = {each["value"] for each in load.column_ids[0].get_choices()}
            self.assertTrue(choices)
            self.assertEqual(choices & set(names), set(), kind)

    def test_forbidden_targets_do_nothing(self):
        names = FORBIDDEN["company"]
        rows = [
            ["Name", *names],
            ["Targets Ltd", *(["1"] * len(names))],
        ]
        load = self._make_load(rows)
        for column, name in zip(
            load.column_ids.sorted("number"), ("name", *names), strict=True
        ):
            column.target = name
        lines = self._review(load)
        self.assertEqual(lines.verdict, "new", lines.reason)
        load.action_load()
        self.assertEqual(lines.state, "loaded", lines.reason)
        self.assertLessEqual(set(lines.values_after), {"name"})
        partner = self.env["res.partner"].browse(lines.res_id)
        self.assertTrue(partner.active)
        self.assertTrue(partner.is_company)
        self.assertFalse(partner.company_id or partner.parent_id or partner.user_ids)
        self.assertEqual(partner.create_uid, self.user_marketing)

    def test_fields_of_a_group(self):
        """Only who may write a field loads it, and is offered it."""
        partner = type(self.env["res.partner"])
        self.patch(partner._fields["barcode"], "groups", "base.group_system")
        rows = [["Name", "Barcode"], ["Groups Ltd", "12345"]]
        load = self._make_load(rows)
        column = load.column_ids[1]
        self.assertNotIn("barcode", [each["value"] for each in column.get_choices()])
        column.target = "barcode"
        lines = self._review(load)
        load.action_load()
        self.assertEqual(lines.state, "loaded", lines.reason)
        self.assertFalse(self.env["res.partner"].browse(lines.res_id).barcode)
        admin = new_test_user(
            self.env,
            "loading_admin",
            groups=f"{INTERNAL},base.group_system,crm_playbook.group_marketing",
        )
        offered = column.with_user(admin).get_choices("Barcode")
        self.assertIn("barcode", [each["value"] for each in offered])

    # ------------------------------------------------------------------
    # Options
    # ------------------------------------------------------------------

    def _load_with_option(self, place, option, kind="lead", text="Something"):
        rows = [["Name", "Option"], ["A lead", text]]
        load = self._make_load(rows, kind, lead_type="lead")
        self._review(load, Option=place)
        load.value_ids.option_value = option
        load.action_review()
        return load.line_ids

    def test_options_that_are_none(self):
        portal = str(self.user_portal.id)
        archived = self.env["utm.source"].create({"name": "Old one", "active": False})
        for place, option in (
            *(("user_id", portal), ("user_id", str(self.user_public.id))),
            *(("source_id", "999999999"), ("source_id", "9" * 40)),
            *(("source_id", "-1"), ("source_id", "²"), ("source_id", "1 OR 1=1")),
            *(("source_id", str(archived.id)), ("source_id", "base.user_admin")),
            *(("type", "nothing"), ("type", "1"), ("result", "active")),
            *(("stage_id", "won_by_me"), ("lang", "xx_XX")),
        ):
            kind = "company" if place == "lang" else "lead"
            with self.subTest(place=place, option=option):
                line = self._load_with_option(place, option, kind)
                self.assertEqual(line.verdict, "invalid", line.changes)
                self.assertIn("Something", line.reason)
                value = line.load_id.value_ids
                value.invalidate_recordset()
                value.read(["option_label"])

    def test_options_are_not_named_to_who_may_not_read_them(self):
        hidden = self.env["utm.source"].create({"name": "Zanzibar"})
        self.env["ir.rule"].create(
            {
                "name": "Hidden",
                "model_id": self.env["ir.model"]._get_id("utm.source"),
                "domain_force": [("id", "!=", hidden.id)],
            }
        )
        line = self._load_with_option("source_id", str(hidden.id))
        self.assertEqual(line.verdict, "invalid")
        self.assertNotIn("Zanzibar", f"{line.reason}{line.changes}")
        value = line.load_id.value_ids
        self.assertNotIn("Zanzibar", value.option_label or "")
        self.assertNotIn("Zanzibar", str(value.get_choices("Zanz")))

    def test_options_are_made_by_who_may(self):
        """Users, teams, stages... are not made by sending that they should be."""
        for place in ("user_id", "team_id", "stage_id", "lost_reason_id"):
            with self.subTest(place=place):
                rows = [["Name", "Option"], ["A lead", "Zanzibar"]]
                load = self._make_load(rows, "lead", lead_type="lead")
                self._review(load, Option=place)
                model = load.env["crm.lead"]._fields[place].comodel_name
                with self.assertRaisesRegex(UserError, "Zanzibar"):
                    load.value_ids.treatment = "create"
                self.assertFalse(
                    self.env[model].search([("name", "=", "Zanzibar")]), place
                )

    # ------------------------------------------------------------------
    # Cells
    # ------------------------------------------------------------------

    def test_hostile_cells_of_customers(self):
        rows = [["Key", "Name", "Notes"]]
        rows += [[f"X-{number}", text, text] for number, text in enumerate(HOSTILE)]
        load = self._make_load(rows)
        lines = self._review(load)
        load.action_load()
        self.assertEqual(set(lines.mapped("state")), {"loaded"}, lines.mapped("reason"))
        for line, text in zip(lines, HOSTILE, strict=True):
            partner = self.env["res.partner"].browse(line.res_id)
            self.assertEqual(partner.name, text)
            self.assertNotRegex(str(partner.comment), "<(img|script)")
            # A plain text, which the client escapes.
            self.assertEqual(line.summary, text)
        self.assertEqual(type(lines)._fields["reason"].type, "text")
        self.assertEqual(type(lines)._fields["changes"].type, "text")

    def test_scripts_are_no_addresses(self):
        rows = [["Name", "Website"], ["Script Ltd", " JavaScript:alert(1)"]]
        lines = self._review(self._make_load(rows))
        self.assertEqual(lines.verdict, "invalid")
        self.assertIn("Website", lines.reason)

    def test_hostile_cells_of_leads(self):
        rows = [["Key", "Name", "Description", "Customer", "Amount", "Created"]]
        rows += [
            [f"X-{number}", text, text, text, text, text]
            for number, text in enumerate(HOSTILE)
        ]
        load = self._make_load(
            rows, "lead", lead_type="lead", on_missing="without", file_name=HOSTILE[1]
        )
        lines = self._review(
            load, Amount="expected_revenue", Created="", Customer="customer"
        )
        self.assertEqual(set(lines.mapped("verdict")), {"invalid"})
        for column in load.column_ids.filtered(lambda c: c.column_name == "Amount"):
            load._set(state="columns")
            column.target = False
        load.action_review()
        load.action_load()
        self.assertEqual(set(lines.mapped("state")), {"loaded"}, lines.mapped("reason"))
        for line in lines:
            lead = self.env["crm.lead"].browse(line.res_id)
            self.assertNotRegex(str(lead.description), "<(img|script)")

    def test_a_context_does_not_fill_what_the_file_does_not_say(self):
        """What a request brings as defaults is not loaded with the file."""
        other = self._create_customer("Not theirs")
        rows = [["Name"], ["Context Ltd"]]
        load = self._make_load(rows)
        lines = self._review(load)
        load.with_context(
            default_parent_id=other.id,
            default_user_id=self.user_sales.id,
            default_category_id=[Command.create({"name": "x"})],
            default_city="Nowhere",
        ).action_load()
        lines.invalidate_recordset()
        self.assertEqual(lines.state, "loaded", lines.reason)
        partner = self.env["res.partner"].browse(lines.res_id)
        self.assertFalse(partner.parent_id or partner.user_id or partner.city)
