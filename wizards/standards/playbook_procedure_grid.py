from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...models.standards.playbook_procedure import (
    DRAFT,
    ENFORCE,
    IN_FORCE,
    MOMENTS,
    OBSERVE,
    WARN,
)

EVERYBODY = 0
# Who shapes forms works with no customers.
WITHOUT_CUSTOMERS = "configurator"
# From nothing to what binds most: a cell shows the strongest that holds there.
STRENGTH = (DRAFT, OBSERVE, WARN, ENFORCE)


class PlaybookProcedureGrid(models.TransientModel):
    """Which moments have a procedure for whom, and for whom nothing is agreed yet.

    ``coverage`` is what the page shows: ``moments`` (``key`` and ``name``); ``groups``,
    one for each department, with ``rows``, one for each profile and one, id 0, for
    what holds for everybody; each row has ``boxes``, one for each moment, in their
    order: ``state`` (the strongest of its own procedures in force, else ``everybody``,
    ``draft`` or ``none``), and how many are in force and in draft: ``own``, ``shared``
    (those for everybody) and ``drafts``. For ``open`` of the ``total`` boxes of
    profiles nothing is in force; ``in_draft`` of them have a draft.
    """

    _name = "playbook.procedure.grid"
    _description = "Coverage by procedures"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
    )
    coverage = fields.Json(compute="_compute_coverage", exportable=False)

    @api.depends("company_id")
    def _compute_display_name(self):
        for page in self:
            page.display_name = self.env._("Coverage")

    @api.depends("company_id")
    @api.depends_context("lang")
    def _compute_coverage(self):
        for page in self:
            company = page.company_id
            page.coverage = self._get_coverage(company) if company else False

    @api.model
    def action_open_page(self):
        """Open the page of the current company."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Coverage"),
            "res_model": self._name,
            "res_id": self.create({}).id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    @api.model
    def _get_domain(self, company):
        """The procedures that hold in a company, or are being prepared for it."""
        return [
            ("company_id", "in", [company.id, False]),
            ("state", "in", [DRAFT, *IN_FORCE]),
            # A new version is no other procedure.
            ("revises_id", "=", False),
        ]

    @api.model
    def _get_coverage(self, company):
        Procedure = self.env["playbook.procedure"]
        states = defaultdict(list)
        found = Procedure.search(self._get_domain(company))
        for procedure in found:
            for profile_id in procedure.profile_ids.ids or [EVERYBODY]:
                states[profile_id, procedure.moment].append(procedure.state)
        groups = self._get_groups(found.profile_ids, states)
        rows = [row for group in groups for row in group["rows"] if row["id"]]
        boxes = [box for row in rows for box in row["boxes"]]
        words = dict(Procedure._fields["moment"]._description_selection(self.env))
        return {
            "company_id": company.id,
            "may_create": Procedure.has_access("create"),
            "moments": [{"key": key, "name": words[key]} for key, _word in MOMENTS],
            "groups": groups,
            "open": sum(box["state"] in ("none", DRAFT) for box in boxes),
            "in_draft": sum(box["state"] == DRAFT for box in boxes),
            "total": len(boxes),
            "without": self._name_departments_without(found),
        }

    @api.model
    def _get_groups(self, named, states):
        """The rows, by department; first what holds for everybody."""
        everybody = self.env._("Everybody")
        groups = [
            {
                "id": 0,
                "name": everybody,
                "rows": [self._get_row(EVERYBODY, everybody, states)],
            }
        ]
        # Which profiles there are is no secret.
        profiles = self.env["playbook.profile"].sudo()._get_all().sudo(False)
        profiles = profiles.filtered(
            lambda each: each.screen != WITHOUT_CUSTOMERS or each in named
        )
        departments = profiles.department_id.sorted()
        for department in [*departments, departments.browse()]:
            members = profiles.filtered(
                lambda each, department=department: each.department_id == department
            )
            if members:
                groups.append(
                    {
                        "id": department.id or -1,
                        "name": department.name or self.env._("No department"),
                        "rows": [
                            self._get_row(each.id, each.name, states)
                            for each in members
                        ],
                    }
                )
        return groups

    @api.model
    def _get_row(self, profile_id, name, states):
        boxes = []
        for moment, _word in MOMENTS:
            own = states[profile_id, moment]
            shared = states[EVERYBODY, moment] if profile_id else []
            in_force = [state for state in own if state in IN_FORCE]
            all_shared = [state for state in shared if state in IN_FORCE]
            state = "none"
            if in_force:
                state = max(in_force, key=STRENGTH.index)
            elif all_shared:
                state = "everybody"
            elif own or shared:
                state = DRAFT
            boxes.append(
                {
                    "moment": moment,
                    "state": state,
                    "own": len(in_force),
                    "shared": len(all_shared),
                    "drafts": (own + shared).count(DRAFT),
                }
            )
        return {"id": profile_id, "name": name, "boxes": boxes}

    @api.model
    def _name_departments_without(self, procedures):
        """The departments of which no procedure in force names a profile."""
        in_force = procedures.filtered(lambda each: each.state in IN_FORCE)
        named = in_force.profile_ids.department_id
        # Those that are not archived: a handful.
        departments = self.env["playbook.department"].search([])  # pylint: disable=no-search-all
        without = departments - named
        return [
            each.name
            for each in without
            if not each.profile_ids
            or set(each.profile_ids.mapped("screen")) != {WITHOUT_CUSTOMERS}
        ]

    @api.model
    def action_open_cell(self, coverage, profile_id, moment):
        """Open the procedures of one cell; a new one, filled in, where there are none.

        :param coverage: what the page shows.
        :param profile_id: the id of the profile, 0 for everybody.
        :param moment: a key of the moments.
        """
        company = self._get_shown_company(coverage)
        profile = self.env["playbook.profile"].browse(profile_id or []).exists()
        words = dict(
            self.env["playbook.procedure"]
            ._fields["moment"]
            ._description_selection(self.env)
        )
        if moment not in words or bool(profile_id) != bool(profile):
            self._raise_out_of_date()
        domain = [
            *self._get_domain(company),
            ("moment", "=", moment),
            ("profile_ids", "in", [False, *profile.ids]),
        ]
        context = self._get_defaults(company, profile, moment)
        if self.env["playbook.procedure"].search_count(domain, limit=1):
            action = self.env["ir.actions.act_window"]._for_xml_id(
                "crm_playbook.playbook_procedure_action"
            )
            name = f"{words[moment]}: {profile.name or self.env._('Everybody')}"
            return {
                **action,
                "domain": domain,
                "context": context,
                "display_name": name,
            }
        self.env["playbook.procedure"].check_access("create")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New procedure"),
            "res_model": "playbook.procedure",
            "views": [(False, "form")],
            "context": context,
        }

    @api.model
    def _get_defaults(self, company, profile, moment):
        """The context in which a new procedure of a cell begins."""
        context = {
            "default_moment": moment,
            "default_profile_ids": [Command.set(profile.ids)],
        }
        # How many companies there are is no secret.
        if self.env["res.company"].sudo().search_count([], limit=2) > 1:
            context["default_company_id"] = company.id
        return context

    @api.model
    def _get_shown_company(self, coverage):
        """The company of the page, if the user works for it."""
        try:
            company_id = int(coverage["company_id"])
        except (KeyError, TypeError, ValueError):
            self._raise_out_of_date()
        company = self.env.companies.filtered(lambda each: each.id == company_id)
        if not company:
            self._raise_out_of_date()
        return company

    @api.model
    def _raise_out_of_date(self):
        raise UserError(self.env._("This page is out of date. Load it again, please."))
