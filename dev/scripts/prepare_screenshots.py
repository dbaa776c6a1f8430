"""Run in an Odoo shell: Spanish twins of the demo users, and the records to be pictured."""

import json

env["res.lang"]._activate_lang("es_ES")
modules = env["ir.module.module"].search([("state", "=", "installed")])
modules._update_translations(["es_ES"])
for login in ("admin", "sales", "marketing", "service", "management"):
    user = env["res.users"].search([("login", "=", login)])
    if user:
        user.copy({"login": f"{login}_es", "password": f"{login}_es", "lang": "es_ES"})
env["res.users"].search([]).write({"tour_enabled": False})
env.cr.commit()
records = {
    "azure": env.ref("base.res_partner_12").id,
    "wood": env.ref("base.res_partner_1").id,
    "lead": env["crm.lead"].search([("type", "=", "opportunity")], limit=1).id,
    "user": env["res.users"].search([("login", "=", "sales")]).id,
}
print("RECORDS " + json.dumps(records))
