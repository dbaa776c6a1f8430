"""Run in an Odoo shell: what Odoo's own automation rule costs; prints one JSON line.

The rule is as the screen makes it: 15 days after the last stage change, an activity for
the salesperson, with the mail to them that Odoo sends by default. Writing the mail is
measured, sending it is not: nothing leaves this machine. ``BENCH_COUNTS`` says how many
leads are due.
"""

from bench_measure import counts, measure, set_due, set_late, tell

from odoo.fields import Command

LATE = 20

env.registry["ir.mail_server"]._connect__ = lambda *_args, **_kwargs: None
env.registry["ir.mail_server"].send_email = lambda _self, message, *_args, **_kwargs: (
    message["Message-Id"]
)
model = env["ir.model"]._get("crm.lead")
rule = env["base.automation"].create(
    {
        "name": "15 days without stage change",
        "model_id": model.id,
        "trigger": "on_time",
        "trg_date_id": env["ir.model.fields"]
        ._get("crm.lead", "date_last_stage_update")
        .id,
        "trg_date_range": 15,
        "trg_date_range_type": "day",
        "trg_date_range_mode": "after",
        "action_server_ids": [
            Command.create(
                {
                    "name": "Activity for the salesperson",
                    "model_id": model.id,
                    "state": "next_activity",
                    "activity_type_id": env.ref("mail.mail_activity_data_todo").id,
                    "activity_summary": "Follow up: this opportunity has not moved",
                    "activity_user_type": "generic",
                    "activity_user_field_name": "user_id",
                }
            )
        ],
    }
)


def run_rule():
    env["base.automation"]._cron_process_time_based_actions()


def made():
    return env["mail.activity"].search_count([("res_model", "=", "crm.lead")])


results = {}
for count in (3, *counts()):
    rule.last_run = False
    set_due(env, count)
    results[f"base_automation {count}"] = measure(env, run_rule)
    if made() != count:
        raise SystemExit(f"{made()} activities for {count} leads.")

rule.filter_domain = "[('user_id', '!=', False)]"
unassigned = set_late(env, LATE)
run_rule()
unassigned.user_id = env["res.users"].search([("login", "=", "salesperson1")])
rule.trg_date_range = 7
run_rule()
results["late"] = {"missed": LATE - made(), "of": LATE}
tell(results)
