"""What lists and reports of e-mails to customers show."""

from odoo import api, fields, models
from odoo.tools import SQL

from .playbook_customer_mail import WRITTEN
from .playbook_customer_satisfaction import HAPPY, NEUTRAL, UNHAPPY

RATE = "answer_rate:avg"
SATISFACTION = "satisfaction:avg"


class PlaybookCustomerMail(models.Model):
    _inherit = "playbook.customer.mail"

    answer_rate = fields.Float(
        string="Answered (%)",
        compute="_compute_answer_rate",
        store=True,
        aggregator="avg",
        digits=(5, 1),
        help="100 where the customer has answered. On average, of those that asked "
        "something and were sent.",
    )
    satisfaction = fields.Integer(
        compute="_compute_satisfaction",
        store=True,
        aggregator="avg",
        help="How satisfied the customer says to be: 5 satisfied, 3 so so, 1 not "
        "satisfied; on average, of those who answered.",
    )
    satisfied = fields.Selection(
        [
            (str(HAPPY), "Satisfied"),
            (str(NEUTRAL), "So so"),
            (str(UNHAPPY), "Not satisfied"),
        ],
        string="How satisfied",
        compute="_compute_satisfaction",
        store=True,
    )
    body = fields.Html(
        string="What was written", related="message_id.body", exportable=False
    )

    @api.depends("customer_answer", "rating_id.consumed")
    def _compute_answer_rate(self):
        for mail in self:
            answered = mail.customer_answer or mail.rating_id.consumed
            mail.answer_rate = 100.0 if answered else 0.0

    @api.depends("rating_id.consumed", "rating_id.rating")
    def _compute_satisfaction(self):
        known = dict(self._fields["satisfied"].selection)
        for mail in self:
            rating = mail.rating_id
            rate = round(rating.rating) if rating.consumed else 0
            mail.satisfaction = rate if str(rate) in known else 0
            mail.satisfied = str(rate) if str(rate) in known else False

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        """Those that asked nothing, or were not sent, have no part in the average; in
        that of how satisfied they are, who has not answered.
        """
        told = super()._read_group_select(aggregate_spec, query)
        if aggregate_spec == SATISFACTION:
            answered = self._field_to_sql(self._table, "satisfied", query)
            return SQL("%s FILTER (WHERE %s IS NOT NULL)", told, answered)
        if aggregate_spec != RATE:
            return told
        return SQL(
            "%s FILTER (WHERE %s <> 'nothing' AND %s = ANY(%s))",
            told,
            self._field_to_sql(self._table, "asks_for", query),
            self._field_to_sql(self._table, "state", query),
            list(WRITTEN),
        )
