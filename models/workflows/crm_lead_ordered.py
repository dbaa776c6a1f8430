import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..profiles.halves import do_in_halves
from ..standards.channel import AUTOMATIC, mark
from .ordered_sql import claim_ordered
from .res_config_settings import WIN_BY_ORDER

_logger = logging.getLogger(__name__)


class CrmLead(models.Model):
    """Open opportunities whose order is confirmed: offered as won, or won by itself."""

    _inherit = "crm.lead"

    playbook_confirmed_orders = fields.Char(
        string="Confirmed orders",
        compute="_compute_playbook_confirmed_orders",
        exportable=False,
        groups="base.group_user",
        help="The confirmed orders of an open opportunity that you may mark as won.",
    )
    playbook_not_won_date = fields.Datetime(
        string="Could not be won by itself on",
        readonly=True,
        copy=False,
        exportable=False,
        groups="base.group_user",
        help="It is tried again a day later.",
    )

    def _compute_playbook_confirmed_orders(self):
        """It depends on nothing that the cache is told of: saving an order must not
        cost more because of it.
        """
        opportunities = self._origin.filtered(
            lambda lead: lead.type == "opportunity" and lead.won_status == "pending"
        )
        names = opportunities._get_confirmed_order_names()
        ordered = self.browse(names)._filtered_access("write")
        for lead in self:
            theirs = lead._origin in ordered
            lead.playbook_confirmed_orders = theirs and names[lead._origin.id]

    def _get_confirmed_order_names(self):
        """The names of their confirmed orders: a dictionary from the id of a lead that
        has some to a text.
        """
        if not self:
            return {}
        # Named to whoever may see the deal, as on Odoo's form of it.
        Order = self.env["sale.order"].sudo()
        orders = Order.search_fetch(
            [("opportunity_id", "in", self.ids), ("state", "=", "sale")],
            ["name", "opportunity_id"],
            order="id",
        )
        return {
            lead.id: ", ".join(group.mapped("name"))
            for lead, group in orders.grouped("opportunity_id").items()
        }

    @api.model
    def _get_ordered_domain(self):
        """Open opportunities with a confirmed order, whoever may read the order."""
        return (
            Domain("type", "=", "opportunity")
            & Domain("active", "=", True)
            & Domain("won_status", "=", "pending")
            & Domain("order_ids", "any!", [("state", "=", "sale")])
        )

    # ------------------------------------------------------------------
    # Won by itself
    # ------------------------------------------------------------------

    def action_win_ordered(self):
        """Mark it won, as Odoo's own button does: its order is confirmed."""
        return self.action_set_won_rainbowman()

    @api.model
    def _win_ordered(self, batch):
        """Win what has a confirmed order, where the settings say so.

        It claims its leads: call it as root at the beginning of a transaction. A lead
        that cannot be won stops no other; it is tried again a day later and meanwhile
        stands in My Day.

        :param batch: at most so many leads.
        :return: how many were settled: won, or put off.
        """
        # Which settings are on is no secret.
        if not self.env["ir.config_parameter"].sudo().get_param(WIN_BY_ORDER):
            return 0
        self.flush_model(["active", "playbook_not_won_date", "type", "won_status"])
        self.env["sale.order"].flush_model(["opportunity_id", "state"])
        claimed = self.env.execute_query(claim_ordered(fields.Datetime.now(), batch))

        def win(lead_ids):
            self.browse(lead_ids)._win_by_itself()

        return do_in_halves(
            self.env.cr, [lead_id for (lead_id,) in claimed], win, self._put_off_winning
        )

    def _win_by_itself(self):
        """Win these, each in its company, and say on each by which order."""
        leads = mark(self, AUTOMATIC)
        names = self._get_confirmed_order_names()
        for (company, _team), group in leads.grouped(
            lambda lead: (lead.company_id or lead.user_id.company_id, lead.team_id)
        ).items():
            group.with_company(company).action_set_won()
        self.env.flush_all()
        for lead in self:
            if lead.won_status != "won":
                raise UserError(
                    self.env._(
                        "“%(deal)s” has no stage to be won in: mark one of the stages "
                        "of its sales team as won.",
                        deal=lead.display_name,
                    )
                )
        for lang, group in self.grouped(lambda lead: lead.user_id.lang).items():
            # One context for each language, not for each lead.
            env = self.with_context(lang=lang or self.env.lang).env
            bodies = {
                lead.id: env._(
                    "Won by itself: the order %(order)s is confirmed.",
                    order=names[lead.id],
                )
                for lead in group
            }
            group._message_log_batch(bodies=bodies)
        self.env.flush_all()

    @api.model
    def _put_off_winning(self, lead_id, error):
        """Remember that a lead cannot be won: by SQL, for whatever else is wrong with
        it.
        """
        _logger.warning("Lead %s cannot be won by its order: %s", lead_id, error)
        self.env.cr.execute(
            SQL(
                "UPDATE crm_lead SET playbook_not_won_date = %s WHERE id = %s",
                fields.Datetime.now(),
                lead_id,
            )
        )
        self.browse(lead_id).invalidate_recordset(flush=False)
        return 1
