from odoo import api, fields, models

from .segment_sql import refresh_main_segments


class PlaybookMainSegment(models.Model):
    """The first of a company's segments that a customer belongs to.

    Derived from the members and the order of the segments, and written by the addon
    alone; who belongs to none has no row.
    """

    _name = "playbook.main.segment"
    _description = "Main segment of a customer"
    _rec_name = "segment_id"
    _order = "id"
    _check_company_auto = True

    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        ondelete="cascade",
        readonly=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, ondelete="cascade", index=True, readonly=True
    )
    segment_id = fields.Many2one(
        "playbook.segment",
        string="Main segment",
        required=True,
        ondelete="cascade",
        index=True,
        readonly=True,
    )

    # A constraint and no unique index: of two customers who are merged, one row stays.
    _one_row = models.Constraint(
        "UNIQUE(partner_id, company_id)",
        "A customer has one main segment in a company.",
    )

    @api.model
    def _refresh(self, companies, partner_ids=None):
        """Bring the main segments of customers up to date, a statement a company.

        :param partner_ids: a list of ids of commercial partners; None for all.
        :return: how many customers changed.
        """
        if partner_ids is not None and not partner_ids:
            return 0
        self.env["playbook.segment"].flush_model(["active", "sequence"])
        self.env["playbook.segment.member"].flush_model()
        changed = sum(
            len(self.env.execute_query(refresh_main_segments(company.id, partner_ids)))
            for company in companies
        )
        if changed:
            self.env["res.partner"]._forget_side_table(self._name)
        return changed
