"""My Team in a browser."""

from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from .common import INTERNAL

SALES = f"{INTERNAL},crm_playbook.group_sales"


@tagged("post_install", "-at_install")
class MyTeamTour(HttpCase):
    def test_a_leader_looks_at_the_team(self):
        """From the board to a person, to the deals, and to the sales."""
        person = new_test_user(self.env, "tour_member", groups=SALES, name="Tina Tour")
        leader = new_test_user(
            self.env,
            "tour_leader",
            groups=f"{SALES},crm_playbook.group_sale_salesman_team",
            tour_enabled=False,
        )
        team = self.env["crm.team"].create(
            {
                "name": "Tour team",
                "user_id": leader.id,
                "member_ids": [Command.set(person.ids)],
            }
        )
        planned, _bare = self.env["crm.lead"].create(
            [
                {
                    "name": name,
                    "type": "opportunity",
                    "user_id": person.id,
                    "team_id": team.id,
                    "expected_revenue": 500,
                }
                for name in ("Planned deal", "Bare deal")
            ]
        )
        planned.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=fields.Date.today() - timedelta(days=3),
            user_id=person.id,
        )
        action = self.env.ref("crm_playbook.playbook_team_activity_action")
        self.start_tour(
            f"/odoo/action-{action.id}", "playbook_my_team", login="tour_leader"
        )
