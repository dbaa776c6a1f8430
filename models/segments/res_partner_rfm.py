from odoo import api, fields, models
from odoo.tools import format_date

from .playbook_side_table_mixin import search_side_number, search_side_table

SIDE_MODEL = "playbook.rfm.score"
# Fields of partners, and those of the side table.
COLUMNS = {
    "rfm_group_id": "group_id",
    "rfm_recency": "recency",
    "rfm_frequency": "frequency",
    "rfm_monetary": "monetary",
    "rfm_score": "score",
    "rfm_last_purchase_date": "last_purchase_date",
    "rfm_purchase_count": "purchase_count",
    "rfm_amount": "amount",
}


def _rfm_number(name, string, text, field=fields.Integer, **attributes):
    """A number of the side table.

    People of a company show what is the company's: a sum would count it twice.
    """
    return field(
        string=string,
        compute="_compute_rfm",
        search=search_side_number(name),
        aggregator="avg",
        groups="crm_playbook.group_user",
        help=text,
        **attributes,
    )


class ResPartner(models.Model):
    """The RFM scores of a customer with the current company.

    Contacts of a company show what is that of the whole company.
    """

    _inherit = "res.partner"

    rfm_group_id = fields.Many2one(
        "playbook.rfm.group",
        string="RFM group",
        compute="_compute_rfm",
        search=search_side_table("rfm_group_id"),
        groups="crm_playbook.group_user",
        help="By when they last bought, how often, and how much. Empty: no purchase "
        "yet.",
    )
    rfm_recency = _rfm_number(
        "rfm_recency",
        "Recency score",
        "From 1 (long ago) to 5 (just now), in comparison with the other customers.",
    )
    rfm_frequency = _rfm_number(
        "rfm_frequency",
        "Frequency score",
        "From 1 (seldom) to 5 (often), in comparison with the other customers.",
    )
    rfm_monetary = _rfm_number(
        "rfm_monetary",
        "Monetary score",
        "From 1 (little) to 5 (much), in comparison with the other customers.",
    )
    rfm_score = _rfm_number(
        "rfm_score",
        "RFM score",
        "The sum of the scores for recency, frequency and amount, from 3 to 15; 0 "
        "where the last purchase lies before the period of RFM.",
    )
    rfm_last_purchase_date = fields.Date(
        string="Last purchase",
        compute="_compute_rfm",
        search=search_side_table("rfm_last_purchase_date"),
        groups="crm_playbook.group_user",
    )
    rfm_purchase_count = _rfm_number(
        "rfm_purchase_count", "Purchases", "Within the period of RFM."
    )
    rfm_amount = _rfm_number(
        "rfm_amount",
        "Amount purchased",
        "Within the period of RFM, without taxes, in the currency of the company.",
        field=fields.Float,
        digits=(16, 2),
    )

    @api.depends("commercial_partner_id")
    @api.depends_context("company")
    def _compute_rfm(self):
        self._assign_from_side_table(SIDE_MODEL)

    @api.model
    def _get_side_columns(self):
        columns = {name: (SIDE_MODEL, column) for name, column in COLUMNS.items()}
        return {**super()._get_side_columns(), **columns}

    def action_open_rfm_history(self):
        """Open the history of the RFM scores of this customer."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_playbook.playbook_rfm_history_action"
        )
        action["domain"] = [
            ("partner_id", "=", self.commercial_partner_id.id),
            ("company_id", "=", self.env.company.id),
        ]
        action["display_name"] = self.env._(
            "RFM of %(customer)s", customer=self.commercial_partner_id.display_name
        )
        return action

    # ------------------------------------------------------------------
    # Customer 360
    # ------------------------------------------------------------------

    def _get_playbook_360(self):
        blocks = super()._get_playbook_360()
        if not self.env[SIDE_MODEL].has_access("read"):
            return blocks
        rfm = {
            "key": "rfm",
            "title": self.env._("How they buy (RFM)"),
            "sequence": 12,
            "layout": "facts",
            "rows": self._get_360_rfm(),
            "empty": self.env._("No purchase that RFM counts yet."),
        }
        return [*blocks, rfm]

    def _get_360_rfm(self):
        """The group, since when, which one it was before, and what it stands on."""
        if not self.rfm_last_purchase_date:
            return []
        labels = self.fields_get(list(COLUMNS), ["string"])
        rows = [
            (labels["rfm_group_id"]["string"], self.rfm_group_id.name),
            *self._get_360_rfm_trend(),
            (
                self.env._("Scores"),
                self.env._(
                    "recency %(recency)s, frequency %(frequency)s, amount %(amount)s",
                    recency=self.rfm_recency,
                    frequency=self.rfm_frequency,
                    amount=self.rfm_monetary,
                ),
            ),
            (
                labels["rfm_last_purchase_date"]["string"],
                format_date(self.env, self.rfm_last_purchase_date),
            ),
            (labels["rfm_purchase_count"]["string"], self.rfm_purchase_count),
            (
                labels["rfm_amount"]["string"],
                self._format_360_amount(self.rfm_amount),
            ),
        ]
        return [{"label": label, "value": str(value)} for label, value in rows if value]

    def _get_360_rfm_trend(self):
        """Since when the customer is in the group, and which one it was before."""
        domain = [
            ("partner_id", "=", self.id),
            ("company_id", "=", self.env.company.id),
        ]
        rows = self.env["playbook.rfm.history"].search(domain, limit=100)
        current = rows[:1].group_id
        entered = rows[:1]
        for row in rows:
            if row.group_id != current:
                break
            entered = row
        if not entered:
            return []
        before = entered.previous_group_id
        since = (self.env._("In this group since"), format_date(self.env, entered.date))
        return [since] + (
            [(self.env._("RFM group before"), before.name)]
            if before and before != current
            else []
        )
