from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from .rfm_documents_sql import INVOICES, ORDERS

MIN_DAYS, MAX_DAYS = 30, 3650


class ResCompany(models.Model):
    """What a company's RFM scores stand on."""

    _inherit = "res.company"

    playbook_rfm_basis = fields.Selection(
        [(ORDERS, "Confirmed orders"), (INVOICES, "Posted invoices less credit notes")],
        string="Purchases are",
        default=ORDERS,
        required=True,
        groups="base.group_user",
        help="What counts as a purchase for RFM. On installation: invoices, where the "
        "company had posted any; else confirmed orders.",
    )
    playbook_rfm_horizon_days = fields.Integer(
        string="Period of RFM in days",
        default=730,
        required=True,
        groups="base.group_user",
        help="Purchases of the last so many days are compared, from 30 to 3650. Who "
        "bought only before is in a group of their own.",
    )

    @api.constrains("playbook_rfm_horizon_days")
    def _check_playbook_rfm_horizon_days(self):
        for company in self:
            if not MIN_DAYS <= company.playbook_rfm_horizon_days <= MAX_DAYS:
                raise ValidationError(
                    self.env._(
                        "The period of RFM of “%(company)s” is from %(least)s to "
                        "%(most)s days, not %(days)s. Enter for example 730, which is "
                        "two years.",
                        company=company.name,
                        least=MIN_DAYS,
                        most=MAX_DAYS,
                        days=company.playbook_rfm_horizon_days,
                    )
                )

    def write(self, vals):
        result = super().write(vals)
        if not {"playbook_rfm_basis", "playbook_rfm_horizon_days"}.isdisjoint(vals):
            self.env["playbook.rfm.score"]._score_soon()
        return result

    def _get_rfm_basis(self):
        """What counts as a purchase, and the number of days of the period."""
        # Whoever has customers scored may not read all of the company.
        company = self.sudo()
        return company.playbook_rfm_basis, company.playbook_rfm_horizon_days

    @api.model
    def _choose_rfm_basis(self):
        """On installation, count invoices where there are more of them than orders:
        the company does not take all of its orders in Odoo.
        """
        self.env.cr.execute(
            SQL(
                """
                UPDATE res_company company
                   SET playbook_rfm_basis = %s
                 WHERE (SELECT COUNT(*) FROM account_move move
                         WHERE move.company_id = company.id
                           AND move.move_type = 'out_invoice'
                           AND move.state = 'posted')
                     > (SELECT COUNT(*) FROM sale_order sale
                         WHERE sale.company_id = company.id
                           AND sale.state = 'sale')
                """,
                INVOICES,
            )
        )
        self.invalidate_model(["playbook_rfm_basis"], flush=False)
