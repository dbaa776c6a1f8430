from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .days_since import count_days_since, search_days_since
from .playbook_side_table_mixin import search_side_table, select_partners

SIDE_MODEL = "playbook.main.segment"


class ResPartner(models.Model):
    """The segments of the current company that a customer belongs to.

    Contacts of a company show those of the whole company.
    """

    _inherit = "res.partner"

    main_segment_id = fields.Many2one(
        "playbook.segment",
        string="Main segment",
        compute="_compute_main_segment_id",
        search=search_side_table("main_segment_id"),
        groups="crm_playbook.group_user",
        help="The first segment that this customer belongs to: its responsible and "
        "contact policy count.",
    )
    segment_ids = fields.Many2many(
        "playbook.segment",
        string="Segments",
        compute="_compute_segment_ids",
        search="_search_segment_ids",
        groups="crm_playbook.group_user",
        help="All segments that this customer belongs to today.",
    )

    customer_days = fields.Integer(
        string="Days as a customer",
        compute="_compute_customer_days",
        search=search_days_since("customer_since"),
        groups="base.group_user",
        help="Since their first order or invoice; nobody who never bought is found.",
    )

    @api.depends("customer_since")
    @api.depends_context("tz")
    def _compute_customer_days(self):
        count_days_since(self, "customer_since", "customer_days")

    @api.depends("commercial_partner_id")
    @api.depends_context("company")
    def _compute_main_segment_id(self):
        self._assign_from_side_table(SIDE_MODEL)

    @api.model
    def _get_side_columns(self):
        return {
            **super()._get_side_columns(),
            "main_segment_id": (SIDE_MODEL, "segment_id"),
        }

    @api.depends("commercial_partner_id")
    @api.depends_context("company")
    def _compute_segment_ids(self):
        """As :meth:`_assign_from_side_table` does, past the access to the members."""
        # Whose contacts they are, is no secret to who reads the partner.
        entities = {
            partner: partner.sudo().commercial_partner_id._origin for partner in self
        }
        ids = [entity.id for entity in entities.values() if entity]
        rows = self.env.execute_query(
            SQL(
                """
                SELECT member.partner_id,
                       ARRAY_AGG(segment.id ORDER BY segment.sequence, segment.id)
                  FROM playbook_segment_member member
                  JOIN playbook_segment segment ON segment.id = member.segment_id
                 WHERE member.partner_id = ANY(%s)
                   AND member.company_id = %s
                   AND member.date_to IS NULL
              GROUP BY member.partner_id
                """,
                ids,
                self.env.company.id,
                to_flush=self.env["playbook.segment"]._fields["sequence"],
            )
        )
        segments = dict(rows)
        for partner, entity in entities.items():
            partner.segment_ids = [(6, 0, segments.get(entity.id, []))]

    @api.model
    def _search_segment_ids(self, operator, value):
        if operator not in ("in", "any", "any!"):
            # The ORM asks for the opposite.
            return NotImplemented
        # The ORM leaves that to search methods.
        self._check_field_access(self._fields["segment_ids"], "read")
        # As in _compute_segment_ids.
        Member = self.env["playbook.segment.member"].sudo()
        current = Domain("company_id", "=", self.env.company.id)
        current &= Domain("date_to", "=", False)
        if operator == "in" and any(not each for each in value):
            others = [each for each in value if each]
            missing = Domain(
                "commercial_partner_id",
                "not in",
                select_partners(Member._search(current)),
            )
            return missing | Domain("segment_ids", "in", others) if others else missing
        value = self._search_as_user("segment_ids", operator, value)
        query = Member._search(current & Domain("segment_id", operator, value))
        return Domain("commercial_partner_id", "in", select_partners(query))

    @api.model
    def _forget_segments(self):
        """Have segments read again: the members were written by SQL."""
        self._forget_side_table(SIDE_MODEL)
        self.env["playbook.segment.member"].invalidate_model(flush=False)
        self.env["playbook.segment"].invalidate_model(
            ["member_count", "entered_count", "left_count", "main_count", "member_ids"],
            flush=False,
        )
        self.invalidate_model(["segment_ids"], flush=False)
        self.env["crm.lead"].invalidate_model(
            ["main_segment_id", "segment_ids"], flush=False
        )
