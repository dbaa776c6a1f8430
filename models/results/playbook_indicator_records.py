"""From a figure to the records that it is made of, under the rights of who asks."""

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .counted_sql import WITH_ARCHIVED
from .periods import to_moment


class PlaybookIndicator(models.Model):
    _inherit = "playbook.indicator"

    def _get_records_domain(self, company, date_from, date_to):
        """Which records a figure is made of.

        Built-in indicators have a method ``_records_<code>(company, date_from,
        date_to)`` for it, where a condition can say so.

        :param company: whose figure.
        :param date_from: the first day; ``date_to``: the first day after it.
        :return: the name of a model and a domain; None where it cannot be said: of
            a state that is over, what there was is not known any more.
        """
        self.ensure_one()
        if self.code:
            method = getattr(self, f"_records_{self.code}", None)
            return method(company, date_from, date_to) if method else None
        if not self.counted_model:
            return None
        if self.is_state and not self._is_not_over(company, date_to):
            return None
        domain = self._get_counted_domain(self.domain)
        field = self.env[self.counted_model]._fields.get(self.date_field or "")
        if not self.is_state and field is not None:
            domain &= self._get_during(company, field.name, date_from, date_to)
        return self.counted_model, domain & self._get_home_domain(
            company, self.counted_model
        )

    def _get_records_of_part(self, company, date_from, date_to, part):
        """The same of one part of the figure.

        :param part: the row of ``playbook.measurement``, or None: all of it.
        """
        found = self._get_records_domain(company, date_from, date_to)
        if not (found and part):
            return found
        model, domain = found
        return model, domain & self._get_part_domain(model, part)

    def _get_during(self, company, name, date_from, date_to, model=None):
        """That the field ``name`` lies in these days of the company."""
        field = self.env[model or self.counted_model]._fields[name]
        first, last = date_from, date_to
        if field.type == "datetime":
            zone = self.env["playbook.measurement.run"]._get_zone_of(company)
            moments = (to_moment(day, zone) for day in (date_from, date_to))
            first, last = map(fields.Datetime.to_string, moments)
        else:
            first, last = map(fields.Date.to_string, (date_from, date_to))
        return Domain(name, ">=", first) & Domain(name, "<", last)

    def _has_records(self):
        """Whether its figures lead to their records, or to why they do not."""
        self.ensure_one()
        if not self.code:
            return bool(self.counted_model)
        return hasattr(self, f"_records_{self.code}")

    def _tell_no_records(self, company, date_to):
        """Why a figure cannot be followed to its records, and what to look at."""
        # Whether it can be measured at all.
        if self.code and self.sudo()._get_facts(company) is None:
            return self._get_unavailable_reason()
        if self.is_state and not self._is_not_over(company, date_to):
            return self.env._(
                "“%(indicator)s” tells what there was at the end of that period, and "
                "which records those were is not kept. Its figures by team, person and "
                "segment are; those of the current period can be opened.",
                indicator=self.name,
            )
        return self.env._(
            "The figures of “%(indicator)s” cannot be followed to records: see its "
            "formula and its source.",
            indicator=self.name,
        )

    def _open_records(self, company, date_from, date_to, part=None):
        """The action that shows the records of a figure.

        :param part: the row of ``playbook.measurement`` whose part it is; None: all.
        """
        self.ensure_one()
        found = self._get_records_of_part(company, date_from, date_to, part)
        if not found:
            raise UserError(self._tell_no_records(company, date_to))
        model, domain = found
        self.env[model].check_access("read")
        context = {"create": False}
        if model in WITH_ARCHIVED:
            context["active_test"] = False
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": model,
            "view_mode": "list,form",
            "views": [[False, "list"], [False, "form"]],
            "domain": list(domain),
            "context": context,
        }
