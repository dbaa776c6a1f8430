"""Add a segment to a mailing list, where Email Marketing is installed.

Run in an Odoo shell by test_segments_mailing; prints one JSON line.
"""

import json
import sys

from odoo.exceptions import AccessError

MARK = "PROCESS-RESULT "
GROUPS = (
    "base.group_user",
    "crm_playbook.group_marketing",
    "mass_mailing.group_mass_mailing_user",
)
EMAILS = {
    "One": "one@example.com",
    "One again": "ONE@example.com",
    "Two": "two@example.com",
    "Wants none": "none@example.com",
    "Without": False,
}


def main(env):
    user = env["res.users"].create(
        {
            "name": "Marketer",
            "login": "mailing_marketer",
            "group_ids": [(6, 0, [env.ref(group).id for group in GROUPS])],
        }
    )
    env["mail.blacklist"]._add("none@example.com")
    customers = env["res.partner"].create(
        [
            {"name": name, "email": email, "is_company": True, "is_prospect": True}
            for name, email in EMAILS.items()
        ]
    )
    env["res.partner"].create(
        {"name": "Person", "parent_id": customers[0].id, "email": "me@example.com"}
    )
    known = env["mailing.contact"].create({"name": "Two", "email": "two@example.com"})
    segment = (
        env["playbook.segment"]
        .with_user(user)
        .create({"name": "Mailed", "domain": f"[('id', 'in', {customers.ids})]"})
    )
    told = [
        segment.action_add_to_mailing_list()["params"]["message"] for _time in range(2)
    ]
    mailing_list = env["mailing.list"].browse(segment.mailing_list_number)
    contacts = mailing_list.contact_ids
    user.group_ids -= env.ref(GROUPS[-1])
    try:
        segment.action_add_to_mailing_list()
        refused = False
    except AccessError:
        refused = True
    result = {
        "refused": refused,
        "offered": segment.has_mailing_lists,
        "name": mailing_list.name,
        "emails": sorted(contacts.mapped("email_normalized")),
        "known": known in contacts,
        "told": told,
    }
    sys.stdout.write(f"\n{MARK}{json.dumps(result)}\n")


main(globals()["env"])
