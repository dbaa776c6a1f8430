"""Run in an Odoo shell with the addon, on data of ``bench_selling.py``: what a shipped
report with its real contents costs a recipient, and what is left of a run that is
killed; prints one JSON line.

``BENCH_RECIPIENTS`` says how many get it.
"""

import os
import time
from datetime import timedelta
from unittest.mock import patch

from bench_measure import measure, tell

from odoo import fields
from odoo.fields import Command

COUNT = int(os.environ["BENCH_RECIPIENTS"])
Report = env["playbook.report"]
Delivery = env["playbook.report.delivery"]
Mail = env["mail.mail"]
people = env["res.users"].search([("login", "like", "salesperson%")], order="id")
people = people[:COUNT]
group = env.ref("crm_playbook.group_sales")
people.write({"group_ids": [Command.link(group.id)]})
people += (
    env["res.users"]
    .with_context(no_reset_password=True)
    .create(
        [
            {
                "name": f"Reader {number}",
                "login": f"reader{number}",
                "email": f"reader{number}@example.com",
                "group_ids": [Command.link(group.id)],
            }
            for number in range(len(people), COUNT)
        ]
    )
)
people.tz = "UTC"
Report.search([]).state = "paused"
Delivery.search([]).unlink()
report = env.ref("crm_playbook.report_sales")
report.write({"state": "active", "user_ids": [Command.set(people.ids)]})
env.flush_all()
# As if it had been due, and all of them here, for long.
long_ago = fields.Datetime.now() - timedelta(days=30)
env.cr.execute("UPDATE playbook_report SET date_activated = %s", [long_ago])
env.cr.execute("UPDATE res_users SET create_date = %s", [long_ago])
env.cr.commit()
env.invalidate_all()
company = env.company
Run = env["playbook.measurement.run"]
while not company._tell_rfm_past():
    env.cr.commit()
# Measuring has its own line.
_due, period = report._get_last_due(fields.Datetime.now(), company)
Run._measure_now(company, period.kind, period.last_day)
env.cr.commit()
Deliveries = type(Delivery)
make = Deliveries._make
begun = []


def killed(row):
    """The server is stopped in the middle of the batch half way through."""
    begun.append(row.id)
    if len(begun) == COUNT // 2 + 3:
        raise SystemExit
    return make(row)


started = time.perf_counter()
with patch.object(Deliveries, "_make", killed):
    try:
        Report._cron_send()
    except SystemExit:
        env.cr.rollback()
env.invalidate_all()
done_before = Delivery.search_count([("state", "!=", "waiting")])
killed_after = time.perf_counter() - started
# What was begun is tried again an hour later.
env.cr.execute("UPDATE playbook_report_delivery SET date_next = %s", [long_ago])
env.cr.commit()
costs = []


def send():
    """The next runs: what was begun before is made one by one."""
    Report._cron_send()


waiting = Delivery._count_waiting()
costs.append(measure(env, send))
env.cr.commit()
mails = Mail.search([("email_to", "in", people.mapped("email_formatted"))])
told = mails.mapped("email_to")
tell(
    {
        "count": COUNT,
        "made_before": done_before,
        "killed_after": killed_after,
        "begun": len(begun),
        "sent_after": waiting,
        "costs": costs,
        "left": Delivery.search_count([("state", "=", "waiting")]),
        "lost": len(set(people.mapped("email_formatted")) - set(told)),
        "doubled": len(told) - len(set(told)),
        "problems": Delivery.search_count([("problems", "!=", False)]),
    }
)
