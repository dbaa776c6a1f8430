from odoo import api, fields, models
from odoo.tools import SQL

from .selectors import SELECTORS, fold, skeleton

CUSTOMERS = [("customer_state", "!=", False)]
CONTACTS = [
    ("commercial_partner_id.customer_state", "!=", False),
    ("parent_id", "!=", False),
    ("is_company", "=", False),
    ("type", "=", "contact"),
]


class PlaybookSelector(models.Model):
    """A field in which people choose and do not type, and how well it works.

    One record for each of :data:`SELECTORS`; its figures are those of who looks.
    """

    _name = "playbook.selector"
    _description = "Selector"
    _order = "sequence, id"

    key = fields.Selection(
        [(key, key.replace("_", " ").capitalize()) for key in SELECTORS],
        required=True,
        readonly=True,
    )
    sequence = fields.Integer(default=10, readonly=True)
    name = fields.Char(compute="_compute_name")
    option_count = fields.Integer(string="Options", compute="_compute_options")
    retired_count = fields.Integer(string="Retired", compute="_compute_options")
    request_count = fields.Integer(string="Asked for", compute="_compute_requests")
    customer_fill = fields.Float(
        string="Filled in: customers",
        compute="_compute_fill",
        help="Of the customers and prospects that you may read, in percent; for buying "
        "roles, of their contacts.",
    )
    lead_fill = fields.Float(
        string="Filled in: leads",
        compute="_compute_fill",
        help="Of the leads and opportunities that you may read, in percent.",
    )
    has_leads = fields.Boolean(compute="_compute_fill")

    _key_unique = models.Constraint("UNIQUE(key)", "Each selector is there once.")

    @api.depends("key")
    @api.depends_context("lang")
    def _compute_name(self):
        labels = self.env["res.partner"].fields_get(
            [each.field for each in SELECTORS.values()], ["string"]
        )
        for selector in self:
            field = selector._get_field()
            selector.name = labels.get(field, {}).get("string", field)

    @api.depends("name")
    def _compute_display_name(self):
        for selector in self:
            selector.display_name = selector.name

    def _get_field(self):
        """The name of the field on customers and leads."""
        return SELECTORS[self.key].field

    def _get_options(self):
        """All its options, retired ones too, as the empty set of their model."""
        Option = self.env[SELECTORS[self.key].model]
        return Option.with_context(active_test=False)

    @api.model
    def _get_of_model(self, model):
        """The selector whose options are records of ``model``; empty for none."""
        keys = [key for key, each in SELECTORS.items() if each.model == model]
        return self.search([("key", "in", keys)], limit=1)

    @api.depends("key")
    @api.depends_context("uid")
    def _compute_options(self):
        """One query for each selector, however many options it has."""
        for selector in self:
            Option = selector._get_options()
            groups = dict(Option._read_group([], ["active"], ["__count"]))
            selector.option_count = groups.get(True, 0)
            selector.retired_count = groups.get(False, 0)

    @api.depends_context("uid")
    def _compute_requests(self):
        counts = dict(
            self.env["playbook.option.request"]._read_group(
                [("selector_id", "in", self.ids), ("state", "=", "asked")],
                ["selector_id"],
                ["__count"],
            )
        )
        for selector in self:
            selector.request_count = counts.get(selector, 0)

    @api.depends("key")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_fill(self):
        """In three queries, however many selectors there are."""
        plain = [each.field for each in SELECTORS.values() if not each.of_contacts]
        customers = self._count_filled("res.partner", CUSTOMERS, plain)
        contacts = self._count_filled_contacts()
        leads = self._count_filled("crm.lead", [], plain)
        for selector in self:
            description = SELECTORS[selector.key]
            field = description.field
            filled = contacts if description.of_contacts else customers
            selector.customer_fill = filled.get(field, 0)
            selector.lead_fill = leads.get(field, 0)
            selector.has_leads = field in leads

    @api.model
    def _count_filled(self, model, domain, names):
        """How many percent of the records carry each of the fields ``names``."""
        if not self.env[model].has_access("read"):
            return {}
        ((count, *filled),) = self.env[model]._read_group(
            domain, [], ["__count", *(f"{name}:count" for name in names)]
        )
        return {
            name: 100 * number / (count or 1)
            for name, number in zip(names, filled, strict=True)
        }

    @api.model
    def _count_filled_contacts(self):
        Partner = self.env["res.partner"]
        if not Partner.has_access("read"):
            return {}
        names = [each.field for each in SELECTORS.values() if each.of_contacts]
        count = Partner.search_count(CONTACTS)
        return {
            name: 100
            * Partner.search_count([*CONTACTS, (name, "!=", False)])
            / (count or 1)
            for name in names
        }

    def _find_similar(self, name):
        """The option that is called ``name`` but for case and accents, in any language.

        Those that are offered come first; of a merged one, the one that was kept. An
        option's name is no secret.
        """
        wanted = fold(name)
        Option = self._get_options()
        if not wanted:
            return Option
        rows = self._find_alike(Option, name)
        found = next((number for number, text in rows if fold(text) == wanted), False)
        # What it was merged into is no secret either.
        Merge = self.env["playbook.option.merge"].sudo()
        return Option.browse(Merge._follow(Option.browse(found)).id)

    @api.model
    def _find_alike(self, option, name):
        """Ids and names of the few options whose letters without accents are these."""
        field = option._fields[option._rec_name or "name"]
        option.flush_model([field.name, "active"])
        column = SQL.identifier(field.name)
        texts = SQL("(VALUES ('', option.%s))", column)
        if field.translate:
            texts = SQL("jsonb_each_text(option.%s)", column)
        return self.env.execute_query(
            SQL(
                """
                SELECT option.id, word.text
                  FROM %s option
            CROSS JOIN LATERAL %s AS word(lang, text)
                 WHERE regexp_replace(
                           lower(
                               regexp_replace(
                                   normalize(word.text, NFKD), '[ßẞ]', 'ss', 'g'
                               ) COLLATE "C"
                           ),
                           '[^a-z0-9]', '', 'g'
                       ) = %s
              ORDER BY option.active DESC, option.id
                """,
                SQL.identifier(option._table),
                texts,
                skeleton(name),
            )
        )

    # ------------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------------

    def action_open_options(self):
        """Open the options, retired ones too, with how much each is used."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "display_name": self.name,
            "res_model": SELECTORS[self.key].model,
            "views": [(False, "list"), (False, "form")],
            "context": {"active_test": False},
        }

    def action_open_requests(self):
        """Open what people have asked for."""
        self.ensure_one()
        return self._open("playbook_option_request_action")

    def action_open_merges(self):
        """Open what was merged into what."""
        self.ensure_one()
        return self._open("playbook_option_merge_action")

    def _open(self, name):
        action = self.env["ir.actions.act_window"]._for_xml_id(f"crm_playbook.{name}")
        action["domain"] = [("selector_id", "=", self.id)]
        action["context"] = {"default_selector_id": self.id}
        return action
