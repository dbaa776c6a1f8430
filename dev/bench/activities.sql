-- One activity for each due opportunity: what the follow-up run makes, and nothing else.
INSERT INTO mail_activity (
    create_uid, create_date, write_uid, write_date,
    res_model_id, res_model, res_id, res_name, user_id, activity_type_id,
    summary, note, date_deadline, automated, active
)
SELECT 1, NOW() AT TIME ZONE 'UTC', 1, NOW() AT TIME ZONE 'UTC',
       model.id, 'crm.lead', lead.id, lead.name, lead.user_id, type.res_id,
       'Follow up: this opportunity has not moved',
       'Contact the customer.<br/>No stage change since '
       || lead.date_last_stage_update::date || '.',
       CURRENT_DATE, TRUE, TRUE
  FROM crm_lead lead
  JOIN ir_model model ON model.model = 'crm.lead'
  JOIN ir_model_data type
    ON type.module = 'mail' AND type.name = 'mail_activity_data_todo'
 WHERE lead.active
   AND lead.type = 'opportunity'
   AND lead.won_status = 'pending'
   AND lead.user_id IS NOT NULL
   AND lead.date_last_stage_update <= NOW() AT TIME ZONE 'UTC' - INTERVAL '15 days'
