"""Structure that nobody should have to review by hand.

Every rule is applied to the addon, and shown a piece of code that breaks it: a rule
that finds nothing anywhere would prove nothing.
"""

import tempfile
from pathlib import Path
from types import SimpleNamespace

from odoo.tests import TransactionCase, tagged
from odoo.tests.common import BaseCase

from . import architecture_registry as registry
from . import architecture_rooms as rooms

ROOT = Path(__file__).parent.parent
CODE = ("models", "wizards", "controllers", "tools", "reports", "migrations")


@tagged("post_install", "-at_install")
class TestSource(BaseCase):
    def test_no_file_is_too_long(self):
        folders = (*CODE, "tests", "dev")
        self.assertEqual(rooms.find_overlong(ROOT, folders), [])

    def test_every_sudo_says_why(self):
        self.assertEqual(rooms.find_silent_sudo(ROOT, CODE), [])

    def test_every_folder_is_a_room(self):
        self.assertEqual(rooms.find_unknown_rooms(ROOT), [])

    def test_no_model_is_declared_twice(self):
        self.assertEqual(rooms.find_declared_twice(ROOT), [])

    def test_views_carry_their_room(self):
        self.assertEqual(rooms.find_views_without_room_in_their_id(ROOT), [])


@tagged("post_install", "-at_install")
class TestSourceRules(BaseCase):
    """The rules of :class:`TestSource` find what they are for."""

    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)

    def _write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def _later(self, text, name="models/segments/x.py"):
        """What is found when the file ``name`` of an earlier room holds ``text``."""
        self._write(
            "models/workflows/playbook_workflow.py",
            "class A(models.Model):\n"
            "    _name = 'playbook.workflow'\n"
            "    quiet_from = fields.Float()\n"
            "    until_hour: float = fields.Float()\n"
            "    active = fields.Boolean()\n",
        )
        self._write(
            "views/workflows/x.xml", "<odoo><record id='workflow_view'/></odoo>"
        )
        self._write(name, text)
        return rooms.find_names_of_later_rooms(self.root, {"active", "name"})

    def test_later_names_in_python_are_found(self):
        for text in (
            "env['playbook.workflow']",
            "query = 'SELECT 1 FROM playbook_workflow'",
            "env.ref('crm_playbook.workflow_view')",
            "x.quiet_from",
            "query = 'SELECT quiet_from FROM res_partner'",
            "domain = \"[('quiet_from', '=', 1)]\"",
            "_order = 'quiet_from desc, id'",
            "x.until_hour",
            "[('workflow_id.quiet_from', '=', 1)]",
            "create(quiet_from=1)",
        ):
            with self.subTest(text):
                (found,) = self._later(text)
                self.assertIn("models/segments/x.py (segments) names", found)

    def test_later_names_in_xml_are_found(self):
        for text in (
            "<field name='quiet_from'/>",
            "<field name='a' ref='workflow_view'/>",
            "<field name='model'>playbook.workflow</field>",
            "<field name='a' domain=\"[('quiet_from', '=', 1)]\"/>",
            "<button name='%(workflow_view)d'/>",
            "<attribute name='invisible'>quiet_from == 1</attribute>",
        ):
            with self.subTest(text):
                name = "views/segments/x.xml"
                (found,) = self._later(f"<odoo>{text}</odoo>", name)
                self.assertIn("views/segments/x.xml (segments) names", found)

    def test_earlier_foreign_and_spoken_names_are_allowed(self):
        self.assertEqual(
            self._later('"""About playbook.workflow and quiet_from."""'), []
        )
        self.assertEqual(self._later("x.active"), [])
        self.assertEqual(self._later("x.quiet_from", "models/results/y.py"), [])

    def test_wrong_places_and_names_are_found(self):
        self._write("models/misc/x.py", "")
        self.assertTrue(rooms.find_unknown_rooms(self.root))
        self._write(
            "views/segments/x.xml",
            "<odoo><record id='other' model='ir.ui.view'>"
            "<field name='inherit_id' ref='base.view_partner_form'/></record></odoo>",
        )
        self.assertEqual(
            rooms.find_views_without_room_in_their_id(self.root),
            ["other should be view_partner_form_segments"],
        )

    def test_models_declared_twice_are_found(self):
        declares = "class A(models.AbstractModel):\n    _name = 'playbook.a.mixin'\n"
        self._write("models/segments/a.py", declares)
        extends = f"{declares}    _inherit = ['playbook.a.mixin', 'base']\n"
        self._write("models/results/a.py", extends)
        self.assertEqual(rooms.find_declared_twice(self.root), [])
        self._write("models/results/a.py", declares)
        self.assertEqual(
            rooms.find_declared_twice(self.root),
            [
                "playbook.a.mixin is declared by models/results/a.py and "
                "models/segments/a.py"
            ],
        )

    def test_length_and_sudo_are_found(self):
        body = "\n".join(f"    a{number} = 1" for number in range(41))
        self._write("models/long.py", f"def f():\n{body}\n" + "\n" * 300)
        self.assertEqual(len(rooms.find_overlong(self.root, ["models"])), 2)
        self._write("models/sudo.py", "a = 1\nb = 2\nc = 3\nd = 4\nx.sudo().y()\n")
        self.assertEqual(len(rooms.find_silent_sudo(self.root, ["models"])), 1)
        self._write("models/sudo.py", "# safe: only counts\nx.sudo().y()\n")
        self.assertEqual(rooms.find_silent_sudo(self.root, ["models"]), [])


