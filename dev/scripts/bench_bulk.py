"""Run in an Odoo shell: what one batched create, and one INSERT, of the activities of
the due leads cost; prints one JSON line. ``BENCH_COUNTS`` says how many are due.
"""

from bench_measure import STALE_DAYS, counts, measure, set_due, statement, tell
from markupsafe import Markup

from odoo import fields

NOTE = Markup(
    "Contact the customer, then move the opportunity on, plan the next step, or close "
    "it as lost.<br/>In “%s” since %s: no stage change for %s days."
)


def create_activities():
    """As the workflow does: as who switches it live, with no mail."""
    today = fields.Date.today()
    leads = env["crm.lead"].search(
        [("date_last_stage_update", "<", fields.Date.subtract(today, days=15))]
    )
    shared = {
        "res_model_id": env["ir.model"]._get_id("crm.lead"),
        "activity_type_id": env.ref("mail.mail_activity_data_todo").id,
        "summary": "Follow up: this opportunity has not moved",
        "automated": True,
        "date_deadline": today,
    }
    Activity = env["mail.activity"].with_user(env.ref("base.user_admin"))
    Activity.with_context(mail_activity_quick_update=True).create(
        [
            {
                **shared,
                "res_id": lead.id,
                "user_id": lead.user_id.id,
                "note": NOTE
                % (lead.stage_id.name, lead.date_last_stage_update.date(), STALE_DAYS),
            }
            for lead in leads
        ]
    )
    env.cr.commit()


def insert_activities():
    env.cr.execute(statement("activities"))
    env.cr.commit()


def check(count):
    found = env["mail.activity"].search_count([("res_model", "=", "crm.lead")])
    if found != count:
        raise SystemExit(f"{found} activities for {count} leads.")


results = {}
# The first fills Odoo's caches.
for count in (3, *counts()):
    for name, run in (("bulk", create_activities), ("sql", insert_activities)):
        set_due(env, count)
        results[f"{name} {count}"] = measure(env, run)
        check(count)
tell(results)
