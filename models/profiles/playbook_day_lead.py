from odoo import api, models
from odoo.fields import Domain

from .playbook_day import LATE, NEW, SHOWN

# What a line says of a lead.
READ = [
    "company_id",
    "contact_name",
    "create_date",
    "date_open",
    "expected_revenue",
    "name",
    "partner_id",
    "partner_name",
    "user_id",
]


class PlaybookDay(models.AbstractModel):
    """New leads: somebody's, and nobody has done anything about them yet."""

    _inherit = "playbook.day"

    @api.model
    def _lines_new(self):
        leads = self._find_new_leads()
        title = self.env._("Make the first contact")
        done, new = self.env._("First contact made"), self.env._("New")
        today = self._today()
        lines = []
        for lead in leads:
            assigned = self._local_day(lead.date_open or lead.create_date)
            lines.append(
                self._make_line(
                    "new",
                    lead,
                    title=title,
                    date=assigned,
                    badge="" if assigned < today else new,
                    state=LATE if assigned < today else NEW,
                    by_document=True,
                    icon="fa-star",
                    responsible=self._get_responsible_name(lead),
                    finish_label=done,
                )
            )
        return lines

    @api.model
    def _finish_new(self, ids):
        leads = self._find_new_leads(ids)
        self._check_unchanged(leads, ids)
        for lead in leads:
            self._plan_activity(
                lead, self.env._("First contact"), self._today(), automated=False
            )._action_done()
        return self.env._("The first contact is recorded.")

    @api.model
    def _postpone_new(self, ids, date):
        leads = self._find_new_leads(ids)
        self._check_unchanged(leads, ids)
        for lead in leads:
            self._plan_activity(
                lead, self.env._("First contact"), date, user_id=lead.user_id.id
            )
        return self._get_postponed_words(date)

    @api.model
    def _get_open_lead_domain(self):
        """Open leads and opportunities of those whose work the user does."""
        return (
            Domain("active", "=", True)
            & Domain("won_status", "=", "pending")
            & Domain("user_id", "in", self.env.user._get_covered_users().ids)
        )

    @api.model
    def _get_new_lead_domain(self):
        domain = self._get_open_lead_domain()
        domain &= (
            Domain("type", "=", "lead")
            | self.env["crm.stage"]._get_first_stage_domain()
        )
        # With those that are done: Odoo archives them.
        return domain & Domain("activity_ids", "=", False)

    @api.model
    def _find_new_leads(self, ids=None):
        """The newest of them; only these ``ids``, if any are given."""
        Lead = self.env["crm.lead"]
        if not Lead.has_access("read"):
            return Lead
        domain = self._get_new_lead_domain()
        if ids is not None:
            domain &= Domain("id", "in", ids)
        leads = Lead.with_context(active_test=False).search_fetch(
            domain, READ, order="date_open desc, id desc", limit=SHOWN
        )
        return leads.with_env(self.env)

    @api.model
    def _get_more(self, lines):
        """What is said of what finds no room: lines beyond those shown, and older
        leads that nobody has done anything about. False for nothing.
        """
        hidden = max(0, len(lines) - SHOWN)
        new = sum(line["source"] == "new" for line in lines)
        if new >= SHOWN:
            Lead = self.env["crm.lead"].with_context(active_test=False)
            hidden += Lead.search_count(self._get_new_lead_domain()) - new
        if not hidden:
            return False
        action = self.env["ir.actions.act_window"]._for_xml_id("crm.crm_lead_all_leads")
        action.update(
            name=self.env._("Open leads and opportunities without any activity"),
            domain=[
                ("user_id", "in", self.env.user._get_covered_users().ids),
                ("won_status", "=", "pending"),
                ("activity_ids", "=", False),
            ],
            context={},
        )
        return {
            "count": hidden,
            "text": self.env._("and %(count)s more", count=hidden),
            "action": new >= SHOWN and action,
        }

    # ------------------------------------------------------------------
    # What the line of any document says of its customer
    # ------------------------------------------------------------------

    @api.model
    def _get_responsible_name(self, document):
        user = document.user_id
        return user.name if user != self.env.user else ""

    @api.model
    def _get_customer(self, document):
        """The customer of a document that the user reads, if it has one."""
        Partner = self.env["res.partner"]
        if document._name == "res.partner":
            return document
        return document.partner_id if self._has_customer(document) else Partner

    @api.model
    def _has_customer(self, documents):
        """Whether such documents have a customer, and the user may see whom."""
        field = documents._fields.get("partner_id")
        return (
            field is not None
            and field.type == "many2one"
            and field.comodel_name == "res.partner"
            and documents._has_field_access(field, "read")
        )

    @api.model
    def _get_document_fields(self, name):
        """What is read of the documents of a model, besides what they are called."""
        if name == "crm.lead":
            return READ
        return ["partner_id"] if self._has_customer(self.env[name]) else []

    @api.model
    def _get_lead_values(self, document):
        """What a lead says where there is no customer yet."""
        if document._name != "crm.lead" or document.partner_id:
            return {}
        currency = (document.company_id or self.env.company).currency_id
        return {
            "customer": document.partner_name or document.contact_name or "",
            "revenue": document.expected_revenue
            * self.env["res.partner"]._get_rate_to_company(currency),
        }
