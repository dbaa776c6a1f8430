"""Indicators of one's own, and leads that they count."""

from .measuring_common import MeasuringCase

DUE = "odoo.addons.crm_playbook.models.results.playbook_measurement_run_due"
LEAD = {"counted_model": "crm.lead", "date_field": "create_date"}
SHARE = {
    "calculation": "share",
    "second_domain": "[('won_status', '=', 'won')]",
    "date_field": "date_closed",
    "domain": "[('won_status', '!=', 'pending')]",
}


class OwnCase(MeasuringCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager_env = cls.env(user=cls.manager)
        cls.june = cls._month(2030, 6)

    def _own(self, user=None, **values):
        values = {"name": "Ours", "dimension": "process", **LEAD, **values}
        return self.Indicator.with_user(user or self.manager).create(values)

    def _lead(self, moment, **values):
        lead = self.env["crm.lead"].create(
            {
                "name": "Deal",
                "type": "opportunity",
                "user_id": self.salesperson.id,
                "company_id": self.company.id,
                **values,
            }
        )
        self._set(lead, "create_date", moment)
        return lead

    def _set(self, record, name, value):
        self.env.flush_all()
        self.env.cr.execute(
            f"UPDATE {record._table} SET {name} = %s WHERE id = %s",  # noqa: S608
            [value, record.id],
        )
        record.invalidate_recordset()

    def _value(self, indicator, period=None, **how):
        period = period or self.june
        runs = self.Run._ensure(indicator.sudo(), self.company, [period])
        runs._measure()
        return self._figure(indicator, period, **how).value
