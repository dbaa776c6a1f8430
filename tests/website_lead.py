"""Fill in the contact form of a website, over HTTP, where website_crm is installed.

Run in an Odoo shell by test_workflows_web_lead_form; prints one JSON line.
"""

import json
import re
import socket
import sys
import threading

import requests
from werkzeug.serving import make_server

import odoo.http

MARK = "PROCESS-RESULT "
FORM = "/website/form/crm.lead"


def serve():
    """Odoo answers on a free port, in a thread.

    :return: its address.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = make_server("127.0.0.1", port, odoo.http.root, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{port}"


def fill_in(address, database, name, **parameters):
    """Open the page of the form as a visitor does, and send it.

    :return: the answer.
    """
    visitor = requests.Session()
    visitor.headers["X-Odoo-Database"] = database
    page = visitor.get(f"{address}/contactus", params=parameters, timeout=120)
    token = re.search(r"csrf_token: \"([^\"]+)\"", page.text)
    return visitor.post(
        address + FORM,
        data={
            "csrf_token": token[1] if token else "",
            "name": name,
            "contact_name": "Ann",
            "email_from": f"{len(name)}@web.example.com",
            "description": "How long is the delivery time?",
        },
        timeout=120,
    )


def main(env):
    workflow = env.ref("crm_playbook.workflow_web_leads")
    workflow.with_user(env.ref("base.user_admin")).mode = "live"
    env.cr.commit()
    address = serve()
    answer = fill_in(address, env.cr.dbname, "Question about desks")
    fill_in(address, env.cr.dbname, "By a link", utm_medium="Email")
    env.cr.rollback()
    env.invalidate_all()
    lead = env["crm.lead"].browse(answer.json()["id"])
    other = env["crm.lead"].search([("name", "=", "By a link")])
    workflow._enter("waiting")
    entered = env["playbook.enrollment"]
    result = {
        "status": answer.status_code,
        "name": lead.name,
        "medium": lead.medium_id.name,
        "taken": entered.search([("lead_id", "=", lead.id)]).mapped("state"),
        "campaign": other.medium_id.name,
        "taken_too": entered.search([("lead_id", "=", other.id)]).mapped("state"),
    }
    sys.stdout.write(f"\n{MARK}{json.dumps(result)}\n")


main(globals()["env"])
