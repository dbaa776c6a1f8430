from datetime import datetime
from typing import NamedTuple

import pytz

from odoo import api, fields, models

from ..profiles.halves import gone_meanwhile
from .rfm_documents_sql import Scope, unusable_documents
from .rfm_sql import COLUMNS, refresh_scores, scores

# How many documents that could not be used a run names.
NAMED = 20
# What the statement reads: the ORM may still hold it back.
SOURCES = {
    "account.move": [
        *("amount_total", "amount_untaxed_signed", "company_id", "currency_id"),
        *("invoice_date", "move_type", "partner_id", "payment_state"),
        *("reversed_entry_id", "state"),
    ],
    "account.partial.reconcile": ["credit_move_id", "debit_move_id"],
    "playbook.rfm.cell": ["group_id", "recency", "value"],
    "playbook.rfm.grid": ["before_group_id"],
    "res.currency.rate": ["company_id", "currency_id", "name", "rate"],
    "res.company": ["partner_id"],
    "res.partner": ["commercial_partner_id"],
    "res.users": ["active", "partner_id", "share"],
    "sale.order": [
        *("amount_untaxed", "company_id", "currency_id", "date_order"),
        *("partner_id", "state"),
    ],
}


class Found(NamedTuple):
    """What a run came to: how many customers have scores, whose row changed, was
    removed, who has a new row in history; how many documents were left out.
    """

    scored: int
    changed: int
    removed: int
    moved: int
    left_out: int


class PlaybookRfmScore(models.Model):
    """The RFM scores of a customer with a company: see ``rfm_sql.py``.

    Derived from orders or invoices, and written by the addon alone. Who never bought
    has no row; who bought only before the horizon has the scores 0.
    """

    _name = "playbook.rfm.score"
    _description = "RFM scores of a customer"
    _rec_name = "partner_id"
    _order = "score desc, id"
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
    recency = fields.Integer(readonly=True, aggregator="avg")
    frequency = fields.Integer(readonly=True, aggregator="avg")
    monetary = fields.Integer(readonly=True, aggregator="avg")
    value = fields.Integer(readonly=True, aggregator="avg")
    score = fields.Integer(string="RFM score", readonly=True, aggregator="avg")
    group_id = fields.Many2one(
        "playbook.rfm.group",
        string="RFM group",
        ondelete="restrict",
        index="btree_not_null",
        readonly=True,
    )
    last_purchase_date = fields.Date(string="Last purchase", readonly=True)
    purchase_count = fields.Integer(string="Purchases", readonly=True)
    amount = fields.Float(
        string="Amount purchased",
        digits=(16, 2),
        readonly=True,
        help="In the currency of the company.",
    )

    # A constraint and no unique index: of two customers who are merged, one row stays.
    _one_row = models.Constraint(
        "UNIQUE(partner_id, company_id)",
        "A customer has one row of RFM scores with a company.",
    )

    @api.model
    def _refresh(self, company, as_of=None):
        """Score the customers of ``company`` with one statement.

        :param as_of: the day at whose end they are scored; None for today where the
            company is. History is a sequence of days: a later one comes later.
        :return: a :class:`Found`.
        """
        self._flush_sources()
        scope = self._get_scope(company, as_of)
        basis, days = company._get_rfm_basis()
        with gone_meanwhile():
            self.env.cr.execute(
                refresh_scores(basis, scope, days), log_exceptions=False
            )
        (row,) = self.env.cr.fetchall()
        found = Found(*row)
        if found.changed or found.removed:
            self._forget()
        problems = self._get_problems(basis, scope, found.left_out)
        self.env["playbook.rfm.run"]._record(company, scope.as_of, found, problems)
        return found

    @api.model
    def _forget(self):
        """Have all that stands on the tables read again: they were written by SQL."""
        self.env["res.partner"]._forget_side_table(self._name)
        self.env["playbook.rfm.history"].invalidate_model(flush=False)
        for model, name in (
            ("crm.lead", "rfm_group_id"),
            ("crm.lead", "rfm_score"),
            ("playbook.rfm.cell", "customer_count"),
            ("playbook.rfm.group", "customer_count"),
        ):
            self.env[model].invalidate_model([name], flush=False)

    @api.model
    def _get_scores(self, company, as_of=None):
        """The scores of the customers of ``company`` as of any day, written nowhere.

        :return: a dictionary from ids of customers to dictionaries of
            ``rfm_sql.COLUMNS``.
        """
        self._flush_sources()
        basis, days = company._get_rfm_basis()
        rows = self.env.execute_query(
            scores(basis, self._get_scope(company, as_of), days)
        )
        found = {row[0]: dict(zip(COLUMNS, row[1:-1], strict=True)) for row in rows}
        return {key: each for key, each in found.items() if each["last_purchase_date"]}

    @api.model
    def _flush_sources(self):
        for model, names in SOURCES.items():
            self.env[model].flush_model(names)
        self.flush_model()

    @api.model
    def _get_scope(self, company, as_of=None):
        zone = company.resource_calendar_id.tz or "UTC"
        if zone in self.env["res.partner"]._time_zones_unknown_to_postgresql():
            zone = "UTC"
        # The clock of the ORM, which tests can set.
        now = fields.Datetime.now().replace(tzinfo=pytz.utc)
        today = now.astimezone(pytz.timezone(zone)).date()
        if isinstance(as_of, datetime):
            as_of = as_of.date()
        return Scope(
            company_id=company.id,
            root_id=company.root_id.id,
            currency_id=company.currency_id.id,
            decimals=company.currency_id.decimal_places,
            zone=zone,
            as_of=fields.Date.to_date(as_of) or today,
        )

    @api.model
    def _get_problems(self, basis, scope, left_out):
        """What could not be used, in words."""
        if not left_out:
            return False
        rows = self.env.execute_query(unusable_documents(basis, scope, NAMED))
        Run = self.env["playbook.rfm.run"]
        company = self.env["res.company"].browse(scope.company_id)
        env = Run._in_language_of(company).env
        lines = [
            env._(
                "“%(document)s” is left out: there is no rate of %(currency)s on "
                "%(day)s or before. Enter one.",
                document=name,
                currency=currency,
                day=day,
            )
            for name, currency, day in rows
        ]
        if left_out > len(rows):
            lines.append(env._("And %(count)s more.", count=left_out - len(rows)))
        return "\n".join(lines)

    def action_score_now(self):
        """Score the customers of the current company at once."""
        return self.env["playbook.rfm.group"].action_score_now()
