"""What a file calls options: recognised, remembered, created, or named as unknown."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.crm_playbook.models.loading.cells import get_value_key

from .loading_common import LoadingCase


@tagged("post_install", "-at_install")
class TestOptions(LoadingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls.env.ref("base.user_admin")
        cls.env["res.lang"]._activate_lang("es_ES")
        cls.spain = cls.env.ref("base.es")
        cls.spain.with_context(lang="es_ES").name = "España"

    def _map(self, column, *texts, kind="company", user=None):
        """What ``texts`` in ``column`` are recognised as."""
        rows = [
            ["Name", column],
            *([f"Option {n}", text] for n, text in enumerate(texts)),
        ]
        load = self._make_load(rows, kind, user=user)
        self._review(load)
        # Texts that are written in two ways are one value.
        found = {
            get_value_key(value.text): value.option_value for value in load.value_ids
        }
        return [found[get_value_key(text)] for text in texts]

    def test_countries(self):
        self.user_marketing.lang = "es_ES"
        found = self._map("Country", "Spain", "España", "ES", "espana", "Nowhere")
        self.assertEqual(found, [str(self.spain.id)] * 4 + [False])

    def test_people(self):
        self.user_sales.email = "pat@options.example"
        texts = ("Playbook sales", "playbook_sales", "Pat@options.example")
        found = self._map("Salesperson", *texts)
        self.assertEqual(found, [str(self.user_sales.id)] * 3)

    def test_namesakes_are_not_guessed(self):
        self.user_marketing.copy({"login": "namesake", "name": "Playbook sales"})
        self.assertEqual(self._map("Salesperson", "Playbook sales"), [False])

    def test_portal_users_are_nobody(self):
        self.assertEqual(self._map("Salesperson", self.user_portal.name), [False])

    def test_results(self):
        texts = ("Won", "Ganada", "Closed Lost", "perdida", "En curso")
        found = self._map("Status", *texts, kind="lead", user=self.admin)
        self.assertEqual(found, ["won", "won", "lost", "lost", "open"])

    def test_fixed_options_in_spanish(self):
        self.user_marketing.lang = "es_ES"
        found = self._map("Idioma", "es_ES", "Spanish / Español")
        self.assertEqual(found, ["es_ES", "es_ES"])

    def _industry_load(self, text="Wood working", **vals):
        load = self._make_load([["Name", "Industry"], ["Oak Options", text]], **vals)
        self._review(load)
        return load

    def test_remembered(self):
        industry = self.env["res.partner.industry"].create({"name": "Timber"})
        load = self._industry_load()
        value = self._get_value(load, "Wood working")
        self.assertEqual(value.treatment, "reject")
        self.assertVerdicts(load.line_ids, "invalid")
        value.option_value = str(industry.id)
        self.assertEqual((value.treatment, value.option_label), ("map", "Timber"))
        load.action_review()
        load.action_load()
        self.assertEqual(self._get_records(load).industry_id, industry)
        again = self._industry_load()
        self.assertEqual(
            self._get_value(again, "Wood working").option_value, str(industry.id)
        )
        self.assertVerdicts(again.line_ids, "unchanged")

    def test_remembered_columns(self):
        rows = [["Nummer", "Firma", "Ort"], ["1", "Ahorn Options", "Bonn"]]
        load = self._make_load(rows)
        for column, target in zip(
            load.column_ids, (False, "name", "city"), strict=True
        ):
            column.target = target
        load.column_ids[0].is_key = True
        self._review(load)
        load.action_load()
        again = self._make_load(rows)
        self.assertEqual(again.column_ids.mapped("target"), [False, "name", "city"])
        self.assertEqual(again.column_ids.mapped("is_key"), [True, False, False])

    def test_left_empty(self):
        load = self._industry_load()
        self._get_value(load, "Wood working").treatment = "empty"
        load.action_review()
        load.action_load()
        self.assertFalse(self._get_records(load).industry_id)
        self.assertVerdicts(self._industry_load().line_ids, "unchanged")

    def test_rejected_on_purpose(self):
        """What somebody rejects is not recognised again behind their back."""
        self.env["res.partner.industry"].create({"name": "Wood working"})
        load = self._industry_load()
        self.assertVerdicts(load.line_ids, "new")
        self._get_value(load, "Wood working").treatment = "reject"
        load.action_review()
        self.assertVerdicts(load.line_ids, "invalid")

    def test_created(self):
        load = self._make_load(
            [["Name", "Tags"], ["Oak Options", "Fresh tag, Other tag"]], user=self.admin
        )
        self._review(load)
        values = load.value_ids
        self.assertEqual(values.mapped("may_create"), [True, True])
        values.treatment = "create"
        load.action_review()
        self.assertFalse(
            self.env["res.partner.category"].search([("name", "=", "Fresh tag")])
        )
        load.action_load()
        self.assertStates(load.line_ids, "loaded")
        self.assertCountEqual(
            self._get_records(load).category_id.mapped("name"),
            ["Fresh tag", "Other tag"],
        )

    def test_not_created_by_who_may_not(self):
        load = self._industry_load()
        value = self._get_value(load, "Wood working")
        self.assertFalse(value.may_create)
        with self.assertRaisesRegex(UserError, "Wood working"), self.cr.savepoint():
            value.treatment = "create"
        # They might once, and may no longer.
        value.sudo().treatment = "create"
        load.action_review()
        with self.assertRaisesRegex(UserError, "Wood working"), self.cr.savepoint():
            load.action_load()
        self.assertEqual(load.state, "reviewed")

    def test_users_are_never_created(self):
        load = self._make_load(
            [["Name", "Salesperson"], ["Oak Options", "New Person"]], user=self.admin
        )
        self._review(load)
        self.assertFalse(load.value_ids.may_create)

    def test_too_many(self):
        rows = [["Name", "Industry"], *([f"N {n}", f"I {n}"] for n in range(501))]
        load = self._make_load(rows)
        with self.assertRaisesRegex(UserError, "“Industry”.*500"), self.cr.savepoint():
            load.action_review()
        self.assertEqual(load.state, "columns")

    def test_choices(self):
        load = self._industry_load()
        self.env["res.partner.industry"].create({"name": "Timber"})
        found = self._get_value(load, "Wood working").get_choices("imbe")
        self.assertEqual([each["label"] for each in found], ["Timber"])
        column = load.column_ids[0]
        labels = [each["label"] for each in column.get_choices("nam")]
        self.assertIn("Name", labels)

    def test_choice_that_is_not_there(self):
        load = self._industry_load()
        value = self._get_value(load, "Wood working")
        value.option_value = "99999999"
        load.action_review()
        self.assertVerdicts(load.line_ids, "invalid")

    def test_column_that_is_not_there(self):
        load = self._make_load([["Name", "Else"], ["Oak Options", "1"]])
        load.column_ids[1].target = "no_such_field"
        self.assertFalse(load.column_ids[1].target_label)
        self.assertVerdicts(self._review(load), "new")

    def test_field_one_may_not_write(self):
        targets = self.env["playbook.load.target"].with_user(self.user_marketing)
        self.assertNotIn("company_id", targets._get_places("company"))
        with self.assertRaises(AccessError):
            self._make_load([["Name"], ["X"]], "lead", user=self.user_customer_service)
