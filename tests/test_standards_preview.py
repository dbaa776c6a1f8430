"""What a procedure would do, shown before it does it: the same as it then does."""

import random

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.crm_playbook.models.standards.channel import AUTOMATIC
from odoo.addons.crm_playbook.models.standards.gate_error import PlaybookGateError
from odoo.addons.crm_playbook.models.standards.playbook_gate import Case, Move

from .common import FULL, PROFILE_GROUPS
from .standards_common import PHONE, MomentCase

REVENUE = {"field_name": "expected_revenue", "zero_counts": False, "reason": "R"}
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
        rng = random.Random(7)
        return cls.env["res.partner"].create(
            [
                {
                    "name": f"Customer {number}",
                    "is_company": rng.random() < 0.5,
                    "phone": rng.choice((False, "n/a", "+34 612 345 678")),
                    "city": rng.choice((False, "Lugo", "Vigo")),
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
                   'Lead ' || number, 'opportunity', number %% 17 > 0, 'pending', 10,
                   (%(users)s)[1 + number %% 4], (%(teams)s)[1 + number %% 3],
                   (%(stages)s)[1 + number %% 5], (%(customers)s)[1 + number %% %(known)s],
                   (%(companies)s)[1 + number %% 7],
                   CASE (number / 15) %% 3 WHEN 0 THEN NULL WHEN 1 THEN 0 ELSE number END,
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
        gate, found = self.env["playbook.gate"], {}
        domain = [("type", "=", "opportunity"), ("won_status", "=", "pending")]
        leads = self.env["crm.lead"].search(domain)
        for group in leads.grouped(lambda each: (each.stage_id, each.team_id)).values():
            for following in group[:1]._get_following() if group[:1].stage_id else ():
                cases = group._get_stage_cases(group[:1].stage_id, following)
                cases += [Case("won", group)] if following.is_won else []
                for each in gate._find_shortfalls(cases, AUTOMATIC, Move("stage", "")):
                    if each.requirement.procedure_id == procedure:
                        ids = found.setdefault(each.requirement.id, set())
                        ids.update(each.records.ids)
        return found

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


@tagged("post_install", "-at_install")
class TestPreviewSets(PreviewCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._make_leads(300)

    def _make(self, moment="stage_entered", **vals):
        vals.setdefault("requirements", REQUIREMENTS)
        return self._make_procedure(moment, state="observe", **vals)

    def test_stage_entered(self):
        self.assertTrue(self._assert_previewed(self._make()))

    def test_stage_left_and_won(self):
        for moment in ("stage_left", "won"):
            with self.subTest(moment=moment):
                self.assertTrue(self._assert_previewed(self._make(moment)))

    def test_whom_it_is_for(self):
        profiles = self.env.ref("crm_playbook.profile_sales")
        procedure = self._make(profile_ids=[Command.set(profiles.ids)])
        short = self._assert_previewed(procedure)
        people = self.env["crm.lead"].browse(short).user_id
        self.assertIn(self.salesperson, people)
        self.assertNotIn(self.manager, people)

    def test_company_kind_and_condition(self):
        for vals in (
            {"company_id": self.env.company.id},
            {"customer_kind": "companies"},
            {"customer_kind": "people"},
            {"domain": "[('partner_id.city', '=', 'Vigo')]"},
        ):
            with self.subTest(**vals):
                self.assertTrue(self._assert_previewed(self._make(**vals)))

    def test_stages_that_are_skipped(self):
        """From Begin they go to Final or are won: past Proposal."""
        self.begin.next_stage_ids = self.final | self.won
        short = self._assert_previewed(self._make())
        self.assertIn(self.begin, self.env["crm.lead"].browse(short).stage_id)
        procedure = self._make(also_when_skipped=False)
        short = self._assert_previewed(procedure)
        self.assertNotIn(self.begin, self.env["crm.lead"].browse(short).stage_id)

    def test_other_companies_are_not_counted(self):
        procedure = self._make(requirements=[REVENUE])
        one, two = self.env.company, self.company_other
        manager = new_test_user(
            *(self.env, "pv_manager", PROFILE_GROUPS["sales_management"]),
            company_id=two.id,
            company_ids=[Command.set(two.ids)],
        )
        ids = procedure.with_user(manager)._find_short_ids("crm.lead")
        companies = self.env["crm.lead"].browse(ids).mapped("company_id")
        self.assertEqual(companies, two)
        ids = procedure._find_short_ids("crm.lead")
        self.assertIn(one, self.env["crm.lead"].browse(ids).company_id)

    def test_real_moves(self):
        """What is said to be stopped is stopped, and nothing else."""
        procedure = self._make(requirements=REQUIREMENTS[:2])
        said = self._assert_previewed(procedure)
        procedure.state = "enforce"
        leads = self.env["crm.lead"].search(
            [
                ("stage_id", "=", self.middle.id),
                ("team_id", "=", self.team.id),
                ("company_id", "in", [self.env.company.id, False]),
            ]
        )
        leads.user_id = self.salesperson
        stopped = self.env["crm.lead"]
        for lead in leads:
            try:
                with self.cr.savepoint():
                    lead.with_user(self.salesperson).stage_id = self.proposal
            except PlaybookGateError:
                stopped |= lead
        self.assertEqual(set(stopped.ids), set(leads.ids) & said)
        self.assertTrue(0 < len(stopped) < len(leads))

    def test_a_constant_number_of_queries(self):
        procedure = self._make()
        procedure._preview()
        counts = []
        for _round in range(2):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            procedure._preview()
            counts.append(self.cr.sql_log_count - before)
            self._make_leads(90)
        self.assertLessEqual(counts[1], counts[0])
        self.assertLess(counts[0], 25)

    if FULL:

        def test_fifty_thousand(self):
            self._make_leads(50_000)
            for moment in ("stage_entered", "stage_left", "won"):
                with self.subTest(moment=moment):
                    short = self._assert_previewed(self._make(moment))
                    self.assertGreater(len(short), 1000)


@tagged("post_install", "-at_install")
class TestPreview(PreviewCase):
    def _open(self, procedure, state="enforce", user=None):
        own = procedure.with_user(user or self.manager)
        action = own._open_impact(state)
        return self.env[action["res_model"]].with_user(own.env.user).browse(
            action["res_id"]
        )

    def test_dialog(self):
        for number in range(4):
            self._make_lead(stage_id=self.middle.id, name=f"Chairs {number}")
        self._make_lead(stage_id=self.middle.id, expected_revenue=50)
        self._make_lead(stage_id=self.begin.id)
        procedure = self._make_procedure(state="warn")
        impact = self._open(procedure)
        self.assertEqual(
            (impact.total_count, impact.short_count, impact.blocked_count), (5, 4, 4)
        )
        self.assertEqual(
            impact.sentence,
            "4 of 5 open opportunities that come to “Proposal” next could not go on "
            "today.",
        )
        person = impact.person_line_ids
        self.assertEqual(
            (person.name, person.short_count, person.share), ("Sam Sales", 4, 80)
        )
        self.assertEqual(impact.stage_line_ids.name, "Middle")
        self.assertFalse(impact.segment_line_ids)
        self.assertEqual(impact.requirement_line_ids.name, "Expected Revenue")
        self.assertFalse(impact.unfulfilled or impact.problem)
        action = person.action_open()
        found = self.env[action["res_model"]].with_user(self.manager)
        self.assertEqual(len(found.search(action["domain"])), 4)
        impact.action_go()
        self.assertEqual(procedure.state, "enforce")

    def test_lists_are_of_ones_own(self):
        self._make_lead(stage_id=self.middle.id)
        procedure = self._make_procedure(state="warn")
        action = self._open(procedure).requirement_line_ids.action_open()
        own = self.env["crm.lead"].with_user(self.colleague)
        self.assertFalse(own.search(action["domain"]))

    def test_who_may_not_change_it_is_told_nothing(self):
        self._make_lead(stage_id=self.middle.id)
        procedure = self._make_procedure(state="warn")
        with self.assertRaises(AccessError):
            self._open(procedure, user=self.salesperson)
        impact = self._open(procedure)
        with self.assertRaises(AccessError):
            impact.requirement_line_ids.with_user(self.salesperson).action_open()

    def test_grace_is_no_stop(self):
        self._make_lead(stage_id=self.middle.id)
        procedure = self._make_procedure(requirements=[{**REVENUE, "grace_days": 3}])
        impact = self._open(procedure)
        self.assertEqual((impact.short_count, impact.blocked_count), (1, 0))
        self.assertIn("1 more", impact.further)
        self.assertIn("a point to fix", self._open(procedure, "warn").sentence)
        self.assertIn("would fall short", self._open(procedure, "observe").sentence)

    def test_nobody_fulfils_it(self):
        for number in range(10):
            self._make_lead(stage_id=self.middle.id, name=f"Chairs {number}")
        impact = self._open(self._make_procedure(state="warn"))
        self.assertIn("0 of 10", impact.unfulfilled)

    def test_nothing_is_concerned(self):
        impact = self._open(self._make_procedure(state="observe"), "warn")
        self.assertIn("Nothing is concerned", impact.sentence)

    def test_a_field_that_is_gone(self):
        self._make_lead(stage_id=self.middle.id)
        procedure = self._make_procedure(requirements=[REVENUE], state="draft")
        self.env.flush_all()
        self.cr.execute(
            "UPDATE playbook_requirement SET field_name = 'x_gone' WHERE id = %s",
            [procedure.requirement_ids.id],
        )
        self.env.invalidate_all()
        impact = self._open(procedure, "observe")
        self.assertIn("x_gone", impact.problem)
        self.assertEqual(impact.short_count, 0)

    def test_a_condition_that_is_none_any_more(self):
        self._make_lead(stage_id=self.middle.id)
        procedure = self._make_procedure(state="draft")
        self.env.flush_all()
        self.cr.execute(
            "UPDATE playbook_procedure SET domain = '[(\"x_gone\", \"=\", 1)]' "
            "WHERE id = %s",
            [procedure.id],
        )
        self.env.invalidate_all()
        impact = self._open(procedure, "observe")
        self.assertTrue(impact.problem)
        self.assertEqual(impact.total_count, 0)

    def _count(self, moment, requirement, **vals):
        """How much a procedure would be asked of, and fall short of it."""
        procedure = self._make_procedure(
            moment, state="draft", requirements=[requirement], **vals
        )
        impact = self._open(procedure, "observe")
        return impact.total_count, impact.short_count

    def test_records_that_are_there(self):
        phone, email = PHONE, {**PHONE, "field_name": "email"}
        customers = self._count("customer", phone)
        contacts = self._count("contact", email)
        leads = self._count("lead", REVENUE)
        new = self.env["res.partner"].create(
            {"name": "New", "is_company": True, "is_prospect": True}
        )
        self.env["res.partner"].create({"name": "Ann", "parent_id": new.id})
        first = self.env["crm.stage"].search([("fold", "=", False)], limit=1)
        common = self.env["crm.lead"].create(
            {"name": "Lead", "type": "lead", "team_id": False, "stage_id": first.id}
        )
        self.assertTrue(common.active)
        more = [
            (self._count("customer", phone), customers),
            (self._count("contact", email), contacts),
            (self._count("lead", REVENUE), leads),
        ]
        for (total, short), (total_before, short_before) in more:
            self.assertEqual((total - total_before, short - short_before), (1, 1))

    def test_lost(self):
        before = self._count("lost", REVENUE)
        self._make_lead().sudo().action_set_lost()
        total, short = self._count("lost", REVENUE)
        self.assertEqual((total - before[0], short - before[1]), (1, 1))

    def test_quotations(self):
        requirement = {"model": "sale.order", "field_name": "client_order_ref"}
        moments = ("quotation_sent", "order_confirmed")
        before = [self._count(each, requirement) for each in moments]
        orders = self.env["sale.order"].create(
            [{"partner_id": self.customer.id} for _number in range(3)]
        )
        orders[:1].action_quotation_sent()
        after = [self._count(each, requirement) for each in moments]
        self.assertEqual(
            [total - was for (total, _), (was, _) in zip(after, before, strict=True)],
            [2, 3],
        )

    def test_actions_that_are_planned(self):
        lead = self._make_lead()
        kind = self.env.ref("mail.mail_activity_data_call")
        vals = {"activity_type_ids": [Command.set(kind.ids)]}
        before = self._count("action_done", REVENUE, **vals)
        lead.activity_schedule("mail.mail_activity_data_call")
        order = self.env["sale.order"].create({"partner_id": self.customer.id})
        order.activity_schedule("mail.mail_activity_data_call")
        total, short = self._count("action_done", REVENUE, **vals)
        self.assertEqual((total - before[0], short - before[1]), (2, 1))
