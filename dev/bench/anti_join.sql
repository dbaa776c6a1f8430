-- What of entering.sql is not enrolled yet: the least that looking again costs.
SELECT COUNT(*)
  FROM playbook_transition stay
  JOIN crm_lead lead ON lead.id = stay.lead_id
  JOIN playbook_workflow workflow ON workflow.mode = 'live'
 WHERE stay.date_left IS NULL
   AND stay.date <= NOW() AT TIME ZONE 'UTC' - workflow.delay_days * INTERVAL '1 day'
   AND lead.active
   AND lead.type = 'opportunity'
   AND lead.won_status = 'pending'
   AND lead.user_id IS NOT NULL
   AND NOT EXISTS (SELECT FROM playbook_enrollment known
                    WHERE known.workflow_id = workflow.id
                      AND known.lead_id = lead.id
                      AND known.occurrence = stay.id
                      AND NOT known.simulated)
   AND NOT EXISTS (SELECT FROM mail_activity activity
                    WHERE activity.res_model = 'crm.lead'
                      AND activity.res_id = lead.id
                      AND activity.active
                      AND activity.date_deadline > CURRENT_DATE
                      AND activity.date_deadline <= CURRENT_DATE + 30)
   AND NOT EXISTS (SELECT FROM sale_order sale
                    WHERE sale.opportunity_id = lead.id AND sale.state = 'sale')
