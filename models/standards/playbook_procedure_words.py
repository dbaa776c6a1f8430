"""What a procedure asks for, in words: so that what has changed can be told."""

from odoo import api, models
from odoo.tools import html2plaintext

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
# Of a long text, so much is kept in the history.
KEPT = 300


class PlaybookProcedure(models.Model):
    _inherit = "playbook.procedure"

    @api.model
    def _get_binding_fields(self):
        """Names of the fields that people are bound by, besides the requirements."""
        return BINDING

    def _describe(self):
        """What is asked for now, to be compared with :meth:`_tell_changes`.

        :return: a pair: from names of fields to words; and from ids of requirements to
            their label and such a dictionary.
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
        return fields, requirements

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
        if text == "[]":
            return ""
        return f"{text[:KEPT]}…" if len(text) > KEPT else text

    def _tell_changes(self, before, after):
        """In lines, how ``after`` differs from ``before``."""
        (old_fields, old_required), (new_fields, new_required) = before, after
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
            lines.append(
                f"{prefix}{label}: {old.get(name) or nothing} → {value or nothing}"
            )
        return lines
