"""The translations are those of the code as it stands, and complete."""

import io
import re
from pathlib import Path

import polib

from odoo.tests import TransactionCase, tagged
from odoo.tools.translate import trans_export

FOLDER = Path(__file__).parent.parent / "i18n"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\$\{\w+\}|<[^>]+>")


@tagged("post_install", "-at_install")
class TestTranslations(TransactionCase):
    def test_template_holds_the_terms_of_the_code(self):
        buffer = io.BytesIO()
        trans_export(False, ["crm_playbook"], buffer, "po", self.env)
        exported = {
            entry.msgid
            for entry in polib.pofile(buffer.getvalue().decode())
            # Demo records, where there are any, are not translated.
            if not all("_demo" in place for place, _line in entry.occurrences)
        }
        committed = {entry.msgid for entry in polib.pofile(FOLDER / "crm_playbook.pot")}
        self.assertEqual(exported - committed, set(), "run make pot")
        self.assertEqual(committed - exported, set(), "run make pot")

    def test_spanish_is_complete(self):
        template = {entry.msgid for entry in polib.pofile(FOLDER / "crm_playbook.pot")}
        spanish = polib.pofile(FOLDER / "es.po")
        self.assertEqual({entry.msgid for entry in spanish}, template)
        self.assertEqual([entry.msgid for entry in spanish.untranslated_entries()], [])
        self.assertEqual([entry.msgid for entry in spanish.fuzzy_entries()], [])

    def test_regional_spanish_differs_from_spanish(self):
        spanish = {
            entry.msgid: entry.msgstr for entry in polib.pofile(FOLDER / "es.po")
        }
        for entry in polib.pofile(FOLDER / "es_419.po"):
            with self.subTest(entry.msgid):
                self.assertIn(entry.msgid, spanish)
                self.assertNotEqual(entry.msgstr, spanish[entry.msgid])

    def test_placeholders_survive_translation(self):
        for path in FOLDER.glob("*.po"):
            for entry in polib.pofile(path).translated_entries():
                with self.subTest(path.name, term=entry.msgid):
                    self.assertEqual(
                        sorted(PLACEHOLDER.findall(entry.msgid)),
                        sorted(PLACEHOLDER.findall(entry.msgstr)),
                    )

    def test_spanish_reaches_the_screen(self):
        self.env["res.lang"]._activate_lang("es_ES")
        self.env["ir.module.module"]._load_module_terms(["crm_playbook"], ["es_ES"])
        field = (
            self.env["res.partner"]
            .with_context(lang="es_ES")
            .fields_get(["customer_state"])["customer_state"]
        )
        self.assertEqual(field["string"], "Situación")
        self.assertIn(("prospect", "Potencial"), field["selection"])
