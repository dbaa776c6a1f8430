"""Run in an Odoo shell with the addon, on data of ``bench_data.py``: make a business of
it that indicators have something to count of, by SQL.

100 salespeople in 10 teams, 20 segments, sources; a fifth of the deals won and a fifth
lost, over three years; quotations that were sent; actions, messages, activities,
promises, ratings, points to fix, e-mails of a workflow. Who has what is scattered, and
is the same in each run.
"""

from bench_measure import tidy

from odoo.fields import Command

PEOPLE, TEAMS, SEGMENTS, ORIGINS = 100, 10, 20, 8
company = env.company
Users = env["res.users"].with_context(no_reset_password=True)
people = Users.search([("login", "like", "salesperson%")], order="id")
people += Users.create(
    [
        {
            "name": f"Salesperson {number}",
            "login": f"salesperson{number}",
            "email": f"salesperson{number}@example.com",
            "group_ids": [Command.link(env.ref("sales_team.group_sale_salesman").id)],
        }
        for number in range(len(people), PEOPLE)
    ]
)
teams = env["crm.team"].create(
    [
        {
            "name": f"Team {number}",
            "company_id": company.id,
            "member_ids": [Command.set(people[number::TEAMS].ids)],
        }
        for number in range(TEAMS)
    ]
)
segments = env["playbook.segment"].create(
    [
        {"name": f"Segment {number}", "domain": f"[('ref', '=', 'segment {number}')]"}
        for number in range(SEGMENTS)
    ]
)
origins = {
    name: env[f"utm.{name}"].create([{"name": f"{name} {n}"} for n in range(ORIGINS)])
    for name in ("source", "medium", "campaign")
}
stages = env["crm.stage"].search([("is_won", "=", False)])
complaint = env["playbook.purpose"].search(
    [("purpose_family", "=", "complaint")], limit=1
)
requirement = env["playbook.requirement"].search([], limit=1)
workflow = env["playbook.workflow"].create({"name": "Stale deals"})
env.flush_all()
values = {
    "company": company.id,
    "people": people.ids,
    "teams": [teams[number % TEAMS].id for number in range(PEOPLE)],
    "segments": segments.ids,
    **{name: records.ids for name, records in origins.items()},
    "stages": stages.ids,
    "won": env["crm.stage"].search([("is_won", "=", True)], limit=1).id,
    "purpose": complaint.id or None,
    "requirement": requirement.id,
    "procedure": requirement.procedure_id.id,
    "workflow": workflow.id,
    "author": people[0].partner_id.id,
    "discussion": env.ref("mail.mt_comment").id,
    "partner_model": env["ir.model"]._get_id("res.partner"),
    "lead_model": env["ir.model"]._get_id("crm.lead"),
}


def number(salt, count):
    """A number from 0 on, below ``count``, that is scattered over the ids."""
    return f"((hashint4(id + {salt}) & 1048575) %% {count})"


def pick(name, salt):
    """One of a list of ``values``."""
    return f"(%({name})s::integer[])[1 + {number(salt, len(values[name]))}]"


def ago(salt, days=1000):
    """A moment of the last ``days``."""
    return f"NOW() - {number(salt, days * 24)} * INTERVAL '1 hour'"


