import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import split_every

from ..profiles.halves import TRANSIENT
from .interest_kept_sql import take_back, take_over
from .interest_sql import (
    READ,
    company_days,
    record_offers,
    record_refusals,
)

_logger = logging.getLogger(__name__)

# How far back the scheduled action looks, and at how many at once.
DAYS = timedelta(days=3)
BATCH = 1000
TOLD = "crm_playbook.interest_told"


class PlaybookInterest(models.Model):
    """What quotations and orders tell, written once for each transaction."""

    _inherit = "playbook.interest"

    @api.model
    def _tell(self, *, order_ids=(), lead_ids=(), partner_ids=()):
        """Look at these orders and lost opportunities when all has been written, and at
        customers who may have been quoted less than they were.

        Lines are written one by one, and the state after them.
        """
        precommit = self.env.cr.precommit
        told = precommit.data.get(TOLD)
        if told is None:
            told = precommit.data[TOLD] = (set(), set(), set())
            precommit.add(self._record_told)
        told[0].update(order_ids)
        told[1].update(lead_ids)
        told[2].update(partner_ids)

    @api.model
    def _record_told(self):
        told = self.env.cr.precommit.data.pop(TOLD, ())
        if any(told):
            self._record_or_leave(*(tuple(sorted(ids)) for ids in told))

    @api.model
    def _record_or_leave(self, order_ids=(), lead_ids=(), partner_ids=()):
        """Write what they show, or leave it to the scheduled action: no order fails
        because a colleague's touches the same customer and category just then.
        """
        # What the ORM holds back is not to be undone.
        self._flush_sources()
        try:
            with self.env.cr.savepoint(flush=False):
                self._record(order_ids, lead_ids, partner_ids)
        except TRANSIENT as error:
            _logger.info("Product interest waits for the next run: %s", error)

    @api.model
    def _cron_record(self, batch=BATCH):
        """Write what quotations, orders and lost opportunities of the last days show,
        as far as it could not be written along with them.
        """
        Cron = self.env["ir.cron"]
        recently = [("write_date", ">=", fields.Datetime.now() - DAYS)]
        orders = self.env["sale.order"].search(recently, order="id").ids
        Lead = self.env["crm.lead"].with_context(active_test=False)
        lost = [("won_status", "=", "lost"), ("order_ids", "!=", False)]
        leads = Lead.search(lost + recently, order="id").ids
        batches = [(tuple(some), ()) for some in split_every(batch, orders)]
        batches += [((), tuple(some)) for some in split_every(batch, leads)]
        Cron._commit_progress(remaining=len(batches))
        for order_ids, lead_ids in batches:
            self._record_or_leave(order_ids, lead_ids)
            if not Cron._commit_progress(1):
                break

    @api.model
    def _record(self, order_ids=None, lead_ids=(), partner_ids=()):
        """Write what orders show: see ``interest_sql.py``.

        :param order_ids: a tuple; None for all, with which everybody begins.
        :param partner_ids: a tuple of customers, to forget what they are not quoted.
        """
        self._flush_sources()
        user_id, now = self.env.uid, self.env.cr.now()
        zones = self.env["res.partner"]._time_zones_unknown_to_postgresql()
        if partner_ids:
            self.env.execute_query(take_back(partner_ids, user_id, now))
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
