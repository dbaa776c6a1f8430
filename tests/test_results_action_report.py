"""What came of actions, down to revenue: definitions, an oracle, and rights."""

import random
from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import SQL

from .sources_common import SourcesCommon

MODEL = "playbook.action.report"
START = datetime(2026, 1, 1, 9)


def day(number):
    return START + timedelta(days=number)


@tagged("post_install", "-at_install")
class TestActionReport(SourcesCommon):
    def _row(self, action, user=None):
        return self._rows(MODEL, [("customer_action_id", "=", action.id)], user)

    def test_revenue_is_divided_among_the_actions_before(self):
        deal = self._deal(expected_revenue=90)
        before = [self._action(self.user_sales, day(n), deal) for n in (1, 2)]
        before.append(self._action(self.user_other_team, day(10), deal))
        after = self._action(self.user_sales, day(20), deal)
        cancelled = self._action(self.user_sales, day(3), deal, state="cancelled")
        self._win(deal, day(10))
        self.assertEqual([self._row(each).won_amount for each in before], [30] * 3)
        self.assertEqual([self._row(each).won_rate for each in before], [100] * 3)
        self.assertEqual(self._row(after).won_amount, 0)
        self.assertFalse(self._row(cancelled))
        order = self._create_order(self.customer, price=150, opportunity_id=deal.id)
        self._confirm(order)
        self.assertEqual(self._row(before[0]).won_amount, 50)

    def test_an_action_on_a_customer_leads_to_the_deals_that_follow(self):
        contact = self._create_contact(self.customer)
        early = self._action(self.user_sales, day(0), partner=contact)
        near = self._action(self.user_sales, day(60), partner=contact)
        late = self._action(self.user_sales, day(102), partner=contact)
        deal = self._deal(expected_revenue=80)
        self._set(deal, create_date=day(100))
        rows = [self._row(each) for each in (early, near, late)]
        self.assertEqual([row.opportunity_rate for row in rows], [0, 100, 0])
        self._win(deal, day(110))
        rows = [self._row(each) for each in (early, near, late)]
        self.assertEqual([row.won_amount for row in rows], [0, 80, 0])

    def test_leads_that_are_converted(self):
        lead = self._deal(type="lead")
        action = self._action(self.user_sales, day(0), lead)
        self.assertEqual(self._value(action, "opportunity_rate"), 0)
        lead.type = "opportunity"
        self._set(lead, date_conversion=day(5))
        self.assertEqual(self._value(action, "opportunity_rate"), 100)
        later = self._action(self.user_sales, day(6), lead)
        self.assertIsNone(self._value(later, "opportunity_rate"))
        self.assertIsNone(self._value(later, "won_rate"))
        self._lose(lead, day(7))
        self.assertEqual(self._value(later, "won_rate"), 0)
        self._set(lead, date_conversion=day(200))
        self.assertEqual(self._value(action, "opportunity_rate"), 0)

    def test_what_is_young_has_not_failed_yet(self):
        contact = self._create_contact(self.customer)
        with freeze_time(day(120)):
            young = self._action(self.user_sales, day(40), partner=contact)
            over = self._action(self.user_sales, day(29), partner=contact)
            self.assertIsNone(self._value(young, "opportunity_rate"))
            self.assertEqual(self._value(over, "opportunity_rate"), 0)
            self._set(self._deal(), create_date=day(45))
            self.assertIsNone(self._value(young, "opportunity_rate"))
        with freeze_time(day(131)):
            self.assertEqual(self._value(young, "opportunity_rate"), 100)

    def test_what_came_after_the_decision_shares_nothing(self):
        deal = self._deal(expected_revenue=90)
        self._set(deal, create_date=day(1))
        self._win_and_archive(deal, day(10), day(80))
        before = self._action(self.user_sales, day(5), deal)
        after = self._action(self.user_sales, day(40), deal)
        self.assertEqual(self._row(before).won_amount, 90)
        self.assertEqual(self._row(after).won_amount, 0)

    def _value(self, action, name):
        """As SQL tells it: None is no number."""
        self.env.flush_all()
        table = self.env[MODEL]._table_query
        self.env.cr.execute(SQL("SELECT * FROM (%s) t WHERE id = %s", table, action.id))
        (row,) = self.env.cr.dictfetchall()
        return row[name]

    def _make_random(self):
        """Deals with when they began, and actions."""
        rng = random.Random(13)  # noqa: S311 - no secret
        customers = [self._create_customer(f"R{number}") for number in range(4)]
        deals, actions = [], []
        for number in range(25):
            deal = self._deal(
                partner=rng.choice(customers), expected_revenue=rng.randint(1, 900)
            )
            begun = day(rng.randint(0, 200))
            deals.append((deal, begun))
            self._set(deal, create_date=begun)
            ended = begun + timedelta(days=rng.randint(1, 60), hours=number)
            if rng.random() < 0.5:
                self._win(deal, ended)
            elif rng.random() < 0.5:
                self._lose(deal, ended)
        for number in range(60):
            at = day(rng.randint(0, 260)) + timedelta(minutes=7 * number)
            of_deal = rng.random() < 0.5
            about = (
                {"lead": rng.choice(deals)[0]}
                if of_deal
                else {"partner": rng.choice(customers)}
            )
            actions.append(self._action(self.user_sales, at, **about))
        self.env.flush_all()
        return deals, actions

    def test_against_a_slow_count_on_random_data(self):
        deals, actions = self._make_random()
        expected = dict.fromkeys(actions, 0)
        total = 0
        for deal, begun in deals:
            own = [each for each in actions if self._belongs(each, deal, begun)]
            if not own or deal.won_status != "won":
                continue
            total += deal.expected_revenue
            for each in own:
                expected[each] += deal.expected_revenue / len(own)
        ids = [each.id for each in actions]
        rows = self._rows(MODEL, [("customer_action_id", "in", ids)])
        found = {row.customer_action_id: row.won_amount for row in rows}
        for each in actions:
            self.assertAlmostEqual(found[each], expected[each], places=2)
        self.assertAlmostEqual(sum(found.values()), total, places=2)
        self.assertTrue(total)

    def _belongs(self, action, deal, begun):
        if action.lead_id:
            closed = deal.date_closed or day(10000)
            return action.lead_id == deal and action.date_done - closed < timedelta(1)
        after = begun - action.date_done
        return action.commercial_partner_id == deal.partner_id and timedelta(
            minutes=-1
        ) <= after <= timedelta(days=90)

    def test_rates_are_of_what_they_can_be_of(self):
        self._action(
            self.user_sales,
            day(1),
            partner=self.customer,
            result="positive",
            positive_rate=100,
        )
        silent = self._action(self.user_sales, day(2), partner=self.customer)
        self._set(silent, positive_rate=None)
        groups = self.env[MODEL].formatted_read_group(
            [("partner_id", "=", self.customer.id)],
            ["user_id"],
            ["positive_rate:avg", "__count"],
        )
        self.assertEqual(groups[0]["positive_rate:avg"], 100)
        self.assertEqual(groups[0]["__count"], 2)

    def test_nobody_sees_a_row_that_they_could_not_open(self):
        hidden = self._deal(self.user_other_team, partner=self._create_customer("X"))
        theirs = self._action(self.user_other_team, day(1), hidden)
        mine = self._action(self.user_sales, day(1), self._deal())
        both = [("customer_action_id", "in", (theirs | mine).ids)]
        for user, seen in (
            (self.user_sales, mine),
            (self.user_leader, mine),
            (self.user_marketing, theirs | mine),
            (self.user_sales_management, theirs | mine),
        ):
            with self.subTest(user=user.login):
                self.assertEqual(self._rows(MODEL, both, user).customer_action_id, seen)
        row = self._row(theirs)
        with self.assertRaises(AccessError):
            row.with_user(self.user_sales).read(["won_amount"])
        with self.assertRaises(AccessError):
            self._rows(MODEL, both, self.user_without_profile)

    def test_deals_that_one_may_not_read_tell_nothing(self):
        action = self._action(self.user_sales, day(0), partner=self.customer)
        deal = self._deal(self.user_other_team, expected_revenue=500)
        self._set(deal, create_date=day(10))
        self._win(deal, day(20))
        everything = self._row(action, self.user_sales_management)
        self.assertEqual((everything.won_amount, everything.won_rate), (500, 100))
        own = self._row(action, self.user_sales)
        self.assertEqual((own.won_amount, own.opportunity_rate), (0, 0))

    def test_orders_that_one_may_not_read_tell_nothing(self):
        deal = self._deal()
        action = self._action(self.user_sales, day(0), deal)
        self._confirm(self._create_order(self.customer, 99, opportunity_id=deal.id))
        deal.expected_revenue = 60
        self._win(deal, day(2))
        for user, amount in (
            (self.user_sales_management, 99),
            (self.user_marketing, 60),
        ):
            self.assertEqual(self._row(action, user).won_amount, amount)

    def test_a_row_opens_its_action(self):
        action = self._action(self.user_sales, day(0), self._deal())
        opened = self._row(action, self.user_sales).action_open()
        self.assertEqual(
            (opened["res_model"], opened["res_id"]), (action._name, action.id)
        )

    def test_the_report_opens_as_the_profile_wants_it(self):
        for user, end in (
            (self.user_sales, "_sales"),
            (self.user_marketing, "_marketing"),
            (self.user_customer_service, "_customer_service"),
            (self.user_sales_management, ""),
        ):
            action = self.env[MODEL].with_user(user).action_open_report()
            name = f"crm_playbook.playbook_action_report_action{end}"
            self.assertEqual(action["xml_id"], name)

    def test_stays_are_read_once_and_only_for_what_came_of_it(self):
        table = self.env[MODEL]._table_query
        self.assertEqual(self._count_scans(table, "won_rate"), (1, 0))
        self.assertEqual(self._count_scans(table, "won_rate, won_amount"), (2, 0))
        self.assertEqual(self._count_scans(table, "purpose_id, positive_rate"), (0, 0))