ORIGIN = ", ".join(f"{name}_id = {pick(name, 2)}" for name in origins)
OWNER = f"user_id = {pick('people', 1)}, team_id = {pick('teams', 1)}"
STATEMENTS = f"""
UPDATE res_partner SET user_id = {pick("people", 1)}, {ORIGIN}
 WHERE customer_state IS NOT NULL;

INSERT INTO playbook_main_segment (partner_id, company_id, segment_id)
SELECT id, %(company)s, {pick("segments", 3)}
  FROM res_partner
 WHERE customer_state IS NOT NULL
    ON CONFLICT (partner_id, company_id)
    DO UPDATE SET segment_id = EXCLUDED.segment_id;

-- Of five deals one is won and one lost; three are open, in all stages.
UPDATE crm_lead
   SET {OWNER}, {ORIGIN}, create_date = made.at, date_conversion = made.at,
       date_last_stage_update = made.at, active = id %% 5 <> 1,
       won_status = (ARRAY['won', 'lost', 'pending', 'pending', 'pending'])[
           1 + id %% 5],
       probability = (ARRAY[100, 0, 30, 30, 30])[1 + id %% 5],
       stage_id = CASE WHEN id %% 5 = 0 THEN %(won)s ELSE {pick("stages", 4)} END,
       date_closed = CASE WHEN id %% 5 < 2
           THEN LEAST(NOW(), made.at + id %% 60 * INTERVAL '1 day') END
  FROM (SELECT id AS lead_id, {ago(5)} AS at FROM crm_lead) made
 WHERE made.lead_id = id;

DELETE FROM playbook_transition;

INSERT INTO playbook_transition (lead_id, from_stage_id, to_stage_id, user_id, ending,
            date, date_left, create_date)
SELECT id, NULL, (%(stages)s)[1], user_id, 'moved', create_date, date_closed,
       create_date
  FROM crm_lead
 WHERE won_status IN ('won', 'lost');

INSERT INTO playbook_transition (lead_id, from_stage_id, to_stage_id, user_id, ending,
            date, date_left, create_date)
SELECT id, (%(stages)s)[1],
       CASE WHEN won_status = 'won' THEN %(won)s ELSE (%(stages)s)[2] END, user_id,
       won_status, date_closed, date_closed, create_date
  FROM crm_lead
 WHERE won_status IN ('won', 'lost');

INSERT INTO playbook_transition (lead_id, from_stage_id, to_stage_id, user_id, date,
            create_date)
SELECT id, NULL, stage_id, user_id, create_date, create_date
  FROM crm_lead
 WHERE won_status = 'pending';

UPDATE sale_order
   SET {OWNER}, {ORIGIN},
       state = CASE WHEN state = 'draft' AND id %% 2 = 0 THEN 'sent' ELSE state END,
       playbook_sent_date = CASE WHEN state <> 'draft' OR id %% 2 = 0
           THEN date_order - INTERVAL '3 days' END,
       opportunity_id = CASE WHEN id %% 10 = 0 THEN first_id + id %% leads END
  FROM (SELECT MIN(id) AS first_id, COUNT(*) AS leads FROM crm_lead) numbered;

INSERT INTO playbook_action (lead_id, partner_id, commercial_partner_id, company_id,
            team_id, user_id, purpose_id, purpose_family, channel, state, origin,
            result, promise, date_done, create_date)
SELECT lead.id, lead.partner_id, person.commercial_partner_id, %(company)s,
       lead.team_id, lead.user_id, %(purpose)s,
       CASE WHEN lead.id %% 20 = 0 THEN 'complaint' ELSE 'offer' END, 'phone', 'done',
       'logged', (ARRAY['positive', 'negative', NULL])[1 + lead.id %% 3],
       (ARRAY['kept', 'missed', NULL, NULL])[1 + lead.id %% 4], lead.at, NOW()
  FROM (SELECT *, {ago(6)} AS at FROM crm_lead) lead
  JOIN res_partner person ON person.id = lead.partner_id
 WHERE lead.id %% 5 < 2;

INSERT INTO mail_message (model, res_id, author_id, message_type, subtype_id,
            is_internal, date, create_date, body)
SELECT 'crm.lead', id, %(author)s, 'email_outgoing', %(discussion)s, FALSE, {ago(7)},
       NOW(), ''
  FROM crm_lead
 WHERE id %% 5 > 1;

INSERT INTO mail_activity (res_model_id, res_model, res_id, user_id, date_deadline,
            active, create_date)
SELECT %(lead_model)s, 'crm.lead', id, user_id, CURRENT_DATE + id %% 30, TRUE, NOW()
  FROM crm_lead
 WHERE id %% 5 > 2;

INSERT INTO playbook_promise_keeping (lead_id, procedure_id, user_id, team_id,
            company_id, origin, state, date_from, date_due, date_kept, create_date)
SELECT id, %(procedure)s, user_id, team_id, %(company)s, 'crm.lead,' || id,
       CASE WHEN id %% 4 = 0 THEN 'late' ELSE 'kept' END, create_date,
       create_date + INTERVAL '1 day', create_date + INTERVAL '1 hour', NOW()
  FROM crm_lead
 WHERE id %% 10 = 3;

INSERT INTO playbook_finding (lead_id, requirement_id, procedure_id, user_id, date_due,
            date_closed, create_date)
SELECT id, %(requirement)s, %(procedure)s, user_id, create_date::date + 14,
       create_date + id %% 28 * INTERVAL '1 day', create_date
  FROM crm_lead
 WHERE id %% 5 = 4;

INSERT INTO playbook_lead_quality (lead_id, key_count, valid_count, quality, level,
            date)
SELECT id, 4, id %% 5, id %% 5 * 25, 'red', NOW()
  FROM crm_lead
 WHERE won_status = 'pending'
    ON CONFLICT DO NOTHING;

INSERT INTO rating_rating (res_model_id, res_model, res_id, rating, consumed,
            playbook_asked, rated_on, create_date)
SELECT %(partner_model)s, 'res.partner', id, 1 + id %% 3 * 2, TRUE, TRUE, {ago(8)},
       NOW()
  FROM res_partner
 WHERE customer_state IS NOT NULL AND id %% 10 = 1;

INSERT INTO playbook_enrollment (lead_id, workflow_id, occurrence, round, state,
            simulated, date_entered)
SELECT id, %(workflow)s, id, 1, 'done', FALSE, create_date
  FROM crm_lead
 WHERE id %% 10 < 2;

INSERT INTO playbook_customer_mail (enrollment_id, workflow_id, lead_id, occurrence,
            mode, asks_for, state, date_due)
SELECT id, %(workflow)s, lead_id, 1, 'send', 'nothing', 'sent',
       date_entered + INTERVAL '1 hour'
  FROM playbook_enrollment
"""  # noqa: S608
# Without their indexes, which are made anew: that is faster by far.
INDEXES = """
    SELECT indexrelid::regclass, pg_get_indexdef(indexrelid)
      FROM pg_index
     WHERE indrelid::regclass::text IN ('crm_lead', 'sale_order', 'res_partner')
       AND NOT indisunique
"""
env.cr.execute(INDEXES)
indexes = env.cr.fetchall()
for name, _definition in indexes:
    env.cr.execute(f"DROP INDEX {name}")
for text in STATEMENTS.split(";\n"):
    env.cr.execute(text, values)
env.cr.execute("SET maintenance_work_mem = '512MB'")
for _name, definition in indexes:
    env.cr.execute(definition)
env.cr.commit()
env.invalidate_all()
tidy(env)
