-- What some built-in indicators count, by hand, into the same table. Each statement
-- stands under the code of its indicator and gives the facts; FRAME writes what is
-- divided by team, person and segment, and once more by what the indicator is divided by
-- besides, in one pass.

-- indicator: FRAME
WITH fact AS (FACTS)
INSERT INTO playbook_measurement (run_id, indicator_id, company_id, kind, date_from,
            date_to, version, active, cut, team_id, user_id, COLUMNS, numerator,
            denominator)
SELECT %(run)s, %(indicator)s, %(company)s, 'month', %(first)s, %(last)s, 1, TRUE,
       CUT, team_id, user_id, COLUMNS, ROUND(SUM(numerator), 4),
       ROUND(SUM(denominator), 4)
  FROM (SELECT fact.*, COALESCE(fact.team, member.team_id) AS team_id, main.segment_id
          FROM fact
     LEFT JOIN (SELECT user_id, MIN(crm_team_id) AS team_id FROM crm_team_member
                 WHERE active GROUP BY user_id) member
            ON member.user_id = fact.user_id
     LEFT JOIN playbook_main_segment main
            ON main.partner_id = fact.partner_id AND main.company_id = %(company)s
       ) placed
 GROUP BY GROUPING SETS (SETS);

-- indicator: new_customers
SELECT NULL::integer AS team, customer.user_id, customer.id AS partner_id, source_id,
       medium_id, campaign_id, 1 AS numerator, NULL::integer AS denominator
  FROM res_partner customer
 WHERE customer.customer_since >= %(first)s AND customer.customer_since < %(last)s
   AND COALESCE(customer.company_id, %(company)s) = %(company)s;

-- indicator: active_customers
SELECT NULL::integer AS team, customer.user_id, customer.id AS partner_id,
       1 AS numerator, NULL::integer AS denominator
  FROM res_partner customer
 WHERE customer.id IN (
       SELECT contact.commercial_partner_id
         FROM sale_order sale
         JOIN res_partner contact ON contact.id = sale.partner_id
        WHERE sale.state = 'sale' AND sale.company_id = %(company)s
          AND sale.date_order >= %(last)s::date - %(days)s AND sale.date_order < %(end)s
        UNION
       SELECT contact.commercial_partner_id
         FROM account_move move
         JOIN res_partner contact ON contact.id = move.partner_id
        WHERE move.move_type = 'out_invoice' AND move.state = 'posted'
          AND move.payment_state <> 'reversed' AND move.company_id = %(company)s
          AND move.invoice_date >= %(last)s::date - %(days)s
          AND move.invoice_date < %(last)s)
   AND customer.id NOT IN (SELECT partner_id FROM res_company)
   AND customer.id NOT IN (SELECT partner_id FROM res_users WHERE active AND NOT share);

-- indicator: retention
SELECT NULL::integer AS team, customer.user_id, customer.id AS partner_id,
       bought.lately::integer AS numerator, 1 AS denominator
  FROM (SELECT contact.commercial_partner_id AS partner_id,
               BOOL_OR(purchase.at >= %(last)s::date - %(days)s) AS lately,
               BOOL_OR(purchase.at < %(last)s::date - %(days)s) AS before
          FROM (SELECT partner_id, date_order AS at FROM sale_order
                 WHERE state = 'sale' AND company_id = %(company)s
                   AND date_order >= %(last)s::date - 2 * %(days)s
                   AND date_order < %(end)s
                 UNION ALL
                SELECT partner_id, invoice_date FROM account_move
                 WHERE move_type = 'out_invoice' AND state = 'posted'
                   AND payment_state <> 'reversed' AND company_id = %(company)s
                   AND invoice_date >= %(last)s::date - 2 * %(days)s
                   AND invoice_date < %(last)s) purchase
          JOIN res_partner contact ON contact.id = purchase.partner_id
         GROUP BY contact.commercial_partner_id) bought
  JOIN res_partner customer ON customer.id = bought.partner_id
 WHERE bought.before
   AND customer.id NOT IN (SELECT partner_id FROM res_company)
   AND customer.id NOT IN (SELECT partner_id FROM res_users WHERE active AND NOT share);

-- indicator: rfm_good
SELECT NULL::integer AS team, customer.user_id, customer.id AS partner_id,
       stands.group_id AS rfm_group_id, COALESCE(good.is_good, FALSE)::integer AS
       numerator, 1 AS denominator
  FROM (SELECT DISTINCT ON (partner_id) partner_id, group_id
          FROM playbook_rfm_history
         WHERE company_id = %(company)s AND date < %(last)s
         ORDER BY partner_id, date DESC) stands
  JOIN playbook_rfm_group good ON good.id = stands.group_id
  JOIN res_partner customer ON customer.id = stands.partner_id
 WHERE customer.id = customer.commercial_partner_id
   AND customer.id NOT IN (SELECT partner_id FROM res_company)
   AND customer.id NOT IN (SELECT partner_id FROM res_users WHERE active AND NOT share);

