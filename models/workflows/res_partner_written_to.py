from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .playbook_customer_mail import WRITTEN


class ResPartner(models.Model):
    """Whether workflows know a customer already: what steps depend on."""

    _inherit = "res.partner"

    playbook_is_written_to = fields.Boolean(
        string="Written to by workflows",
        compute="_compute_playbook_is_written_to",
        search="_search_playbook_is_written_to",
        exportable=False,
        groups="base.group_user",
        help="A workflow has sent them an e-mail, about whatever; also to the same "
        "address before they were a customer.",
    )

    def _compute_playbook_is_written_to(self):
        found = set()
        if self.ids:
            self._flush_for_written_to()
            query = SQL(
                "SELECT partner.id FROM res_partner partner"
                " WHERE partner.id = ANY(%s) AND %s",
                self.ids,
                _is_written_to("partner"),
            )
            found = {partner_id for (partner_id,) in self.env.execute_query(query)}
        for partner in self:
            partner.playbook_is_written_to = partner._origin.id in found

    def _search_playbook_is_written_to(self, operator, value):
        if operator != "in":
            return NotImplemented
        self._flush_for_written_to()
        written_to = Domain.custom(
            to_sql=lambda _model, alias, _query: _is_written_to(alias)
        )
        # Both may be asked for, or neither: then all are found, or none.
        wanted = written_to if True in value else Domain.FALSE
        return wanted | (~written_to if False in value else Domain.FALSE)

    def _flush_for_written_to(self):
        self.flush_model(["email_normalized"])
        names = ["email", "mailed_customer_id", "state"]
        self.env["playbook.customer.mail"].flush_model(names)


def _is_written_to(alias):
    """Whether a workflow has written to the partner of the row ``alias``."""
    return SQL(
        """
        (EXISTS (SELECT FROM playbook_customer_mail mail
                  WHERE mail.mailed_customer_id = %(partner)s
                    AND mail.state IN %(written)s)
         OR EXISTS (SELECT FROM playbook_customer_mail mail
                     WHERE mail.email = %(email)s AND mail.state IN %(written)s))
        """,
        partner=SQL.identifier(alias, "id"),
        email=SQL.identifier(alias, "email_normalized"),
        written=WRITTEN,
    )
