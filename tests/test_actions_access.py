"""Who sees which actions that stand for no lead: the others are in the matrix."""

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from . import access_matrix as matrix
from .matrix_common import REFUSALS, MatrixCommon

OWN = {"mine", "my_customers"}
TEAM = OWN | {"colleagues", "colleagues_customers"}
SERVED = {"mine", "served", "nobodys"}
HERE = {
    *("mine", "my_customers", "colleagues", "colleagues_customers", "others"),
    *("served", "served_by_colleague", "nobodys", "no_customer"),
}
VISIBLE = {
    "sales_own": OWN,
    "sales_team": TEAM,
    "sales_all": HERE,
    "marketing": HERE,
    "service_own": SERVED,
    "service_team": SERVED | {"served_by_colleague"},
    "service_all": HERE - {"no_customer"},
    "sales_management": HERE,
}


@tagged("post_install", "-at_install")
class TestActionsAccess(MatrixCommon):
    wanted = {"other_team"}

    def _rows(self, holder):
        """Rows of customers, as ``holder`` would name them."""
        me, other, colleague = (
            self.holders[holder],
            self.user_other_team,
            self.colleague,
        )
        none = self.env["res.users"]
        described = {
            # By whom, whose customer it is, who looks after them.
            "mine": (me, other, other),
            "my_customers": (other, me, other),
            "colleagues": (colleague, other, other),
            "colleagues_customers": (other, colleague, other),
            "others": (other, other, other),
            "served": (other, other, me),
            "served_by_colleague": (other, other, colleague),
            "nobodys": (other, other, none),
        }
        rows = {}
        for label, (user, seller, server) in described.items():
            customer = self._create_customer(
                label, user_id=seller.id, service_user_id=server.id
            )
            rows[label] = self._make_row(label, user, customer)
        nobody = self.env["res.partner"]
        rows["no_customer"] = self._make_row("no_customer", other, nobody)
        rows["other_company"] = self._make_row(
            "other_company", me, nobody, company_id=self.company_other.id
        )
        return rows

    def _make_row(self, name, user, customer, **values):
        return self.env["playbook.action"].create(
            {
                "name": name,
                "user_id": user.id,
                "partner_id": customer.id,
                "commercial_partner_id": customer.commercial_partner_id.id,
                "date_done": fields.Datetime.now(),
                **values,
            }
        )

    def test_rows_of_customers(self):
        for holder in matrix.HOLDERS:
            with self.subTest(holder), self._undone():
                rows = self._rows(holder)
                self.env.flush_all()
                self.env.invalidate_all()
                self._check_seen(holder, rows, VISIBLE.get(holder, set()))

    def _check_seen(self, holder, rows, expected):
        Action = self._as(holder, "playbook.action")
        domain = [("id", "in", [row.id for row in rows.values()])]
        found = self._get(Action.search, domain, nothing=Action).ids
        counted = self._get(Action.search_count, domain, nothing=0)
        groups = self._get(Action._read_group, domain, [], ["__count"], nothing=())
        self.assertEqual(
            {label for label, row in rows.items() if row.id in found}, expected
        )
        self.assertEqual(counted, len(expected))
        self.assertEqual(sum(count for (count,) in groups), len(expected))
        read = {
            label
            for label, row in rows.items()
            if self._get(row.with_env(Action.env).read, ["note", "user_id"])
        }
        self.assertEqual(read, expected)

    def test_a_row_of_a_lead_is_not_seen_for_its_customer(self):
        """Who is responsible for the customer of somebody else's lead reads no lead."""
        for holder in ("sales_own", "sales_team"):
            user = self.holders[holder]
            customer = self._create_customer("Mine", user_id=user.id)
            lead = self._create_lead(
                customer, user_id=self.user_other_team.id, team_id=self.team_other.id
            )
            row = self._make_row("x", user, customer, lead_id=lead.id)
            self.env.flush_all()
            self.env.invalidate_all()
            Action = self._as(holder, "playbook.action")
            self.assertFalse(Action.search([("id", "=", row.id)]))
            with mute_logger(*REFUSALS), self.assertRaises(AccessError):
                row.with_user(user).read(["note"])
            # A way back: what no lead hides any more.
            lead.unlink()
            self.env.invalidate_all()
            self.assertTrue(Action.search([("id", "=", row.id)]))

    def test_contacts_of_a_customer_count_as_the_customer(self):
        user = self.holders["sales_own"]
        customer = self._create_customer("Mine", user_id=user.id)
        contact = self._create_contact(customer, user_id=False)
        row = self._make_row("x", self.user_other_team, contact)
        self.env.flush_all()
        self.env.invalidate_all()
        Action = self._as("sales_own", "playbook.action")
        self.assertIn(row, Action.search([]))

    def test_a_lead_that_is_lost_keeps_its_rows_readable(self):
        user = self.holders["sales_own"]
        lead = self._create_lead(user_id=user.id)
        row = self._make_row("x", user, self.env["res.partner"], lead_id=lead.id)
        lead.action_set_lost()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertIn(row, self._as("sales_own", "playbook.action").search([]))
        self.assertTrue(row.with_user(user).read(["note"]))

    def test_usage_is_a_number_that_opens_only_what_one_reads(self):
        """Whoever configures learns how many there are, and nothing else of them."""
        outcome = self.env["playbook.outcome"].create({"name": "Counted"})
        user = self.holders["sales_own"]
        nobody = self.env["res.partner"]
        self._make_row("x", user, nobody, outcome_id=outcome.id)
        self._make_row("y", self.user_other_team, nobody, outcome_id=outcome.id)
        for holder, opened in (("sales_own", 1), ("sales_all", 2), ("configurator", 0)):
            with self.subTest(holder):
                self.env.invalidate_all()
                mine = outcome.with_user(self.holders[holder])
                self.assertEqual(mine.usage_count, 2)
                action = mine.action_open_actions()
                Action = self._as(holder, "playbook.action")
                self.assertEqual(Action.search_count(action["domain"]), opened)
