from odoo import api, fields, models
from odoo.tools import SQL

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
        if not companies or (partner_ids is not None and not partner_ids):
            return 0
        self.env["playbook.segment"].flush_model(["active", "company_id", "sequence"])
        self.env["playbook.segment.member"].flush_model()
        self._wait_for_others(companies)
        changed = sum(
            len(self.env.execute_query(refresh_main_segments(company.id, partner_ids)))
            for company in companies
        )
        if changed:
            self.env["res.partner"]._forget_side_table(self._name)
        return changed

    @api.model
    def _wait_for_others(self, companies):
        """Have one transaction at a time find the main segments of a company.

        Each of two that do it at once would not see what the other changes in members,
        and leave what neither of them would. They wait for each other; and whose
        members were changed since this transaction began is told by the segments,
        which are written with them: then it is a serialization failure, and done anew.
        """
        self.env.cr.execute(
            SQL(
                """
                SELECT pg_advisory_xact_lock(hashtext(%s), company)
                  FROM (SELECT UNNEST(%s) AS company ORDER BY 1) each
                """,
                self._table,
                companies.ids,
            )
        )
        self.env.cr.execute(
            SQL(
                """
                SELECT FROM playbook_segment
                 WHERE company_id IS NULL OR company_id = ANY(%s)
                   FOR SHARE NOWAIT
                """,
                companies.ids,
            )
        )

    @api.model
    def _get_customers(self, segments):
        """Whose main segment these are.

        :return: a list of pairs of a company and ids of commercial partners.
        """
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT company_id, ARRAY_AGG(partner_id)
                  FROM playbook_main_segment
                 WHERE segment_id = ANY(%s)
              GROUP BY company_id
              ORDER BY company_id
                """,
                segments.ids,
            )
        )
        Company = self.env["res.company"]
        return [(Company.browse(company_id), ids) for company_id, ids in rows]
