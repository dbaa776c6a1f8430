"""What an indicator of one's own may count: what can be found, and once."""

import ast

from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..profiles.condition import find_error, is_empty, parse
from .counted_sql import MODELS
from .own_condition import find_unfit_fields, normal
from .playbook_indicator_own import DEFINITION, OF_NUMBERS, SHARE

NUMBERS = ("integer", "float", "monetary")
DATES = ("date", "datetime")


class PlaybookIndicator(models.Model):
    _inherit = "playbook.indicator"

    @api.constrains(*DEFINITION, "unit", "company_id", "active")
    def _check_own(self):
        # What is archived is not measured, and can be put aside as it is.
        for indicator in self.filtered(lambda each: each.counted_model and each.active):
            if indicator.code:
                indicator._refuse(
                    self.env._("It is a built-in one: what it counts is given.")
                )
            indicator._check_number()
            indicator._check_date()
            indicator._check_conditions()
            indicator._check_only_one()

    def _refuse(self, what):
        raise ValidationError(
            self.env._(
                "The indicator “%(indicator)s” cannot be saved. %(what)s",
                indicator=self.name,
                what=what,
            )
        )

    def _check_number(self):
        if self.calculation == SHARE and self.unit != "percent":
            self._refuse(self.env._("A share is told in percent: choose that unit."))
        if self.calculation not in OF_NUMBERS:
            return
        # Constraints run past the rights.
        author = self.with_user(self.env.user)
        if author._get_counted_field(self.measure_field, NUMBERS) is None:
            self._refuse(
                self.env._(
                    "Choose a number that is stored with each of the %(records)s, of "
                    "which you may read the figures.",
                    records=self._get_counted_words(),
                )
            )

    def _check_date(self):
        if self.is_state:
            return
        author = self.with_user(self.env.user)  # as above
        if author._get_counted_field(self.date_field, DATES) is None:
            self._refuse(
                self.env._(
                    "Choose the date that says in which period each of the %(records)s "
                    "counts, or tick “State at the end”.",
                    records=self._get_counted_words(),
                )
            )

    def _check_conditions(self):
        """Search with the conditions as who writes them: they find what these see."""
        labels = {
            "domain": self.env._("Which"),
            "second_domain": self.env._("Of which"),
        }
        records = self.env[self.counted_model].with_user(self.env.user)
        for name, label in labels.items():
            text = self[name]
            if is_empty(text):
                continue
            error = find_error(records, text, search=True)
            if error:
                self._refuse(
                    self.env._(
                        "The condition “%(label)s” does not work: %(error)s. Choose "
                        "its fields and values again.",
                        label=label,
                        error=str(error) or type(error).__name__,
                    )
                )
            self._check_fields(records, parse(text, 0), label)
            if self._asks_who_looks(text):
                self._refuse(
                    self.env._(
                        "The condition “%(label)s” asks for “me”, but its figures are "
                        "the same for everybody. Leave that out: each person reads "
                        "their own part anyway.",
                        label=label,
                    )
                )
        if self.calculation == SHARE and is_empty(self.second_domain):
            self._refuse(
                self.env._("Say of which you want to know the share: all are 100 %.")
            )

    def _check_fields(self, records, domain, label):
        """Refuse what the author may not read, and what differs by who looks at it: its
        figures are found past the rights, and are the same for everybody.
        """
        hidden, personal = find_unfit_fields(records, domain)
        if hidden:
            self._refuse(
                self.env._(
                    "The condition “%(label)s” asks for “%(field)s”, which you may not "
                    "read. Choose another field.",
                    label=label,
                    field=hidden,
                )
            )
        if personal:
            self._refuse(
                self.env._(
                    "The condition “%(label)s” asks for “%(field)s”, which is worked "
                    "out for whoever looks at it, but its figures are the same for "
                    "everybody. Choose a field that is stored.",
                    label=label,
                    field=personal,
                )
            )

    def _check_only_one(self):
        """The same figures cannot stand for two things (R116)."""
        others = self.with_context(active_test=False).search(
            [
                ("id", "!=", self.id),
                ("counted_model", "=", self.counted_model),
                ("calculation", "=", self.calculation),
                ("is_state", "=", self.is_state),
            ]
        )
        mine = self._get_definition()
        for other in others:
            is_apart = other.company_id and self.company_id - other.company_id
            if not is_apart and other._get_definition() == mine:
                self._refuse(
                    self.env._(
                        "“%(other)s” counts exactly the same, and one indicator proves "
                        "one thing. Use that one, or count something else.",
                        other=other.name,
                    )
                )

    # ------------------------------------------------------------------
    # Words and parts
    # ------------------------------------------------------------------

    def _get_counted_words(self):
        labels = dict(self._fields["counted_model"]._description_selection(self.env))
        return labels.get(self.counted_model, dict(MODELS).get(self.counted_model))

    def _get_counted_field(self, name, types):
        """The stored field ``name`` of what is counted; None where there is no such."""
        Model = self.env[self.counted_model]
        field = Model._fields.get(name or "")
        if (
            field is None
            or field.type not in types
            or not field.store
            or not field.column_type
            or field.company_dependent
            or not Model._has_field_access(field, "read")
        ):
            return None
        return field

    def _get_normal(self, text):
        """A condition, the same for all ways of writing it."""
        try:
            return normal(Domain(parse(text, 0)).optimize(self.env[self.counted_model]))
        except Exception:  # noqa: BLE001 - whatever a wrong domain may raise
            return (text or "[]").strip()

    @api.model
    def _asks_who_looks(self, text):
        """Whether ``text`` names ``uid``."""
        names = ast.walk(ast.parse(text.strip(), mode="eval"))
        return any(isinstance(node, ast.Name) and node.id == "uid" for node in names)
