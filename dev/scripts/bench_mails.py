"""Run in an Odoo shell with the addon: what it costs that a workflow queues e-mails to
customers, and what Odoo's own template e-mails for the same records cost; prints one
JSON line.

``BENCH_COUNT`` says to how many, ``BENCH_ROUNDS`` how often.
"""

import os

from bench_measure import measure, tell, tidy

from odoo.fields import Command

COUNT, ROUNDS = (int(os.environ[f"BENCH_{name}"]) for name in ("COUNT", "ROUNDS"))
BATCH = 1000
LAYOUT = "mail.mail_notification_light"

leads = env["crm.lead"].search(
    [("won_status", "=", "pending"), ("type", "=", "opportunity")],
    order="id",
    limit=COUNT,
)
env.cr.execute(
    "UPDATE crm_lead SET email_from = 'lead' || id || '@example.com',"
    " partner_id = NULL, email_normalized = 'lead' || id || '@example.com'"
    " WHERE id = ANY(%s)",
    [leads.ids],
)
env.cr.execute("UPDATE ir_cron SET active = FALSE")
env.invalidate_all()
template = env["mail.template"].create(
    {
        "name": "Still interested",
        "model_id": env["ir.model"]._get_id("crm.lead"),
        "subject": "About {{ object.name }}",
        "body_html": "<p>Hello <t t-out='object.contact_name or object.name'/>,</p>"
        "<p>are you still interested in <t t-out='object.name'/>?</p>",
        "email_to": "{{ object.email_from }}",
        "use_default_to": False,
        "auto_delete": False,
    }
)
env["playbook.workflow"].search([]).active = False
env.cr.commit()
found = {}


def empty():
    """Nobody was written to, and everything is due."""
    env.cr.execute("DELETE FROM playbook_workflow WHERE name->>'en_US' = 'Bench mails'")
    env.cr.execute("DELETE FROM mail_mail")
    env.cr.execute("DELETE FROM mail_message WHERE message_type = 'email_outgoing'")
    env.cr.commit()
    env.invalidate_all()
    tidy(env)


def prepare():
    """A workflow that is live and has taken up all of them."""
    found["workflow"] = workflow = env["playbook.workflow"].create(
        {
            "name": "Bench mails",
            "target": "opportunity",
            "trigger": "created",
            "domain": f"[('id', 'in', {leads.ids})]",
            "responsible_id": env.ref("base.user_admin").id,
            "quiet_from": 0,
            "quiet_to": 0,
            "working_days_only": False,
            "step_ids": [
                Command.create(
                    {
                        "summary": "Write",
                        "kind": "mail",
                        "template_id": template.id,
                        "mail_mode": "send",
                    }
                )
            ],
        }
    )
    # OdooBot is archived, and acts for nobody.
    workflow.with_user(env.ref("base.user_admin")).mode = "live"
    # Whatever was there before is taken up too.
    workflow.since_date = "2000-01-01"
    workflow.entry_limit = COUNT
    env.flush_all()
    env["playbook.workflow"]._scan(BATCH)
    env.cr.execute(
        "UPDATE playbook_enrollment SET state = 'waiting', step_id = %s,"
        " next_date = NOW() AT TIME ZONE 'UTC' - INTERVAL '1 minute',"
        " limit_lifted = TRUE"
        " WHERE workflow_id = %s AND NOT simulated",
        [workflow.step_ids.id, workflow.id],
    )
    env.cr.commit()
    env.invalidate_all()


def ours():
    env["playbook.workflow"]._work_off(BATCH)


def peer():
    """As a scheduled action would: batch by batch."""
    for begin in range(0, len(leads), BATCH):
        ids = leads.ids[begin : begin + BATCH]
        template.send_mail_batch(ids, email_layout_xmlid=LAYOUT)
        env.cr.commit()


results = {"peer": [], "ours": []}
for _round in range(ROUNDS):
    empty()
    results["peer"].append(measure(env, peer))
    empty()
    prepare()
    results["ours"].append(measure(env, ours))
    found["queued"] = env["playbook.customer.mail"].search_count(
        [("workflow_id", "=", found["workflow"].id), ("state", "=", "queued")]
    )
tell({**results, "queued": found["queued"]})
