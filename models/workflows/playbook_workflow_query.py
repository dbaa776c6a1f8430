"""What a workflow takes up, as queries."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..loading.loaded_sql import untouched_since_loaded
from .playbook_workflow import LIVE, SIMULATION
from .run_sql import enter
from .stale_sql import days_stale, stale_since, stale_stays

MANY = 500


class PlaybookWorkflow(models.Model):
    _inherit = "playbook.workflow"

    def _stays_sql(self, columns, *, joins=None, condition=None):
        """The stale stays that this workflow is for, whether it has them or not.

        The rows of :func:`stale_stays` can be used in all three parts.
        """
        self.ensure_one()
        parts = [condition or SQL("TRUE"), *self._conditions()]
        return stale_stays(
            SQL("%s", self.delay_days),
            fields.Datetime.now(),
            self._unknown_zones(),
            condition=SQL(" AND ").join(parts),
            columns=columns,
            joins=joins,
        )

    def _conditions(self):
        """What a deal must be beside stale: somebody's, and within reach."""
        yield SQL(
            """
            EXISTS (SELECT FROM res_users salesperson
                     WHERE salesperson.id = lead.user_id AND salesperson.active)
            """
        )
        yield SQL("NOT %s", untouched_since_loaded())
        if self.company_id:
            yield SQL("company.id = %s", self.company_id.id)
        acting = self._acting_env()
        if not acting.su:
            # A plain comparison would have PostgreSQL expect hardly any row.
            companies = acting.user.company_ids.ids
            yield SQL("COALESCE(company.id = ANY(%s), FALSE)", companies)
        if not self.env.su and self.env.user != acting.user:
            # Nobody is told about, or takes up, what they may not read themselves.
            own = self.env["crm.lead"]._search([])
            yield SQL("lead.id IN %s", own.subselect())
        query = acting["crm.lead"]._search(self._parse_domain(acting.uid))
        yield SQL("lead.id IN %s", query.subselect())

    def _acting_env(self):
        """The environment in which this workflow looks and acts.

        Live, that of who switched it live; else that of who looks: the scheduled
        action, or whoever is about to switch it live.
        """
        user = self.run_as_id if self.mode == LIVE else self.env.user
        # Whoever switched it live may be archived, or in companies that this user is
        # not: what counts is what that person may read.
        companies = user.sudo().company_ids.ids
        context = {"lang": self.env.lang, "allowed_company_ids": companies}
        if user == self.env.user and self.env.su:
            return self.env(context=context)
        return self.env(user=user.id, su=False, context=context)

    def _due_sql(self, states, condition=None):
        """What of the enrollments in ``states`` is still to be done, in what order.

        :return: a query with the rows ``(enrollment_id, lead_id, occurrence, user_id,
            stands_in_for_id, company_id, stage_id, entered, since, days, worth,
            place)``: ``user_id`` is who gets it, ``stands_in_for_id`` the absent
            salesperson if that is somebody else. ``since`` is the day on which the stay
            began, ``entered`` the moment. ``worth`` is the expected revenue in the main
            company's currency, ``place`` the place in the person's turn.
        """
        zones = self._unknown_zones()
        person = self._acting_person()
        worth = SQL("COALESCE(lead.expected_revenue, 0) * COALESCE(rate.factor, 1)")
        return self._stays_sql(
            SQL(
                """
                enrollment.id AS enrollment_id, lead.id AS lead_id,
                stay.id AS occurrence, %(person)s AS user_id,
                NULLIF(lead.user_id, %(person)s) AS stands_in_for_id,
                company.id AS company_id,
                stay.to_stage_id AS stage_id, stay.date AS entered,
                %(since)s AS since, %(days)s AS days,
                %(worth)s AS worth %(place)s
                """,
                person=person,
                since=stale_since(zones),
                days=days_stale(fields.Datetime.now(), zones),
                worth=worth,
                place=SQL(
                    """
                    , ROW_NUMBER() OVER (
                        PARTITION BY %s ORDER BY %s DESC, stay.date, lead.id
                    ) AS place
                    """,
                    person,
                    worth,
                ),
            ),
            joins=SQL("%s %s", self._enrollment_join(states), self._rate_join()),
            condition=SQL(
                "NOT enrollment.limit_lifted AND %s", condition or SQL("TRUE")
            ),
        )

    def _lifted_sql(self, states, condition):
        """As :meth:`_due_sql` for what was taken from the backlog: in no order."""
        zones = self._unknown_zones()
        return self._stays_sql(
            SQL(
                """
                enrollment.id AS enrollment_id, lead.id AS lead_id,
                stay.id AS occurrence, %(person)s AS user_id,
                NULLIF(lead.user_id, %(person)s) AS stands_in_for_id,
                company.id AS company_id,
                stay.to_stage_id AS stage_id, stay.date AS entered,
                %(since)s AS since, %(days)s AS days
                """,
                person=self._acting_person(),
                since=stale_since(zones),
                days=days_stale(fields.Datetime.now(), zones),
            ),
            joins=self._enrollment_join(states),
            condition=SQL("enrollment.limit_lifted AND %s", condition),
        )

    @api.model
    def _acting_person(self):
        """Who follows up the row ``lead``: its salesperson, or who acts for them today.

        Only who may read a deal acts on it; else it stays with the salesperson.
        """
        cases = []
        for absent, acting in self.env["res.users"]._get_stand_ins().items():
            # Only what that person may read, in all companies they belong to.
            companies = acting.sudo().company_ids.ids
            Lead = self.env["crm.lead"].with_user(acting)
            Lead = Lead.with_context(allowed_company_ids=companies)
            if Lead.has_access("read"):
                readable = Lead._search([("user_id", "=", absent.id)])
                cases.append(
                    SQL(
                        "WHEN lead.user_id = %s AND lead.id IN %s THEN %s",
                        absent.id,
                        readable.subselect(),
                        acting.id,
                    )
                )
        if not cases:
            return SQL("lead.user_id")
        return SQL("CASE %s ELSE lead.user_id END", SQL(" ").join(cases))

    @api.model
    def _unknown_zones(self):
        return self.env["res.partner"]._time_zones_unknown_to_postgresql()

    def _enrollment_join(self, states, outer=False):
        return SQL(
            """
            %s playbook_enrollment enrollment
               ON enrollment.workflow_id = %s
              AND enrollment.lead_id = lead.id
              AND enrollment.occurrence = stay.id
              AND NOT enrollment.simulated
              %s
            """,
            SQL("LEFT JOIN") if outer else SQL("JOIN"),
            self.id,
            SQL() if outer else SQL("AND enrollment.state = ANY(%s)", list(states)),
        )

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

    def _enter_sql(self, state):
        simulated = self.mode == SIMULATION
        known = SQL(
            """
            NOT EXISTS (SELECT FROM playbook_enrollment known
                         WHERE known.workflow_id = %s
                           AND known.lead_id = lead.id
                           AND known.occurrence = stay.id
                           AND known.simulated = %s)
            """,
            self.id,
            simulated,
        )
        stays = self._stays_sql(
            SQL("lead.id AS lead_id, stay.id AS occurrence, lead.user_id"),
            condition=known,
        )
        return enter(
            stays,
            {
                "workflow_id": self.id,
                "state": state,
                "simulated": simulated,
                "now": fields.Datetime.now(),
                "uid": self.env.uid,
            },
        )

    def _enter(self, state):
        """Enroll every stale stay that is not, in ``state``.

        :return: how many.
        """
        self.env["crm.lead"]._flush_for_staleness()
        self.env["playbook.enrollment"].flush_model()
        entered = self._count_entered(
            self.env.execute_query_dict(self._enter_sql(state))
        )
        self.env["playbook.enrollment"].invalidate_model(flush=False)
        return entered

    def _count_entered(self, rows):
        """How many :meth:`_enter_sql` has entered.

        After many, PostgreSQL is told of them: as long as it knows of none, it plans
        the claims as if there were none.
        """
        entered = rows[0]["entered"]
        if entered >= MANY:
            self.env.cr.execute(SQL("ANALYZE playbook_enrollment"))
        return entered

    def _count_by_person(self):
        """What each person would get if all that is stale now were taken.

        :return: a list of ``(user_id, count, worth)``, most first; see
            :meth:`_due_sql` for ``worth``.
        """
        self.ensure_one()
        self.env["crm.lead"]._flush_for_staleness()
        self.env["playbook.enrollment"].flush_model()
        stays = self._stays_sql(
            SQL(
                """
                %s AS user_id,
                COALESCE(lead.expected_revenue, 0) * COALESCE(rate.factor, 1) AS worth
                """,
                self._acting_person(),
            ),
            joins=SQL(
                "%s %s", self._enrollment_join((), outer=True), self._rate_join()
            ),
            condition=SQL(
                "(enrollment.id IS NULL OR enrollment.state IN ('backlog', 'waiting')"
                " AND NOT (%s AND enrollment.limit_lifted))",
                self.mode == LIVE,
            ),
        )
        return self.env.execute_query(
            SQL(
                """
                SELECT user_id, COUNT(*), SUM(worth)
                  FROM (%s) stays GROUP BY user_id ORDER BY COUNT(*) DESC, user_id
                """,
                stays,
            )
        )

    def _count_without_salesperson(self):
        """How many stale opportunities nobody would get, of those the user reads."""
        self.ensure_one()
        nobody = Domain("user_id", "=", False) | Domain("user_id.active", "=", False)
        domain = Domain("is_stale", "=", True) & nobody
        return self.env["crm.lead"].search_count(
            domain & self._parse_domain(self.env.uid)
        )
