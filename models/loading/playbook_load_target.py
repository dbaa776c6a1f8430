from typing import Any, NamedTuple

from odoo import api, models
from odoo.fields import Domain

from ...tools.values import plain
from .playbook_load import ACTION, LEAD, MODELS
from .targets import (
    BACK_DATED,
    CURRENCY,
    FIXED,
    GENERAL_KEYS,
    OWN_KEYS,
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
        said = self.env._(label) if label else field._description_string(self.env)
        return Place(
            name=name,
            label=said,
            sort=sort,
            field=field,
            comodel=comodel,
            words=frozenset(
                {plain(said), plain(name), *get_words(words)}
                | ({plain(field.string)} if field is not None and not label else set())
            ),
            is_usual=bool(words),
        )

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
    # Proposing
    # ------------------------------------------------------------------

    @api.model
    def _guess(self, load, headers):
        """Propose where columns go.

        :param headers: those of the file, from left.
        :return: a list as long, of pairs of the name of a target or False, and whether
            it is a key.
        """
        places = self._get_places(load.kind)
        remembered = self._get_remembered(load, headers)
        own_keys = get_words(OWN_KEYS[load.kind])
        taken = {remembered.get(plain(header), (False,))[0] for header in headers}
        guesses = []
        for header in headers:
            words = plain(header)
            target, is_key = remembered.get(words, (False, False))
            if words not in remembered:
                is_key = words in own_keys or words in get_words(GENERAL_KEYS)
                target = not is_key and self._find_place(places, words, taken)
            if target not in places:
                target = False
            taken.add(target)
            guesses.append((target, is_key))
        return guesses

    @api.model
    def _find_place(self, places, words, taken):
        for is_usual in (True, False):
            for place in places.values():
                if place.is_usual != is_usual or place.name in taken:
                    continue
                if words and words in place.words:
                    return place.name
        return False

    @api.model
    def _get_remembered(self, load, headers):
        """What was done with such headers in earlier loads, those of the same source
        first: a dictionary from plain headers to pairs.
        """
        earlier = self.env["playbook.load.column"].search(
            [
                ("column_name", "in", list(set(headers))),
                ("load_id.kind", "=", load.kind),
                ("load_id", "!=", load.id),
                ("load_id.date_started", "!=", False),
            ],
            order="id desc",
            limit=2000,
        )
        same = earlier.filtered(lambda each: each.load_id.source_id == load.source_id)
        found = {}
        for column in same + (earlier - same):
            found.setdefault(plain(column.column_name), (column.target, column.is_key))
        return found

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
            return Domain("share", "=", False)
        return Domain.TRUE

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
