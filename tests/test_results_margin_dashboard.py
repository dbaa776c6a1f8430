"""Margins on the dashboard, with Odoo's module for them: ``make test-full``."""

import json
import os

from odoo import fields
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.crm_playbook.models.results.periods import MONTH, period_of

from .common import INTERNAL, PROFILE_GROUPS
from .dashboards_common import DashboardFigures
from .test_results_dashboards_browser import READ

if os.environ.get("CRM_PLAYBOOK_WITH_MARGINS"):

    @tagged("post_install", "-at_install")
    class TestMarginOnDashboard(DashboardFigures, HttpCase):
        def test_profit_is_shown_beside_revenue(self):
            """As a manager sees them in a browser; and where no cost is known."""
            self._forget_figures()
            manager = new_test_user(
                self.env,
                "db_margin",
                f"{INTERNAL},{PROFILE_GROUPS['sales_management']}",
                tour_enabled=False,
            )
            product = self.env["product.product"].create(
                {"name": "Desk", "type": "service", "list_price": 100}
            )
            for month, quantity, cost in ((2, 1, 60), (3, 3, 60), (4, 2, 0)):
                product.standard_price = cost
                self._order(product, f"2019-0{month}-10 12:00:00", quantity)
            self.env.flush_all()
            months = [self._measure_and_tell(manager, month) for month in (3, 4)]
            self.assertEqual(months[0]["label"], "Working")
            self.assertEqual(months[0]["figures"][:2], [120, 300])
            self.assertEqual(months[1]["figures"][:2], [None, 200])
            asked = {"year": 2019, "months": months, "dashboards": []}
            self.browser_js(
                "/odoo/playbook-dashboards",
                READ % json.dumps(asked),
                ready="!!odoo.__WOWL_DEBUG__",
                login="db_margin",
                timeout=180,
            )

        def _order(self, product, moment, quantity):
            line = {"product_id": product.id, "product_uom_qty": quantity}
            order = self.env["sale.order"].create(
                {
                    "partner_id": self.env["res.partner"].create({"name": "A"}).id,
                    "order_line": [
                        Command.create({**line, "tax_ids": [Command.clear()]})
                    ],
                }
            )
            order.action_confirm()
            order.date_order = moment

        def _measure_and_tell(self, manager, month):
            """Measure it with the month before."""
            periods = [
                period_of(MONTH, fields.Date.from_string(f"2019-0{number}-01"))
                for number in (month - 1, month)
            ]
            Run = self.env["playbook.measurement.run"]
            for code in ("margin", "margin_rate", "revenue_won"):
                indicator = self.env.ref(f"crm_playbook.indicator_{code}")
                Run._ensure(indicator, self.env.company, periods)._measure()
            verdict = (
                self.env["playbook.indicator"]
                .with_user(manager)
                ._get_verdict(self.env.company, periods[1])
            )
            return {
                "month": month,
                "label": verdict.label,
                "figures": [ground.now for ground in verdict.grounds],
            }
