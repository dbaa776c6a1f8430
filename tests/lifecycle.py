"""Run in an Odoo shell by test_uninstall on a database of its own; prints one JSON
line.

``LIFECYCLE`` names what to do: see :data:`STEPS`. What is printed is what a later run,
or another database, is compared with.
"""

import json
import os
import sys

from lxml import etree

MARK = "PROCESS-RESULT "
NO_PROFILE = "lifecycle_no_profile"
MADE = "Campaigns"
VIEWS = {
    "res.partner": ("form", "list", "kanban", "search"),
    "crm.lead": ("form", "list", "kanban", "search", "pivot", "graph", "calendar"),
    "sale.order": ("form", "list", "kanban", "search"),
}


def make_users(env):
    """Users with every kind of right in Odoo, before the addon is installed."""
    combinations = {
        NO_PROFILE: ["base.group_partner_manager", "sales_team.group_sale_manager"],
        "lifecycle_salesman": ["sales_team.group_sale_salesman"],
        "lifecycle_plain": [],
        "lifecycle_admin": ["base.group_system"],
    }
    for login, groups in combinations.items():
        refs = [env.ref(xmlid).id for xmlid in ["base.group_user", *groups]]
        env["res.users"].create(
            {"name": login, "login": login, "group_ids": [(6, 0, refs)]}
        )
    return {}


def rights(env):
    """The groups of Odoo's that each user has, by login."""
    own = env["ir.model.data"].search(
        [("module", "=", "crm_playbook"), ("model", "=", "res.groups")]
    )
    users = env["res.users"].with_context(active_test=False).search([])
    return {
        user.login: sorted(
            (user.all_group_ids - env["res.groups"].browse(own.mapped("res_id"))).ids
        )
        for user in users
    }


def screens(env):
    """What a user without a profile gets: architectures of the main views, and the
    menus.
    """
    env = env(user=env["res.users"].search([("login", "=", NO_PROFILE)]))
    archs = {
        f"{model} {kind}": canonical(env[model].get_view(view_type=kind)["arch"])
        for model, kinds in VIEWS.items()
        for kind in kinds
    }
    offered = {
        model: sorted(env[model].fields_get()) for model in ("res.partner", "res.users")
    }
    return {
        "archs": archs,
        "offered": offered,
        "menus": sorted(map(str, env["ir.ui.menu"].load_menus(False))),
    }


def canonical(arch):
    """``arch`` without layout; the fields that Odoo adds unseen, in no fixed order,
    sorted.
    """
    root = etree.fromstring(arch, etree.XMLParser(remove_blank_text=True))
    unseen = root.xpath("//*[@data-used-by]")
    names = sorted(node.get("name") for node in unseen)
    for node in unseen:
        node.getparent().remove(node)
    for node in root.iter():
        node.text, node.tail = (node.text or "").strip(), (node.tail or "").strip()
    return [etree.tostring(root, encoding="unicode"), *names]


def use(env):
    """Work with the addon, leaving behind all that people and rooms leave behind."""
    give = {
        "lifecycle_salesman": "group_sales",
        "lifecycle_plain": "group_sales",
        "lifecycle_admin": "group_sales_management",
    }
    for login, group in give.items():
        user = env["res.users"].search([("login", "=", login)])
        user.group_ids = [(4, env.ref(f"crm_playbook.{group}").id)]
    # What Odoo's user form does: the implied group is no longer kept explicitly.
    user = env["res.users"].search([("login", "=", "lifecycle_salesman")])
    user.group_ids = [(3, env.ref("sales_team.group_sale_salesman").id)]
    partner = env["res.partner"].create({"name": "Lifecycle", "is_prospect": True})
    follow_up(env, partner)
    env["ir.config_parameter"].set_param("crm_playbook.made_at_run_time", "1")
    group = env["res.groups"].create(
        {
            "name": "Run",
            "implied_ids": [(4, env.ref("sales_team.group_sale_salesman").id)],
        }
    )
    group.user_ids = [
        (4, env["res.users"].search([("login", "=", "lifecycle_plain")]).id)
    ]
    env["ir.model.data"].create(
        {
            "module": "crm_playbook",
            "name": "run_group",
            "model": "res.groups",
            "res_id": group.id,
            "noupdate": True,
        }
    )
    make_profile(env)
    return {"state": partner.customer_state}


def make_profile(env):
    """A profile of the company's own, made in the dialog and given to somebody."""
    wizard = env["playbook.profile.create"].create(
        {"name": MADE, "model_id": env.ref("crm_playbook.profile_marketing").id}
    )
    wizard.action_confirm()
    profile = env["playbook.profile"].search([("name", "=", MADE)])
    user = env["res.users"].search([("login", "=", "lifecycle_plain")])
    profile.user_ids = [(4, user.id)]


