from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

# Who may have customers scored at once.
SCORERS = (
    "crm_playbook.group_configurator",
    "crm_playbook.group_sales_management",
    "crm_playbook.group_marketing",
)


class PlaybookRfmGroup(models.Model):
    """What customers with similar RFM scores are called, and what one does with them.

    Which scores belong to it, the grid says (:class:`PlaybookRfmGrid`). One group is
    for who bought only before the horizon.
    """

    _name = "playbook.rfm.group"
    _description = "RFM group"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    active = fields.Boolean(default=True)
    advice = fields.Text(
        string="What to do",
        translate=True,
        help="What one does with customers of this group.",
    )
    is_good = fields.Boolean(
        string="Good group", help="Customers should be here: reports count it as such."
    )
    before_horizon = fields.Boolean(
        string="Bought only before the period",
        compute="_compute_before_horizon",
        search="_search_before_horizon",
        help="The group of customers whose last purchase is longer ago than the period "
        "that is looked at: the RFM grid says which one it is.",
    )
    cell_ids = fields.One2many("playbook.rfm.cell", "group_id", string="Cells")
    cell_count = fields.Integer(string="Cells of the grid", compute="_compute_cells")
    customer_count = fields.Integer(
        string="Customers", compute="_compute_customer_count", compute_sudo=False
    )

    @api.depends("cell_ids")
    def _compute_cells(self):
        for group in self:
            group.cell_count = len(group.cell_ids)

    @api.depends_context("uid", "company")
    def _compute_customer_count(self):
        """How many customers that the user may read are in the group."""
        counts = self.env["res.partner"]._read_group(
            self._get_customer_domain(), ["rfm_group_id"], ["__count"]
        )
        counts = {group.id: count for group, count in counts}
        for group in self:
            group.customer_count = counts.get(group.id, 0)

    def _get_customer_domain(self):
        return [("rfm_group_id", "in", self.ids), ("customer_state", "!=", False)]

    def _compute_before_horizon(self):
        chosen = self._get_before_horizon()
        for group in self:
            group.before_horizon = group in chosen

    def _search_before_horizon(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [
            ("id", "in" if True in value else "not in", self._get_before_horizon().ids)
        ]

    @api.model
    def _get_before_horizon(self):
        """The group of who bought only before the period."""
        return self.env["playbook.rfm.grid"].search([], limit=1).before_group_id

    def write(self, vals):
        if vals.get("active") is False:
            self._check_not_in_grid()
        return super().write(vals)

    def _check_not_in_grid(self):
        before = self._get_before_horizon()
        for group in self:
            if group.cell_ids or group in before:
                raise UserError(
                    self.env._(
                        "“%(group)s” cannot be archived: it stands in %(count)s cells "
                        "of the RFM grid or is the group of those who bought only "
                        "before the period. Choose another group there first.",
                        group=group.name,
                        count=len(group.cell_ids),
                    )
                )

    def _check_offered(self):
        """Raise where one of these is archived: no customer comes into it."""
        for group in self.filtered(lambda group: not group.active):
            raise ValidationError(
                self.env._(
                    "“%(group)s” is archived: no customer can be in it. Choose an RFM "
                    "group in use, or restore this one first.",
                    group=group.name,
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        # All that would lose it, also what this user may not see.
        groups = self.sudo()
        used = groups.filtered("cell_ids") | (groups & groups._get_before_horizon())
        if not used:
            History = self.env["playbook.rfm.history"].sudo()  # as above
            told = ["|", ("group_id", "in", self.ids)]
            told += [("previous_group_id", "in", self.ids)]
            row = History.search(told, limit=1)
            used = (row.group_id | row.previous_group_id) & groups
        if used:
            raise UserError(
                self.env._(
                    "“%(group)s” cannot be deleted: it stands in the RFM grid, or "
                    "customers are or were in it. Choose another group in the grid and "
                    "archive this one: the history keeps it.",
                    group=used[0].name,
                )
            )

    def action_open_customers(self):
        """Open the customers of this group."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "base.action_partner_form"
        )
        action.update(
            domain=self._get_customer_domain(), context={}, display_name=self.name
        )
        return action

    def action_score_now(self):
        """Score the customers of the current company at once, and say what changed."""
        if not any(self.env.user.has_group(group) for group in SCORERS):
            raise AccessError(
                self.env._(
                    "Marketing, Sales Management and the Configurator have customers "
                    "scored. It happens by itself every night."
                )
            )
        # Past who may read which documents: the scores are of all of the company's.
        Score = self.env["playbook.rfm.score"].sudo()
        found = Score._score_company(self.env.company)
        Score._end_round()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if found.left_out else "success",
                "message": self._tell_scored(found),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    @api.model
    def _tell_scored(self, found):
        """What scoring the current company came to, in words."""
        company = self.env.company
        message = self.env._(
            "%(scored)s customers of %(company)s have scores, %(changed)s of them have "
            "changed.",
            scored=found.scored,
            company=company.name,
            changed=found.changed,
        )
        if not found.left_out:
            return message
        last = self.env["playbook.rfm.run"].search(
            [("company_id", "=", company.id)], limit=1
        )
        first, *_others = (last.problems or "").splitlines() or [""]
        return self.env._(
            "%(message)s %(count)s documents could not be used, as the RFM runs say. "
            "%(first)s",
            message=message,
            count=found.left_out,
            first=first,
        )
