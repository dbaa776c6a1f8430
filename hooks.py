"""What happens around installation and removal, and only then."""

from odoo.fields import Command, Datetime
from odoo.tools.sql import column_exists, create_column

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG

MODULE = "crm_playbook"

# Stored computed columns of tables that may hold millions of rows: made beforehand, so
# that the ORM does not compute them record by record; filled set-based by the post-init
# hook.
COLUMNS = (
    ("res_partner", "customer_state", "varchar"),
    ("res_partner", "customer_since", "date"),
    ("crm_lead", "customer_type_id", "int4"),
    ("crm_lead", "industry_id", "int4"),
    ("crm_lead", "purchase_potential_id", "int4"),
    ("crm_lead", "territory_id", "int4"),
    # Nobody looks after anybody before the addon is there: they stay empty.
    ("crm_lead", "service_user_id", "int4"),
    ("sale_order", "service_user_id", "int4"),
    ("account_move", "service_user_id", "int4"),
)


def pre_init_hook(env):
    for table, column, column_type in COLUMNS:
        if not column_exists(env.cr, table, column):
            create_column(env.cr, table, column, column_type)


def post_init_hook(env):
    env["res.partner"]._refresh_customer_states()
    env["crm.lead"]._copy_industries_from_customers()
    env["res.company"]._choose_rfm_basis()
    for company in env["res.company"].search([]):
        env["playbook.rfm.score"]._refresh(company)
    env["playbook.interest"]._record()
    env["playbook.transition"]._create_missing()
    env["sale.order"]._fill_sent_dates()
    # Nobody is asked about meetings from before.
    now = Datetime.to_string(Datetime.now())
    env["ir.config_parameter"].set_param("crm_playbook.meetings_since", now)
    env["playbook.last.contact"]._begin()
    # Demo data may have some, whose conditions ask for scores.
    env["playbook.segment"].search([])._refresh()
    env["playbook.quality"]._begin()
    env["playbook.measurement.run"]._begin()
    # Now that all views are there.
    env["playbook.screen"].search([])._refresh_items()
    _give_configurator_to_administrators(env)


def _give_configurator_to_administrators(env):
    """Whoever administers this Odoo shapes the CRM; nobody else gets anything."""
    administrators = env.ref("base.group_system").all_user_ids
    env.ref("crm_playbook.group_configurator").write(
        {"user_ids": [Command.link(user.id) for user in administrators]}
    )


def uninstall_hook(env):
    _keep_implied_groups(env)
    _delete_profiles_made_here(env)
    env["ir.config_parameter"].search([("key", "=like", "crm\\_playbook.%")]).unlink()
    _forget_inherited(env)


def _forget_inherited(env):
    """Remove the XML ids that other addons gave to what our models inherit from them.

    Odoo deletes the records with our models, and leaves those ids behind.
    """
    env["ir.model.data"].search(
        [
            ("module", "!=", MODULE),
            ("model", "in", ["ir.model.inherit", "ir.model.fields.selection"]),
            ("name", "=like", "%\\_\\_playbook\\_%"),
        ]
    ).unlink()


def _delete_profiles_made_here(env):
    """Profiles of the company's own hold on to groups, departments and the profiles
    that they are made after: those would stay.
    """
    flags = {"active_test": False, MODULE_UNINSTALL_FLAG: True}
    profiles = env["playbook.profile"].with_context(**flags)
    profiles = profiles.search([("is_shipped", "=", False)])
    profiles.model_id = False
    profiles.unlink()


def _keep_implied_groups(env):
    """Give every member of our groups, explicitly, the groups of Odoo that ours
    implied.

    The user form drops an explicit group that another one implies, so removing ours
    would silently take away rights that somebody had before this addon was installed.
    """
    ours = env["res.groups"].browse(
        env["ir.model.data"]
        .search([("module", "=", MODULE), ("model", "=", "res.groups")])
        .mapped("res_id")
    )
    for group in ours.exists():
        kept = group.all_implied_ids - ours
        group.with_context(active_test=False).all_user_ids.write(
            {"group_ids": [Command.link(implied.id) for implied in kept]}
        )
