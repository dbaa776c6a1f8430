from odoo import api, fields, models
from odoo.tools import SQL


class PlaybookSegmentMember(models.Model):
    """A customer in a segment of a company, from one day to another.

    They belong to it at the end of each day from ``date_from`` on, and no longer on
    ``date_to``. It is written by the refresh alone; who comes back gets a new row, so
    that the id stands for this time of entering.
    """

    _name = "playbook.segment.member"
    _description = "Member of a segment"
    _rec_name = "partner_id"
    _order = "date_from desc, id desc"
    _check_company_auto = True

    segment_id = fields.Many2one(
        "playbook.segment", required=True, ondelete="cascade", index=True, readonly=True
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        ondelete="cascade",
        index=True,
        readonly=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, ondelete="cascade", index=True, readonly=True
    )
    date_from = fields.Date(string="Since", required=True, readonly=True)
    date_to = fields.Date(
        string="Left on", readonly=True, help="Empty as long as they belong to it."
    )

    _one_at_a_time = models.UniqueIndex(
        "(segment_id, company_id, partner_id) WHERE date_to IS NULL",
        "A customer is in a segment once at a time.",
    )
    _by_company = models.Index("(company_id, partner_id) WHERE date_to IS NULL")

    def action_open_customer(self):
        """Open the customer."""
        self.ensure_one()
        return self.partner_id.get_formview_action()

    @api.model
    def _join(self, partners):
        """Customers who are merged have one open row a segment together.

        Rows change hands by SQL, which a unique index would stop. The open row that
        stays is the oldest of them: they belonged to it since then.
        """
        self.flush_model()
        self.env.cr.execute(
            SQL(
                """
                DELETE FROM playbook_segment_member later
                 USING playbook_segment_member earlier
                 WHERE later.partner_id = ANY(%(partners)s)
                   AND earlier.partner_id = ANY(%(partners)s)
                   AND later.date_to IS NULL
                   AND earlier.date_to IS NULL
                   AND later.segment_id = earlier.segment_id
                   AND later.company_id = earlier.company_id
                   AND (earlier.date_from, earlier.id) < (later.date_from, later.id)
                """,
                partners=partners.ids,
            )
        )
        self.invalidate_model(flush=False)
