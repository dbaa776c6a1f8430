"""What a procedure asks for, in words: so that what has changed can be told."""

from os.path import commonprefix

from odoo import api, models
from odoo.tools import SQL, html2plaintext

# What people are bound by.
BINDING = (
    *("name", "moment", "stage_ids", "also_when_skipped", "activity_type_ids"),
    *("purpose_ids", "profile_ids", "customer_kind", "company_id", "domain"),
    *("on_import", "instruction", "customer_gain", "example"),
)
BINDING_OF_REQUIREMENTS = (
    *("kind", "model", "field_name", "zero_counts", "condition", "purpose_id"),
    *("only_positive", "in_stage", "only_if", "name", "reason", "grace_days"),
)
# Of a long text, so much is kept in the history, and so much of it is the same.
KEPT = 300
BEFORE = 60


class PlaybookProcedure(models.Model):
    _inherit = "playbook.procedure"

    @api.model
    def _get_binding_fields(self):
        """Names of the fields that people are bound by, besides the requirements."""
        return BINDING

    def _describe(self):
        """What is asked for now, to be compared with :meth:`_tell_changes`.

        :return: from names of fields to words; from ids of requirements to their label
            and such a dictionary; and what :meth:`_describe_translations` does.
        """
        self.ensure_one()
        # Whoever changes it may know what it says.
        own = self.sudo()
        fields = {name: own._put_in_words(name) for name in self._get_binding_fields()}
        requirements = {
            requirement.id: (
                requirement.label or "",
                {
                    name: self._put_in_words(name, requirement)
                    for name in BINDING_OF_REQUIREMENTS
                },
            )
            for requirement in own.requirement_ids
        }
        return fields, requirements, own._describe_translations()

    def _describe_translations(self):
        """What is said in each language: from the id of a requirement (0: the
        procedure itself) and the name of a field to texts by language.
        """
        if len(self.env["res.lang"].get_installed()) < 2:
            return {}
        return {
            **_read_translations(self, self._get_binding_fields(), is_whole=True),
            **_read_translations(self.requirement_ids, BINDING_OF_REQUIREMENTS),
        }

    def _put_in_words(self, name, record=None):
        record = self if record is None else record
        field, value = record._fields[name], record[name]
        if field.relational:
            return ", ".join(each.display_name or "" for each in value)
        if field.type == "boolean":
            return self.env._("Yes") if value else self.env._("No")
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value) or ""
        if field.type == "html":
            value = html2plaintext(value or "").strip()
        if field.type == "integer":
            return str(value)
        text = " ".join(str(value or "").split())
        return "" if text == "[]" else text

    def _tell_changes(self, before, after):
        """In lines, how ``after`` differs from ``before``."""
        old_fields, old_required, old_texts = before
        new_fields, new_required, new_texts = after
        lines = self._tell_fields(self, "", old_fields, new_fields)
        Requirement = self.env["playbook.requirement"]
        for key, (label, values) in new_required.items():
            if key in old_required:
                prefix = f"“{label}”, "
                old = old_required[key][1]
                lines += self._tell_fields(Requirement, prefix, old, values)
            else:
                lines.append(self.env._("Required from now on: %(what)s", what=label))
        lines += [
            self.env._("Required no longer: %(what)s", what=label)
            for key, (label, _values) in old_required.items()
            if key not in new_required
        ]
        return lines + self._tell_translations(before, after, old_texts, new_texts)

    def _tell_translations(self, before, after, old_texts, new_texts):
        """In lines, what has changed in other languages alone."""
        names = dict(self.env["res.lang"].get_installed())
        here = self.env.lang or "en_US"
        lines = []
        for (key, name), texts in new_texts.items():
            old = old_texts.get((key, name))
            if (
                old is None
                or texts == old
                or _get(before, key, name) != _get(after, key, name)
            ):
                continue
            model = self.env["playbook.requirement"] if key else self
            label = model._fields[name].get_description(self.env, ["string"])["string"]
            prefix = f"“{after[1][key][0]}”, " if key else ""
            lines += [
                self.env._(
                    "%(what)s: changed in %(language)s",
                    what=f"{prefix}{label}",
                    language=language,
                )
                for lang, language in names.items()
                if lang != here and texts.get(lang) != old.get(lang)
            ]
        return lines

    @api.model
    def _tell_fields(self, model, prefix, old, new):
        lines = []
        for name, value in new.items():
            if value == old.get(name):
                continue
            field = model._fields[name]
            label = field.get_description(self.env, ["string"])["string"]
            nothing = self.env._("(nothing)")
            was, now = _cut(old.get(name) or "", value)
            lines.append(f"{prefix}{label}: {was or nothing} → {now or nothing}")
        return lines


def _get(described, key, name):
    fields, requirements, _texts = described
    return requirements[key][1][name] if key else fields[name]


def _read_translations(records, names, is_whole=False):
    """:param is_whole: whether it is the procedure itself."""
    names = [name for name in names if records._fields[name].translate]
    records.flush_recordset(names)
    rows = records.env.execute_query(
        SQL(
            "SELECT id, %s FROM %s WHERE id = ANY(%s)",
            SQL(", ").join(SQL.identifier(name) for name in names),
            SQL.identifier(records._table),
            records.ids,
        )
    )
    return {
        (0 if is_whole else record_id, name): {
            lang: html2plaintext(text) if records._fields[name].type == "html" else text
            for lang, text in (texts_by_lang or {}).items()
        }
        for record_id, *texts in rows
        for name, texts_by_lang in zip(names, texts, strict=True)
    }


def _cut(old, new):
    """Both, cut to what can be shown: from a little before where they differ."""
    if max(len(old), len(new)) <= KEPT:
        return old, new
    same = len(commonprefix([old, new]))
    begin = max(same - BEFORE, 0) if same > KEPT - BEFORE else 0
    return tuple(
        ("…" if begin and text else "")
        + text[begin : begin + KEPT]
        + ("…" if len(text) > begin + KEPT else "")
        for text in (old, new)
    )
