from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .transition_sql import days_in_stage

# What changes the stage or the outcome of a lead, and what the stage may be computed
# from.
MOVING_FIELDS = {"active", "probability", "stage_id", "won_status"}
STAGE_SOURCES = {"team_id", "type", "user_id"}
# What is noted of leads, and goes on with the one into which they are merged.
OF_LEADS = ("playbook.finding", "playbook.acknowledgement", "playbook.promise.keeping")
COMPARISONS = {
    operator: SQL(operator) for operator in ("<", "<=", ">", ">=", "in", "not in")
}


def _compare(days, operator, value):
    """The condition ``days operator value``; False among the values means no days."""
    if operator not in ("in", "not in"):
        return SQL("%s %s %s", days, COMPARISONS[operator], value)
    numbers = [each for each in value if each is not False and each is not None]
    found = SQL("COALESCE(%s = ANY(%s::integer[]), FALSE)", days, numbers)
    if len(numbers) < len(value):
        found = SQL("(%s OR %s IS NULL)", found, days)
    return found if operator == "in" else SQL("NOT %s", found)


class CrmLead(models.Model):
    _inherit = "crm.lead"

    days_in_stage = fields.Integer(
        string="Days in stage",
        compute="_compute_days_in_stage",
        search="_search_days_in_stage",
        aggregator="avg",
        groups="base.group_user",
        help="Whole days since the opportunity came into its stage, in the company's "
        "time zone. 0 when it is won or lost.",
    )

    transition_ids = fields.One2many(
        "playbook.transition",
        "lead_id",
        string="Stage changes",
        readonly=True,
        exportable=False,
        groups="crm_playbook.group_user",
    )

    @api.model_create_multi
    def create(self, vals_list):
        leads = super().create(vals_list)
        imported = {
            lead.id
            for lead, vals in zip(leads, vals_list, strict=True)
            if vals.get("date_last_stage_update")
        }
        verdict = leads._check_created()
        self.env["playbook.transition"]._record_created(leads, imported, verdict)
        return leads

    def write(self, vals):
        Transition = self.env["playbook.transition"]
        emptied = self._find_emptied(vals)
        if MOVING_FIELDS.isdisjoint(vals):
            if not STAGE_SOURCES.isdisjoint(vals):
                # Asking for the stage now would have it computed lead by lead.
                Transition._expect_changes(self)
            converted = self._find_converted(vals)
            result = super().write(vals)
            converted._check_converted()
            self._check_emptied(emptied)
            return result
        Transition._record_expected()
        before = {lead.id: (lead.stage_id.id, lead.won_status) for lead in self}
        converted, archived = self._find_converted(vals), self._find_archived(vals)
        given = dict(vals)
        result = super().write(vals)
        # Who gave a lead away may not read it any more: what is read here goes into the
        # stage history alone.
        moved = self.sudo().filtered(
            lambda lead: (lead.stage_id.id, lead.won_status) != before[lead.id]
        )
        if moved:
            moves = moved.with_env(self.env)
            verdict = moves._check_moves(before, given, converted)
            Transition._record_changes(moved, before, verdict)
        (converted - moved)._check_converted()
        archived._check_archived()
        self._check_emptied(emptied)
        return result

    def _merge_dependences(self, opportunities):
        result = super()._merge_dependences(opportunities)
        self.env["playbook.transition"]._move_to(self, opportunities)
        for model in OF_LEADS:
            # Written by the addon alone, all of them.
            self.env[model].sudo()._move_to(self, opportunities)
        return result

    # ------------------------------------------------------------------
    # Days in stage: computed, yet sorted, grouped and searched by
    # ------------------------------------------------------------------

    @api.depends("stage_id", "user_id", "won_status")
    def _compute_days_in_stage(self):
        days = {}
        if self.ids:
            self._flush_for_days_in_stage()
            query = SQL(
                "SELECT id, %s FROM crm_lead WHERE id = ANY(%s)",
                self._days_in_stage_sql("crm_lead"),
                self.ids,
            )
            days = dict(self.env.execute_query(query))
        for lead in self:
            lead.days_in_stage = days.get(lead._origin.id)

    def _search_days_in_stage(self, operator, value):
        if operator not in COMPARISONS:
            return NotImplemented
        return Domain.custom(
            to_sql=lambda model, alias, query: _compare(
                model._field_to_sql(alias, "days_in_stage", query), operator, value
            )
        )

    def _field_to_sql(self, alias, field_expr, query=None):
        if field_expr != "days_in_stage":
            return super()._field_to_sql(alias, field_expr, query)
        self._flush_for_days_in_stage()
        return self._days_in_stage_sql(alias)

    def _days_in_stage_sql(self, alias):
        zones = self.env["res.partner"]._time_zones_unknown_to_postgresql()
        return days_in_stage(alias, fields.Datetime.now(), zones)

    def _flush_for_days_in_stage(self):
        self.env["playbook.transition"]._record_expected()
        self.flush_model(["company_id", "date_conversion", "user_id"])
        self.env["res.users"].flush_model(["company_id"])
        self.env["res.company"].flush_model(["resource_calendar_id"])
        self.env["resource.calendar"].flush_model(["tz"])