-- indicator: base_value
SELECT NULL::integer AS team, customer.user_id, customer.id AS partner_id,
       stands.group_id AS rfm_group_id, valued.amount AS numerator,
       NULL::integer AS denominator
  FROM (SELECT contact.commercial_partner_id AS partner_id,
               SUM(sale.amount_untaxed) AS amount
          FROM sale_order sale
          JOIN res_partner contact ON contact.id = sale.partner_id
         WHERE sale.state = 'sale' AND sale.company_id = %(company)s
           AND sale.date_order >= %(last)s::date - 365 AND sale.date_order < %(end)s
         GROUP BY contact.commercial_partner_id) valued
  JOIN res_partner customer ON customer.id = valued.partner_id
  LEFT JOIN (SELECT DISTINCT ON (partner_id) partner_id, group_id
               FROM playbook_rfm_history
              WHERE company_id = %(company)s AND date < %(last)s
              ORDER BY partner_id, date DESC) stands
         ON stands.partner_id = customer.id
 WHERE customer.id NOT IN (SELECT partner_id FROM res_company)
   AND customer.id NOT IN (SELECT partner_id FROM res_users WHERE active AND NOT share);

-- indicator: leads_received
SELECT lead.team_id AS team, lead.user_id, contact.commercial_partner_id AS partner_id,
       lead.source_id, lead.medium_id, lead.campaign_id, 1 AS numerator,
       NULL::integer AS denominator
  FROM crm_lead lead
  LEFT JOIN res_partner contact ON contact.id = lead.partner_id
 WHERE lead.create_date >= %(start)s AND lead.create_date < %(end)s
   AND lead.company_id = %(company)s
   AND NOT EXISTS (SELECT FROM playbook_transition came
                    WHERE came.lead_id = lead.id AND came.from_stage_id IS NULL
                      AND came.to_stage_id <> ALL(%(stages)s) AND
                      came.estimated IS NOT TRUE
                      AND came.date < lead.create_date + INTERVAL '1 day');

-- indicator: win_rate
SELECT lead.team_id AS team, lead.user_id, contact.commercial_partner_id AS partner_id,
       lead.source_id, lead.medium_id, lead.campaign_id,
       (lead.won_status = 'won')::integer AS numerator, 1 AS denominator
  FROM crm_lead lead
  LEFT JOIN res_partner contact ON contact.id = lead.partner_id
 WHERE lead.won_status IN ('won', 'lost') AND lead.type = 'opportunity'
   AND lead.date_closed >= %(start)s AND lead.date_closed < %(end)s
   AND lead.company_id = %(company)s;

-- indicator: sales_cycle
SELECT lead.team_id AS team, lead.user_id, contact.commercial_partner_id AS partner_id,
       lead.source_id, lead.medium_id, lead.campaign_id,
       EXTRACT(EPOCH FROM lead.date_closed - lead.date_conversion) / 86400 AS numerator,
       1 AS denominator
  FROM crm_lead lead
  LEFT JOIN res_partner contact ON contact.id = lead.partner_id
 WHERE lead.won_status = 'won' AND lead.type = 'opportunity'
   AND lead.date_closed >= %(start)s AND lead.date_closed < %(end)s
   AND lead.company_id = %(company)s;

-- indicator: pipeline
SELECT lead.team_id AS team, lead.user_id, contact.commercial_partner_id AS partner_id,
       lead.source_id, lead.medium_id, lead.campaign_id, stay.to_stage_id AS stage_id,
       lead.expected_revenue AS numerator, NULL::integer AS denominator
  FROM crm_lead lead
  JOIN playbook_transition stay
    ON stay.lead_id = lead.id AND stay.date < %(end)s
   AND (stay.date_left IS NULL OR stay.date_left >= %(end)s)
  LEFT JOIN res_partner contact ON contact.id = lead.partner_id
 WHERE lead.type = 'opportunity' AND lead.company_id = %(company)s
   AND (lead.active OR lead.won_status = 'lost')
   AND lead.date_conversion < %(end)s
   AND (lead.won_status = 'pending' OR lead.date_closed >= %(end)s);

