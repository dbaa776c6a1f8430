from odoo import fields, models
from odoo.tools import SQL

# Shown at most on Customer 360.
PEOPLE = 20


class ResPartner(models.Model):
    """Contacts: what they have to say when their company buys."""

    _inherit = "res.partner"

    buying_role_ids = fields.Many2many(
        "playbook.buying.role",
        "res_partner_playbook_buying_role_rel",
        "partner_id",
        "role_id",
        string="Buying roles",
        groups="base.group_user",
        help="What this person has to say when their company buys.",
    )

    def _get_playbook_360(self):
        blocks = super()._get_playbook_360()
        if self.is_company:
            blocks.append(self._get_360_people())
        return blocks

    def _get_360_people(self):
        """The people of the company, those with a buying role first."""
        Partner = self.env["res.partner"]
        domain = [
            ("commercial_partner_id", "=", self.id),
            ("id", "!=", self.id),
            ("type", "=", "contact"),
            ("is_company", "=", False),
        ]
        query = Partner._search(domain, limit=PEOPLE + 1, order=Partner._order)
        query.order = SQL(
            "NOT EXISTS (SELECT FROM %s AS role WHERE role.partner_id = %s), %s",
            SQL.identifier(self._fields["buying_role_ids"].relation),
            SQL.identifier(query.table, "id"),
            query.order,
        )
        people = Partner.browse(query)
        more = 0
        if len(people) > PEOPLE:
            people = people[:PEOPLE]
            more = Partner.search_count(domain) - PEOPLE
        people.fetch(["name", "function", "phone", "email", "buying_role_ids"])
        return {
            "key": "people",
            "title": self.env._("People"),
            "sequence": 15,
            "layout": "records",
            "rows": [person._get_360_person() for person in people],
            "more": more,
            "empty": self.env._("Nobody is known there yet: add a contact."),
        }

    def _get_360_person(self):
        roles = ", ".join(self.buying_role_ids.mapped("name"))
        return {
            "model": self._name,
            "id": self.id,
            "title": self.name or self.display_name,
            "details": [text for text in (self.function, roles) if text],
            "text": self.phone or self.email or "",
        }
