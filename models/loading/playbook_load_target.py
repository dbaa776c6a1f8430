from typing import Any, NamedTuple

from odoo import api, models
from odoo.fields import Domain

from ...tools.values import plain
from .playbook_load import ACTION, LEAD, MODELS
from .targets import (
    BACK_DATED,
    CURRENCY,
    FIXED,
    REFERENCES,
    RESULT,
    TARGETS,
    get_words,
)

TEXT, NUMBER, DATE, MOMENT, BOOLEAN = "text", "number", "date", "moment", "boolean"
OPTION, OPTIONS, REFERENCE, FIXED_OPTION = "option", "options", "reference", "fixed"
TYPES = {
    "char": TEXT,
    "text": TEXT,
    "html": TEXT,
    "integer": NUMBER,
    "float": NUMBER,
    "monetary": NUMBER,
    "date": DATE,
    "datetime": MOMENT,
    "boolean": BOOLEAN,
    "selection": FIXED_OPTION,
    "many2one": OPTION,
    "many2many": OPTIONS,
}
WITH_OPTIONS = {OPTION, OPTIONS, FIXED_OPTION}
# Set by what is loaded itself, or not a salesperson's to say.
NOT_OFFERED = {
    *("active", "company_id", "company_type", "is_company", "parent_id", "partner_id"),
    *("create_date", "create_uid", "write_date", "write_uid", "id", "display_name"),
    *("user_ids", "partner_share", "signup_type", "won_status", "email_normalized"),
    *("phone_sanitized", "automated_probability", "message_bounce"),
}
# Whose rows are records of their own, and no options.
NO_OPTIONS = {"crm.lead", "mail.message", "res.partner"}


class Place(NamedTuple):
    """A :class:`~.targets.Target` as a user sees it.

    :param sort: how what stands in the column is read: one of the constants above.
    :param field: of Odoo's; None for what is none.
    :param comodel: the model of the options.
    """

    name: str
    label: str
    sort: str
    field: Any
    comodel: str
    words: frozenset
    is_usual: bool


class PlaybookLoadTarget(models.AbstractModel):
    """Where columns can go, and where they probably do."""

    _name = "playbook.load.target"
    _description = "Fields that can be loaded"

    @api.model
    def _get_places(self, kind):
        """A dictionary from names to the :class:`Place` of all that this user may load,
        the usual ones first.
        """
        Model = self.env[MODELS[kind]]
        places = {}
        for target in TARGETS[kind]:
            field = Model._fields.get(REFERENCES.get(target.name, target.name))
            place = self._make_place(target.name, field, target.words, target.label)
            if place:
                places[target.name] = place
        if kind != ACTION:
            for name, field in sorted(Model._fields.items()):
                if name not in places and self._is_offered(field):
                    place = self._make_place(name, field)
                    places |= {name: place} if place else {}
        return places

    @api.model
    def _make_place(self, name, field, words="", label=""):
        if field is None and name not in (RESULT, CURRENCY):
            return None
        if name in REFERENCES:
            sort, comodel = REFERENCE, field.comodel_name
        elif name == CURRENCY:
            sort, comodel = OPTION, "res.currency"
        elif name == RESULT:
            sort, comodel = FIXED_OPTION, ""
        else:
            sort, comodel = TYPES[field.type], getattr(field, "comodel_name", "") or ""
            Model = self.env[field.model_name]
            operation = "read" if field.model_name == MODELS[ACTION] else "write"
            if not Model._has_field_access(field, operation):
                return None
        if sort in (OPTION, OPTIONS) and not self.env[comodel].has_access("read"):
            return None
        labels = self._get_labels(field, label)
        return Place(
            name=name,
            label=labels[0],
            sort=sort,
            field=field,
            comodel=comodel,
            words=frozenset({plain(name), *map(plain, labels), *get_words(words)}),
            is_usual=bool(words),
        )

    @api.model
    def _get_labels(self, field, label):
        """What a place is called: in the user's language first, and in all others of
        this Odoo, as files come from everywhere.
        """
        codes = [code for code, _name in self.env["res.lang"].get_installed()]
        labels = []
        for code in (self.env.lang, "en_US", *codes):
            env = self.with_context(lang=code).env
            labels.append(env._(label) if label else field._description_string(env))
        return labels

    @api.model
    def _is_offered(self, field):
        return (
            field.store
            and field.type in TYPES
            and field.name not in NOT_OFFERED
            and not field.related
            and not (field.compute and field.readonly)
            and not (field.readonly and field.name not in BACK_DATED)
            and getattr(field, "comodel_name", None) not in NO_OPTIONS
            and not (field.name.startswith(("message_", "activity_", "playbook_")))
            and field.type != "many2many"
        )

    # ------------------------------------------------------------------
    # Choosing by hand
    # ------------------------------------------------------------------

    @api.model
    def _get_choices(self, kind, search=""):
        """What a column can go to, as the field of the column offers it."""
        usual, others = self.env._("Usual"), self.env._("Others")
        wanted = plain(search or "")
        return [
            {
                "value": place.name,
                "label": place.label,
                "group": usual if place.is_usual else others,
            }
            for place in self._get_places(kind).values()
            if wanted in plain(place.label)
        ]

    @api.model
    def _get_option_domain(self, place):
        """The options of a place."""
        if place.comodel == "res.users":
            templates = (
                self.env["ir.model.data"]._xmlid_to_res_id(xmlid)
                for xmlid in ("base.user_root", "base.default_user")
            )
            # Odoo itself is archived, and no salesperson who has left.
            return Domain("share", "=", False) & Domain(
                "id", "not in", list(filter(None, templates))
            )
        return Domain.TRUE

    @api.model
    def _get_option_model(self, place):
        """The model of the options; of old leads, with those who have left."""
        of_leads = place.field is not None and place.field.model_name == MODELS[LEAD]
        with_archived = of_leads and place.name == "user_id"
        return self.env[place.comodel].with_context(active_test=not with_archived)

    @api.model
    def _get_option_label(self, option):
        if "active" in option._fields and not option.active:
            return self.env._("%(name)s (archived)", name=option.display_name)
        return option.display_name

    @api.model
    def _get_fixed(self, place):
        """The fixed options of a place: a dictionary from keys to labels."""
        if place.name in FIXED:
            return {key: self.env._(label) for key, label in FIXED[place.name].items()}
        if place.sort == FIXED_OPTION:
            return dict(place.field._description_selection(self.env))
        if place.name == "stage_id" and place.field.model_name == MODELS[LEAD]:
            return {"lost": self.env._("Lost")}
        return {}
