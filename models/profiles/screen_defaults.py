"""What the shipped profiles leave out of their screens, as first installed.

For each form: the most fields that it should have (``budget``) and, for each value of
``playbook.screen.item.shown`` but *always*, what is shown only then, as
``<kind>:<technical name>``. From then on it is data: the Configurator changes it.
"""

_FORECAST = (
    "field:expected_revenue field:recurring_revenue field:recurring_plan"
    " field:probability field:automated_probability"
)
_ORIGIN = "field:medium_id field:campaign_id"
_BOOKKEEPING = "group:purchase group:fiscal_information field:global_location_number"
# Of hardly any use to who works with customers; the rest stays findable.
_SELDOM = "field:street2 field:ref field:company_registry"
SCREEN_DEFAULTS = {
    "sales": {
        "lead": {
            "budget": 36,
            "0": "field:referred field:lang_id field:date_open field:date_closed"
            " field:street2 field:campaign_id field:medium_id",
            "2": "field:website field:function field:tag_ids",
            "3": "field:automated_probability",
        },
        "company": {
            "budget": 34,
            "0": f"{_BOOKKEEPING} {_ORIGIN} {_SELDOM} field:lang",
            "2": "field:category_id",
        },
        "contact": {
            "budget": 34,
            "0": f"{_BOOKKEEPING} {_ORIGIN} {_SELDOM} field:lang field:vat"
            " field:property_payment_term_id",
            "2": "field:category_id page:sales_purchases",
            "3": "page:contact_addresses",
        },
        "activity": {"budget": 13, "2": "field:plan_id"},
    },
    "marketing": {
        "lead": {
            "budget": 36,
            "0": f"{_FORECAST} field:date_deadline button:action_schedule_meeting"
            " button:action_view_sale_quotation button:action_view_sale_order"
            " group:Misc field:date_open field:date_closed field:street2",
            "2": "field:referred field:lang_id field:tag_ids",
            "3": "field:website",
        },
        "company": {
            "budget": 34,
            "0": f"{_BOOKKEEPING} {_ORIGIN} {_SELDOM} field:vat"
            " button:schedule_meeting",
            "2": "page:sales_purchases field:lang",
        },
        "contact": {
            "budget": 34,
            "0": f"{_BOOKKEEPING} {_ORIGIN} {_SELDOM} field:vat field:lang"
            " button:schedule_meeting",
            "2": "page:sales_purchases",
            "3": "page:contact_addresses",
        },
        "activity": {"budget": 13, "2": "field:plan_id"},
    },
    "customer_service": {
        "lead": {
            "budget": 36,
            "0": f"{_FORECAST} page:extra field:campaign_id field:medium_id"
            " field:referred field:lang_id",
            "2": "field:tag_ids field:purchase_potential_id field:source_id"
            " field:website",
            "3": "field:street2",
        },
        "company": {
            "budget": 34,
            "0": f"{_BOOKKEEPING} {_ORIGIN} {_SELDOM} field:property_payment_term_id",
            "2": "group:misc field:category_id field:source_id"
            " field:purchase_potential_id",
        },
        "contact": {
            "budget": 34,
            "0": f"{_BOOKKEEPING} {_ORIGIN} {_SELDOM} field:vat page:sales_purchases",
            "2": "field:category_id field:source_id field:purchase_potential_id",
        },
        "activity": {"budget": 13, "2": "field:plan_id"},
    },
    "sales_management": {
        "lead": {
            "budget": 36,
            "0": f"{_ORIGIN} field:referred field:lang_id field:street2"
            " field:automated_probability",
            "2": "field:website field:function field:tag_ids",
        },
        "company": {
            "budget": 34,
            "0": f"{_BOOKKEEPING} {_ORIGIN} {_SELDOM} field:lang",
            "2": "field:category_id",
        },
        "contact": {
            "budget": 34,
            "0": f"{_BOOKKEEPING} {_ORIGIN} {_SELDOM} field:lang field:vat",
            "2": "field:category_id page:sales_purchases",
        },
        "activity": {"budget": 13, "2": "field:plan_id"},
    },
}

# Odoo's own entries for which the playbook has others.
_REPLACED = {
    "crm.crm_lead_menu_my_activities": "0",
    "crm.res_partner_menu_customer": "0",
}
# Who works with customers shapes nothing meanwhile: see the profile for that.
_WORKING = {**_REPLACED, "crm.crm_menu_config": "0"}
# How things come about; daily work is what they ask for.
_MACHINERY = {
    "crm_playbook.playbook_workflow_menu": "2",
    "crm_playbook.playbook_enrollment_menu": "2",
    "crm_playbook.playbook_enrollment_menu_quarantine": "2",
    "crm_playbook.playbook_workflow_event_menu": "3",
}
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
        "crm_playbook.playbook_stage_report_menu": "3",
        "crm_playbook.playbook_transition_menu": "3",
        "crm_playbook.playbook_rfm_score_menu": "2",
        "crm_playbook.playbook_rfm_migration_menu": "2",
        **_MACHINERY,
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
        "crm_playbook.playbook_stage_report_menu": "3",
        "crm_playbook.playbook_transition_menu": "3",
        **_MACHINERY,
    },
    "customer_service": {
        **_WORKING,
        "crm.menu_crm_opportunities": "0",
        "crm.sales_team_menu_team_pipeline": "0",
        "sale_crm.sale_order_menu_quotations_crm": "0",
        "crm_playbook.crm_lead_stale_menu": "0",
        "crm.crm_menu_leads": "2",
        "crm.crm_menu_forecast": "0",
        "crm.crm_opportunity_report_menu": "0",
        "crm.crm_opportunity_report_menu_lead": "0",
        "crm.crm_activity_report_menu": "2",
        "crm_playbook.mail_activity_team_menu": "2",
        "crm_playbook.playbook_stage_report_menu": "3",
        "crm_playbook.playbook_transition_menu": "3",
        **_MACHINERY,
    },
    "sales_management": {
        **_WORKING,
        "crm.menu_crm_opportunities": "0",
        "sale_crm.sale_order_menu_quotations_crm": "0",
        "crm.sales_team_menu_team_pipeline": "2",
        "crm_playbook.playbook_enrollment_menu": "2",
        "crm_playbook.playbook_workflow_event_menu": "2",
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
