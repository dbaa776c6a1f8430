from odoo import models

from .playbook_load import LEAD
from .targets import CUSTOMER, REFERENCES

FIELD = REFERENCES[CUSTOMER]


class PlaybookLoad(models.Model):
    """Leads of which only the name of the company is said."""

    _inherit = "playbook.load"

    def _link_customers(self, items):
        """Where exactly one company has the name that a lead says, it is its customer;
        else the name stays a text.
        """
        if self.kind != LEAD:
            return
        named = [
            item
            for item in items
            if item.values.get("partner_name")
            and FIELD not in item.values
            and CUSTOMER not in item.reading.references
        ]
        texts = {item.values["partner_name"] for item in named}
        if not texts:
            return
        found = self.env["playbook.load.matcher"]._find_partners_named(texts, True)
        ids = {each[0] for each in found.values() if len(each) == 1}
        companies = self.env["res.partner"].browse(ids)
        told = {each["id"]: each for each in companies.read(["email", "phone"])}
        for item in named:
            ids = found[item.values["partner_name"]]
            if len(ids) == 1 and self._fits(item, told[ids[0]]):
                item.values[FIELD] = ids[0]
                item.is_guessed = True
                item.notes.append(
                    self.env._(
                        "Its customer is “%s”, the only company of that name.",
                        item.values["partner_name"],
                    )
                )

    def _fits(self, item, company):
        """Odoo would write the lead's address and phone on its customer, too: not on
        one that the file does not say it is.
        """
        Lead = self.env["crm.lead"]
        country_id = item.values.get("country_id")
        return all(
            not item.values.get(name)
            or self._is_same(
                Lead._fields[name], company[other], item.values[name], country_id
            )
            for name, other in (("email_from", "email"), ("phone", "phone"))
        )
