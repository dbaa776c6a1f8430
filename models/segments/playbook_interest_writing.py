from odoo import api, fields, models

from .interest_sql import (
    READ,
    company_days,
    record_offers,
    record_refusals,
    take_over,
)

TOLD = "crm_playbook.interest_told"


class PlaybookInterest(models.Model):
    """What quotations and orders tell, written once for each transaction."""

    _inherit = "playbook.interest"

    @api.model
    def _tell(self, *, order_ids=(), lead_ids=()):
        """Look at these orders and lost opportunities when all has been written.

        Lines are written one by one, and the state after them.
        """
        precommit = self.env.cr.precommit
        told = precommit.data.get(TOLD)
        if told is None:
            told = precommit.data[TOLD] = (set(), set())
            precommit.add(self._record_told)
        told[0].update(order_ids)
        told[1].update(lead_ids)

    @api.model
    def _record_told(self):
        order_ids, lead_ids = self.env.cr.precommit.data.pop(TOLD, (set(), set()))
        self._record(tuple(sorted(order_ids)), tuple(sorted(lead_ids)))

    @api.model
    def _record(self, order_ids=None, lead_ids=()):
        """Write what orders show: see ``interest_sql.py``.

        :param order_ids: a tuple; None for all, with which everybody begins.
        """
        self._flush_sources()
        user_id, now = self.env.uid, self.env.cr.now()
        zones = self.env["res.partner"]._time_zones_unknown_to_postgresql()
        if order_ids or lead_ids:
            days = company_days(fields.Datetime.now(), zones)
            refusals = record_refusals(order_ids, lead_ids, user_id, now, days)
            self.env.execute_query(refusals)
        if order_ids or order_ids is None:
            self.env.execute_query(record_offers(order_ids, user_id, now, zones))
        self._forget()

    @api.model
    def _flush_sources(self):
        for model, names in READ.items():
            self.env[model].flush_model(names)

    @api.model
    def _forget(self):
        """Have it read again: it was written by SQL."""
        self.invalidate_model(flush=False)
        for model in ("res.partner", "crm.lead"):
            self.env[model].invalidate_model(
                ["interest_category_ids", "interest_ids"], flush=False
            )

    @api.model
    def _take_over(self, partner=None, lead=None, *, from_partners=(), from_leads=()):
        """Fold the rows of others into those of one customer, or one lead."""
        self.flush_model()
        self.env.execute_query(
            take_over(
                partner and partner.id,
                lead and lead.id,
                from_partners=from_partners,
                from_leads=from_leads,
            )
        )
        self._forget()
