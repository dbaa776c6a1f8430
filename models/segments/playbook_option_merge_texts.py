from odoo import api, models
from odoo.tools import SQL

from .condition_ids import Place, find_places, replace_places
from .selectors import SELECTORS

# So many are named; of the others, how many there are.
NAMED = 20
FILTERS = "ir.filters"
# What our conditions are about: they do not say it in one way.
SUBJECTS = ("res.partner", "crm.lead", "sale.order", "account.move")


class PlaybookOptionMerge(models.Model):
    """Conditions that choose by an option: domains as text, of segments and others."""

    _inherit = "playbook.option.merge"

    @api.model
    def _get_conditions(self):
        """Where domains are kept as text: pairs of a model's name and a field's."""
        return [(FILTERS, "domain")] + [
            (name, field.name)
            for name, model in self.env.items()
            if name.startswith("playbook.") and model._auto and not model._transient
            for field in model._fields.values()
            if field.store
            and field.type in ("char", "text")
            and ("domain" in field.name or field.name == "condition")
        ]

    @api.model
    def _read_conditions(self, selector):
        """All conditions that choose by the selector.

        :return: a list of records, names of their field, and what
            :func:`~.condition_ids.find_places` finds there.
        """
        found = []
        for model, name in self._get_conditions():
            # Whoever wrote it: it is to go on choosing the same.
            Model = self.env[model].sudo().with_context(active_test=False)
            field = SELECTORS[selector.key].field
            for record in Model.search([(name, "ilike", field)]):
                subjects = [record.model_id] if model == FILTERS else SUBJECTS
                found.append(
                    (record, name, self._find_options(record[name], subjects, selector))
                )
        return found

    @api.model
    def _find_options(self, text, subjects, selector):
        option_model = SELECTORS[selector.key].model

        def resolve(model, path):
            return self._resolve(model, path, option_model)

        known = {name for name in subjects if name in self.env}
        return find_places(text, known, resolve)

    @api.model
    def _resolve(self, model, path, option_model):
        """Where ``path`` leads to from ``model``.

        :return: the name of the last model, or None; and whether it is an option, or
            something of one (:class:`~.condition_ids.Place`).
        """
        names = path.split(".")
        if names[-1] == "id":
            names.pop()
        passed = model == option_model
        for name in names:
            field = self.env[model]._fields.get(name) if model else None
            if field is None:
                return None, Place.NOTHING
            model = field.comodel_name
            passed = passed or model == option_model
        if not passed:
            return model, Place.NOTHING
        return model, Place.OPTION if model == option_model else Place.PART

    @api.model
    def _move_conditions(self, selector, kept, merged):
        """Let conditions that name the id of a merged option name the one kept."""
        ids = dict.fromkeys(merged.ids, kept.id)
        texts = {}
        for record, name, found in self._read_conditions(selector):
            text = replace_places(found, ids)
            if text is not None:
                texts.setdefault((record._table, name), []).append((record.id, text))
        for (table, name), rows in texts.items():
            # Saved as they are: the same was checked when somebody wrote it.
            self.env.cr.execute(
                SQL(
                    "UPDATE %s SET %s = new.text FROM unnest(%s, %s) AS new(id, text) "
                    "WHERE %s = new.id",
                    SQL.identifier(table),
                    SQL.identifier(name),
                    [number for number, _text in rows],
                    [text for _number, text in rows],
                    SQL.identifier(table, "id"),
                )
            )

    @api.model
    def _refresh_segments(self, selector):
        """Who belongs to the segments that choose by the selector, seen or not."""
        # As they do when a segment is saved: members are found past the rules.
        Segment = self.env["playbook.segment"].sudo()
        field = SELECTORS[selector.key].field
        Segment.search([("domain", "ilike", field)])._refresh_soon()

    @api.model
    def _note_texts(self, selector):
        """What chooses by this selector otherwise than by the option's id."""
        named, private = [], 0
        for record, _name, found in self._read_conditions(selector):
            if not found.left:
                continue
            if self._is_private(record):
                private += 1
            else:
                named.append(f"{record._description}: {record.display_name}")
        words = named[:NAMED]
        if len(named) > NAMED:
            more = len(named) - NAMED
            words.append(self.env._("and %(count)s more", count=more))
        if private:
            words.append(
                self.env._(
                    "Filters that others keep for themselves: %(count)s", count=private
                )
            )
        if not words:
            return False
        return self.env._(
            "These choose by %(selector)s, maybe by a merged option; open them and "
            "choose again:\n%(found)s",
            selector=selector.name,
            found="\n".join(words),
        )

    @api.model
    def _is_private(self, record):
        """Whether it is a filter that others have for themselves."""
        if record._name != FILTERS or not record.user_ids:
            return False
        return self.env.user not in record.user_ids
