"""Run in an Odoo shell: fill a database with customers, leads and orders by SQL.

``BENCH_PARTNERS``, ``BENCH_LEADS`` and ``BENCH_ORDERS`` say how many. A tenth of the
partners are companies with contacts; the leads are shared out among 30 salespeople; two
thirds of the orders are confirmed, spread over three years.
"""

import os

from odoo.fields import Command
from odoo.tools import SQL

SALESPEOPLE = 30
partners, leads, orders = (
    int(os.environ[f"BENCH_{name}"]) for name in ("PARTNERS", "LEADS", "ORDERS")
)
company = env.company
salespeople = (
    env["res.users"]
    .with_context(no_reset_password=True)
    .create(
        [
            {
                "name": f"Salesperson {number}",
                "login": f"salesperson{number}",
                "email": f"salesperson{number}@example.com",
                "tz": "Europe/Brussels",
                "group_ids": [
                    Command.link(env.ref("sales_team.group_sale_salesman").id)
                ],
            }
            for number in range(SALESPEOPLE)
        ]
    )
)
env.flush_all()
first = env.execute_query(SQL("SELECT MAX(id) FROM res_partner"))[0][0] + 1
stages = tuple(env["crm.stage"].search([]).ids)
env.cr.execute(
    SQL(
        """
        INSERT INTO res_partner (id, name, complete_name, is_company, parent_id,
                    commercial_partner_id, active, partner_share, type, lang,
                    autopost_bills, email_normalized, create_date, write_date)
        SELECT %(first)s + n, 'Partner ' || n, 'Partner ' || n,
               n %% 10 = 0,
               CASE WHEN n %% 10 IN (1, 2, 3) THEN %(first)s + n - n %% 10 END,
               CASE WHEN n %% 10 IN (1, 2, 3) THEN %(first)s + n - n %% 10
                    ELSE %(first)s + n END,
               TRUE, TRUE, 'contact', 'en_US', 'ask',
               'p' || n || '@example.com', NOW(), NOW()
          FROM generate_series(0, %(count)s - 1) n
        """,
        first=first,
        count=partners,
    )
)
env.cr.execute(
    SQL(
        """
        INSERT INTO crm_lead (name, type, active, partner_id, stage_id, company_id,
                    user_id, probability, automated_probability, won_status, priority,
                    expected_revenue, create_date, write_date, date_last_stage_update)
        SELECT 'Deal ' || n, 'opportunity', n %% 7 > 0,
               %(first)s + (n * 7) %% %(partners)s,
               %(stage)s, %(company)s, (%(users)s::integer[])[1 + n %% %(people)s],
               10, 10, 'pending', '1', n %% 1000,
               NOW() - n %% 1000 * INTERVAL '1 day', NOW(),
               NOW() - n %% 1000 * INTERVAL '1 day'
          FROM generate_series(0, %(count)s - 1) n
        """,
        first=first,
        partners=partners,
        stage=stages[0],
        company=company.id,
        users=salespeople.ids,
        people=SALESPEOPLE,
        count=leads,
    )
)
env.cr.execute(
    SQL(
        """
        INSERT INTO sale_order (name, state, partner_id, partner_invoice_id,
                    partner_shipping_id, company_id, currency_id, currency_rate,
                    date_order, amount_untaxed, amount_total, create_date, write_date)
        SELECT 'B' || n, CASE WHEN n %% 3 > 0 THEN 'sale' ELSE 'draft' END,
               partner, partner, partner, %(company)s, %(currency)s, 1,
               NOW() - n %% 1095 * INTERVAL '1 day', n %% 5000, n %% 5000, NOW(), NOW()
          FROM (SELECT n, %(first)s + (n * 3) %% %(partners)s AS partner
                  FROM generate_series(0, %(count)s - 1) n) numbered
        """,
        first=first,
        partners=partners,
        company=company.id,
        currency=company.currency_id.id,
        count=orders,
    )
)
env.cr.execute("SELECT setval('res_partner_id_seq', (SELECT MAX(id) FROM res_partner))")
env.cr.commit()
env.cr.execute("ANALYZE res_partner, crm_lead, sale_order")
env.cr.commit()
