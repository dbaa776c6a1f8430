"""From a figure to the records that it is made of, under the rights of who asks."""

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .counted_sql import CUSTOMER, LEAD, OWN, WITH_ARCHIVED
from .facts_sql import ORIGINS
from .periods import to_moment

# How the main segment of a record's customer is reached.
SEGMENT = {
    CUSTOMER: "main_segment_id",
    LEAD: "partner_id.commercial_partner_id.main_segment_id",
    "sale.order": "partner_id.commercial_partner_id.main_segment_id",
    "playbook.action": "commercial_partner_id.main_segment_id",
}
PARTS = ("team_id", "user_id", "stage_id", *ORIGINS)


class PlaybookIndicator(models.Model):
    _inherit = "playbook.indicator"

    def _get_records_domain(self, company, date_from, date_to):
        """Which records a figure is made of.

        Built-in indicators have a method ``_records_<code>(company, date_from,
        date_to)`` for it, where a condition can say so.

        :param company: whose figure.
        :param date_from: the first day; ``date_to``: the first day after it.
        :return: the name of a model and a domain, or None.
        """
        self.ensure_one()
        if self.code:
            method = getattr(self, f"_records_{self.code}", None)
            return method(company, date_from, date_to) if method else None
        if not self.counted_model:
            return None
        domain = self._get_counted_domain(self.domain)
        field = self.env[self.counted_model]._fields.get(self.date_field or "")
        if not self.is_state and field is not None:
            domain &= self._get_during(company, field.name, date_from, date_to)
        if "company_id" in self.env[self.counted_model]._fields:
            domain &= Domain("company_id", "in", [False, company.id])
        return self.counted_model, domain

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
        """Whether a figure of it can be followed to its records."""
        self.ensure_one()
        if not self.code:
            return bool(self.counted_model)
        return hasattr(self, f"_records_{self.code}")

    def _open_records(self, company, date_from, date_to, part=None):
        """The action that shows the records of a figure.

        :param part: the row of ``playbook.measurement`` whose part it is; None: all.
        """
        self.ensure_one()
        found = self._get_records_domain(company, date_from, date_to)
        if not found:
            raise UserError(
                self.env._(
                    "The figures of “%(indicator)s” cannot be followed to records: "
                    "see its formula and its source.",
                    indicator=self.name,
                )
            )
        model, domain = found
        self.env[model].check_access("read")
        if part:
            domain &= self._get_part_domain(model, part)
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

    def _get_part_domain(self, model, part):
        """The condition of the records of one part, as far as one can say it."""
        domain = Domain.TRUE
        names = OWN.get(model, ())
        for name in PARTS:
            if name not in names or name not in part._get_own_parts():
                continue
            # Without a team of its own, it is told by that of its person.
            if name == "team_id" and part.user_id:
                continue
            domain &= Domain(name, "=", part[name].id)
        path = SEGMENT.get(model)
        if path and part.cut == "main":
            in_segment = Domain(path, "=", part.segment_id.id)
            first, _dot, rest = path.partition(".")
            if rest and not part.segment_id:
                in_segment |= Domain(first, "=", False)
            domain &= in_segment
        return domain
