-- What some built-in indicators count, by hand: by team, person and segment, into the
-- same table. Each statement stands under the code of its indicator.

-- indicator: new_customers
INSERT INTO playbook_measurement (run_id, indicator_id, company_id, kind, date_from,
            date_to, version, active, cut, team_id, user_id, segment_id, numerator)
SELECT %(run)s, %(indicator)s, %(company)s, 'month', %(first)s, %(last)s, 1, TRUE,
       'main', member.team_id, customer.user_id, main.segment_id, COUNT(*)
  FROM res_partner customer
  LEFT JOIN (SELECT user_id, MIN(crm_team_id) AS team_id FROM crm_team_member
              WHERE active GROUP BY user_id) member ON member.user_id = customer.user_id
  LEFT JOIN playbook_main_segment main
         ON main.partner_id = customer.id AND main.company_id = %(company)s
 WHERE customer.customer_since >= %(first)s AND customer.customer_since < %(last)s
   AND COALESCE(customer.company_id, %(company)s) = %(company)s
 GROUP BY member.team_id, customer.user_id, main.segment_id;

-- indicator: leads_received
INSERT INTO playbook_measurement (run_id, indicator_id, company_id, kind, date_from,
            date_to, version, active, cut, team_id, user_id, segment_id, numerator)
SELECT %(run)s, %(indicator)s, %(company)s, 'month', %(first)s, %(last)s, 1, TRUE,
       'main', COALESCE(lead.team_id, member.team_id), lead.user_id, main.segment_id,
       COUNT(*)
  FROM crm_lead lead
  LEFT JOIN res_partner contact ON contact.id = lead.partner_id
  LEFT JOIN (SELECT user_id, MIN(crm_team_id) AS team_id FROM crm_team_member
              WHERE active GROUP BY user_id) member ON member.user_id = lead.user_id
  LEFT JOIN playbook_main_segment main
         ON main.partner_id = contact.commercial_partner_id
        AND main.company_id = %(company)s
 WHERE lead.create_date >= %(start)s AND lead.create_date < %(end)s
   AND lead.company_id = %(company)s
 GROUP BY COALESCE(lead.team_id, member.team_id), lead.user_id, main.segment_id;

-- indicator: revenue_won
INSERT INTO playbook_measurement (run_id, indicator_id, company_id, kind, date_from,
            date_to, version, active, cut, team_id, user_id, segment_id, numerator)
SELECT %(run)s, %(indicator)s, %(company)s, 'month', %(first)s, %(last)s, 1, TRUE,
       'main', COALESCE(sale.team_id, member.team_id), sale.user_id, main.segment_id,
       ROUND(SUM(sale.amount_untaxed / COALESCE(NULLIF(sale.currency_rate, 0), 1)), 4)
  FROM sale_order sale
  JOIN res_partner contact ON contact.id = sale.partner_id
  LEFT JOIN (SELECT user_id, MIN(crm_team_id) AS team_id FROM crm_team_member
              WHERE active GROUP BY user_id) member ON member.user_id = sale.user_id
  LEFT JOIN playbook_main_segment main
         ON main.partner_id = contact.commercial_partner_id
        AND main.company_id = %(company)s
 WHERE sale.date_order >= %(start)s AND sale.date_order < %(end)s
   AND sale.state = 'sale' AND sale.company_id = %(company)s
 GROUP BY COALESCE(sale.team_id, member.team_id), sale.user_id, main.segment_id;

-- indicator: orders_won
INSERT INTO playbook_measurement (run_id, indicator_id, company_id, kind, date_from,
            date_to, version, active, cut, team_id, user_id, segment_id, numerator)
SELECT %(run)s, %(indicator)s, %(company)s, 'month', %(first)s, %(last)s, 1, TRUE,
       'main', COALESCE(sale.team_id, member.team_id), sale.user_id, main.segment_id,
       COUNT(*)
  FROM sale_order sale
  JOIN res_partner contact ON contact.id = sale.partner_id
  LEFT JOIN (SELECT user_id, MIN(crm_team_id) AS team_id FROM crm_team_member
              WHERE active GROUP BY user_id) member ON member.user_id = sale.user_id
  LEFT JOIN playbook_main_segment main
         ON main.partner_id = contact.commercial_partner_id
        AND main.company_id = %(company)s
 WHERE sale.date_order >= %(start)s AND sale.date_order < %(end)s
   AND sale.state = 'sale' AND sale.company_id = %(company)s
 GROUP BY COALESCE(sale.team_id, member.team_id), sale.user_id, main.segment_id;
