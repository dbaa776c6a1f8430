-- RFM from confirmed orders, written into the same tables, history too, with one
-- statement: all in company currency, days in UTC, nothing compared with before.
WITH customer AS MATERIALIZED (
    SELECT bought.*
      FROM (
        SELECT person.commercial_partner_id AS partner_id,
               MAX(sale.date_order)::date AS last_purchase_date,
               (COUNT(*) FILTER (WHERE sale.date_order >= CURRENT_DATE - 729))::integer
                   AS purchase_count,
               COALESCE(SUM(sale.amount_untaxed)
                   FILTER (WHERE sale.date_order >= CURRENT_DATE - 729), 0) AS amount
          FROM sale_order sale
          JOIN res_partner person ON person.id = sale.partner_id
         WHERE sale.company_id = %(company)s
           AND sale.state = 'sale'
           AND sale.date_order < CURRENT_DATE + 1
      GROUP BY person.commercial_partner_id
      ) bought
      JOIN res_partner partner ON partner.id = bought.partner_id
     WHERE partner.customer_state IS NOT NULL
),
cut AS (
    SELECT percentile_cont(ARRAY[0.2, 0.4, 0.6, 0.8]) WITHIN GROUP
               (ORDER BY (CURRENT_DATE - last_purchase_date)::float8) AS r,
           percentile_cont(ARRAY[0.2, 0.4, 0.6, 0.8]) WITHIN GROUP
               (ORDER BY purchase_count::float8) AS f,
           percentile_cont(ARRAY[0.2, 0.4, 0.6, 0.8]) WITHIN GROUP
               (ORDER BY amount::float8) AS m
      FROM customer
     WHERE purchase_count > 0
),
scored AS (
    SELECT customer.*,
           CASE WHEN purchase_count > 0 THEN 5
               - (r[1] < CURRENT_DATE - last_purchase_date)::integer
               - (r[2] < CURRENT_DATE - last_purchase_date)::integer
               - (r[3] < CURRENT_DATE - last_purchase_date)::integer
               - (r[4] < CURRENT_DATE - last_purchase_date)::integer ELSE 0
            END AS recency,
           CASE WHEN purchase_count > 0 THEN 1
               + (f[1] < purchase_count)::integer + (f[2] < purchase_count)::integer
               + (f[3] < purchase_count)::integer + (f[4] < purchase_count)::integer
               ELSE 0
            END AS frequency,
           CASE WHEN purchase_count > 0 THEN 1
               + (m[1] < amount)::integer + (m[2] < amount)::integer
               + (m[3] < amount)::integer + (m[4] < amount)::integer ELSE 0
            END AS monetary
      FROM customer CROSS JOIN cut
),
written AS (
INSERT INTO playbook_rfm_score (partner_id, company_id, recency, frequency, monetary,
            value, score, group_id, last_purchase_date, purchase_count, amount)
SELECT partner_id, %(company)s, scored.recency, scored.frequency, scored.monetary,
       (scored.frequency + scored.monetary + 1) / 2,
       scored.recency + scored.frequency + scored.monetary,
       CASE WHEN purchase_count > 0 THEN cell.group_id
            ELSE (SELECT before_group_id FROM playbook_rfm_grid LIMIT 1) END,
       last_purchase_date, purchase_count, amount
  FROM scored
  LEFT JOIN playbook_rfm_cell cell
    ON cell.recency = scored.recency
   AND cell.value = (scored.frequency + scored.monetary + 1) / 2
ON CONFLICT (partner_id, company_id) DO UPDATE
   SET (recency, frequency, monetary, value, score, group_id, last_purchase_date,
        purchase_count, amount)
     = (excluded.recency, excluded.frequency, excluded.monetary, excluded.value,
        excluded.score, excluded.group_id, excluded.last_purchase_date,
        excluded.purchase_count, excluded.amount)
RETURNING partner_id, recency, frequency, monetary, group_id
)
INSERT INTO playbook_rfm_history (partner_id, company_id, date, recency, frequency,
            monetary, group_id)
SELECT partner_id, %(company)s, CURRENT_DATE, recency, frequency, monetary, group_id
  FROM written
ON CONFLICT (partner_id, company_id, date) DO NOTHING
