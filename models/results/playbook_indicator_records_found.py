"""From figures to those of their records that no condition can name."""

from odoo import fields, models
from odoo.fields import Domain

from .counted_sql import ACTION, CUSTOMER, LEAD, ORDER
from .measurement_records_sql import counted_records

STAY, SALE = "playbook.stage.report", "playbook.sales.report"
# Of a share of customers, those whom it counts: who bought again, who is lost.
CUSTOMERS = {
    *("new_customers", "active_customers", "retention", "churn", "base_value"),
    *("base_margin", "rfm_good", "rfm_up", "rfm_down"),
}
# Each of their facts is a record of the model; of shares and means, all are shown.
FOUND = {
    "brought_back": SALE,
    "complaints": ACTION,
    "first_response": LEAD,
    "quotations_followed": ORDER,
    "stage_conversion": STAY,
}
# Where leads are switched off, they are told by stays in stages.
WITHOUT_LEADS = {"leads_received": LEAD, "lead_conversion": STAY}
# Made of records of several models: it is said which, and where those are.
OF_SEVERAL = "procedures_kept"
# So many are listed at most.
LISTED = 10_000


class PlaybookIndicator(models.Model):
    _inherit = "playbook.indicator"

    def _has_records(self):
        told = self.code == OF_SEVERAL or bool(self._get_found_model())
        return told or super()._has_records()

    def _get_found_model(self):
        """The model whose records are found with the facts; None: by a condition."""
        self.ensure_one()
        if self.code in CUSTOMERS:
            return CUSTOMER
        if self.code in WITHOUT_LEADS and not self.env["crm.lead"]._uses_leads():
            return WITHOUT_LEADS[self.code]
        return FOUND.get(self.code)

    def _tell_no_records(self, company, date_to):
        if self.code != OF_SEVERAL:
            return super()._tell_no_records(company, date_to)
        return self.env._(
            "“%(indicator)s” counts two things: moves of deals, and points to fix. See "
            "the stage analysis for the moves, and Points to Fix for the others.",
            indicator=self.name,
        )

    def _get_records_domain(self, company, date_from, date_to):
        if not self._get_found_model():
            return super()._get_records_domain(company, date_from, date_to)
        return self._find_counted(company, date_from, date_to)

    def _get_records_of_part(self, company, date_from, date_to, part):
        if not self._get_found_model():
            return super()._get_records_of_part(company, date_from, date_to, part)
        return self._find_counted(company, date_from, date_to, part)

    def _find_counted(self, company, date_from, date_to, part=None):
        """The records that a figure, or a part of it, counts, of those that the user
        may read: no condition on them says which they were.
        """
        model = self._get_found_model()
        Model = self.env[model].with_context(active_test=False)
        Run = self.env["playbook.measurement.run"]
        days = {"company_id": company.id, "date_from": date_from, "date_to": date_to}
        # Its days in UTC alone are worked out, of a company whose figure one reads.
        run = Run.sudo().new({"kind": "month", **days})
        period = (0, *run._prepare_period(fields.Datetime.now())[1:])
        # What is counted is found past the rules; which ones the user may see is asked
        # with it, so that the first ones are of these.
        facts = self.sudo()._get_facts(company)
        if facts is None:
            return None
        seen = Model._search([])
        self.env.flush_all()
        of_customers = model == CUSTOMER
        rows = self.env.execute_query(
            counted_records(
                facts,
                period,
                "partner_id" if of_customers else "record_id",
                seen=seen.subselect(),
                part=_parts(part),
                limit=LISTED,
                all_of_them=not of_customers,
            )
        )
        return model, Domain("id", "in", [each for (each,) in rows])


def _parts(part):
    """The fields by which figures are divided, with the ids of ``part``."""
    return (
        {name: part[name].id or None for name in part._get_own_parts()} if part else {}
    )