-- indicator: revenue_won
SELECT sale.team_id AS team, sale.user_id, contact.commercial_partner_id AS partner_id,
       sale.source_id, sale.medium_id, sale.campaign_id,
       sale.amount_untaxed / COALESCE(NULLIF(sale.currency_rate, 0), 1) AS numerator,
       NULL::integer AS denominator
  FROM sale_order sale
  JOIN res_partner contact ON contact.id = sale.partner_id
 WHERE sale.date_order >= %(start)s AND sale.date_order < %(end)s
   AND sale.state = 'sale' AND sale.company_id = %(company)s;

-- indicator: orders_won
SELECT sale.team_id AS team, sale.user_id, contact.commercial_partner_id AS partner_id,
       sale.source_id, sale.medium_id, sale.campaign_id, 1 AS numerator,
       NULL::integer AS denominator
  FROM sale_order sale
  JOIN res_partner contact ON contact.id = sale.partner_id
 WHERE sale.date_order >= %(start)s AND sale.date_order < %(end)s
   AND sale.state = 'sale' AND sale.company_id = %(company)s;

-- indicator: next_step_share
SELECT lead.team_id AS team, lead.user_id, contact.commercial_partner_id AS partner_id,
       lead.stage_id, (planned.lead_id IS NOT NULL)::integer AS numerator,
       1 AS denominator
  FROM crm_lead lead
  LEFT JOIN (SELECT DISTINCT res_id AS lead_id FROM mail_activity
              WHERE res_model = 'crm.lead' AND active) planned
         ON planned.lead_id = lead.id
  LEFT JOIN res_partner contact ON contact.id = lead.partner_id
 WHERE lead.active AND lead.type = 'opportunity' AND lead.won_status = 'pending'
   AND lead.company_id = %(company)s AND lead.date_conversion < %(end)s
   AND lead.id NOT IN (SELECT opportunity_id FROM sale_order
                        WHERE state = 'sale' AND opportunity_id IS NOT NULL);

-- indicator: actions_done
SELECT team_id AS team, user_id, commercial_partner_id AS partner_id, 1 AS numerator,
       NULL::integer AS denominator
  FROM playbook_action
 WHERE state = 'done' AND company_id = %(company)s AND date_done >= %(start)s
   AND date_done < %(end)s;

-- indicator: effectiveness
SELECT team_id AS team, user_id, commercial_partner_id AS partner_id,
       (result = 'positive')::integer AS numerator, 1 AS denominator
  FROM playbook_action
 WHERE state = 'done' AND company_id = %(company)s AND date_done >= %(start)s
   AND date_done < %(end)s AND result IS NOT NULL;

-- indicator: promises_kept
SELECT kept.team_id AS team, kept.user_id, contact.commercial_partner_id AS partner_id,
       (kept.state = 'kept')::integer AS numerator, 1 AS denominator
  FROM playbook_promise_keeping kept
  LEFT JOIN crm_lead lead ON lead.id = kept.lead_id
  LEFT JOIN res_partner contact ON contact.id = lead.partner_id
 WHERE kept.state <> 'over' AND kept.company_id = %(company)s
   AND kept.date_due >= %(start)s AND kept.date_due < %(end)s;

-- indicator: satisfaction
SELECT NULL::integer AS team, COALESCE(customer.service_user_id, customer.user_id) AS
       user_id, customer.id AS partner_id, rating.rating::numeric AS numerator,
       1 AS denominator
  FROM rating_rating rating
  JOIN res_partner contact ON contact.id = rating.res_id
  JOIN res_partner customer ON customer.id = contact.commercial_partner_id
 WHERE rating.res_model = 'res.partner' AND rating.playbook_asked AND rating.consumed
   AND rating.rated_on >= %(start)s AND rating.rated_on < %(end)s;

-- indicator: quality_customers
SELECT NULL::integer AS team, customer.user_id, customer.id AS partner_id,
       quality.valid_count AS numerator, quality.key_count AS denominator
  FROM playbook_quality quality
  JOIN res_partner customer ON customer.id = quality.partner_id
 WHERE quality.company_id = %(company)s AND customer.active;

-- indicator: quality_leads
SELECT lead.team_id AS team, lead.user_id, contact.commercial_partner_id AS partner_id,
       lead.source_id, lead.medium_id, lead.campaign_id,
       quality.valid_count AS numerator, quality.key_count AS denominator
  FROM playbook_lead_quality quality
  JOIN crm_lead lead ON lead.id = quality.lead_id
  LEFT JOIN res_partner contact ON contact.id = lead.partner_id
 WHERE lead.active AND lead.won_status = 'pending' AND lead.company_id = %(company)s;
