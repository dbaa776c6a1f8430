"""What the shipped profiles leave out of their screens, as first installed.

For each form: the most fields that it should have (``budget``) and, for each value of
``playbook.screen.item.shown`` but *always*, what is shown only then, as
``<kind>:<technical name>``. From then on it is data: the Configurator changes it.
"""

SCREEN_DEFAULTS = {}

# Odoo's own entries for which the playbook has others.
_REPLACED = {
    "crm.crm_lead_menu_my_activities": "0",
    "crm.res_partner_menu_customer": "0",
}
# Who works with customers shapes nothing meanwhile: see the profile for that.
_WORKING = {**_REPLACED, "crm.crm_menu_config": "0"}
LEFT_OUT_MENUS = {
    "sales": {
        **_WORKING,
        "crm_playbook.crm_lead_overview_menu": "0",
        "crm_playbook.sale_order_overview_menu": "0",
        "crm.sales_team_menu_team_pipeline": "2",
        "crm_playbook.mail_activity_team_menu": "2",
        "crm.crm_menu_forecast": "2",
        "crm.crm_activity_report_menu": "2",
        "crm.crm_opportunity_report_menu_lead": "3",
        "crm_playbook.playbook_transition_menu": "3",
    },
    "marketing": {
        **_WORKING,
        "crm.menu_crm_opportunities": "0",
        "crm.sales_team_menu_team_pipeline": "0",
        "sale_crm.sale_order_menu_quotations_crm": "0",
        "crm_playbook.sale_order_overview_menu": "0",
        "crm_playbook.crm_lead_stale_menu": "0",
        "crm_playbook.mail_activity_team_menu": "2",
        "crm.crm_menu_forecast": "3",
        "crm.crm_activity_report_menu": "2",
        "crm_playbook.playbook_transition_menu": "3",
    },
    "customer_service": {
        **_WORKING,
        "crm.menu_crm_opportunities": "0",
        "crm.sales_team_menu_team_pipeline": "0",
        "sale_crm.sale_order_menu_quotations_crm": "0",
        "crm_playbook.crm_lead_stale_menu": "0",
        "crm.crm_menu_leads": "2",
        "crm.crm_menu_report": "0",
        "crm_playbook.mail_activity_team_menu": "2",
    },
    "sales_management": {
        **_WORKING,
        "crm.menu_crm_opportunities": "0",
        "sale_crm.sale_order_menu_quotations_crm": "0",
        "crm.sales_team_menu_team_pipeline": "2",
        "crm_playbook.playbook_enrollment_menu": "2",
        "crm_playbook.playbook_transition_menu": "2",
    },
    "configurator": {
        **_REPLACED,
        "crm.crm_menu_sales": "0",
        "crm.crm_menu_leads": "0",
        "crm_playbook.res_partner_customers_menu": "0",
        "crm_playbook.mail_activity_menu": "0",
        "crm.crm_menu_report": "0",
    },
}
