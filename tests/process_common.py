"""Odoo's four stages as they came, and the dialog that sets the process up."""

from contextlib import contextmanager
from unittest.mock import patch

from odoo.tools.translate import code_translations

from .transition_common import TransitionCommon

SPANISH = {
    "Reception": "Recepción",
    "Qualified": "Calificada",
    "Meeting": "Reunión",
    "Proposal": "Propuesta",
    "Negotiation": "Negociación",
    "Won": "Ganada",
}
PROCESS = list(SPANISH)


class ProcessCommon(TransitionCommon):
    """No stages but Odoo's four, as they came."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Stage = cls.env["crm.stage"]
        cls.new, cls.qualified, cls.proposition, cls.odoo_won = (
            cls._restore(number, **values)
            for number, values in enumerate(
                [
                    {"name": "New", "sequence": 1},
                    {"name": "Qualified", "sequence": 2},
                    {"name": "Proposition", "sequence": 3},
                    {"name": "Won", "sequence": 70, "is_won": True},
                ],
                start=1,
            )
        )
        cls.odoos = cls.new | cls.qualified | cls.proposition | cls.odoo_won
        others = Stage.search([("id", "not in", cls.odoos.ids)])
        leads = cls.env["crm.lead"].with_context(active_test=False)
        leads.search([("stage_id", "in", others.ids)]).stage_id = cls.new
        others.unlink()
        cls.env.flush_all()

    @classmethod
    def _restore(cls, number, **values):
        """Odoo's stage ``number``, as it came."""
        xmlid = f"crm.stage_lead{number}"
        stage = cls.env.ref(xmlid, raise_if_not_found=False)
        if not stage:
            stage = cls.env["crm.stage"].create({"name": values["name"]})
            cls.env["ir.model.data"].create(
                {
                    "module": "crm",
                    "name": f"stage_lead{number}",
                    "model": "crm.stage",
                    "res_id": stage.id,
                }
            )
        changed = {name: v for name, v in values.items() if stage[name] != v}
        stage.write({"requirements": False, **changed})
        return stage

    def _open(self, user=None):
        Setup = self.env["playbook.process.setup"].with_user(
            user or self.user_configurator
        )
        action = Setup.action_open()
        self.assertEqual(action["target"], "new")
        return Setup.browse(action["res_id"])

    def _line(self, setup, key):
        return setup.line_ids.filtered(lambda line: line.key == key)

    def _names(self, lang=None):
        stages = self.env["crm.stage"].with_context(lang=lang).search([])
        return stages.mapped("name")

    def _snapshot(self):
        self.env.flush_all()
        self.env.invalidate_all()
        names = ["name", "sequence", "is_won", "requirements", "write_date"]
        return self.env["crm.stage"].search([]).read(names)

    @contextmanager
    def _in_spanish(self):
        """Spanish is installed, and the words of the process are translated."""
        self.env["res.lang"]._activate_lang("es_ES")
        self.env["ir.module.module"]._load_module_terms(["crm"], ["es_ES"])
        get = type(code_translations).get_python_translations

        def get_python_translations(translations, module, lang):
            found = get(translations, module, lang)
            if module == "crm_playbook" and lang == "es_ES":
                return {**found, **SPANISH}
            return found

        with patch.object(
            type(code_translations), "get_python_translations", get_python_translations
        ):
            yield
