"""What a procedure would do is what it then does: set-based, the same domains."""

import logging
import time

from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.crm_playbook.models.standards.gate_error import PlaybookGateError

from .common import FULL, PROFILE_GROUPS
from .preview_common import REQUIREMENTS, REVENUE, PreviewCase

_logger = logging.getLogger(__name__)


@tagged("post_install", "-at_install")
class TestPreviewSets(PreviewCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.ref("base.group_user").implied_ids += cls.env.ref("crm.group_use_lead")
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

    def test_leads_that_are_converted(self):
        """What a lead meets when it becomes an opportunity is said before."""
        procedure = self._make(
            requirements=[REVENUE], stage_ids=[Command.set(self.begin.ids)]
        )
        said = self._assert_previewed(procedure)
        leads = (
            self.env["crm.lead"]
            .browse(said)
            .filtered(lambda lead: lead.type == "lead" and lead.stage_id == self.begin)
        )
        self.assertTrue(leads)
        procedure.state = "enforce"
        leads[:1].user_id = self.salesperson
        with self.assertRaises(PlaybookGateError), self.cr.savepoint():
            leads[:1].with_user(self.salesperson).convert_opportunity(False)
        self.env.ref("base.group_user").implied_ids -= self.env.ref(
            "crm.group_use_lead"
        )
        self.assertNotIn(leads[0].id, procedure._find_short_ids("crm.lead"))

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
                ("type", "=", "opportunity"),
                ("stage_id", "=", self.middle.id),
                ("team_id", "=", self.team.id),
                ("company_id", "in", [self.env.company.id, False]),
            ]
        )
        leads.user_id = self.salesperson
        stopped = leads.filtered(lambda lead: not self._goes_on(lead))
        self.assertEqual(set(stopped.ids), set(leads.ids) & said)
        self.assertTrue(0 < len(stopped) < len(leads))

    def _goes_on(self, lead):
        try:
            with self.cr.savepoint():
                lead.with_user(self.salesperson).stage_id = self.proposal
        except PlaybookGateError:
            return False
        return True

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
                    procedure = self._make(moment)
                    short = self._assert_previewed(procedure)
                    self.assertGreater(len(short), 1000)
                    started = time.monotonic()
                    procedure._preview()
                    seconds = time.monotonic() - started
                    _logger.info("%s: %s short, %.2f s", moment, len(short), seconds)
                    self.assertLess(seconds, 10)
