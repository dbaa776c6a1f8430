"""The reports of the sources, and My Team, on many records."""

import time

from odoo.tests import tagged

from .common import FULL
from .sources_common import SourcesCommon

DEALS = 20000
ACTIONS = 100000
# Seconds that a person waits for a report.
LIMIT = 3

if FULL:

    @tagged("post_install", "-at_install")
    class TestSpeed(SourcesCommon):
        @classmethod
        def setUpClass(cls):
            super().setUpClass()
            template = cls._deal()
            cls.env.flush_all()
            cls.env.cr.execute(
                """
                INSERT INTO crm_lead (
                    name, type, active, user_id, team_id, stage_id, partner_id,
                    company_id, create_date, date_closed, won_status, expected_revenue)
                SELECT 'Many', 'opportunity', TRUE, user_id, team_id, stage_id,
                       partner_id, company_id, now() - number * interval '1 hour',
                       now(), CASE number %% 3 WHEN 0 THEN 'won' ELSE 'pending' END, 100
                  FROM crm_lead, generate_series(1, %s) number
                 WHERE crm_lead.id = %s
                """,
                [DEALS, template.id],
            )
            cls.env.cr.execute(
                """
                INSERT INTO playbook_action (
                    name, user_id, date_done, lead_id, had_lead, partner_id,
                    commercial_partner_id, company_id, team_id, state, origin)
                SELECT 'Many', lead.user_id, now() - number * interval '1 minute',
                       CASE WHEN number %% 10 > 0 THEN lead.id + number %% %s END,
                       number %% 10 > 0, partner.id, partner.id, lead.company_id,
                       lead.team_id, 'done', 'planned'
                  FROM crm_lead lead, generate_series(1, %s) number
                  JOIN res_partner partner
                    ON partner.id = (SELECT MIN(id) FROM res_partner) + number %% 20
                 WHERE lead.id = (SELECT MIN(id) FROM crm_lead WHERE name = 'Many')
                """,
                [DEALS, ACTIONS],
            )
            cls.env.cr.execute("ANALYZE crm_lead, playbook_action")

        def _assert_fast(self, model, *groups):
            for user in (self.user_sales_management, self.user_leader):
                records = self.env[model].with_user(user)
                records.search_count([])
                for asked in groups:
                    begun = time.monotonic()
                    found = records.formatted_read_group([], *asked)
                    taken = time.monotonic() - begun
                    with self.subTest(user=user.login, model=model, asked=asked):
                        self.assertTrue(found)
                        self.assertLess(taken, LIMIT)

        def test_each_opens_in_time(self):
            self._assert_fast(
                "playbook.sales.report",
                (["user_id"], ["won_amount:sum", "win_rate:avg", "__count"]),
            )
            self._assert_fast(
                "playbook.action.report",
                (["purpose_id"], ["positive_rate:avg", "__count"]),
                (["purpose_id"], ["won_rate:avg", "won_amount:sum"]),
            )
            self._assert_fast(
                "playbook.team.activity",
                (["team_id"], ["overdue_count:sum", "stale_count:sum"]),
            )
