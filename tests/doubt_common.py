"""A requirement that is enforced, and salespeople who answer it."""

from datetime import datetime

from odoo import fields

from .standards_common import MomentCase

REVENUE = {"field_name": "expected_revenue", "zero_counts": False, "reason": "R"}
# A Wednesday: the third working day after it is the Monday.
WEDNESDAY, FRIDAY, MONDAY, TUESDAY = (
    datetime(2027, 3, day, 10) for day in (3, 5, 8, 9)
)


class DoubtCase(MomentCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Doubt = cls.env["playbook.doubt"]
        cls.procedure = cls._make_procedure(
            requirements=[REVENUE], user_id=cls.leader.id
        )
        cls.procedure.date_enforced = "2027-02-01"
        cls.requirement = cls.procedure.requirement_ids

    def setUp(self):
        super().setUp()
        cron = type(self.env["ir.cron"])
        self.patch(cron, "_commit_progress", lambda *_args, **_kwargs: 60)

    def _answer_all(self, values, name="expected_revenue", partner=None):
        """As salespeople do: fill it in, and go on; each for a customer of its own."""
        partners = partner or self.env["res.partner"].create(
            [{"name": f"Customer {number}"} for number, _each in enumerate(values)]
        )
        leads = (
            self.env["crm.lead"]
            .with_user(self.salesperson)
            .create(
                [
                    {
                        "name": f"Chairs {number}",
                        "type": "opportunity",
                        "team_id": self.team.id,
                        "stage_id": self.begin.id,
                        "partner_id": partners[number % len(partners)].id,
                        "company_id": self.procedure.company_id.id,
                        name: value,
                    }
                    for number, value in enumerate(values)
                ]
            )
        )
        leads.write({"stage_id": self.proposal.id})
        stays = self.env["playbook.transition"].search([("lead_id", "in", leads.ids)])
        # The database has a clock of its own.
        stays.write({"date": fields.Datetime.now()})
        self.env.flush_all()
        return leads

    def _watch(self):
        self.Doubt._cron_watch()
        return self.Doubt.search([("requirement_id", "in", self.requirement.ids)])

    def _get_lines(self, source, user):
        lines = self.env["playbook.day"].with_user(user).get_my_day()["lines"]
        return [line for line in lines if line["source"] == source]
