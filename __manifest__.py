{
    "name": "CRM Playbook",
    "version": "19.0.1.0.0",
    "category": "Sales/CRM",
    "license": "LGPL-3",
    "author": "CRM Playbook contributors",
    "summary": "Make CRM carry out your company's agreed way of working with customers",
    "depends": ["base_import", "rating", "sale_crm", "spreadsheet_dashboard"],
    "data": [],
    "application": True,
}
