from datetime import datetime

from freezegun import freeze_time

from odoo.fields import Command

from .standards_common import MomentCase

CRON = "crm_playbook.ir_cron_measure_promises"


def at(text):
    return datetime.fromisoformat(f"2026-{text}")


class PromiseCase(MomentCase):
    """A procedure that promises an answer within four hours, of a company that works
    from 8 to 17 with an hour for lunch, Monday to Friday, in Madrid.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.ref("base.group_user")._apply_group(cls.env.ref("crm.group_use_lead"))
        hours = ((8, 12, "morning"), (13, 17, "afternoon"))
        cls.calendar = cls.env["resource.calendar"].create(
            {
                "name": "Madrid",
                "tz": "Europe/Madrid",
                "attendance_ids": [Command.clear()]
                + [
                    Command.create(
                        {
                            "name": f"{day} {begin}",
                            "dayofweek": str(day),
                            "hour_from": begin,
                            "hour_to": end,
                            "day_period": period,
                        }
                    )
                    for day in range(5)
                    for begin, end, period in hours
                ],
            }
        )
        cls.env.company.resource_calendar_id = cls.calendar
        cls.salesperson.tz = "Europe/Madrid"
        cls.Keeping = cls.env["playbook.promise.keeping"]

    def _promise(self, moment="lead", **vals):
        vals = {
            "state": "warn",
            "promise": "Answer within 4 working hours",
            "promise_hours": 4,
            "requirements": [{"kind": "action", "grace_days": 1, "reason": "So"}],
            **vals,
        }
        procedure = self._make_procedure(moment, **vals)
        if procedure.promise_since:
            procedure.promise_since = "2026-01-01 00:00:00"
        return procedure

    def _receive(self, when="2026-03-05 10:00:00", **vals):
        """A lead that comes in at a moment, in UTC."""
        lead = self._make_lead(type="lead", **vals).sudo()
        self.env.flush_all()
        self.cr.execute(
            "UPDATE crm_lead SET create_date = %s WHERE id = %s", (when, lead.id)
        )
        self.env.invalidate_all()
        return lead

    def _act(self, lead, when, **vals):
        """Something that was done with the customer."""
        return self.env["playbook.action"].create(
            {
                "name": "Call",
                "lead_id": lead.id,
                "commercial_partner_id": lead.partner_id.id,
                "channel": "call",
                "date_done": when,
                **vals,
            }
        )

    def _measure(self, when="2026-03-10 10:00:00"):
        self.env.flush_all()
        with freeze_time(when), self.enter_registry_test_mode():
            self.env.ref(CRON).method_direct_trigger()
        self.env.invalidate_all()

    def _keeping(self, lead):
        return self.Keeping.search([("lead_id", "=", lead.id)])
