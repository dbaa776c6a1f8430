"""What an activity was about, at the moment when it ended."""

from typing import NamedTuple

from odoo import api, models

# The documents whose activities are actions on a customer, with what is read of them.
DOCUMENTS = {
    "crm.lead": [
        *("company_id", "partner_id", "service_user_id", "stage_id", "team_id"),
        "user_id",
    ],
    "res.partner": [
        "commercial_partner_id",
        "company_id",
        "service_user_id",
        "user_id",
    ],
    "sale.order": [
        *("company_id", "opportunity_id", "partner_id", "service_user_id", "team_id"),
        "user_id",
    ],
}


class Facts(NamedTuple):
    """Ids of what an activity was about; False where there is none.

    :param exists: whether the document is still there.
    :param document: its name.
    """

    exists: bool = False
    document: str = ""
    lead_id: int = False
    partner_id: int = False
    commercial_partner_id: int = False
    order_id: int = False
    company_id: int = False
    team_id: int = False
    stage_id: int = False
    salesperson_id: int = False
    service_user_id: int = False
    leader_id: int = False
    done_by_id: int = False

    def get_people(self, key):
        """The ids of the users whom an outcome means by ``key``, whom it means first
        coming first: where there is nobody, the salesperson, and at last who did it.
        """
        people = {
            "salesperson": (self.salesperson_id,),
            "service": (self.service_user_id, self.salesperson_id),
            "leader": (self.leader_id, self.salesperson_id),
        }
        return [each for each in (*people.get(key, ()), self.done_by_id) if each]


class PlaybookAction(models.Model):
    _inherit = "playbook.action"

    @api.model
    def _get_facts(self, activities):
        """From ids of ``activities`` to the :class:`Facts` of what they are about.

        Who finishes an activity need not be allowed to read its document: Odoo lets
        the person finish it to whom it is assigned.
        """
        facts = {}
        if not activities:
            return facts
        for model, group in activities.grouped("res_model").items():
            documents = self._read_documents(model, group)
            for activity in group:
                document = documents.get(activity.res_id)
                gather = self._facts_of_document if document else self._facts_of_nothing
                facts[activity.id] = gather(activity, document)
        return facts

    @api.model
    def _read_documents(self, model, activities):
        # See _get_facts.
        Model = self.env[model].sudo().with_context(active_test=False)
        ids = [("id", "in", activities.mapped("res_id"))]
        # All of a lead: Odoo reads it next, to write into its chatter.
        names = None if model == "crm.lead" else DOCUMENTS[model]
        found = Model.search_fetch(ids, names, order="id")
        return {document.id: document for document in found}

    @api.model
    def _get_done_by(self, activity):
        """Who finishes it: the user; where the software does, whose it is."""
        if self.env.su or not self.env.user.active:
            return activity.user_id.id or self.env.uid
        return self.env.uid

    @api.model
    def _facts_of_nothing(self, activity, _document):
        return Facts(
            document=activity.res_name or "",
            company_id=self.env.company.id,
            done_by_id=self._get_done_by(activity),
        )

    @api.model
    def _facts_of_document(self, activity, document):
        is_partner = document._name == "res.partner"
        lead = document if document._name == "crm.lead" else document.browse()
        if document._name == "sale.order":
            lead = document.opportunity_id
        partner = document if is_partner else document.partner_id
        return Facts(
            exists=True,
            document=activity.res_name or "",
            lead_id=lead.id,
            partner_id=partner.id,
            commercial_partner_id=partner.commercial_partner_id.id,
            order_id=document._name == "sale.order" and document.id,
            # Customers are everybody's: what was done is the company's who did it.
            company_id=document.company_id.id or (is_partner and self.env.company.id),
            team_id=not is_partner and document.team_id.id,
            stage_id=lead.stage_id.id if lead else False,
            salesperson_id=document.user_id.id,
            service_user_id=document.service_user_id.id,
            leader_id=not is_partner and document.team_id.user_id.id,
            done_by_id=self._get_done_by(activity),
        )
