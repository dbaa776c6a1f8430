from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

RECENT_DAYS = 30


class PlaybookSegment(models.Model):
    """How many belong to a segment, entered and left, and who they are."""

    _inherit = "playbook.segment"

    member_count = fields.Integer(string="Customers", compute="_compute_counts")
    entered_count = fields.Integer(
        string="Entered",
        compute="_compute_counts",
        help="In the last 30 days; who came twice counts twice.",
    )
    left_count = fields.Integer(
        string="Left",
        compute="_compute_counts",
        help="In the last 30 days; who left twice counts twice.",
    )
    main_count = fields.Integer(
        string="As main segment",
        compute="_compute_counts",
        help="For how many of its customers it is the first segment.",
    )

    @api.depends("member_ids.date_from", "member_ids.date_to")
    @api.depends_context("company")
    def _compute_counts(self):
        """In the current company, as what the buttons open."""
        self.member_count = self.entered_count = 0
        self.left_count = self.main_count = 0
        for name, model, domain in (
            ("member_count", "playbook.segment.member", self._get_open_domain()),
            ("entered_count", "playbook.segment.member", self._get_recent("date_from")),
            ("left_count", "playbook.segment.member", self._get_recent("date_to")),
            ("main_count", "playbook.main.segment", []),
        ):
            groups = self.env[model]._read_group(
                [
                    ("segment_id", "in", self.ids),
                    ("company_id", "=", self.env.company.id),
                    *domain,
                ],
                ["segment_id"],
                ["__count"],
            )
            for segment, count in groups:
                segment[name] = count

    @api.model
    def _get_open_domain(self):
        return [("date_to", "=", False)]

    @api.model
    def _get_recent(self, name):
        today = fields.Date.context_today(self)
        return [(name, ">", today - relativedelta(days=RECENT_DAYS))]

    # ------------------------------------------------------------------
    # What the buttons open
    # ------------------------------------------------------------------

    def action_open_customers(self):
        """Open the customers who belong to it now."""
        return self._open_customers([("segment_ids", "in", self.ids)])

    def action_open_main_customers(self):
        """Open the customers whose main segment it is."""
        return self._open_customers([("main_segment_id", "in", self.ids)])

    def _open_customers(self, domain):
        """Open the customers of the domain, without their contacts and addresses."""
        self.check_access("read")
        action = self.env["res.partner"].action_open_customers()
        names = ", ".join(self.mapped("name"))
        customers = [("customer_state", "!=", False), *domain]
        action.update(domain=customers, display_name=names, context={})
        return action

    def action_open_members(self):
        """Open who belongs to it, and since when."""
        return self._open_members("search_default_now")

    def action_open_entered(self):
        """Open who entered it in the last 30 days."""
        return self._open_members("search_default_entered")

    def action_open_left(self):
        """Open who left it in the last 30 days."""
        return self._open_members("search_default_left")

    def _open_members(self, search_filter):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_playbook.playbook_segment_member_action"
        )
        action.update(domain=self._get_rows_domain(), context={search_filter: 1})
        return action

    def _get_rows_domain(self):
        """Rows of these segments in the current company."""
        return [
            ("segment_id", "in", self.ids),
            ("company_id", "=", self.env.company.id),
        ]

    def action_open_sizes(self):
        """Open its size over time."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_playbook.playbook_segment_size_action"
        )
        action.update(
            domain=self._get_rows_domain(),
            context={"graph_groupbys": ["date:day", "segment_id"]},
        )
        return action

    def action_compare(self):
        """Open how many customers it shares with another segment."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_playbook.playbook_segment_overlap_action"
        )
        action["context"] = {"default_first_id": self.id}
        return action
