from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .playbook_printed_mixin import ALL, Cell, Section

SHOWN = 20
# How the layouts of Customer 360 are printed.
FACTS, BARS = "facts", "bars"
# Blocks of Customer 360 of which the sheet has more to say in sections of its own.
TOLD_ELSEWHERE = {"people", "quality"}


class CustomerSheet(models.AbstractModel):
    """All that is known of a customer, on paper: for a visit.

    What Customer 360 shows, with the people there and what they ordered; what the
    reader may not read is left out.
    """

    _name = "report.crm_playbook.customer_sheet"
    _description = "Customer sheet"
    _inherit = ["playbook.printed.mixin"]

    @api.model
    def _get_report_values(self, docids, data=None):
        asked = self._get_docs("res.partner", docids, data)
        customers = asked.commercial_partner_id._filtered_access("read")
        return self._make_values(asked, [self._get_sheet(each) for each in customers])

    @api.model
    def _get_sheet(self, customer):
        blocks = [
            block
            for block in customer.get_playbook_360()
            if block["key"] not in TOLD_ELSEWHERE
        ]
        return {
            "record": customer,
            "company": self.env.company,
            "title": customer.display_name,
            "subtitle": self.env._("Customer sheet"),
            "text": "",
            "sections": [
                self._get_address(customer),
                self._get_people(customer),
                *map(self._print_block, blocks),
                *self._get_orders(customer),
                self._get_quality(customer),
            ],
        }

    @api.model
    def _get_address(self, customer):
        """Where they are, and who answers for them."""
        address = customer._display_address(without_company=True)
        told = (
            (self.env._("Address"), ", ".join(filter(None, address.split("\n")))),
            (self.env._("Phone"), customer.phone),
            (self.env._("Email"), customer.email),
            (self.env._("Website"), customer.website),
            (self.env._("Tax ID"), customer.vat),
            (self.env._("Salesperson"), customer.user_id.name),
            (self.env._("Looked after by"), customer.service_user_id.name),
            (self.env._("Tags"), ", ".join(customer.category_id.mapped("name"))),
        )
        rows = [[Cell(label), Cell(value)] for label, value in told if value]
        title = self.env._("Address and responsibles")
        empty = self.env._("Nothing is noted.")
        return Section(title, (), rows, empty=empty, words=ALL)

    @api.model
    def _get_people(self, customer):
        """The people there, and what they have to say in a purchase."""
        people = customer.child_ids.filtered(lambda each: each.type == "contact")
        rows = [
            [
                Cell(person.name or ""),
                Cell(person.function or ""),
                Cell(", ".join(person.buying_role_ids.mapped("name"))),
                Cell(person.phone or ""),
                Cell(person.email or ""),
            ]
            for person in people
        ]
        columns = (
            self.env._("Name"),
            self.env._("Job"),
            self.env._("Role in the purchase"),
            self.env._("Phone"),
            self.env._("Email"),
        )
        empty = self.env._("Nobody is known there.")
        title = self.env._("Contacts")
        return Section(title, columns, rows, empty=empty, words=ALL)

    @api.model
    def _print_block(self, block):
        """A block of Customer 360 as a section."""
        rows = []
        for row in block["rows"]:
            if block["layout"] == FACTS:
                cells = [Cell(row["label"]), Cell(row["value"])]
            elif block["layout"] == BARS:
                cells = [Cell(row["label"], bar=row["percent"]), Cell(row["text"])]
            else:
                details = ", ".join(row.get("details") or ())
                cells = [Cell(row["title"]), Cell(details), Cell(row.get("text") or "")]
            rows.append(cells)
        return Section(
            block["title"],
            (),
            rows,
            text=block.get("total") or "",
            empty=block.get("empty") or "",
            words=ALL,
        )

    @api.model
    def _get_orders(self, customer):
        """What was ordered in the last twelve months, the latest first."""
        if not self.env["sale.order"].has_access("read"):
            return
        Report = self.env["playbook.sales.report"]
        since = fields.Datetime.now() - relativedelta(months=12)
        domain = Domain("partner_id", "=", customer.id)
        domain &= Domain("kind", "=", "order") & Domain("state", "=", "won")
        domain &= Domain("date", ">=", since)
        [(count, amount)] = Report._read_group(
            domain, [], ["__count", "ordered_amount:sum"]
        )
        rows = [
            [
                Cell(order.name),
                self._date(order.date),
                Cell(order.user_id.sudo().name or ""),  # who sells it is no secret
                self._money(order.ordered_amount),
            ]
            for order in Report.search(domain, limit=SHOWN)
        ]
        columns = (
            self.env._("Order"),
            self.env._("Date"),
            self.env._("Salesperson"),
            self.env._("Untaxed"),
        )
        total = self.env._(
            "%(count)s orders, %(value)s.",
            count=count,
            value=self._money(amount).text,
        )
        yield Section(
            self.env._("Orders of the last twelve months"),
            columns,
            rows,
            text=total if count else "",
            empty=self.env._("No order in the last twelve months."),
            words=3,
        )

    @api.model
    def _get_quality(self, customer):
        """What is still to be asked."""
        title = self.env._("What is missing")
        if not customer.quality_level:
            return Section(title, (), [], empty=self.env._("Not measured yet."))
        text = self.env._(
            "Of what we want to know, %(share)s is noted.",
            share=self._percent(customer.quality).text,
        )
        rows = [
            [Cell(each)]
            for each in (customer.quality_missing or "").split(", ")
            if each
        ]
        empty = self.env._("Nothing: all that we want to know is noted.")
        return Section(title, (), rows, text=text, empty=empty, words=ALL)
