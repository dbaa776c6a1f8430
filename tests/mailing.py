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


def make_user(env, login, groups):
    return env["res.users"].create(
        {
            "name": login,
            "login": login,
            "group_ids": [(6, 0, [env.ref(group).id for group in groups])],
        }
    )


def make_customers(env):
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
    return customers


def main(env):
    user = make_user(env, "mailing_marketer", GROUPS)
    other = make_user(env, "mailing_other", GROUPS[:-1])
    customers = make_customers(env)
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
    try:
        segment.with_user(other).action_add_to_mailing_list()
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
