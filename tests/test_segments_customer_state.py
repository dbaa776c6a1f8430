import inspect
from unittest.mock import patch

from odoo.tests import freeze_time, tagged

from .common import CrmPlaybookCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15")
class TestCustomerState(CrmPlaybookCommon):
    def test_new_partner_has_no_state(self):
        self.assertState(self._create_customer(), False)

    def test_ticked_by_hand_is_prospect_until_unticked(self):
        partner = self._create_customer(is_prospect=True)
        self.assertState(partner, "prospect")
        partner.is_prospect = False
        self.assertState(partner, False)

    def test_lead_and_opportunity_make_a_prospect_at_once(self):
        for lead_type in ("lead", "opportunity"):
            with self.subTest(lead_type):
                partner = self._create_customer()
                self._create_lead(partner, type=lead_type)
                self.assertState(partner, "prospect")

    def test_lost_lead_still_makes_a_prospect(self):
        partner = self._create_customer()
        lead = self._create_lead(partner)
        lead.action_set_lost()
        self.assertFalse(lead.active)
        self.assertState(partner, "prospect")

    def test_deleting_the_only_lead_takes_the_state_away(self):
        partner = self._create_customer()
        lead = self._create_lead(partner)
        self.assertState(partner, "prospect")
        lead.unlink()
        self.assertState(partner, False)

    def test_moving_a_lead_changes_both_customers(self):
        first, second = self._create_customer("First"), self._create_customer("Second")
        lead = self._create_lead(first)
        lead.partner_id = second
        self.assertState(first, False)
        self.assertState(second, "prospect")

    def test_quotation_alone_is_no_purchase(self):
        partner = self._create_customer()
        self._create_order(partner)
        self.assertState(partner, False)

    def test_confirmed_order_makes_a_customer_since_its_date(self):
        partner = self._create_customer(is_prospect=True)
        self._confirm(self._create_order(partner), "2026-03-01 10:00:00")
        self._confirm(self._create_order(partner), "2026-05-01 10:00:00")
        self.assertState(partner, "customer", "2026-03-01")

    def test_cancelling_the_first_order_recomputes(self):
        partner = self._create_customer()
        first = self._confirm(self._create_order(partner), "2026-03-01 10:00:00")
        second = self._confirm(self._create_order(partner), "2026-05-01 10:00:00")
        first._action_cancel()
        self.assertState(partner, "customer", "2026-05-01")
        second._action_cancel()
        self.assertState(partner, False)

    def test_cancelled_customer_with_a_lead_falls_back_to_prospect(self):
        partner = self._create_customer()
        self._create_lead(partner)
        order = self._confirm(self._create_order(partner))
        order._action_cancel()
        self.assertState(partner, "prospect")

    def test_last_purchase_365_days_ago_is_inactive(self):
        for day, state in (("2025-06-16", "customer"), ("2025-06-15", "inactive")):
            with self.subTest(day):
                partner = self._create_customer()
                self._confirm(self._create_order(partner), f"{day} 10:00:00")
                self.assertState(partner, state, day)

    def test_new_order_makes_an_inactive_customer_active_again(self):
        partner = self._create_customer()
        self._confirm(self._create_order(partner), "2024-01-01 10:00:00")
        self.assertState(partner, "inactive", "2024-01-01")
        self._confirm(self._create_order(partner))
        self.assertState(partner, "customer", "2024-01-01")

    def test_number_of_days_is_a_parameter_and_nonsense_is_ignored(self):
        Parameter = self.env["ir.config_parameter"].sudo()
        for value, days in (
            ("30", 30),
            ("0", 365),
            ("-3", 365),
            ("many", 365),
            ("", 365),
        ):
            with self.subTest(value):
                Parameter.set_param("crm_playbook.inactive_days", value)
                self.assertEqual(self.env["res.partner"]._get_inactive_days(), days)

    def test_order_date_is_taken_in_the_selling_companys_time_zone(self):
        self.env.company.resource_calendar_id.tz = "Asia/Tokyo"
        partner = self._create_customer()
        self._confirm(self._create_order(partner), "2026-02-28 20:00:00")
        self.assertState(partner, "customer", "2026-03-01")

    def test_one_state_over_all_companies(self):
        partner = self._create_customer()
        order = self._create_order(
            partner.with_company(self.company_other), company_id=self.company_other.id
        )
        self._confirm(order, "2026-03-01 10:00:00")
        self.assertEqual(order.company_id, self.company_other)
        as_first_company = partner.with_context(
            allowed_company_ids=self.env.company.ids
        )
        self.assertState(as_first_company, "customer", "2026-03-01")

    def test_unchanged_state_writes_no_partner_row(self):
        partner = self._create_customer()
        self._confirm(self._create_order(partner))
        self.env.flush_all()
        with self._recorded_queries() as queries:
            self._create_lead(partner)
            self._confirm(self._create_order(partner))
            self.env.flush_all()
        self.assertTrue(any("WITH purchase" in query for query in queries))
        self.assertFalse([q for q in queries if 'UPDATE "res_partner"' in q])

    def test_saving_a_lead_without_touching_its_customer_costs_nothing(self):
        lead = self._create_lead(self._create_customer())
        self.env.flush_all()
        with self._recorded_queries() as queries:
            lead.write({"expected_revenue": 5, "name": "Renamed", "priority": "2"})
            self.env.flush_all()
        self.assertTrue(queries)
        self.assertFalse([query for query in queries if "WITH purchase" in query])

    def test_three_leads_and_thirty_cost_the_same_number_of_queries(self):
        team = self.env["crm.team"].create({"name": "Team"})
        stage = self.env["crm.stage"].create({"name": "Stage"})

        def create_leads(count):
            partners = self.env["res.partner"].create(
                [{"name": f"Customer {number}"} for number in range(count)]
            )
            self.env.flush_all()
            # Odoo itself asks per lead for a team and a stage that are not given.
            values = [
                {
                    "name": "Deal",
                    "partner_id": partner.id,
                    "stage_id": stage.id,
                    "team_id": team.id,
                    "user_id": False,
                }
                for partner in partners
            ]
            self.env.flush_all()
            self.env.invalidate_all()
            with self._recorded_queries() as queries:
                self.env["crm.lead"].create(values)
                self.env.flush_all()
            texts = [" ".join(str(query).split())[:60] for query in queries]
            # An environment remembers its user's company until Python drops it.
            of_the_user = ('SELECT "res_users"', 'SELECT "res_company"')
            return [text for text in texts if not text.startswith(of_the_user)]

        create_leads(3)
        self.assertEqual(create_leads(3), create_leads(30))

    def test_form_keeps_the_state_while_editing(self):
        """A new or edited record in the browser shows what is stored, and asks SQL
        nothing.
        """
        partner = self._create_customer(is_prospect=True)
        draft = self.env["res.partner"].new({"name": "x"}, origin=partner)
        self.assertEqual(draft.customer_state, "prospect")
        self.assertFalse(self.env["res.partner"].new({"name": "y"}).customer_state)

    def test_many_pending_partners_are_computed_without_recursion(self):
        """More partners than the ORM computes at a time, in one transaction."""
        partners = self.env["res.partner"].create(
            [{"name": f"Customer {number}"} for number in range(8)]
        )
        self.env.flush_all()
        depths = []
        compute = type(partners)._compute_customer_state

        def recording(records):
            depths.append(len(inspect.stack(0)))
            return compute(records)

        with (
            patch("odoo.orm.fields.PREFETCH_MAX", 2),
            patch.object(type(partners), "_compute_customer_state", recording),
        ):
            partners.is_prospect = True
            self.env.flush_all()
        self.assertGreater(len(depths), 2)
        self.assertEqual(len(set(depths)), 1, "nested computations")
        self.assertEqual(set(partners.mapped("customer_state")), {"prospect"})

    def test_zone_that_postgresql_does_not_know_is_no_error(self):
        Partner = self.env["res.partner"]
        self.env.company.resource_calendar_id.tz = "Asia/Tokyo"
        partner = self._create_customer()
        with patch.object(
            type(Partner),
            "_time_zones_unknown_to_postgresql",
            return_value=("Asia/Tokyo",),
        ):
            self._confirm(self._create_order(partner), "2026-02-28 20:00:00")
            self.assertState(partner, "customer", "2026-02-28")

    def test_no_partners_to_refresh_is_no_error(self):
        self.assertEqual(self.env["res.partner"]._refresh_customer_states([]), 0)

    def test_confirming_any_number_of_orders_asks_once(self):
        for count in (3, 30):
            orders = self.env["sale.order"].union(
                *(
                    self._create_order(self._create_customer(f"Customer {number}"))
                    for number in range(count)
                )
            )
            self.env.flush_all()
            with self.subTest(count), self._recorded_queries() as queries:
                orders.action_confirm()
                self.env.flush_all()
            asked = [query for query in queries if "WITH purchase" in query]
            self.assertEqual(len(asked), 1)
            self.assertEqual(
                set(orders.partner_id.mapped("customer_state")), {"customer"}
            )
