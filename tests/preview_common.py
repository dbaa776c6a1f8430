"""Leads as they lie about, and what enforcement would find of them."""

from odoo.addons.crm_playbook.models.standards.channel import AUTOMATIC
from odoo.addons.crm_playbook.models.standards.playbook_gate import Case, Move

from .standards_common import PHONE, MomentCase

REVENUE = {"field_name": "expected_revenue", "zero_counts": False, "reason": "R"}
PHONES = (False, "n/a", "+34 612 345 678")
CITIES = (False, "Lugo", "Vigo")
REQUIREMENTS = [
    REVENUE,
    {"field_name": "description", "reason": "D"},
    {**PHONE, "only_if": "[('city', '!=', 'Lugo')]"},
    {"kind": "next_step", "reason": "N"},
    {
        "kind": "condition",
        "name": "Cheap",
        "condition": "[('expected_revenue', '<', 900)]",
        "reason": "C",
    },
]


class PreviewCase(MomentCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company_other = cls.env["res.company"].create({"name": "Other company"})
        cls.env.user.company_ids += cls.company_other
        cls.team_two = cls.env["crm.team"].create({"name": "Two"})
        # The second team has no stage Proposal.
        (cls.begin | cls.middle | cls.won).team_ids += cls.team_two

    @classmethod
    def _make_customers(cls, count):
        return cls.env["res.partner"].create(
            [
                {
                    "name": f"Customer {number}",
                    "is_company": number % 2 == 0,
                    "phone": PHONES[number % 3],
                    "city": CITIES[number // 3 % 3],
                }
                for number in range(count)
            ]
        )

    @classmethod
    def _make_leads(cls, count):
        """By SQL, as they lie about in a database that nobody has looked after."""
        customers = cls._make_customers(min(count // 3, 400))
        cls.env.flush_all()
        cls.env.cr.execute(
            """
            INSERT INTO crm_lead (
                create_date, write_date, name, type, active, won_status, probability,
                user_id, team_id, stage_id, partner_id, company_id, expected_revenue,
                description, priority, date_last_stage_update
            )
            SELECT NOW() at time zone 'utc', NOW() at time zone 'utc',
                   'Lead ' || number,
                   CASE WHEN number %% 13 = 0 THEN 'lead' ELSE 'opportunity' END,
                   number %% 17 > 0, 'pending', 10,
                   (%(users)s)[1 + number %% 4], (%(teams)s)[1 + number %% 3],
                   (%(stages)s)[1 + number %% 5],
                   (%(customers)s)[1 + number %% %(known)s],
                   (%(companies)s)[1 + number %% 7],
                   CASE (number / 15) %% 3
                        WHEN 0 THEN NULL WHEN 1 THEN 0 ELSE number END,
                   CASE (number / 15) %% 5 WHEN 0 THEN NULL WHEN 1 THEN '<p><br></p>'
                        WHEN 2 THEN 'n/a' ELSE '<p>Wants chairs</p>' END,
                   '0', NOW() at time zone 'utc'
              FROM generate_series(1, %(count)s) number
            """,
            {
                "count": count,
                "users": [cls.salesperson.id, cls.colleague.id, cls.manager.id, None],
                "teams": [cls.team.id, cls.team_two.id, None],
                "stages": [*cls.stages.ids, None],
                "customers": [*customers.ids, None],
                "known": len(customers) + 1,
                "companies": [None, None, *[cls.env.company.id] * 3]
                + [cls.company_other.id] * 2,
            },
        )
        cls.env.invalidate_all()

    def _get_expected(self, procedure):
        """From each requirement to the ids of what enforcement finds missing, asked as
        if each open opportunity went where it may go next.
        """
        found = {}
        domain = [("type", "=", "opportunity"), ("won_status", "=", "pending")]
        leads = self.env["crm.lead"].search(domain)
        for group in leads.grouped(lambda each: (each.stage_id, each.team_id)).values():
            for following in group[:1]._get_following() if group[:1].stage_id else ():
                cases = group._get_stage_cases(group[:1].stage_id, following)
                cases += [Case("won", group)] if following.is_won else []
                self._add_expected(found, procedure, cases)
        self._add_converted(found, procedure)
        return found

    def _add_expected(self, found, procedure, cases):
        gate = self.env["playbook.gate"]
        for each in gate._find_shortfalls(cases, AUTOMATIC, Move("stage", "")):
            if each.requirement.procedure_id == procedure:
                ids = found.setdefault(each.requirement.id, set())
                ids.update(each.records.ids)

    def _add_converted(self, found, procedure):
        """As if each open lead became an opportunity, in its stage."""
        leads = self.env["crm.lead"]
        if leads._uses_leads():
            domain = [("type", "=", "lead"), ("won_status", "=", "pending")]
            leads = leads.search(domain)
        for group in leads.grouped(lambda each: (each.stage_id, each.team_id)).values():
            lead = group[:1]
            stage = lead.stage_id or lead._stage_find(team_id=lead.team_id.id)
            self._add_expected(
                found, procedure, group._get_stage_cases(stage.browse(), stage)
            )

    def _assert_previewed(self, procedure):
        expected = self._get_expected(procedure)
        for requirement in procedure.requirement_ids:
            ids = procedure._find_short_ids("crm.lead", "requirement", requirement.id)
            self.assertEqual(
                set(ids), expected.get(requirement.id, set()), requirement.label
            )
        everything = set().union(*expected.values())
        self.assertEqual(set(procedure._find_short_ids("crm.lead")), everything)
        (impact,) = procedure._preview()
        self.assertEqual(impact.short, len(everything))
        for groups in impact.groups.values():
            totals = [sum(column) for column in zip(*groups.values(), strict=True)]
            self.assertEqual(totals, [impact.total, impact.short])
        return everything
