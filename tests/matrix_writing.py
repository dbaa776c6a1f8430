"""Every way in which records are changed, with values that change nothing else."""

from odoo.fields import Command

TEXTS = {
    "account.move": "ref",
    "account.move.line": "name",
    "crm.activity.report": "body",
    "crm.team.member": "assignment_max",
    "mail.activity": "summary",
    "mail.message": "body",
    "playbook.absence": "reason",
    "playbook.acknowledgement": "comment",
    "playbook.action": "note",
    "playbook.customer.mail": "subject",
    "playbook.decision.type": "description",
    "playbook.enrollment": "error",
    "playbook.interest": "date",
    "playbook.field.proposal": "decided_rate",
    "playbook.field.usage": "fill_rate",
    "playbook.last.contact": "call_count",
    "playbook.doubt": "comment",
    "playbook.doubt.line": "answers",
    "playbook.finding": "date_due",
    "playbook.lead.quality": "key_count",
    "playbook.load.column": "target",
    "playbook.load.key": "key",
    "playbook.load.line": "summary",
    "playbook.load.value": "option_value",
    "playbook.permission": "reason",
    "playbook.procedure": "customer_gain",
    "playbook.procedure.version": "changes",
    "playbook.profile": "mission",
    "playbook.promise.keeping": "hours_taken",
    "playbook.report.column": "sequence",
    "playbook.report.delivery": "error",
    "playbook.report.snapshot": "body",
    "playbook.requirement": "reason",
    "playbook.quality": "key_count",
    "playbook.reported.field": "sequence",
    # What the cell of the matrix has already.
    "playbook.rfm.cell": "recency",
    "playbook.rfm.history": "recency",
    "playbook.rfm.run": "problems",
    "playbook.rfm.score": "recency",
    "playbook.screen": "budget",
    "playbook.screen.item": "sequence",
    "playbook.screen.menu": "sequence",
    "playbook.main.segment": "segment_id",
    "playbook.segment.member": "date_to",
    "playbook.segment.size": "member_count",
    "playbook.opt.out": "email",
    "playbook.option.merge": "merged_name",
    "playbook.selector": "sequence",
    "playbook.stage.report": "days_in_stage",
    "playbook.territory.rule": "zip_from",
    "playbook.transition": "days_stayed",
    "playbook.workflow.event": "occurrence",
    "playbook.workflow.step": "summary",
    "rating.rating": "feedback",
    "sale.order": "client_order_ref",
    "sale.report": "name",
}
QUALITY = ("key_count", "valid_count", "quality", "level", "date")
# What a copy of a record is made of: its own values of these fields.
KEPT = {
    "crm.lead": ("name", "type", "user_id", "team_id", "partner_id", "company_id"),
    "sale.order": ("user_id", "team_id", "partner_id", "company_id"),
    "sale.order.line": ("order_id", "product_id"),
    "account.move": ("move_type", "partner_id", "journal_id"),
    "account.move.line": ("move_id", "account_id"),
    "mail.activity": ("res_model_id", "res_id", "activity_type_id"),
    "mail.message": ("model", "res_id", "body", "subtype_id"),
    "playbook.transition": ("lead_id", "to_stage_id", "date"),
    "playbook.enrollment": ("workflow_id", "lead_id", "state", "date_entered"),
    "playbook.customer.mail": (
        *("enrollment_id", "workflow_id", "lead_id", "mode", "state", "date_due"),
        *("occurrence", "asks_for"),
    ),
    "playbook.workflow.event": ("enrollment_id", "lead_id", "state", "date"),
    "crm.team": ("name", "company_id"),
    "res.partner": ("name", "company_id"),
    "rating.rating": ("res_model_id", "res_id", "playbook_asked"),
    "playbook.absence": ("user_id",),
    "playbook.acknowledgement": ("procedure_id", "user_id", "opinion"),
    "playbook.action": ("name", "lead_id", "date_done"),
    "playbook.reported.field": ("activity_type_id", "model"),
    "playbook.decision.type": ("name", "decider_ids"),
    "playbook.interest": ("lead_id", "category_id", "company_id"),
    "playbook.last.contact": ("partner_id", "company_id", "date", "channel"),
    "playbook.doubt": (
        *("requirement_id", "procedure_id", "date_reported", "date_falls_back"),
    ),
    "playbook.doubt.line": ("doubt_id", "kind"),
    "playbook.field.proposal": ("usage_id", "item_id"),
    "playbook.field.usage": ("entity", "field_name"),
    "playbook.finding": ("requirement_id", "procedure_id", "lead_id", "date_due"),
    "playbook.lead.quality": ("lead_id", *QUALITY),
    "playbook.load": ("name", "source_id", "company_id"),
    "playbook.load.column": ("load_id", "number"),
    "playbook.load.key": ("source_id", "kind", "key", "res_model", "res_id"),
    "playbook.load.line": ("load_id", "number"),
    "playbook.load.value": ("load_id", "column_id", "text"),
    "playbook.permission": ("lead_id", "user_id", "kind"),
    "playbook.opt.out": ("workflow_id",),
    "playbook.option.merge": ("selector_id", "kept_name", "merged_name"),
    "playbook.option.request": ("selector_id", "name"),
    "playbook.procedure": ("name", "moment", "company_id"),
    "playbook.procedure.version": ("procedure_id", "number"),
    "playbook.profile": ("name", "group_id"),
    "playbook.promise.keeping": (
        *("procedure_id", "origin", "lead_id", "date_from", "date_due"),
    ),
    "playbook.quality": ("partner_id", "company_id", *QUALITY),
    "playbook.report": ("name", "company_id"),
    "playbook.report.column": ("line_id", "field_name"),
    "playbook.report.delivery": (
        *("report_id", "user_id", "company_id", "frequency", "date_from", "date_to"),
    ),
    "playbook.report.line": ("report_id", "kind"),
    "playbook.report.snapshot": ("delivery_id", "user_id"),
    "playbook.requirement": ("procedure_id", "field_name"),
    "playbook.rfm.cell": ("grid_id", "recency", "value", "group_id"),
    "playbook.rfm.grid": ("name", "before_group_id"),
    "playbook.rfm.history": ("partner_id", "company_id", "date"),
    "playbook.rfm.run": ("company_id", "date"),
    "playbook.rfm.score": ("partner_id", "company_id"),
    "playbook.screen": ("profile_id",),
    "playbook.screen.item": ("screen_id", "kind", "name"),
    "playbook.screen.menu": ("profile_id",),
    "playbook.selector": ("key",),
    "playbook.workflow": ("name", "company_id", "target", "trigger"),
    "playbook.workflow.step": ("workflow_id", "summary"),
    "playbook.main.segment": ("partner_id", "company_id", "segment_id"),
    "playbook.segment": ("name", "company_id", "user_id", "domain"),
    "playbook.segment.member": ("segment_id", "partner_id", "company_id", "date_from"),
    "playbook.segment.size": (),
    "playbook.stage.report": (),
    "playbook.territory.rule": ("territory_id", "country_id"),
    "sale.report": (),
    "crm.activity.report": (),
}
# What may not be there twice.
DIFFERENT = {
    "playbook.opt.out": {"email": "another@customer.x"},
    "playbook.reported.field": {"field_name": "expected_revenue"},
    "playbook.screen": {"entity": "contact"},
}
# Odoo, or we, refuse to copy these for reasons that are no access.
NOT_COPIED = {
    "account.move.line",
    "crm.activity.report",
    "crm.team.member",
    "mail.activity",
    "mail.message",
    "playbook.absence",
    "playbook.acknowledgement",
    "playbook.action",
    "playbook.customer.mail",
    "playbook.doubt",
    "playbook.doubt.line",
    "playbook.enrollment",
    "playbook.field.proposal",
    "playbook.field.usage",
    "playbook.finding",
    "playbook.interest",
    "playbook.last.contact",
    "playbook.lead.quality",
    "playbook.load.column",
    "playbook.load.key",
    "playbook.load.line",
    "playbook.load.value",
    "playbook.opt.out",
    "playbook.option.merge",
    "playbook.option.request",
    "playbook.permission",
    "playbook.procedure.version",
    "playbook.profile",
    "playbook.promise.keeping",
    "playbook.quality",
    "playbook.report.delivery",
    "playbook.report.snapshot",
    "playbook.reported.field",
    "playbook.rfm.cell",
    "playbook.rfm.grid",
    "playbook.rfm.history",
    "playbook.rfm.score",
    "playbook.screen",
    "playbook.screen.item",
    "playbook.screen.menu",
    "playbook.main.segment",
    "playbook.segment.member",
    "playbook.segment.size",
    "playbook.selector",
    "playbook.stage.report",
    "playbook.transition",
    "playbook.workflow.event",
    "sale.order.line",
    "sale.report",
}
UNIQUE_NAMES = {
    *("crm.tag", "playbook.department", "playbook.load.source", "playbook.purpose"),
}


