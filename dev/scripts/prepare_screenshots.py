"""Run in an Odoo shell: everybody speaks ``SCREENS_LANG``; tells the records to be
pictured.
"""

import json
import os

from odoo import fields

lang = os.environ["SCREENS_LANG"]
if lang != "en_US":
    env["res.lang"]._activate_lang(lang)
    installed = env["ir.module.module"].search([("state", "=", "installed")])
    installed._update_translations([lang])
env["res.users"].search([("share", "=", False)]).write(
    {"lang": lang, "tour_enabled": False}
)
# As if the scheduled action had run: in the first language, in simulation.
env["playbook.workflow"]._cron_run_lane(scan=True)
lead = env.ref("crm_playbook.crm_lead_1_demo")
user = env.ref("crm_playbook.user_sales_demo")
explain = (
    env["playbook.access.explain"]
    .with_user(env.ref("base.user_admin"))
    .create({"user_id": user.id, "record_ref": f"crm.lead,{lead.id}"})
)
# Something is due for each of them; made once, for all languages.
people = ("sales", -2), ("marketing", 0), ("service", -1), ("management", 0)
if env["playbook.absence"].search_count([]):
    people = ()
for login, days in people:
    who = env["res.users"].search([("login", "=", login)])
    env.ref("base.res_partner_12").activity_schedule(
        "mail.mail_activity_data_call",
        fields.Date.add(fields.Date.today(), days=days),
        summary="Ask how the meeting rooms are used",
        user_id=who.id,
        automated=False,
    )
if people:
    env["playbook.absence"].create(
        {
            "user_id": user.id,
            "date_from": fields.Date.add(fields.Date.today(), days=20),
            "date_to": fields.Date.add(fields.Date.today(), days=30),
            "reason": "Holidays",
        }
    )
if people:
    # What Sales did on the deal.
    seller = env["res.users"].search([("login", "=", "sales")])
    for purpose, outcome, note in (
        ("get_meeting", "meeting_agreed", "They have ten rooms to furnish."),
        ("visit", "interested", "They liked the oak."),
        ("quote", "thinks_it_over", "The board decides next week."),
    ):
        done = lead.activity_schedule(
            "mail.mail_activity_data_call",
            fields.Date.today(),
            user_id=seller.id,
            automated=False,
        )
        done.playbook_purpose_id = env.ref(f"crm_playbook.playbook_purpose_{purpose}")
        done.with_user(seller).action_playbook_finish(
            env.ref(f"crm_playbook.playbook_outcome_{outcome}").id, note
        )
env.cr.commit()
# The server, another process, must drop what it remembers of its users.
env.registry.signal_changes()
records = {
    "azure": env.ref("base.res_partner_12").id,
    "prospect": env.ref("crm_playbook.partner_met_at_a_fair_demo").id,
    "inactive": env.ref("crm_playbook.partner_not_come_back_demo").id,
    "contact": env.ref("base.res_partner_address_28").id,
    "profile": env.ref("crm_playbook.profile_sales").id,
    "screen": env["playbook.screen"].search([("entity", "=", "lead")], limit=1).id,
    "lead": lead.id,
    "outcome": env.ref("crm_playbook.playbook_outcome_meeting_agreed").id,
    "call": env.ref("mail.mail_activity_data_call").id,
    "user": user.id,
    "explain": explain.id,
}
print("RECORDS " + json.dumps(records))
