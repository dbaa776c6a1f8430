"""Stage requirements in a browser."""

from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from .common import FULL, INTERNAL

MY_DAY = "/odoo/my-day"


class StandardsTours(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # What else the database holds would stand on the board too.
        cls.env["crm.lead"].search([]).action_archive()
        cls.env["playbook.procedure"].search([]).write({"state": "retired"})
        cls.salesperson, cls.leader = (
            new_test_user(
                cls.env,
                login,
                name=name,
                groups=f"{INTERNAL},crm_playbook.{group}",
                tour_enabled=False,
            )
            for login, name, group in (
                ("tour_standards", "Tour Salesperson", "group_sales"),
                ("tour_leader", "Tour Leader", "group_sale_salesman_team"),
            )
        )
        cls.leader.group_ids = [
            Command.link(cls.env.ref("crm_playbook.group_sales").id)
        ]
        cls.team = cls.env["crm.team"].create(
            {
                "name": "Tour team",
                "sequence": -9,
                "user_id": cls.leader.id,
                "member_ids": [Command.set(cls.salesperson.ids)],
            }
        )
        cls._set_up_stages()
        cls._set_up_leads()

    @classmethod
    def _set_up_leads(cls):
        cls.lead, cls.other = cls.env["crm.lead"].create(
            [
                {
                    "name": f"{name} Tour deal",
                    "type": "opportunity",
                    "user_id": cls.salesperson.id,
                    "team_id": cls.team.id,
                    "stage_id": cls.begin.id,
                }
                for name in ("AAA", "AAB")
            ]
        )

    @classmethod
    def _set_up_stages(cls):
        cls.begin, cls.proposal = cls.env["crm.stage"].create(
            [
                {"name": "Tour begin", "sequence": -9},
                {"name": "Tour proposal", "sequence": -8},
            ]
        )
        cls.env["crm.lost.reason"].create({"name": "Tour reason"})
        requirement = {
            "field_name": "expected_revenue",
            "zero_counts": False,
            "reason": "The forecast is made from it",
        }
        cls.procedure, cls.lost = cls.env["playbook.procedure"].create(
            [
                {
                    "name": name,
                    "moment": moment,
                    "state": "enforce",
                    "stage_ids": stages,
                    "instruction": "<p>Find out what it is worth.</p>",
                    "example": "20 chairs: 4,200 €",
                    "requirement_ids": [Command.create(required)],
                }
                for name, moment, stages, required in (
                    (
                        "Tour standard",
                        "stage_entered",
                        [Command.set(cls.proposal.ids)],
                        requirement,
                    ),
                    (
                        "Tour lost",
                        "lost",
                        [],
                        {"field_name": "lost_reason_id", "reason": "To learn from"},
                    ),
                )
            ]
        )

    def _tour(self, name, path=None, login=None):
        path = path or f"/odoo/crm.lead/{self.lead.id}"
        self.start_tour(path, name, login=login or self.salesperson.login)
        self.env.invalidate_all()

    def _ask(self):
        move = {
            "kind": "stage",
            "ids": self.lead.ids,
            "stage_id": self.proposal.id,
        }
        own = self.env["crm.lead"].with_user(self.salesperson)
        own.playbook_ask_permission(move, {"reason": "They decide today"})


@tagged("post_install", "-at_install")
class TestOnTheDesktop(StandardsTours):
    def test_board(self):
        self._tour("playbook_standards_board", "/odoo/crm")
        self.assertEqual(self.lead.stage_id, self.proposal)
        self.assertEqual(self.lead.expected_revenue, 1200)
        stay = self.lead.transition_ids.sorted("id")[-1:]
        self.assertEqual(stay.channel, "screen")

    def test_form(self):
        self._tour("playbook_standards_form")
        self.assertEqual(self.lead.won_status, "lost")
        self.assertEqual(self.lead.lost_reason_id.name, "Tour reason")

    def test_ask_and_allow(self):
        self._tour("playbook_standards_ask")
        self._tour("playbook_standards_allow", MY_DAY, self.leader.login)
        self.assertEqual(self.lead.stage_id, self.proposal)

    if FULL:

        def test_list(self):
            action = self.env.ref("crm.crm_lead_action_pipeline")
            self._tour(
                "playbook_standards_list", f"/odoo/action-{action.id}?view_type=list"
            )
            both = self.lead | self.other
            self.assertEqual(both.stage_id, self.proposal)
            self.assertEqual(both.mapped("expected_revenue"), [50, 50])

        def test_fix(self):
            self.procedure.state = "warn"
            self.lead.with_user(self.salesperson).stage_id = self.proposal
            self._tour("playbook_standards_fix", MY_DAY)
            self.assertEqual(self.lead.expected_revenue, 700)


@tagged("post_install", "-at_install")
class TestOnThePhone(StandardsTours):
    browser_size = "390x844"
    touch_enabled = True

    def test_form(self):
        self._tour("playbook_standards_phone")
        self.assertEqual(self.lead.stage_id, self.proposal)
        self.assertEqual(self.lead.expected_revenue, 300)

    if FULL:

        def test_allow(self):
            self._ask()
            self._tour("playbook_standards_allow", MY_DAY, self.leader.login)
            self.assertEqual(self.lead.stage_id, self.proposal)
