"""What people answered to a requirement, and which of it says nothing."""

from datetime import timedelta
from typing import NamedTuple

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .answers_sql import find_filler
from .playbook_requirement import FIELD, NUMBERS, PATHS, TEXTS

# Answers are looked at for so long.
DAYS = 90
DATES = ("date", "datetime")
# Where many honest answers are the same: of neighbours, of colleagues.
HONESTLY_SAME = {"city", "function", "lang", "state", "street2", "zip"}
SHOWN = 20


class Evidence(NamedTuple):
    """:param model: of which records they are.
    :param answers: how many there are.
    :param filler: how many of them say nothing.
    :param lines: dictionaries of ``kind``, ``value``, ``count`` and ``ids``, the most
        frequent first.
    """

    model: str
    answers: int
    filler: int
    lines: list

    @property
    def rate(self):
        """Percent of the answers that say nothing."""
        return 100 * self.filler / self.answers if self.answers else 0.0


class PlaybookRequirement(models.Model):
    _inherit = "playbook.requirement"

    def _can_be_doubted(self):
        """Whether an answer can be told from filler: of choices it cannot."""
        field = self._get_field()
        return (
            self.kind == FIELD
            and not self.grace_days
            and field is not None
            and field.store
            and field.type in (*TEXTS, *NUMBERS, *DATES)
        )

    def _get_answers_since(self):
        """From when on answers count."""
        days = [fields.Datetime.now() - timedelta(days=DAYS)]
        days += [self.procedure_id.date_enforced, self.date_answers_from]
        return max(day for day in days if day)

    def _find_evidence(self):
        """The :class:`Evidence`, with one statement.

        :raise ValueError: if a condition cannot be asked (any more).
        """
        self.ensure_one()
        field = self._get_field()
        query, Target = self._search_answered()
        # Of whom they are is compared.
        self.env["res.partner"].flush_model(["commercial_partner_id"])
        Target.flush_model(["partner_id"] if "partner_id" in Target._fields else None)
        share, _least = self.env["playbook.doubt"]._get_thresholds()
        rows = self.env.execute_query(
            find_filler(
                Target._field_to_sql(query.table, field.name, query),
                query,
                field,
                may_be_same=field.name not in HONESTLY_SAME,
                zero_counts=self.zero_counts,
                share_of_all=share,
            )
        )
        (_kind, _value, answers, _ids), *found = rows
        lines = [
            {"kind": kind, "value": value, "count": count, "ids": ids}
            for kind, value, count, ids in found
        ]
        filler = sum(line["count"] for line in lines)
        return Evidence(self.model, answers or 0, filler, lines[:SHOWN])

    def _search_answered(self):
        """The query of the records on which it was answered, and their model."""
        procedure = self.procedure_id
        base = procedure._get_model()
        Base = self.env[base].with_context(active_test=False)
        Target = self.env[self.model].with_context(active_test=False)
        domain = procedure._get_passed_domain(self._get_answers_since())
        domain &= procedure._get_bound_domain(base)
        try:
            domain &= procedure._get_concerned_domain().optimize_full(Base)
            asked = self._parse_condition(self.only_if).optimize_full(Target)
        except Exception as error:  # whatever a wrong domain may raise
            raise ValueError(str(error)) from error
        reached = Base._search(domain)
        names = PATHS[base, self.model].split(".")
        for name in names if names != [""] else ():
            field = Base._fields[name]
            ids = reached.subselect(Base._field_to_sql(reached.table, name, reached))
            Base = self.env[field.comodel_name].with_context(active_test=False)
            reached = Base._search(self._get_among_domain(ids))
        asked &= self._get_among_domain(reached.subselect())
        return Target._search(asked), Target

    def _get_among_domain(self, ids):
        """:param ids: a sub-query, or ids."""
        return Domain.custom(
            to_sql=lambda _model, alias, _query: SQL(
                "%s IN %s", SQL.identifier(alias, "id"), ids
            )
        )
