from collections import Counter
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...models.segments.rfm_sql import group_moves

DAYS = 90


class PlaybookRfmMigration(models.TransientModel):
    """Which customers went from which RFM group to which between two days.

    ``matrix`` is what the page shows: ``groups`` (``id`` and ``name``; id 0 stands for
    none), and ``rows``: one for each group from which somebody came, with the number of
    customers for each group in the order of ``groups``, and the ``total``.
    """

    _name = "playbook.rfm.migration"
    _description = "Movements between RFM groups"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
    )
    date_from = fields.Date(
        string="From",
        required=True,
        default=lambda self: fields.Date.context_today(self) - timedelta(days=DAYS),
    )
    date_to = fields.Date(string="To", required=True, default=fields.Date.context_today)
    matrix = fields.Json(compute="_compute_matrix", exportable=False)

    @api.depends("company_id", "date_from", "date_to")
    def _compute_display_name(self):
        for page in self:
            page.display_name = self.env._("Movements between RFM groups")

    @api.depends("company_id", "date_from", "date_to")
    def _compute_matrix(self):
        for page in self:
            asked = (page.company_id.id, page.date_from, page.date_to)
            page.matrix = self._get_matrix(*asked) if all(asked) else False

    @api.model
    def _get_matrix(self, company_id, date_from, date_to):
        if date_from > date_to:
            return {"error": self.env._("The first day is later than the second one.")}
        counts = Counter(
            (from_id or 0, to_id or 0)
            for _partner, from_id, to_id in self._get_moves(
                company_id, date_from, date_to
            )
        )
        found = {group_id for pair in counts for group_id in pair}
        groups = self.env["playbook.rfm.group"].search(
            ["|", ("active", "=", True), ("id", "in", list(found))]
        )
        named = [{"id": group.id, "name": group.name} for group in groups]
        named.append({"id": 0, "name": self.env._("None")})
        rows = [
            {**each, "counts": [counts[each["id"], to["id"]] for to in named]}
            for each in named
        ]
        return {
            "company_id": company_id,
            "date_from": fields.Date.to_string(date_from),
            "date_to": fields.Date.to_string(date_to),
            "groups": named,
            "rows": [{**row, "total": sum(row["counts"])} for row in rows],
            "totals": [
                sum(column)
                for column in zip(*(row["counts"] for row in rows), strict=True)
            ],
            "stayed": sum(n for (one, two), n in counts.items() if one == two),
            "total": counts.total(),
        }

    @api.model
    def _get_moves(self, company_id, date_from, date_to):
        """Of the customers that the user may read: see :func:`group_moves`."""
        self.env["playbook.rfm.history"].check_access("read")
        if company_id not in self.env.companies.ids:
            raise AccessError(
                self.env._(
                    "You are not working for that company now. Choose it in the list "
                    "of your companies first."
                )
            )
        Partner = self.env["res.partner"].with_context(active_test=False)
        customers = Partner._search([("customer_state", "!=", False)])
        return self.env.execute_query(
            group_moves(company_id, date_from, date_to, customers.subselect())
        )

    @api.model
    def action_open_customers(self, matrix, from_id, to_id):
        """Open the customers of one cell.

        :param matrix: what the page shows.
        :param from_id: the id of the group on the first day, 0 for none, None for any.
        :param to_id: that on the second day.
        """
        try:
            company_id = int(matrix["company_id"])
            days = [
                fields.Date.to_date(matrix[key]) for key in ("date_from", "date_to")
            ]
        except (KeyError, TypeError, ValueError):
            days = []
        if not all(days) or not days:
            raise UserError(
                self.env._("This page is out of date. Load it again, please.")
            )
        partner_ids = [
            partner_id
            for partner_id, *groups in self._get_moves(company_id, *days)
            if all(
                asked is None or (group or 0) == asked
                for asked, group in zip((from_id, to_id), groups, strict=True)
            )
        ]
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "base.action_partner_form"
        )
        action.update(
            domain=[("id", "in", partner_ids)],
            context={"active_test": False},
            display_name=self.env._("Customers who moved"),
        )
        return action
