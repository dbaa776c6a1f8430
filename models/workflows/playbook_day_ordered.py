from odoo import api, models
from odoo.fields import Domain

from ..profiles.playbook_day import SHOWN


class PlaybookDay(models.AbstractModel):
    """Opportunities whose order is confirmed: won with one click."""

    _inherit = "playbook.day"

    @api.model
    def _get_sources(self):
        """Whoever has ordered needs no first contact any more."""
        sources = super()._get_sources()
        at = sources.index("new")
        return [*sources[:at], "ordered", *sources[at:]]

    @api.model
    def _lines_ordered(self):
        deals = self._find_ordered()
        closed = deals and deals - deals._filtered_access("write")
        names = deals._get_confirmed_order_names()
        title = self.env._("Order confirmed: mark as won")
        won = self.env._("Mark as won")
        return [
            self._make_line(
                "ordered",
                deal,
                title=title,
                badge=names[deal.id],
                automatic=True,
                by_document=True,
                icon="fa-trophy",
                responsible=self._get_responsible_name(deal),
                can_finish=deal not in closed,
                # It takes one click; nothing is gained by waiting.
                can_postpone=False,
                finish_label=won,
            )
            for deal in deals
        ]

    @api.model
    def _finish_ordered(self, ids):
        """Win them as the user: what the stage requires is asked for as anywhere."""
        deals = self._find_ordered(ids)
        self._check_unchanged(deals, ids)
        deals.action_set_won()
        return self.env._("Won.")

    @api.model
    def _find_ordered(self, ids=None):
        Lead = self.env["crm.lead"]
        if not Lead.has_access("read"):
            return Lead
        domain = self._get_open_lead_domain() & Lead._get_ordered_domain()
        if ids is not None:
            domain &= Domain("id", "in", ids)
        names = self._get_document_fields("crm.lead")
        return Lead.search_fetch(domain, names, limit=SHOWN)
