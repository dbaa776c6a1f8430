from collections import Counter
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...models.segments.rfm_moves_sql import count_moves, group_moves, who_moved

DAYS = 90
ANY = "any"


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
        moves = self._get_moves(company_id, date_from, date_to)
        counts = Counter(
            {
                (from_id or 0, to_id or 0): count
                for from_id, to_id, count in self.env.execute_query(count_moves(moves))
            }
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
        """The query of :func:`group_moves`, of the customers that the user may read."""
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
        return group_moves(company_id, date_from, date_to, customers.subselect())

    @api.model
    def _get_moved(self, text):
        """The ids of the customers of one cell, as a sub-query.

        :param text: as :meth:`action_open_customers` puts it into a condition.
        """
        try:
            company_id, date_from, date_to, *groups = str(text).split(",")
            moves = [int(company_id), *map(fields.Date.to_date, (date_from, date_to))]
            from_id, to_id = (None if group == ANY else int(group) for group in groups)
        except ValueError:
            moves = []
        if not all(moves) or not moves:
            self._raise_out_of_date()
        asked = {"from_group_id": from_id, "to_group_id": to_id}
        return who_moved(
            self._get_moves(*moves),
            **{name: each or None for name, each in asked.items() if each is not None},
        )

    @api.model
    def _raise_out_of_date(self):
        raise UserError(self.env._("This page is out of date. Load it again, please."))

    @api.model
    def action_open_customers(self, matrix, from_id, to_id):
        """Open the customers of one cell.

        :param matrix: what the page shows.
        :param from_id: the id of the group on the first day, 0 for none, None for any.
        :param to_id: that on the second day.
        """
        try:
            cell = [matrix[key] for key in ("company_id", "date_from", "date_to")]
        except (KeyError, TypeError):
            self._raise_out_of_date()
        cell += [ANY if group is None else group for group in (from_id, to_id)]
        text = ",".join(map(str, cell))
        # Whoever may not, is told here.
        self._get_moved(text)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "base.action_partner_form"
        )
        action.update(
            domain=[("rfm_moved", "=", text)],
            context={"active_test": False},
            display_name=self.env._("Customers who moved"),
        )
        return action
