from datetime import date, timedelta

from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools.misc import format_amount

USER = "crm_playbook.group_user"
YEARS = 5
DEALS = 10


class ResPartner(models.Model):
    """What the page Customer 360 shows of a customer: that of the commercial entity."""

    _inherit = "res.partner"

    def get_playbook_360(self):
        """What the page Customer 360 shows of this partner.

        With the user's own rights: what they may not read is left out. It is asked for
        when the page is opened, so that a form whose page is not costs nothing.

        :return: the blocks of :meth:`_get_playbook_360` of its commercial entity.
        """
        self.ensure_one()
        self.check_access("read")
        if not self.env.user.has_group(USER):
            raise AccessError(
                self.env._("Customer 360 is there for who works by the playbook.")
            )
        customer = self.commercial_partner_id._filtered_access("read")
        blocks = customer._get_playbook_360() if customer else []
        if customer and customer != self:
            blocks.append(
                {
                    "key": "of",
                    "sequence": 0,
                    "title": customer.display_name,
                    "layout": "facts",
                    "rows": [],
                    "empty": self.env._("What follows is that of the whole company."),
                }
            )
        return sorted(blocks, key=lambda each: each["sequence"])

    def _get_playbook_360(self):
        """The blocks of the page Customer 360 of one commercial entity: a hook.

        :return: a list of dictionaries with ``key``, ``title``, ``sequence`` (where it
            stands), ``layout`` and ``rows``. The layout says what the rows are:

            * ``facts``: ``label`` and ``value``, a text;
            * ``bars``: ``label``, ``text`` and ``percent``, a number from 0 to 100;
            * ``records``: ``model``, ``id``, ``title``, ``details`` (a list of texts)
              and ``text``.

            Besides, each may have a text ``total``, and ``empty``: what is said when
            there are no rows.
        """
        self.ensure_one()
        blocks = []
        if self.env["crm.lead"].has_access("read"):
            blocks.append(self._get_360_deals())
        if self.env["sale.order"].has_access("read"):
            blocks.append(self._get_360_revenue())
        return blocks

    def _get_360_entities(self):
        """Everybody of this commercial entity, archived contacts too, as a query."""
        Partner = self.env["res.partner"].with_context(active_test=False)
        return Partner._search([("commercial_partner_id", "=", self.id)])

    def _get_360_amount(self, amounts):
        """A sum in the currency of the current company.

        :param amounts: pairs of a company and an amount in its currency.
        """
        company = self.env.company
        today = fields.Date.context_today(self)
        total = 0.0
        for theirs, amount in amounts:
            # In which currency a company reckons is no secret.
            currency = (theirs or company).sudo().currency_id
            total += currency._convert(
                amount or 0.0, company.currency_id, company, today
            )
        return total

    def _format_360_amount(self, amount):
        return format_amount(self.env, amount, self.env.company.currency_id)

    def _get_360_deals(self):
        """The open opportunities, the most valuable first."""
        Lead = self.env["crm.lead"]
        domain = Domain("partner_id", "in", self._get_360_entities())
        domain &= Domain("type", "=", "opportunity")
        domain &= Domain("won_status", "=", "pending")
        sums = Lead._read_group(
            domain, ["company_id"], ["expected_revenue:sum", "__count"]
        )
        count = sum(number for _company, _sum, number in sums)
        leads = Lead.search(domain, order="expected_revenue desc, id", limit=DEALS)
        total = self._get_360_amount((company, each) for company, each, _n in sums)
        told = self.env._(
            "%(count)s open, %(amount)s expected",
            count=count,
            amount=self._format_360_amount(total),
        )
        return {
            "key": "deals",
            "title": self.env._("Open opportunities"),
            "sequence": 20,
            "layout": "records",
            "rows": [self._get_360_deal(lead) for lead in leads],
            "total": told if count else "",
            "more": count - len(leads),
            "empty": self.env._("No open opportunity."),
        }

    def _get_360_deal(self, lead):
        # Who sells it may be of another company, past the rules on users; in what
        # currency it is, is no secret.
        lead_sudo = lead.sudo()
        person = lead_sudo.user_id.name
        return {
            "model": lead._name,
            "id": lead.id,
            "title": lead.name,
            "details": [text for text in (lead.stage_id.name, person) if text],
            "text": format_amount(
                self.env, lead.expected_revenue or 0.0, lead_sudo.company_currency
            ),
        }

    def _get_360_revenue(self):
        """Confirmed orders of the last five years, untaxed."""
        this_year = fields.Date.context_today(self).year
        years = range(this_year - YEARS + 1, this_year + 1)
        # A day more: what year it was depends on the time zone.
        first = date(years[0], 1, 1) - timedelta(days=1)
        domain = Domain("partner_id", "in", self._get_360_entities())
        domain &= Domain("state", "=", "sale") & Domain("date_order", ">=", first)
        amounts = {year: [] for year in years}
        count = 0
        # The rate of an order is that of its day, from its company's currency.
        for year, company, rate, amount, orders in self.env["sale.order"]._read_group(
            domain,
            ["date_order:year", "company_id", "currency_rate"],
            ["amount_untaxed:sum", "__count"],
        ):
            if year.year in amounts:
                amounts[year.year].append((company, (amount or 0.0) / (rate or 1.0)))
                count += orders
        return {
            "key": "revenue",
            "title": self.env._("Revenue by year"),
            "sequence": 30,
            "layout": "bars",
            "empty": self.env._("No confirmed order in the last five years."),
            **self._get_360_bars(amounts, count),
        }

    def _get_360_bars(self, amounts, count):
        sums = {year: self._get_360_amount(each) for year, each in amounts.items()}
        most = max(sums.values())
        rows = [
            {
                "label": str(year),
                "text": self._format_360_amount(amount),
                "percent": round(100 * amount / most) if most > 0 < amount else 0,
            }
            for year, amount in sums.items()
        ]
        told = self.env._(
            "%(count)s orders, %(amount)s untaxed",
            count=count,
            amount=self._format_360_amount(sum(sums.values())),
        )
        return {"rows": rows if count else [], "total": told if count else ""}
