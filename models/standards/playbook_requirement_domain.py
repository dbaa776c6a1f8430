"""A requirement as a domain.

The check on saving, the passes of scheduled actions and what is shown all ask the same
one.
"""

from psycopg2 import Error as PgError

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .filler import text_is_filled
from .playbook_procedure import BOTH, COMPANIES
from .playbook_requirement import (
    ACTION,
    CUSTOMER,
    FIELD,
    LEAD,
    NEXT_STEP,
    NUMBERS,
    PATHS,
    TEXTS,
)


def _ask(records, domain):
    """Those of ``records`` that match.

    :raise ValueError: whatever a domain raises that does not fit (any more).
    """
    try:
        found = records.with_context(active_test=False).filtered_domain(domain)
    except PgError:
        # A conflict, or the transaction is lost: nobody here can go on.
        raise
    except Exception as error:  # whatever it may be
        raise ValueError(str(error)) from error
    return found.with_env(records.env)


class PlaybookRequirement(models.Model):
    _inherit = "playbook.requirement"

    def _filter_met(self, records):
        """Those of ``records`` of which nothing is missing here, archived or not.

        :raise ValueError: if the condition cannot be asked (any more).
        """
        domain = self._get_met_domain(records._name)
        return _ask(records, domain)

    def _get_met_domain(self, base):
        """The records of the model ``base`` of which nothing is missing here.

        :raise ValueError: if the condition is none (any more).
        """
        self.ensure_one()
        path = PATHS.get((base, self.model))
        if path is None:
            return Domain.TRUE
        try:
            met = self._get_own_domain()
            unless = ~self._parse_condition(self.only_if)
        except Exception as error:  # whatever a wrong domain may raise
            raise ValueError(str(error)) from error
        if self._parse_condition(self.only_if).is_true():
            return self._follow(path, met)
        return self._follow(path, met | unless)

    def _follow(self, path, domain):
        """``domain`` on what stands at the end of ``path``, seen past the rules: what
        is missing does not depend on who looks.
        """
        for name in reversed(path.split(".") if path else ()):
            domain = Domain(name, "any!", domain)
        return domain

    def _get_own_domain(self):
        if self.kind == ACTION:
            return self._get_action_domain()
        if self.kind == NEXT_STEP:
            return self._get_next_step_domain()
        condition = self._parse_condition(self.condition)
        if self.kind != FIELD:
            return condition
        field = self._get_field()
        if field is None:
            # Its addon has gone: nobody could give it.
            return Domain.TRUE
        return self._get_filled_domain(field) & condition

    def _get_filled_domain(self, field):
        if field.type in TEXTS:
            return text_is_filled(field.name, field)
        if field.type == "boolean" or (field.type in NUMBERS and self.zero_counts):
            return Domain.TRUE
        if field.type in NUMBERS:
            return self._get_not_zero_domain(field.name)
        return Domain(field.name, "!=", False)

    def _get_not_zero_domain(self, name):
        """Odoo's own search takes an amount that was never entered for not 0."""

        def to_sql(model, alias, query):
            return SQL("COALESCE(%s, 0) != 0", model._field_to_sql(alias, name, query))

        return Domain.custom(to_sql=to_sql, predicate=lambda record: bool(record[name]))

    def _get_action_domain(self):
        Action = self.env["playbook.action"]
        column = "lead_id" if self.model == LEAD else "commercial_partner_id"
        parts = [SQL("done.state = 'done'")]
        if self.purpose_id:
            parts.append(SQL("done.purpose_id = %s", self.purpose_id.id))
        if self.only_positive:
            parts.append(SQL("done.result = 'positive'"))
        in_stage = self.in_stage and self.model == LEAD

        def to_sql(_model, alias, _query):
            Action.flush_model()
            own = SQL.identifier(alias, "id")
            conditions = [SQL("done.%s = %s", SQL.identifier(column), own), *parts]
            if in_stage:
                conditions.append(
                    SQL(
                        """
                        done.date_done >= (
                            SELECT DATE_TRUNC('second', MAX(stay.date))
                              FROM playbook_transition stay
                             WHERE stay.lead_id = %s
                               AND stay.date_left IS NULL
                        )
                        """,
                        own,
                    )
                )
            return SQL(
                "EXISTS (SELECT FROM playbook_action done WHERE %s)",
                SQL(" AND ").join(conditions),
            )

        return Domain.custom(to_sql=to_sql)

    def _get_next_step_domain(self):
        Activity = self.env["mail.activity"]
        name = self.model
        today = fields.Date.context_today(self)

        def to_sql(_model, alias, _query):
            Activity.flush_model(["active", "date_deadline", "res_id", "res_model"])
            return SQL(
                """
                EXISTS (SELECT FROM mail_activity planned
                         WHERE planned.res_model = %s AND planned.res_id = %s
                           AND planned.active IS TRUE
                           AND planned.date_deadline >= %s)
                """,
                name,
                SQL.identifier(alias, "id"),
                today,
            )

        return Domain.custom(to_sql=to_sql)


class PlaybookProcedure(models.Model):
    _inherit = "playbook.procedure"

    def _filter_concerned(self, records):
        """Those of ``records`` that this procedure is about.

        :raise ValueError: if its condition cannot be asked (any more).
        """
        self.ensure_one()
        return _ask(records, self._get_concerned_domain(records._name))

    def _get_concerned_domain(self, base=None):
        """The records that this procedure is about.

        :param base: of this model; of that of its moment by default.
        :raise ValueError: if its condition is none (any more).
        """
        self.ensure_one()
        base = base or self._get_model()
        try:
            parse = self.env["playbook.requirement"]._parse_condition
            domain = parse(self.domain)
        except Exception as error:  # whatever a wrong domain may raise
            raise ValueError(str(error)) from error
        if self.company_id:
            # What is of no company is asked for by that in which one works.
            companies = [self.company_id.id]
            companies += [False] if self.company_id == self.env.company else []
            domain &= Domain("company_id", "in", companies)
        if self.customer_kind != BOTH:
            company = self._get_company_domain(base)
            domain &= company if self.customer_kind == COMPANIES else ~company
        return domain

    @api.model
    def _get_company_domain(self, base):
        """The records whose customer is a company."""
        if base == CUSTOMER:
            return Domain("commercial_partner_id", "any!", [("is_company", "=", True)])
        company = Domain(
            "partner_id",
            "any!",
            Domain("commercial_partner_id", "any!", [("is_company", "=", True)]),
        )
        if base == LEAD:
            # Nobody knows it yet, but what it is called.
            company |= Domain("partner_id", "=", False) & Domain(
                "partner_name", "!=", False
            )
        return company
