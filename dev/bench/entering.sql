-- Enroll each stale stay once: an idempotent INSERT ... SELECT into the same table.
-- No calendars, no record rules, no condition of the workflow's own.
INSERT INTO playbook_enrollment (
    create_uid, create_date, write_uid, write_date, workflow_id, lead_id, occurrence,
    round, user_id, state, simulated, limit_lifted, tries, date_entered
)
SELECT 1, NOW() AT TIME ZONE 'UTC', 1, NOW() AT TIME ZONE 'UTC', workflow.id, lead.id,
       stay.id, 1, lead.user_id, 'waiting', FALSE, FALSE, 0, NOW() AT TIME ZONE 'UTC'
  FROM playbook_transition stay
  JOIN crm_lead lead ON lead.id = stay.lead_id
  JOIN playbook_workflow workflow ON workflow.mode = 'live'
 WHERE stay.date_left IS NULL
   AND stay.date <= NOW() AT TIME ZONE 'UTC' - workflow.delay_days * INTERVAL '1 day'
   AND lead.active
   AND lead.type = 'opportunity'
   AND lead.won_status = 'pending'
   AND lead.user_id IS NOT NULL
   AND NOT EXISTS (SELECT FROM mail_activity activity
                    WHERE activity.res_model = 'crm.lead'
                      AND activity.res_id = lead.id
                      AND activity.active
                      AND activity.date_deadline > CURRENT_DATE
                      AND activity.date_deadline <= CURRENT_DATE + 30)
   AND NOT EXISTS (SELECT FROM sale_order sale
                    WHERE sale.opportunity_id = lead.id AND sale.state = 'sale')
ON CONFLICT DO NOTHING
