"""Run in an Odoo shell by test_workflows_answer_twice; prints one JSON line.

``CONCURRENCY`` names what to do: a function below; ``START`` when to begin, in seconds
since 1970.
"""

import json
import os
import sys
import threading
import time

from psycopg2 import errors

MARK = "PROCESS-RESULT "
NAME = "Answered twice"


def prepare(env):
    """An e-mail to a customer that asks, of a lead in follow-up."""
    user = env.ref("base.user_admin")
    lead = env["crm.lead"].create(
        {"name": NAME, "type": "opportunity", "user_id": user.id}
    )
    workflow = env["playbook.workflow"].create(
        {"name": NAME, "step_ids": [(0, 0, {"summary": "Call"})]}
    )
    now = "2031-03-03 10:00:00"
    shared = {"workflow_id": workflow.id, "lead_id": lead.id, "occurrence": lead.id}
    enrollment = env["playbook.enrollment"].create(
        {**shared, "state": "running", "date_entered": now, "date_taken": now}
    )
    env["playbook.customer.mail"].create(
        {
            **shared,
            "enrollment_id": enrollment.id,
            "subject": NAME,
            "mode": "send",
            "asks_for": "interest",
            "state": "sent",
            "date_due": now,
        }
    )
    return {}


def answer(env):
    """The customer says yes, as Odoo's server does it: again, where it has to."""
    left = float(os.environ.get("START", "0")) - time.time()
    threading.Event().wait(max(left, 0))
    repeated = 0
    while not _answer_once(env):
        repeated += 1
    return {"repeated": repeated}


def _answer_once(env):
    """Whether it could be done."""
    try:
        mail = _find(env)
        said, _problem = mail._read_answer({"choice": "yes"})
        # Both have begun before either has ended.
        threading.Event().wait(1)
        mail._take_answer(said)
        env.cr.commit()
    except errors.SerializationFailure:
        env.cr.rollback()
        env.invalidate_all()
        return False
    return True


def check(env):
    mail = _find(env)
    lead = mail.lead_id
    return {
        "activities": len(lead.activity_ids),
        "answers": mail.answer_count,
        "notes": len(lead.message_ids.filtered(lambda each: "interested" in each.body)),
    }


def _find(env):
    return env["playbook.customer.mail"].search([("subject", "=", NAME)])


def main(env):
    steps = {step.__name__: step for step in (prepare, answer, check)}
    result = steps[os.environ["CONCURRENCY"]](env)
    env.cr.commit()
    sys.stdout.write(f"\n{MARK}{json.dumps(result)}\n")


# The shell brings it.
main(globals()["env"])
