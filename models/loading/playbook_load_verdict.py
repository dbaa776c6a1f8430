from odoo import fields, models
from odoo.tools import (
    format_date,
    format_datetime,
    formatLang,
    html2plaintext,
    is_html_empty,
)

from .playbook_load import ACTION, FILL, KEEP, LEAD, MODELS
from .playbook_load_line import (
    CONFLICT,
    DUPLICATE,
    INVALID,
    NEW,
    UNCHANGED,
    UPDATE,
)
from .targets import CREATED, STANDING

NUMBERS = ("integer", "float", "monetary")
EMPTY_HTML = ("", False, None)


class PlaybookLoad(models.Model):
    """What a line would change, and how it is judged."""

    _inherit = "playbook.load"

    def _judge(self, items, conversion, lacking=True):
        """Give each of ``items`` its verdict.

        :param lacking: whether to find out what new records would lack.
        """
        current = self._read_current(items)
        if self.kind == LEAD:
            self._change_results([item for item in items if item.record_id], current)
        for item in items:
            if item.record_id and not item.problems:
                self._compare(item, current[item.record_id])
            elif not item.record_id:
                item.problems += conversion.find_missing(item.reading)
        self._find_archived([item for item in items if not item.line.decided])
        if lacking:
            self._find_forbidden(items)
            self._find_lacking(items)
        for item in items:
            item.verdict = self._get_verdict(item)

    def _get_verdict(self, item):
        if item.problems:
            return INVALID
        if item.conflicts:
            return CONFLICT
        if item.duplicates:
            return DUPLICATE
        if not item.record_id:
            return NEW
        return UPDATE if item.after else UNCHANGED

    def _read_current(self, items):
        """From ids of records to what the fields hold that lines want to write."""
        found = [item for item in items if item.record_id]
        Model = self.env[MODELS[self.kind]].with_context(active_test=False)
        names = {name for item in found for name in self._get_final_values(item)}
        names |= set() if self.kind == ACTION else {"country_id"}
        if self.kind == LEAD:
            names |= {*STANDING, "won_status", "automated_probability", "team_id"}
        records = Model.browse({item.record_id for item in found})
        return {
            values["id"]: values
            for values in records.read([*names, "display_name"], load=None)
        }

    def _get_final_values(self, item):
        """The values of a line on a record that is there already."""
        values = {**item.values}
        values.pop(CREATED, None)
        return values

    def _compare(self, item, current):
        """Note what ``item`` changes, as ``before``, ``after`` and in words.

        What somebody has changed in Odoo since it was loaded, and the file has not, is
        theirs; what both have changed is a conflict.
        """
        if self.kind == ACTION:
            self._compare_action(item)
            return
        values = self._get_final_values(item)
        if self.on_match == KEEP:
            item.kept_out |= set(values)
            return
        Model = self.env[MODELS[self.kind]]
        if item.is_guessed:
            item.kept_out.add("partner_id")
            if current["partner_id"]:
                values.pop("partner_id")
        item.country_id = values.get("country_id") or current.get("country_id")
        self._compare_result(item, values, current)
        for name, new in values.items():
            field, old = Model._fields[name], to_json(current.get(name))
            if not self._changes(item, field, old, new):
                if self.on_match == FILL and not self._is_same(field, old, new):
                    item.kept_out.add(name)
                continue
            if field.type == "many2many":
                new = sorted({*old, *new})
            item.before[name], item.after[name] = old, new

    def _compare_result(self, item, values, current):
        """What a lead becomes is taken as a whole, and out of ``values``."""
        for name, new in item.result_values.items():
            values.pop(name, None)
            field = self.env["crm.lead"]._fields[name]
            old = to_json(current.get(name))
            if not self._is_same(field, old, new):
                item.before[name], item.after[name] = old, new

    def _changes(self, item, field, old, new):
        """Whether a field is to be changed from ``old`` to ``new``."""
        if self._is_same(field, old, new, item.country_id):
            return False
        if self.on_match == FILL and not _is_empty(field, old):
            return False
        loaded = (item.loaded or {}).get(field.name)
        if loaded is None:
            return True
        if self._is_same(field, loaded, new, item.country_id):
            return False
        if not self._is_same(field, old, loaded, item.country_id):
            self._tell_both_changed(item, field)
        return True

    def _compare_action(self, item):
        """What was done is not changed afterwards."""
        said = {**item.values}
        if item.loaded and any(item.loaded.get(name) != said[name] for name in said):
            item.problems.append(
                self.env._(
                    "It is loaded already, and says something else: what was done with "
                    "a customer is not changed afterwards."
                )
            )

    def _tell_both_changed(self, item, field):
        item.conflicts.append(
            self.env._(
                "“%(field)s” was changed in Odoo since it was loaded, and in the file "
                "too. Loading it takes over what the file says.",
                field=field._description_string(self.env),
            )
        )

    def _describe_changes(self, items):
        """Put into words what lines change."""
        Model = self.env[MODELS[self.kind]]
        changed = [item for item in items if item.after]
        names = self._get_names_of_options(changed)
        for item in changed:
            for name, new in item.after.items():
                field = Model._fields[name]
                old, new = (
                    self._say(field, value, names) for value in (item.before[name], new)
                )
                label = field._description_string(self.env)
                item.changes.append(f"{label}: {old or '–'} → {new or '–'}")

    def _get_names_of_options(self, items):
        """From pairs of a model and an id to the name."""
        Model, pairs = self.env[MODELS[self.kind]], {}
        for item in items:
            for values in (item.before, item.after):
                for name, value in values.items():
                    pairs.setdefault(Model._fields[name], []).append(value)
        names = {}
        for field, values in pairs.items():
            names |= self._get_names_of_values(field, values)
        return names

    def _get_names_of_values(self, field, values):
        comodel = getattr(field, "comodel_name", None)
        found = set()
        for value in values if comodel else ():
            found.update(value if isinstance(value, list) else [value] if value else [])
        if not found:
            return {}
        return {
            (comodel, record.id): record.display_name
            # Only the name of what is chosen on a record that one reads, as Odoo shows.
            for record in self.env[comodel].sudo().browse(found).exists()
        }

    def _say(self, field, value, names):
        """A value as people read it."""
        if field.type == "boolean":
            return self.env._("Yes") if value else self.env._("No")
        if value in (False, None, "", []) and field.type not in NUMBERS:
            return ""
        if field.type in NUMBERS:
            return self._say_number(field, value or 0)
        if field.type == "date":
            return format_date(self.env, value)
        if field.type == "datetime":
            return format_datetime(self.env, value)
        if field.type == "many2one":
            return names.get((field.comodel_name, value), "")
        if field.type == "many2many":
            return ", ".join(
                names.get((field.comodel_name, each), "") for each in value
            )
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, value)
        if field.type == "html":
            return html2plaintext(value)
        return str(value)

    def _say_number(self, field, value):
        if field.type == "integer":
            return formatLang(self.env, value, digits=0)
        currency = self.company_id.currency_id if field.type == "monetary" else None
        return formatLang(self.env, value, currency_obj=currency)


def to_json(value):
    """A value as ``read`` gives it, as JSON holds it."""
    if hasattr(value, "isoformat"):
        moment = hasattr(value, "hour")
        convert = fields.Datetime if moment else fields.Date
        return convert.to_string(value)
    if isinstance(value, tuple):
        return list(value)
    return value


def _is_empty(field, value):
    if field.type == "html":
        return is_html_empty(value or "")
    if field.type == "boolean":
        return False
    return not value