def made_profile(env):
    """What there is of the profile that was made."""
    profile = env["playbook.profile"].search([("name", "=", MADE)])
    group = profile.group_id
    data = env["ir.model.data"].search([("name", "=like", "run\\_%")])
    return {
        "members": profile.user_ids.mapped("login"),
        "access": sorted(group.model_access.mapped("name")),
        "rules": sorted(group.rule_groups.mapped("name")),
        "menus": sorted(group.menu_access.ids),
        "privilege": group.privilege_id.name,
        "names": sorted(data.mapped("name")),
    }


def follow_up(env, partner):
    """An opportunity with all five fields that has been taken up by the workflow."""
    option = env["playbook.territory"].create({"name": "North"})
    lead = env["crm.lead"].create(
        {
            "name": "Lifecycle",
            "type": "opportunity",
            "partner_id": partner.id,
            "territory_id": option.id,
            "customer_type_id": env.ref("crm_playbook.customer_type_company").id,
            "date_last_stage_update": "2020-01-01 00:00:00",
            "user_id": env.ref("base.user_admin").id,
        }
    )
    workflow = env.ref("crm_playbook.workflow_stale_opportunities")
    workflow.with_user(env.ref("base.user_admin")).mode = "live"
    workflow._take_backlog()
    env.cr.commit()
    workflow._cron_run_lane(scan=True)
    assert lead.activity_ids, "the workflow does nothing"


def uninstall(env):
    module = env["ir.module.module"].search([("name", "=", "crm_playbook")])
    module.button_immediate_uninstall()
    return {}


def fingerprint(env):
    """All of the database's structure and configuration that an addon may add to.

    :return: a dictionary from a kind of thing to the sorted list of what there is of
        it.
    """
    queries = {
        "tables": "SELECT tablename FROM pg_tables WHERE schemaname = 'public'",
        "columns": """SELECT table_name || '.' || column_name
                        FROM information_schema.columns
                       WHERE table_schema = 'public'""",
        "indexes": "SELECT indexname FROM pg_indexes WHERE schemaname = 'public'",
        "constraints": """SELECT conrelid::regclass || '.' || conname FROM pg_constraint
                           WHERE connamespace = 'public'::regnamespace""",
        # Demo users stay where a record of somebody else's names them.
        "xmlids": r"""SELECT module || '.' || name FROM ir_model_data
                       WHERE (module != 'base'
                              OR name NOT LIKE 'module\_crm\_playbook%')
                         AND (module != 'crm_playbook' OR name NOT LIKE '%\_demo%')""",
        "parameters": "SELECT key FROM ir_config_parameter",
        "groups": "SELECT id || ' ' || name FROM res_groups",
        "privileges": "SELECT id || ' ' || name FROM res_groups_privilege",
        "categories": "SELECT id || ' ' || name FROM ir_module_category",
        "implications": "SELECT gid || ' ' || hid FROM res_groups_implied_rel",
        "menus": """SELECT concat_ws(' ', id, name, parent_id, sequence, action, active)
                      FROM ir_ui_menu""",
        "menu groups": "SELECT menu_id || ' ' || gid FROM ir_ui_menu_group_rel",
        "crons": "SELECT id || ' ' || cron_name FROM ir_cron",
        "actions": "SELECT id || ' ' || type || ' ' || name FROM ir_actions",
        "views": "SELECT id || ' ' || name FROM ir_ui_view",
        "models": "SELECT model FROM ir_model",
        "fields": "SELECT model || '.' || name FROM ir_model_fields",
        "rules": "SELECT concat_ws(' ', id, name, domain_force) FROM ir_rule",
        "access": "SELECT id || ' ' || name FROM ir_model_access",
        "dashboards": "SELECT id || ' ' || name FROM spreadsheet_dashboard",
        "activity types": "SELECT id || ' ' || name FROM mail_activity_type",
    }
    found = {}
    for kind, query in queries.items():
        env.cr.execute(query)
        found[kind] = sorted(text for (text,) in env.cr.fetchall())
    return found


STEPS = {
    function.__name__: function
    for function in (
        make_users,
        rights,
        screens,
        use,
        made_profile,
        uninstall,
        fingerprint,
    )
}


def main(env):
    results = {}
    for name in os.environ["LIFECYCLE"].split(","):
        results[name] = STEPS[name](env)
        env.cr.commit()
        # Uninstalling has replaced the registry, and with it this environment.
        env = type(env)(env.cr, env.uid, {})
    sys.stdout.write(f"\n{MARK}{json.dumps(results)}\n")


# The shell brings it.
main(globals()["env"])
