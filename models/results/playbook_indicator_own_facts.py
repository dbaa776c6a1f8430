"""The facts of indicators of one's own."""

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..profiles.condition import is_empty, parse
from ..segments.segment_condition import within_company
from .counted_sql import (
    ALWAYS,
    WITH_ARCHIVED,
    company_column,
    contact_column,
    during,
    number_column,
    owners,
)
from .facts_sql import facts
from .own_condition import find_unfit_fields
from .playbook_indicator_own import MEAN, OF_NUMBERS, SHARE
from .playbook_indicator_own_check import DATES, NUMBERS


class PlaybookIndicator(models.Model):
    _inherit = "playbook.indicator"

    def _get_facts(self, companies=None):
        """Those of each company are found in its environment, past the rules."""
        if self.code or not self.counted_model:
            return super()._get_facts(companies)
        if companies is None:
            companies = self.env["playbook.measurement.run"]._all()
        return SQL(" UNION ALL ").join(
            self._get_own_facts(company, self._as_company(company))
            for company in companies
        )

    def _get_unavailable_reason(self):
        if self.code or self.counted_model:
            return super()._get_unavailable_reason()
        return self.env._("It does not say yet what it counts.")

    def _as_company(self, company):
        """The environment in which a condition is searched; nothing else is in it."""
        return self.env["playbook.segment"]._as_company(company)

    def _get_own_facts(self, company, env):
        """The facts of one company.

        :param env: in which the conditions are searched.
        :raise UserError: where a field that it counts by is no more, or its author may
            not read any more by what it asks.
        """
        self.ensure_one()
        self._check_author()
        model = self.counted_model
        numerator, denominator = self._get_own_numbers(company, env)
        counts = [
            SQL("period.company_id = %s", company.id),
            SQL("%s = %s", company_column(model), company.id),
            SQL("counted.id IN %s", self._search_counted(company, env).subselect()),
        ]
        if not self.is_state:
            counts.append(during(self._need_field(self.date_field, DATES, env)))
        if self.calculation == MEAN:
            counts.append(SQL("%s IS NOT NULL", numerator))
        return facts(
            SQL(
                """
                period
           CROSS JOIN %(table)s counted
                 LEFT JOIN res_partner contact ON contact.id = %(contact)s
                WHERE %(counts)s
                """,
                table=SQL.identifier(env[model]._table),
                contact=contact_column(model),
                counts=SQL(" AND ").join(counts),
            ),
            numerator=numerator,
            denominator=denominator,
            **owners(model),
        )

    def _check_author(self):
        """What its author may not read any more, it does not tell either."""
        # Who it was before there was a field for it.
        author = self.author_id or self.create_uid
        if author:
            records = self.env[self.counted_model].with_user(author)
            texts = [self.domain]
            if self.calculation == SHARE:
                texts.append(self.second_domain)
            domains = [parse(text, 0) for text in texts if not is_empty(text)]
            named = [find_unfit_fields(records, domain)[0] for domain in domains]
            named += self.with_user(author)._get_hidden_fields()
            hidden = next(filter(None, named), None)
            if not hidden:
                return
            raise UserError(
                self.env._(
                    "“%(indicator)s” asks for “%(field)s”, which %(author)s, who "
                    "defined it, may not read any more. Somebody who may should choose "
                    "its conditions again.",
                    indicator=self.name,
                    field=hidden,
                    author=author.name,
                )
            )
        raise UserError(
            self.env._(
                "Who defined “%(indicator)s” is not there any more. Choose its "
                "conditions again.",
                indicator=self.name,
            )
        )

    def _get_hidden_fields(self):
        """The names of the number and the date that the user may not read."""
        names = [self.measure_field] if self.calculation in OF_NUMBERS else []
        names += [] if self.is_state else [self.date_field]
        Model = self.env[self.counted_model]
        fields = [Model._fields[name] for name in names if name in Model._fields]
        return [
            field._description_string(self.env)
            for field in fields
            if not Model._has_field_access(field, "read")
        ]

    def _get_own_numbers(self, company, env):
        """SQL of the numerator and of the denominator of one record."""
        if self.calculation == SHARE:
            second = self._search_counted(company, env, self.second_domain)
            of_which = SQL("counted.id IN %s", second.subselect())
            return SQL("CASE WHEN %s THEN 1 ELSE 0 END", of_which), SQL("1")
        if self.calculation not in OF_NUMBERS:
            return SQL("1"), None
        field = self._need_field(self.measure_field, NUMBERS, env)
        number = number_column(self.counted_model, field)
        return number, SQL("1") if self.calculation == MEAN else None

    def _search_counted(self, company, env, text=None):
        """The records that match ``text``, else the condition, as a query."""
        Model = env[self.counted_model]
        domain = self._get_counted_domain(self.domain if text is None else text)
        domain = within_company(domain, Model, company.id)
        archived = self.counted_model in WITH_ARCHIVED
        return Model._search(domain, active_test=not archived)

    def _get_counted_domain(self, text):
        always = ALWAYS.get(self.counted_model, Domain.TRUE)
        return always if is_empty(text) else parse(text, 0) & always

    def _need_field(self, name, types, env):
        field = self.with_env(env)._get_counted_field(name, types)
        if field is None:
            raise UserError(
                self.env._(
                    "The field “%(field)s” by which it counts is no more. Choose "
                    "another one in “%(indicator)s”.",
                    field=name,
                    indicator=self.name,
                )
            )
        return field
