"""Indicators to be measured, and nothing else that is."""

from odoo.addons.base.models.ir_cron import IrCron

from .results_common import ResultsCase


class MeasuringCase(ResultsCase):
    """``total``: new customers by month; ``state``: known for now alone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Indicator.search([]).write({"active": False})
        cls.total = cls._indicator("new_customers")
        cls.state = cls.Indicator.create(
            {
                "name": "Open deals",
                "dimension": "process",
                "counted_model": "crm.lead",
                "domain": "[('won_status', '=', 'pending')]",
                "is_state": True,
                "active": False,
            }
        )
        cls.total.active = True
        cls.env["playbook.measurement.run"].search([]).unlink()
        companies = cls.env["res.company"].search([("id", "!=", cls.company.id)])
        companies.write({"active": False})
        cls.company.resource_calendar_id.tz = "UTC"

    def _run_cron(self):
        self.patch(IrCron, "_commit_progress", lambda *_args, **_kwargs: 60)
        self.Run._cron_measure()
        self.env.invalidate_all()

    @classmethod
    def _customer(cls, name, since, **values):
        customer = cls.env["res.partner"].create(
            {"name": name, "is_company": True, "company_id": cls.company.id, **values}
        )
        cls._set_since(customer, since)
        return customer

    @classmethod
    def _set_since(cls, customer, since):
        cls.env.flush_all()
        cls.env.cr.execute(
            "UPDATE res_partner SET customer_since = %s, customer_state = 'active' "
            "WHERE id = %s",
            [since, customer.id],
        )
        customer.invalidate_recordset()

    def _runs(self, indicator, kind="month", **domain):
        return self.Run.search(
            [
                ("indicator_id", "=", indicator.id),
                ("kind", "=", kind),
                ("company_id", "=", self.company.id),
                *((name, "=", value) for name, value in domain.items()),
            ]
        )
