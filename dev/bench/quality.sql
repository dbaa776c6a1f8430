-- Quality of customers and leads as bench_quality.py asks for it, written into the same
-- tables with two statements: one company, nothing compared with before.
WITH customer AS MATERIALIZED (
    SELECT partner.id, partner.is_company,
           (COALESCE(partner.phone, '') !~* %(filler)s
            AND COALESCE(partner.phone, '') ~* %(phone)s) AS phone,
           partner.industry_id IS NOT NULL AS industry,
           partner.customer_type_id IS NOT NULL AS type,
           partner.phone IS NULL AS silent,
           (COALESCE(partner.email, '') !~* %(filler)s
            AND COALESCE(partner.email, '') ~* %(email)s) AS email,
           partner.source_id IS NOT NULL AS source
      FROM res_partner partner
     WHERE partner.customer_state IS NOT NULL
       AND (partner.company_id = %(company)s OR partner.company_id IS NULL)
),
counted AS (
    SELECT id,
           CASE WHEN is_company THEN 3 WHEN silent THEN 2 ELSE 1 END AS keys,
           CASE WHEN is_company THEN phone::int + industry::int + type::int
                WHEN silent THEN email::int + source::int
                ELSE source::int END AS valid,
           TO_JSONB(ARRAY_REMOVE(ARRAY[
               CASE WHEN is_company AND NOT phone THEN 1 END,
               CASE WHEN is_company AND NOT industry THEN 2 END,
               CASE WHEN is_company AND NOT type THEN 3 END,
               CASE WHEN NOT is_company AND silent AND NOT email THEN 4 END,
               CASE WHEN NOT is_company AND NOT source THEN 5 END
           ], NULL)) AS missing
      FROM customer
)
INSERT INTO playbook_quality (partner_id, company_id, key_count, valid_count, quality,
            level, missing, date)
SELECT id, %(company)s, keys, valid, 100 * valid / keys,
       CASE WHEN 100 * valid >= 80 * keys THEN 'good'
            WHEN 100 * valid >= 50 * keys THEN 'fair' ELSE 'poor' END,
       missing, NOW() AT TIME ZONE 'UTC'
  FROM counted
ON CONFLICT (partner_id, company_id) DO UPDATE
   SET (key_count, valid_count, quality, level, missing, date)
     = (excluded.key_count, excluded.valid_count, excluded.quality, excluded.level,
        excluded.missing, excluded.date);
WITH lead AS MATERIALIZED (
    SELECT lead.id,
           lead.partner_id IS NOT NULL AS customer,
           lead.expected_revenue != 0 AS revenue,
           lead.date_deadline IS NOT NULL AS deadline,
           COALESCE(lead.referred, '') !~* %(filler)s AS referred
      FROM crm_lead lead
     WHERE lead.type = 'opportunity'
       AND lead.won_status IS DISTINCT FROM 'lost'
       AND lead.stage_id = %(stage)s
),
counted AS (
    SELECT id,
           customer::int + revenue::int + deadline::int + referred::int AS valid,
           TO_JSONB(ARRAY_REMOVE(ARRAY[
               CASE WHEN NOT customer THEN 6 END, CASE WHEN NOT revenue THEN 7 END,
               CASE WHEN NOT deadline THEN 8 END, CASE WHEN NOT referred THEN 9 END
           ], NULL)) AS missing
      FROM lead
)
INSERT INTO playbook_lead_quality (lead_id, key_count, valid_count, quality, level,
            missing, date)
SELECT id, 4, valid, 25 * valid,
       CASE WHEN valid = 4 THEN 'good' WHEN valid >= 2 THEN 'fair' ELSE 'poor' END,
       missing, NOW() AT TIME ZONE 'UTC'
  FROM counted
ON CONFLICT (lead_id) DO UPDATE
   SET (key_count, valid_count, quality, level, missing, date)
     = (excluded.key_count, excluded.valid_count, excluded.quality, excluded.level,
        excluded.missing, excluded.date);