def text_of(record):
    """Values that change ``record`` a little."""
    name = TEXTS.get(record._name, "name")
    kind = record._fields[name].type
    if kind == "date":
        return {name: "2040-01-01"}
    return {name: 3 if kind in ("integer", "float") else "Changed"}


def values_of(record, user):
    """Values for another record like ``record``, made by ``user``."""
    if record._name == "crm.team.member":
        # Somebody, and a team, that nobody sees more by.
        team = record.env["crm.team"].create({"name": "Another"})
        return {"user_id": user.id, "crm_team_id": team.id}
    kept = KEPT.get(record._name, ("name",))
    values = record._convert_to_write({name: record[name] for name in kept})
    values |= DIFFERENT.get(record._name, {})
    if record._name == "mail.activity":
        values["user_id"] = user.id
    if record._name == "playbook.screen.menu":
        values["menu_id"] = record.env.ref("crm.crm_menu_forecast").id
    if record._name == "playbook.absence":
        # Days on which nobody is absent yet.
        values |= {"date_from": "2040-01-01", "date_to": "2040-01-02"}
    if record._name == "playbook.interest":
        # What is not known yet.
        category = record.env["product.category"].create({"name": "Another"})
        values["category_id"] = category.id
    if record._name == "crm.lead" and record.with_user(user)._only_prepares_leads():
        # What Marketing makes is nobody's.
        values["user_id"] = False
    if "name" in values and "company_id" not in values:
        values["name"] = f"{values['name']} again"
    return {
        name: [Command.set(record[name].ids)]
        if record._fields[name].type == "many2many"
        else value
        for name, value in values.items()
    }
