"""Whose a record is, as a condition: in which company's figures it counts, and in which
part of them. It says what ``counted_sql`` says in SQL.
"""

from odoo import models
from odoo.fields import Domain

from .counted_sql import CONTACTS, CUSTOMER, HOMES, LEAD, OWN, PERSONS
from .facts_sql import ORIGINS

PARTS = ("stage_id", *ORIGINS)


class PlaybookIndicator(models.Model):
    _inherit = "playbook.indicator"

    def _get_home_domain(self, company, model=LEAD):
        """That a record of ``model`` counts in the company."""
        # Which company is the first is no secret.
        first = self.env["res.company"].sudo().search([], order="id", limit=1)
        paths = self._get_readable_paths(model, HOMES[model])
        found = _first_is(paths, None, company.id)
        if company == first and len(paths) > 1:
            found |= _no(paths)
        return found

    def _get_part_domain(self, model, part):
        """That a record of ``model`` counts in the part of a figure.

        :param part: a row of ``playbook.measurement``.
        """
        divided = part._get_own_parts()
        domain = self._get_person_domain(model, part)
        for name in PARTS:
            if name in divided and name in OWN.get(model, ()):
                domain &= Domain(name, "=", part[name].id)
        if "segment_id" not in divided:
            return domain
        segment = part.segment_id.id
        if model == CUSTOMER:
            return domain & Domain("main_segment_id", "=", segment)
        paths = self._get_readable_paths(model, CONTACTS.get(model, ()))
        if not paths:
            return domain
        tail = "commercial_partner_id.main_segment_id"
        return domain & _first_is(paths, tail, segment)

    def _get_person_domain(self, model, part):
        """That it is that of the person of ``part``, and of the team: without a team of
        its own, it is told by that of its person.
        """
        domain = Domain.TRUE
        if persons := self._get_readable_paths(model, PERSONS.get(model, ())):
            domain = _first_is(persons, None, part.user_id.id)
        if "team_id" not in OWN.get(model, ()):
            return domain
        in_team = Domain("team_id", "=", part.team_id.id)
        if part.team_id and self._get_team_of(part.user_id, part.company_id) == (
            part.team_id
        ):
            in_team |= Domain("team_id", "=", False)
        return domain & in_team

    def _get_team_of(self, person, company):
        """The team by which figures of ``person`` are told that have none."""
        # Of which team a person is, is what their own figure says.
        members = self.env["crm.team.member"].sudo()
        members = members.search(
            [
                ("user_id", "=", person.id),
                ("crm_team_id.active", "=", True),
                ("crm_team_id.company_id", "in", [False, company.id]),
            ]
        )
        return members.sorted(lambda x: (not x.crm_team_id.company_id, x.id))[
            :1
        ].crm_team_id

    def _get_readable_paths(self, model, paths):
        """Those of ``paths`` on which the user may read every record that is passed."""
        return [path for path in paths if self._is_readable(model, path)]

    def _is_readable(self, model, path):
        Model = self.env[model]
        for name in path.split("."):
            if not Model.has_access("read"):
                return False
            field = Model._fields.get(name)
            if field is None or not Model._has_field_access(field, "read"):
                return False
            Model = self.env[field.comodel_name]
        return True


def _first_is(paths, tail, value):
    """That the first of ``paths`` that leads anywhere leads to ``value``.

    :param tail: a path that goes on from there, or None.
    :param value: an id; False: that none leads to anything.
    """
    found = Domain.FALSE
    for number, path in enumerate(paths):
        goal = f"{path}.{tail}" if tail else path
        is_it = Domain(path, "!=", False) & Domain(goal, "=", value)
        found |= _no(paths[:number]) & is_it
    return found if value else found | _no(paths)


def _no(paths):
    """That none of ``paths`` leads anywhere."""
    return Domain.AND(_leads_nowhere(path) for path in paths)


def _leads_nowhere(path):
    names = path.split(".")
    return Domain.OR(
        Domain(".".join(names[: number + 1]), "=", False)
        for number in range(len(names))
    )
