"""Which fields are key fields, of which records: asked for with every change, and so
cached.
"""

from typing import NamedTuple

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL, ormcache

from .playbook_procedure import (
    BOTH,
    CUSTOMER,
    ENTERED,
    IN_FORCE,
    LEAD,
    LEFT,
    LOST,
    WON,
)
from .playbook_requirement import FIELD

# Where records are measured, and by what is asked at which moments.
MEASURED = {
    "res.partner": (CUSTOMER,),
    "crm.lead": (LEAD, ENTERED, LEFT, WON, LOST),
}
# What decides at which moments a record has been, and of which company it is.
PLACE_FIELDS = {
    "res.partner": {"company_id", "customer_state"},
    "crm.lead": {"company_id", "stage_id", "team_id", "type", "won_status"},
}
# What decides whether the customer is a company.
KIND_FIELDS = {
    "res.partner": {"commercial_partner_id", "is_company"},
    "crm.lead": {"partner_id", "partner_name"},
}
# What of a procedure decides where it holds.
BINDING_FIELDS = {
    *("active", "also_when_skipped", "company_id", "customer_kind", "domain", "moment"),
    *("profile_ids", "stage_ids", "state"),
}
# Where the transaction keeps that everything will be measured.
SOON = "playbook.quality.soon"


def _is_in_force(procedure):
    return procedure.state in IN_FORCE


class KeyField(NamedTuple):
    """A requirement that makes a field a key field where it holds; all that is asked,
    so that nobody reads it again.

    :param company_id: of the procedure; False for all companies.
    :param group_ids: the groups of its profiles; empty: everybody.
    :param domain: the condition of the procedure, as text.
    """

    requirement_id: int
    procedure_id: int
    company_id: int
    name: str
    moment: str
    stage_ids: frozenset
    also_when_skipped: bool
    group_ids: frozenset
    customer_kind: str
    domain: str
    condition: str
    only_if: str
    zero_counts: bool

    def _get_place(self):
        """What of it decides which records have been at its moment."""
        return self.moment, self.stage_ids, self.also_when_skipped

    def _get_records(self, env):
        """The procedure and the requirement, of which only what is asked is there: no
        query is made for it.

        :param env: of whoever asks, past the rules.
        """
        procedure = env["playbook.procedure"].new(
            {
                "company_id": self.company_id,
                "customer_kind": self.customer_kind,
                "domain": self.domain,
                "moment": self.moment,
            }
        )
        requirement = env["playbook.requirement"].new(
            {
                "condition": self.condition,
                "field_name": self.name,
                "kind": FIELD,
                "model": procedure._get_model(),
                "only_if": self.only_if,
                "zero_counts": self.zero_counts,
            }
        )
        return procedure, requirement


