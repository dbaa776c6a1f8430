from odoo import api, models
from odoo.tools import ormcache
from odoo.tools.translate import TranslationImporter, get_po_paths

# Odoo's own four: as they are called before anybody has renamed them.
ODOO_NAMES = {
    "crm.stage_lead1": "New",
    "crm.stage_lead2": "Qualified",
    "crm.stage_lead3": "Proposition",
    "crm.stage_lead4": "Won",
}
RECEPTION = "reception"
QUALIFIED = "qualified"
MEETING = "meeting"
PROPOSAL = "proposal"
NEGOTIATION = "negotiation"
WON = "won"
# Which stage of Odoo's each step takes over.
ODOO_STAGES = {
    RECEPTION: "crm.stage_lead1",
    QUALIFIED: "crm.stage_lead2",
    PROPOSAL: "crm.stage_lead3",
    WON: "crm.stage_lead4",
}


class CrmStage(models.Model):
    """The sales process that we propose, and how the company's stages relate to it."""

    _inherit = "crm.stage"

    @api.model
    def _get_step_names(self):
        """What the stage of each step is called, in the language of the user; in the
        order of the process.

        What is thrown out on the way is lost, with a reason: no step of its own.
        """
        return {
            RECEPTION: self.env._("Reception"),
            QUALIFIED: self.env._("Qualified"),
            MEETING: self.env._("Meeting"),
            PROPOSAL: self.env._("Proposal"),
            NEGOTIATION: self.env._("Negotiation"),
            WON: self.env._("Won"),
        }

    @api.model
    def _get_step_guidance(self):
        """For each step, what to do in it and what must be known to go on."""
        return {
            RECEPTION: self.env._(
                "Read the inquiry and answer it today. To go on you know who asks, for "
                "which company, and what they need."
            ),
            QUALIFIED: self.env._(
                "Find out whether it is worth the effort. To go on you know the need, "
                "the budget, who decides and by when."
            ),
            MEETING: self.env._(
                "Meet the customer and listen. To go on you know what a solution must "
                "do, and the customer expects your proposal."
            ),
            PROPOSAL: self.env._(
                "Send the quotation and go through it with the customer. To go on you "
                "know what they think of it."
            ),
            NEGOTIATION: self.env._(
                "Settle price, scope and dates. To go on you have the customer's yes "
                "in writing."
            ),
            WON: self.env._("Hand over to whoever delivers, and thank the customer."),
        }

    @api.model
    def _get_process_names(self):
        """For each step, its name in every installed language, by the language."""
        names = {}
        for lang, _name in self.env["res.lang"].get_installed():
            for key, name in self.with_context(lang=lang)._get_step_names().items():
                names.setdefault(key, {})[lang] = name
        return names

    @api.model
    @ormcache("lang")
    def _get_odoo_names(self, lang):
        """How Odoo calls its four stages in ``lang``, by their XML ids."""
        importer = TranslationImporter(self.env.cr, verbose=False)
        for path in get_po_paths("crm", lang):
            importer.load_file(path, lang, xmlids=set(ODOO_NAMES))
        translated = importer.model_translations["crm.stage"]["name"]
        return {
            xmlid: translated[xmlid].get(lang, name)
            for xmlid, name in ODOO_NAMES.items()
        }

    @api.model
    def _are_odoos_own(self):
        """Whether the company's stages are the four that Odoo came with, by name."""
        # How many and which they are is the same for everybody.
        stages = self.sudo().search([])  # pylint: disable=no-search-all
        xmlids = {
            self.env.ref(xmlid, raise_if_not_found=False): xmlid for xmlid in ODOO_NAMES
        }
        if set(stages) != set(xmlids):
            return False
        for lang, _name in self.env["res.lang"].get_installed():
            theirs = self._get_odoo_names(lang)
            for stage in stages.with_context(lang=lang):
                xmlid = xmlids[self.browse(stage.id)]
                if stage.name not in (theirs[xmlid], ODOO_NAMES[xmlid]):
                    return False
        return True

    @api.model
    def _guess_process_stages(self):
        """For each step, the stage of the company's that it probably is, or none: one
        that is called the same in some language, or else Odoo's own for it.
        """
        # As in _are_odoos_own. What all teams use comes first.
        stages = self.sudo().search([]).sorted(lambda stage: bool(stage.team_ids))  # pylint: disable=no-search-all
        guessed = {}
        for key, names in self._get_process_names().items():
            fitting = stages.filtered(
                lambda stage, key=key: stage.is_won == (key == WON)
            )
            called = {name.casefold() for name in names.values()}
            guessed[key] = next(
                (stage for stage in fitting if not called.isdisjoint(stage._names())),
                self.browse(),
            )
        for key, xmlid in ODOO_STAGES.items():
            stage = self.env.ref(xmlid, raise_if_not_found=False) or self.browse()
            taken = stage in guessed.values() or stage.is_won != (key == WON)
            if not guessed[key] and not taken:
                guessed[key] = stage
        guessed[WON] = guessed[WON] or stages.filtered("is_won")[:1]
        return {key: stage.with_env(self.env) for key, stage in guessed.items()}

    def _names(self):
        """What the stage is called in the installed languages, in small letters."""
        self.ensure_one()
        return {
            self.with_context(lang=lang).name.strip().casefold()
            for lang, _name in self.env["res.lang"].get_installed()
        }