@tagged("post_install", "-at_install")
class TestRegistry(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.models = registry.own_models(cls.env)
        cls.fields = registry.own_fields(cls.env)
        cls.access_lines = cls._ours("ir.model.access")
        cls.rules = cls._ours("ir.rule")

    @classmethod
    def _ours(cls, model):
        data = cls.env["ir.model.data"].search(
            [("module", "=", registry.MODULE), ("model", "=", model)]
        )
        return cls.env[model].browse(data.mapped("res_id"))

    def test_rooms_name_nothing_of_later_rooms(self):
        foreign = {
            field.name
            for model in self.env.values()
            for field in model._fields.values()
            if set(field._modules) != {registry.MODULE}
        }
        self.assertEqual(rooms.find_names_of_later_rooms(ROOT, foreign), [])

    def test_access(self):
        lines, rules = self.access_lines, self.rules
        self.assertEqual(registry.find_models_without_access(self.models, lines), [])
        self.assertEqual(registry.find_access_without_rule(lines, rules), [])
        self.assertEqual(registry.find_companies_unguarded(self.models, rules), [])

    def test_fields(self):
        self.assertTrue(self.fields)
        self.assertEqual(registry.find_unindexed_inverses(self.env, self.fields), [])
        self.assertEqual(registry.find_implicit_ondelete(self.env, self.fields), [])
        self.assertEqual(registry.find_open_fields(self.fields), [])

    def test_every_kind_has_its_handler(self):
        models = registry.own_models(self.env, abstract=True)
        self.assertEqual(registry.find_kinds_without_handler(models), [])

    def test_nothing_is_added_to_odoos_screens_for_users_without_a_profile(self):
        inherited = self._ours("ir.ui.view").filtered(
            lambda view: view.inherit_id and view.mode == "extension"
        )
        self.assertTrue(inherited)
        views = [(view.xml_id, view.arch_db) for view in inherited]
        self.assertEqual(registry.find_nodes_for_everybody(views), [])
        self.assertEqual(registry.find_replaced_anchors(views), [])


@tagged("post_install", "-at_install")
class TestRegistryRules(TransactionCase):
    """The rules of :class:`TestRegistry` find what they are for."""

    def _field(self, model, name):
        return (model, self.env[model]._fields[name])

    def test_missing_access_rule_and_company_guard_are_found(self):
        lead = self.env["crm.lead"]
        self.assertTrue(registry.find_models_without_access([lead], []))
        lines = self.env["ir.model.access"].search(
            [("model_id.model", "=", "crm.lead")]
        )
        self.assertFalse(registry.find_models_without_access([lead], lines))
        self.assertTrue(registry.find_access_without_rule(lines, []))
        self.assertIn(
            "crm.lead has no global company rule",
            registry.find_companies_unguarded([lead], []),
        )
        for_all = SimpleNamespace(name="all", group_id=False, model_id=lead)
        self.assertTrue(registry.find_models_without_access([], [for_all]))

    def test_faulty_fields_are_found(self):
        find_open = registry.find_open_fields
        self.assertTrue(find_open([self._field("res.partner", "ref")]))
        self.assertFalse(find_open([self._field("res.partner", "customer_state")]))
        find_ondelete = registry.find_implicit_ondelete
        lead, move = self._field("crm.lead", "lang_id"), ("account.move", "partner_id")
        self.assertTrue(find_ondelete(self.env, [lead]))
        self.assertFalse(find_ondelete(self.env, [self._field(*move)]))
        inverse = self._field("res.partner", "playbook_entity_ids")
        self.assertFalse(registry.find_unindexed_inverses(self.env, [inverse]))
        self.patch(
            self.env["res.partner"]._fields["commercial_partner_id"], "index", None
        )
        self.assertTrue(registry.find_unindexed_inverses(self.env, [inverse]))

    def test_kind_without_handler_is_found(self):
        class Model:
            _name = "playbook.example"

            def _get_step_specs(self):
                return {"mail": {}, "call": {}}

            def _run_mail(self):
                """Carries out the kind ``mail``."""

        (found,) = registry.find_kinds_without_handler([Model()])
        self.assertIn("_run_call", found)

    def test_replaced_anchor_is_found(self):
        spec = "<page name='playbook' position='attributes'>%s</page>"
        plain = spec % "<attribute name='invisible'>0</attribute>"
        added = spec % "<attribute name='invisible' add='x' separator=' and '/>"
        found = registry.find_replaced_anchors([("bad", plain), ("good", added)])
        self.assertEqual(len(found), 1)

    def test_node_for_everybody_is_found(self):
        find = registry.find_nodes_for_everybody
        bad = (
            "<data><xpath expr='//x' position='after'><field name='y'/></xpath></data>"
        )
        good = bad.replace("'y'", "'y' groups='crm_playbook.group_user'")
        self.assertEqual(len(find([("bad", bad), ("good", good)])), 1)
        foreign = "<page name='a' position='attributes'><attribute/></page>"
        self.assertTrue(find([("foreign", foreign)]))
        self.assertFalse(find([("anchor", foreign.replace("'a'", "'playbook'"))]))