class PlaybookProcedure(models.Model):
    _inherit = "playbook.procedure"

    @api.model
    @ormcache("model")
    def _get_key_fields(self, model):
        """The :class:`KeyField` of everything in force that asks for fields of
        ``model``; what has gone with its addon is left out.
        """
        # Past the rules: of all companies. It is asked of whoever changes something.
        procedures = self.sudo().search(
            [
                ("active", "=", True),
                ("state", "in", IN_FORCE),
                ("moment", "in", MEASURED[model]),
            ]
        )
        return tuple(
            KeyField(
                requirement_id=requirement.id,
                procedure_id=procedure.id,
                company_id=procedure.company_id.id,
                name=requirement.field_name,
                moment=procedure.moment,
                stage_ids=frozenset(procedure.stage_ids.ids),
                also_when_skipped=procedure.also_when_skipped,
                group_ids=frozenset(procedure.profile_ids.group_id.ids),
                customer_kind=procedure.customer_kind,
                domain=procedure.domain,
                condition=requirement.condition,
                only_if=requirement.only_if,
                zero_counts=requirement.zero_counts,
            )
            for procedure in procedures
            for requirement in procedure.requirement_ids
            if requirement.kind == FIELD
            and requirement.model == model
            and requirement._get_field() is not None
        )

    @api.model
    @ormcache("model")
    def _get_quality_fields(self, model):
        """The names of the fields of ``model`` by whose change its quality changes."""
        key_fields = self._get_key_fields(model)
        if not key_fields:
            return frozenset()
        names = set(PLACE_FIELDS[model])
        for each in key_fields:
            names.add(each.name)
            if each.group_ids:
                names.add("user_id")
            if each.customer_kind != BOTH:
                names |= KIND_FIELDS[model]
            for text in (each.condition, each.only_if, each.domain):
                names |= self._find_asked(text)
        return frozenset(names & self.env[model]._fields.keys())

    @api.model
    def _find_asked(self, text):
        """The names of the fields that the condition ``text`` asks."""
        try:
            domain = self.env["playbook.requirement"]._parse_condition(text)
        except Exception:  # noqa: BLE001 - whatever a wrong domain may raise
            # It is told on the form of its procedure.
            return set()
        return {
            condition.field_expr.split(".")[0] for condition in domain.iter_conditions()
        }

    # ------------------------------------------------------------------
    # Where it holds
    # ------------------------------------------------------------------

    @api.model
    def _get_place_domain(self, key_field):
        """The records that have been at its moment, as they are now."""
        moment = key_field.moment
        if moment == CUSTOMER:
            return Domain("customer_state", "!=", False)
        if moment == LEAD:
            return self.env["crm.lead"]._get_received_domain()
        if moment in (WON, LOST):
            return Domain("won_status", "=", moment)
        stages = self._get_key_passed_domain(key_field)
        if moment == ENTERED:
            stages |= Domain("stage_id", "in", list(key_field.stage_ids))
        opportunities = Domain("type", "=", "opportunity")
        return opportunities & Domain("won_status", "!=", LOST) & stages

    @api.model
    def _get_key_passed_domain(self, key_field):
        """The opportunities for which one of its stages lies behind: in all that their
        team has, where it is asked for also when the stage is skipped.
        """
        passed = Domain.FALSE
        order = self.env["crm.stage"]._get_order()
        for at, (stage_id, team_ids, is_won) in enumerate(order):
            if stage_id not in key_field.stage_ids or is_won:
                continue
            later = Domain("stage_id", "in", [each for each, *_ in order[at + 1 :]])
            if team_ids:
                later &= Domain("team_id", "in", list(team_ids))
            passed |= later
        if key_field.also_when_skipped:
            return passed
        if key_field.moment == ENTERED:
            return Domain.FALSE
        been = [("to_stage_id", "in", list(key_field.stage_ids))]
        return passed & Domain("transition_ids", "any!", been)

    @api.model
    def _get_key_bound_domain(self, key_field):
        """The records that are of somebody whom it binds, or of nobody yet."""
        if not key_field.group_ids:
            return Domain.TRUE
        definitions = self.env["res.groups"]._get_group_definitions()
        ids = (*key_field.group_ids, *definitions.get_subset_ids(key_field.group_ids))

        def to_sql(model, alias, query):
            # Which profiles colleagues have is compared, not told.
            return SQL(
                """
                EXISTS (SELECT FROM res_groups_users_rel held
                         WHERE held.uid = %s AND held.gid IN %s)
                """,
                model._field_to_sql(alias, "user_id", query),
                ids,
            )

        root_id = self.env["ir.model.data"]._xmlid_to_res_id("base.user_root")
        return (
            Domain("user_id", "in", [False, root_id])
            | Domain.custom(to_sql=to_sql)
            | Domain(
                "user_id", "any!", ["|", ("active", "=", False), ("share", "=", True)]
            )
        )

    # ------------------------------------------------------------------
    # Changes
    # ------------------------------------------------------------------

    def write(self, vals):
        result = super().write(vals)
        if not BINDING_FIELDS.isdisjoint(vals):
            self._measure_soon(always="state" in vals or "active" in vals)
        return result

    def _measure_soon(self, always=False):
        """Have all records measured again by the scheduled action, once for all that is
        changed in this transaction.

        :param always: also where none of these is in force.
        """
        precommit = self.env.cr.precommit
        if SOON in precommit.data or not (always or self.filtered(_is_in_force)):
            return
        precommit.data[SOON] = True
        precommit.add(self._trigger_measuring)

    @api.model
    def _trigger_measuring(self):
        # Whoever changes what is asked for may have it asked.
        cron = self.env.ref(
            "crm_playbook.ir_cron_refresh_quality", raise_if_not_found=False
        )
        if cron:
            cron.sudo()._trigger()  # as above

    def _get_problem(self):
        """A condition that cannot be used any more is told of requirements, too."""
        problem = super()._get_problem()
        if problem:
            return problem
        base = self._get_model()
        try:
            for requirement in self.requirement_ids:
                requirement._get_met_domain(base).validate(self.env[base])
        except Exception as error:  # noqa: BLE001 - whatever a wrong domain may raise
            return self.env._(
                "The condition of “%(requirement)s” cannot be used any more, and it is "
                "not asked for: %(error)s",
                requirement=requirement.label,
                error=error,
            )
        return False
