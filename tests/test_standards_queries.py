"""What stage requirements cost: nothing on saving, a constant for a batch."""

from odoo.fields import Command
from odoo.tests import tagged

from .standards_common import StandardsCase

REQUIREMENTS = [
    {"field_name": "expected_revenue", "zero_counts": False},
    {"field_name": "description"},
    {"model": "res.partner", "field_name": "phone"},
    {"kind": "next_step"},
    {"kind": "action"},
    {"kind": "condition", "name": "C", "condition": "[('team_id.name', '!=', 'x')]"},
]


@tagged("post_install", "-at_install")
class TestQueries(StandardsCase):
    def _count(self, act):
        self.env.flush_all()
        self.env.invalidate_all()
        # An environment knows its time zone for as long as Python keeps it: by chance.
        (self.salesperson | self.env.user).mapped("tz")
        before = self.cr.sql_log_count
        act()
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def _make_leads(self, count, **vals):
        partners = self.env["res.partner"].create(
            [{"name": f"Customer {number}"} for number in range(count)]
        )
        leads = self.env["crm.lead"]
        for partner in partners:
            leads |= self._make_lead(partner_id=partner.id, **vals)
        return leads.with_user(self.salesperson)

    def _cost_of_moving(self, count):
        leads = self._make_leads(count)
        return self._count(lambda: leads.write({"stage_id": self.proposal.id}))

    def test_saving_costs_nothing(self):
        lead = self._make_lead()

        def save():
            lead.write({"referred": "x", "description": "<p>Told</p>"})

        save()
        plain = self._count(save)
        self._make_procedure(requirements=REQUIREMENTS)
        self._make_procedure("customer", requirements=[REQUIREMENTS[2]])
        save()
        self.assertEqual(self._count(save), plain)

    def test_moving_many_costs_as_much_as_a_few(self):
        self._make_procedure(state="warn", requirements=REQUIREMENTS)
        self._make_procedure(
            "stage_left",
            state="observe",
            requirements=REQUIREMENTS,
            stage_ids=[Command.set(self.begin.ids)],
        )
        self._cost_of_moving(3)
        few, many = self._cost_of_moving(3), self._cost_of_moving(30)
        self.assertLessEqual(many, few + 1)

    def test_moving_where_nothing_is_asked(self):
        """In force, but not of this stage: no query more."""
        self._cost_of_moving(3)
        plain = self._cost_of_moving(3)
        self._make_procedure(
            stage_ids=[Command.set(self.final.ids)], requirements=REQUIREMENTS
        )
        self._cost_of_moving(3)
        self.assertEqual(self._cost_of_moving(3), plain)

    def test_checking_a_thousand(self):
        procedure = self._make_procedure(state="observe", requirements=REQUIREMENTS)
        leads = self.env["crm.lead"].create(
            [
                {
                    "name": f"Lead {number}",
                    "type": "opportunity",
                    "team_id": self.team.id,
                    "partner_id": self.customer.id,
                }
                for number in range(1000)
            ]
        )
        definition = self.Procedure._get_definitions()["stage_entered"][0]
        self.assertEqual(definition.id, procedure.id)
        gate = self.env["playbook.gate"]
        few = self._count(lambda: gate._find_shortfalls_of(definition, leads[:10]))
        many = self._count(lambda: gate._find_shortfalls_of(definition, leads))
        self.assertLessEqual(many, few)

    def test_my_day(self):
        self._make_procedure(state="warn", requirements=REQUIREMENTS)
        day = self.env["playbook.day"].with_user(self.salesperson)

        def cost(count):
            self.env["playbook.finding"].search([]).unlink()
            self._make_leads(count).write({"stage_id": self.proposal.id})
            return self._count(day._lines_finding)

        cost(3)
        few, many = cost(3), cost(30)
        self.assertLessEqual(many, few + 1)

    def test_asking_for_many(self):
        self._make_procedure(requirements=REQUIREMENTS)

        def cost(count):
            leads = self._make_leads(count)
            values = {"kind": "stage", "to_stage_id": self.proposal.id}
            return self._count(lambda: leads._describe_missing(values))

        cost(3)
        few, many = cost(3), cost(30)
        self.assertLessEqual(many, few + 1)

    def test_creating_customers(self):
        self._make_procedure("customer", state="warn", requirements=[REQUIREMENTS[2]])
        Partner = self.env["res.partner"].with_user(self.salesperson)

        def cost(count):
            return self._count(
                lambda: Partner.create(
                    [{"name": f"P{n}", "is_prospect": True} for n in range(count)]
                )
            )

        cost(3)
        few, many = cost(3), cost(30)
        self.assertLessEqual(many, few + 1)
