"""Why Odoo lets a user do something with a record, or not: found here, told elsewhere.

What counts is read the way Odoo itself reads it (``ir.model.access``,
``ir.rule._compute_domain`` and ``_check_access``), each access line and rule by itself.
"""

from typing import NamedTuple

from odoo.fields import Domain
from odoo.models import BaseModel
from odoo.tools.safe_eval import safe_eval

OPERATIONS = ("read", "write", "create", "unlink")


class Line(NamedTuple):
    """An access line, whether the user's groups open it, and how they got there."""

    line: BaseModel
    is_held: bool
    is_direct: bool
    through: BaseModel


class Rule(NamedTuple):
    """A record rule that counts for the user, and whether it lets the record pass."""

    rule: BaseModel
    matches: bool
    is_broken: bool


class Layer(NamedTuple):
    """The rules of one model: the record's own, or one it inherits its fields from."""

    model_name: str
    for_all: list
    for_groups: list

    @property
    def failing(self):
        """The rules for everybody that refuse the record."""
        return [each for each in self.for_all if not each.matches]

    @property
    def group_passes(self):
        return not self.for_groups or any(each.matches for each in self.for_groups)

    @property
    def passes(self):
        return not self.failing and self.group_passes


class Reasons:
    """What decides whether ``user``, active in all their companies, may do
    ``operation`` with ``record``.
    """

    def __init__(self, record, user, operation):
        # Who has Access Rights can give themselves everything: what is shown of the
        # user and of the record (name, salesperson, team, company) is theirs to know.
        self.user = user.sudo()
        self.record = record.sudo()
        self.operation = operation
        self.companies = self._find_companies()
        # The reader's context is left out: rules may depend on it.
        context = {"allowed_company_ids": self.companies.ids}
        self.seen = record.with_env(record.env(user=user.id, su=False, context=context))
        self.is_superuser = self.user._is_superuser()
        self.lines = self._find_lines()
        self.layers = self._find_layers()

    @property
    def is_granted(self):
        """Whether an access line opens the model: what Odoo checks first."""
        return self.is_superuser or any(each.is_held for each in self.lines)

    @property
    def passes(self):
        """Whether the record rules let the record pass: what Odoo checks next."""
        return all(layer.passes for layer in self.layers)

    @property
    def is_allowed(self):
        return self.may(self.operation)

    def may(self, operation):
        """What Odoo says in the end, asked as the user."""
        try:
            return self.seen.has_access(operation)
        except ValueError:
            # A rule that cannot be evaluated: Odoo refuses, with an error.
            return False

    def _find_companies(self):
        """The user's active companies, their default one first, as after logging in."""
        default = self.user.company_id.id
        ids = sorted(self.user._get_company_ids(), key=lambda each: each != default)
        return self.user.company_ids.browse(ids)

    def _find_lines(self):
        user = self.user
        lines = user.env["ir.model.access"].search(
            [
                ("model_id.model", "=", self.record._name),
                (f"perm_{self.operation}", "=", True),
            ]
        )
        return [
            Line(
                line,
                not line.group_id or line.group_id in user.all_group_ids,
                line.group_id in user.group_ids,
                user.group_ids.filtered(
                    lambda group, wanted=line.group_id: (
                        wanted and wanted in group.all_implied_ids - group
                    )
                ),
            )
            for line in lines
        ]

    def _find_layers(self):
        # As Odoo evaluates rules: the record unrestricted, the values the user's.
        seen = self.seen.sudo().with_context(active_test=False)
        return [
            Layer(
                record._name,
                [each for each in rules if not each.rule.groups],
                [each for each in rules if each.rule.groups],
            )
            for record in self._with_parents(seen)
            if (rules := self._find_rules(record)) or record._name == seen._name
        ]

    def _with_parents(self, record):
        """``record`` and those that it inherits fields from, whose rules count too."""
        found = [record]
        for name in record._inherits.values():
            if record._fields[name].store:
                found += self._with_parents(record[name])
        return found

    def _find_rules(self, record):
        IrRule = self.seen.env["ir.rule"]
        context = IrRule._eval_context()
        found = IrRule._get_rules(record._name, mode=self.operation)
        return [
            self._try_rule(rule, record, context)
            for rule in self.user.env["ir.rule"].browse(found.ids)
        ]

    def _try_rule(self, rule, record, context):
        """``rule`` with what it says about ``record``, evaluated as the user."""
        try:
            domain = Domain(safe_eval(rule.domain_force or "[]", context))
            return Rule(rule, bool(record.filtered_domain(domain)), is_broken=False)
        except ValueError:
            return Rule(rule, matches=False, is_broken=True)
