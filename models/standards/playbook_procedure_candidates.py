"""The live records that a procedure would be asked of next, set-based."""

from datetime import timedelta

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .playbook_procedure import (
    ACTION,
    CONFIRMED,
    CUSTOMER,
    ENTERED,
    LEAD,
    LEFT,
    LOST,
    SENT,
    WON,
)

LEADS, CUSTOMERS, ORDERS = "crm.lead", "res.partner", "sale.order"
MOVING = (ENTERED, LEFT, WON)
# Of what ended, so many days are looked at.
LOST_DAYS = 90
PENDING = Domain("active", "=", True) & Domain("won_status", "=", "pending")
OPEN = PENDING & Domain("type", "=", "opportunity")
OPEN_LEADS = PENDING & Domain("type", "=", "lead")


class PlaybookProcedure(models.Model):
    _inherit = "playbook.procedure"

    def _get_candidates(self):
        """What comes to the moment next; where a record is there or not, all there are.

        :return: from the name of each model to the :class:`Domain` of its records;
            whether they fall short, and whom they are of, is not looked at.
        """
        self.ensure_one()
        if self.moment == ACTION:
            return {
                LEADS: PENDING & self._get_planned_domain(LEADS),
                CUSTOMERS: Domain("active", "=", True)
                & self._get_planned_domain(CUSTOMERS),
            }
        return {self._get_model(): self._get_candidate_domain()}

    def _get_candidate_domain(self):
        if self.moment in MOVING:
            return self._get_moving_domain()
        if self.moment == LOST:
            since = fields.Datetime.now() - timedelta(days=LOST_DAYS)
            lost = Domain("won_status", "=", "lost")
            return lost & Domain("date_closed", ">=", since)
        if self.moment == LEAD:
            return PENDING & self.env["crm.lead"]._get_received_domain()
        if self.moment == SENT:
            return Domain("state", "=", "draft")
        if self.moment == CONFIRMED:
            return Domain("state", "in", ("draft", "sent"))
        active = Domain("active", "=", True)
        customer = Domain("customer_state", "!=", False)
        if self.moment == CUSTOMER:
            return active & customer
        return active & self._get_contact_domain(customer)

    def _get_contact_domain(self, customer):
        """As :meth:`~.res_partner.ResPartner._is_contact_of_customer`."""
        contact = Domain("parent_id", "!=", False) & Domain("type", "=", "contact")
        contact &= Domain("is_company", "=", False)
        return contact & Domain("commercial_partner_id", "any!", customer)

    # ------------------------------------------------------------------
    # Opportunities that move
    # ------------------------------------------------------------------

    def _get_moving_domain(self):
        """The opportunities whose next move, as stages and teams allow it, is one at
        which this asks; and the leads of which it asks when they are converted.
        """
        definition = self._get_definition()
        moving = OPEN & self._get_where(OPEN, definition, self._is_asked_next)
        if self.moment == WON or not self.env["crm.lead"]._uses_leads():
            return moving
        asked = self._is_asked_when_converted
        return moving | (OPEN_LEADS & self._get_where(OPEN_LEADS, definition, asked))

    def _get_where(self, domain, definition, is_asked):
        """The domain of the stages and teams of ``domain`` of which it is asked."""
        # Where deals are is counted past the rules; the numbers alone are told.
        Lead = self.env["crm.lead"].sudo().with_context(active_test=False)
        stages_of_team = {}
        for stage, team in Lead._read_group(domain, ["stage_id", "team_id"]):
            if is_asked(definition, stage, team):
                stages_of_team.setdefault(team.id, []).append(stage.id)
        teams_of_stages = {}
        for team_id, stage_ids in stages_of_team.items():
            teams_of_stages.setdefault(tuple(sorted(stage_ids)), []).append(team_id)
        return Domain.OR(
            Domain("stage_id", "in", stage_ids) & Domain("team_id", "in", team_ids)
            for stage_ids, team_ids in teams_of_stages.items()
        )

    def _is_asked_next(self, definition, stage, team):
        """Whether this asks when an opportunity of ``team`` goes on from ``stage``."""
        if not stage:
            return False
        for following in stage._find_following(team):
            passed = following._get_stages_between(stage, team)
            if self.moment == WON and following.is_won:
                return True
            if self.moment == ENTERED and definition._is_of_stage(following.id, passed):
                return True
            if (
                self.moment == LEFT
                and stage._is_before(following)
                and definition._is_of_stage(stage.id, passed)
            ):
                return True
        return False

    def _is_asked_when_converted(self, definition, stage, team):
        """Whether this asks when a lead of ``team``, in ``stage``, becomes an
        opportunity: where it has no stage, Odoo looks for one.
        """
        # Stages are read by everybody who works here.
        stage = stage or self.env["crm.lead"].sudo()._stage_find(team_id=team.id)
        if not stage:
            return False
        passed = stage._get_stages_between(stage.browse(), team)
        entered = stage.id if self.moment == ENTERED else False
        return definition._is_of_stage(entered, passed)

    # ------------------------------------------------------------------
    # Actions that are planned
    # ------------------------------------------------------------------

    def _get_planned_domain(self, model):
        """The records of ``model`` with an action planned that this is about: their
        own, or one of a quotation.
        """
        reached = SQL("sold.opportunity_id")
        own = SQL("planned.res_id")
        if model == CUSTOMERS:
            reached = SQL(
                "CASE WHEN sold.opportunity_id IS NULL"
                " THEN buyer.commercial_partner_id END"
            )
            own = SQL("contact.commercial_partner_id")

        def to_sql(_model, alias, _query):
            self.env["mail.activity"].flush_model()
            self.env["sale.order"].flush_model(["opportunity_id", "partner_id"])
            self.env["res.partner"].flush_model(["commercial_partner_id"])
            return SQL(
                """%(id)s IN (
                    SELECT CASE WHEN planned.res_model = %(model)s THEN %(own)s
                                ELSE %(reached)s END
                      FROM mail_activity planned
                 LEFT JOIN res_partner contact
                        ON planned.res_model = 'res.partner'
                       AND contact.id = planned.res_id
                 LEFT JOIN sale_order sold
                        ON planned.res_model = 'sale.order'
                       AND sold.id = planned.res_id
                 LEFT JOIN res_partner buyer ON buyer.id = sold.partner_id
                     WHERE planned.res_model IN (%(model)s, 'sale.order')
                       AND %(conditions)s
                )""",
                id=SQL.identifier(alias, "id"),
                model=model,
                own=own,
                reached=reached,
                conditions=self._get_planned_conditions(),
            )

        return Domain.custom(to_sql=to_sql)

    def _get_planned_conditions(self):
        parts = [SQL("planned.active IS TRUE")]
        if self.activity_type_ids:
            types = self.activity_type_ids.ids
            parts.append(SQL("planned.activity_type_id = ANY(%s)", types))
        if self.purpose_ids:
            purposes = self.purpose_ids.ids
            parts.append(SQL("planned.playbook_purpose_id = ANY(%s)", purposes))
        return SQL(" AND ").join(parts)
