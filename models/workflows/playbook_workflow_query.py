"""What a workflow takes up, as queries."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..loading.loaded_sql import made_by_load, untouched_since_loaded
from ..profiles.condition import parse
from . import people_sql, trigger_sql
from .group_sql import entered_segment, moved_to_group
from .inactive_sql import inactive
from .planning import PLANS, PLANS_KEY
from .playbook_workflow import (
    ACTING,
    CREATED,
    INACTIVE,
    OUTCOME,
    PILOT,
    RFM_GROUP,
    SEGMENT,
    SOURCE,
    STALE,
    UNANSWERED,
    WON,
)
from .quotation_sql import unanswered
from .reach import reaches
from .stale_sql import stale
from .targets import LEAD, ORDER, PARTNER
from .won_sql import loaded_as_won, won


class PlaybookWorkflow(models.Model):
    _inherit = "playbook.workflow"

    def _get_trigger(self):
        """What it is triggered by: a :class:`.trigger_sql.Trigger`."""
        self.ensure_one()
        now, zones = fields.Datetime.now(), self._unknown_zones()
        since = self.since_date or now - timedelta(days=self.lookback_days)
        delay = SQL("%s", self.delay_days)
        if self.trigger in {STALE, UNANSWERED, INACTIVE}:
            make = {STALE: stale, UNANSWERED: unanswered, INACTIVE: inactive}
            working = self._get_working_cutoffs()
            return make[self.trigger](now, delay, working, zones)
        if self.trigger == SOURCE:
            sources, media = self.source_ids.ids, self.medium_ids.ids
            return trigger_sql.from_source(since, sources, media, zones)
        if self.trigger == WON:
            return won(since, zones)
        # Retired ones still stand on actions, and customers belong to archived ones.
        every = self.with_context(active_test=False)
        if self.trigger == SEGMENT:
            return entered_segment(since, every.segment_ids.ids, zones)
        if self.trigger == RFM_GROUP:
            return moved_to_group(since, every.rfm_group_ids.ids, zones)
        if self.trigger == OUTCOME:
            outcomes, purposes = every.outcome_ids.ids, every.purpose_ids.ids
            return trigger_sql.outcome(self.target, since, outcomes, purposes, zones)
        return trigger_sql.created(self.target, since, zones)

    # ------------------------------------------------------------------
    # Parts of the queries
    # ------------------------------------------------------------------

    def _matching_sql(self, trigger, columns, *, joins=None, condition=None):
        """The records and occasions that this workflow is for, taken up or not.

        :param trigger: of :meth:`_get_trigger`, which may ask for holidays: once.

        The rows of :func:`.people_sql.joins` and of the trigger can be used in all
        three parts.
        """
        parts = [
            condition or SQL("TRUE"),
            trigger.matches,
            *self._conditions(),
            SQL("%s IS NOT NULL", self._person_sql()),
        ]
        return SQL(
            "SELECT %s FROM %s %s %s WHERE %s",
            columns,
            trigger.source,
            people_sql.joins(self.target),
            joins or SQL(),
            SQL(" AND ").join(parts),
        )

    def _record_sql(self, column="id"):
        return SQL.identifier(self._get_target().alias, column)

    def _person_sql(self):
        """Whose the record is: see :func:`.people_sql.person`."""
        return people_sql.person(
            self._get_target().alias, self.unassigned_to, self._get_responsible_id()
        )

    def _get_responsible_id(self):
        # Whether somebody still works here is no secret.
        responsible = self.responsible_id.sudo()
        if not responsible and self.mode not in ACTING:
            # Whoever switches it live answers for it where nobody does.
            responsible = self.env.user
        return responsible.id if responsible.active else None

    def _conditions(self):
        """What a record must be beside what the trigger says."""
        yield from self._kind_conditions()
        yield from self._reach_conditions()
        acting = self._acting_env()
        if not acting.su:
            # A plain comparison would have PostgreSQL expect hardly any row.
            companies = acting.user.company_ids.ids
            yield SQL("COALESCE(company.id = ANY(%s), TRUE)", companies)
        record, Document = self._record_sql(), self._get_target().model
        if not self.env.su and self.env.user != acting.user:
            # Nobody is told about, or takes up, what they may not read themselves.
            own = self.env[Document]._search([])
            yield SQL("%s IN %s", record, own.subselect())
        query = acting[Document]._search(parse(self.domain, acting.uid))
        yield SQL("%s IN %s", record, query.subselect())

    def _reach_conditions(self):
        """What must hold for every step: whom the workflow is switched on for."""
        if self.company_id:
            yield SQL("company.id = %s", self.company_id.id)
        if reaches(self) == PILOT:
            yield self._pilot_sql()

    def _kind_conditions(self):
        """What is a lead, and what was loaded and is to be left alone."""
        if self.target == LEAD:
            yield SQL("lead.id IN %s", self._leads_sql())
        if self.trigger == STALE:
            yield SQL("NOT %s", untouched_since_loaded())
        elif self.trigger in {CREATED, SOURCE} and self.target != ORDER:
            yield SQL(
                "NOT %s", made_by_load(self._get_target().model, self._record_sql())
            )
        if self.trigger == WON:
            yield SQL("NOT %s", loaded_as_won())
        if self.trigger == OUTCOME:
            yield SQL("action.origin <> 'loaded'")

    def _leads_sql(self):
        """Which records are leads: compared; who may see them is asked elsewhere."""
        # As above.
        Lead = self.env["crm.lead"].sudo().with_context(active_test=False)
        return Lead._search(self._get_lead_domain()).subselect()

    def _get_lead_domain(self):
        """Where leads are switched off, an opportunity in its first stage is one."""
        # How Odoo is set up is no secret.
        everybody = self.env.ref("base.group_user").sudo()
        if self.env.ref("crm.group_use_lead") in everybody.all_implied_ids:
            return [("type", "=", "lead")]
        return self.env["crm.stage"]._get_first_stage_domain()

    def _pilot_sql(self):
        """Whether the record is one of the pilot's teams or people."""
        teams = self.pilot_team_ids
        # Who is in which team is no secret.
        people = self.pilot_user_ids | teams.sudo().member_ids
        person = SQL("%s = ANY(%s)", self._person_sql(), people.ids)
        if self.target == PARTNER:
            return person
        team = SQL("%s = ANY(%s)", self._record_sql("team_id"), teams.ids)
        return SQL("COALESCE(%s OR %s, FALSE)", person, team)

    def _acting_env(self):
        """The environment in which this workflow looks and acts.

        When it acts, that of who switched it live; else that of who looks: the
        scheduled action, or whoever is about to switch it live.
        """
        user = self.run_as_id if self.mode in ACTING else self.env.user
        # Whoever switched it live may be archived, or in companies that this user is
        # not: what counts is what that person may read.
        companies = user.sudo().company_ids.ids
        context = {
            "lang": self.env.lang,
            "allowed_company_ids": companies,
            PLANS_KEY: PLANS,
        }
        if user == self.env.user and self.env.su:
            return self.env(context=context)
        return self.env(user=user.id, su=False, context=context)

    def _acting_person(self, person):
        """Who acts for ``person`` today: that one, or who stands in for them.

        Only who may read a record acts on it; else it stays with whose it is.

        :param person: an SQL expression.
        """
        target, cases = self._get_target(), []
        for absent, acting in self.env["res.users"]._get_stand_ins().items():
            # Only what that person may read, in all companies they belong to.
            companies = acting.sudo().company_ids.ids
            Document = self.env[target.model].with_user(acting)
            Document = Document.with_context(allowed_company_ids=companies)
            if Document.has_access("read"):
                cases.append(
                    SQL(
                        "WHEN %s = %s AND %s IN %s THEN %s",
                        person,
                        absent.id,
                        self._record_sql(),
                        Document._search([]).subselect(),
                        acting.id,
                    )
                )
        if not cases:
            return person
        return SQL("(CASE %s ELSE %s END)", SQL(" ").join(cases), person)

    @api.model
    def _unknown_zones(self):
        return self.env["res.partner"]._time_zones_unknown_to_postgresql()

    @api.model
    def _rate_join(self):
        """The row ``rate``: what makes a company's amounts the main company's."""
        # Rates and currencies are no secret; the companies may not be this user's.
        main = self.env.ref("base.main_company").sudo()
        companies = self.env["res.company"].sudo().search([("active", "=", True)])
        today = fields.Date.context_today(self)
        rates = companies.currency_id._get_rates(main, today)
        factors = [
            SQL("(%s, %s::numeric)", company.id, 1 / rates[company.currency_id.id])
            for company in companies
        ]
        return SQL(
            "LEFT JOIN (VALUES %s) rate (company_id, factor)"
            " ON rate.company_id = company.id",
            SQL(", ").join(factors),
        )
