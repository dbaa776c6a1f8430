from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..actions.playbook_action_facts import DOCUMENTS
from .periods import to_moment
from .readable_sql import readable

OPEN = Domain("type", "=", "opportunity") & Domain("won_status", "=", "pending")
# As on the board of points to fix.
POINTS = Domain("date_closed", "=", False) & Domain("observed", "=", False)
POINTS &= Domain("acknowledgement_id", "!=", False) | Domain(
    "procedure_id.state", "in", ("warn", "enforce")
)
DEALS = ("list", "kanban", "form")


class PlaybookTeamActivity(models.Model):
    """What each person has before them and has done: the board of whoever leads them.

    One row for each person with a profile; its id is that of the user. Every figure is
    of records that the reader may read, and opens them.
    """

    _name = "playbook.team.activity"
    _description = "Activity of a person"
    _inherit = ["playbook.readers.report.mixin"]
    _auto = False
    _rec_name = "user_id"
    _order = "overdue_count desc, user_id, id"
    _depends = {
        "crm.lead": ["active", "expected_revenue", "type", "user_id", "won_status"],
        "crm.team": ["active", "company_id"],
        "crm.team.member": ["active", "crm_team_id", "user_id"],
        "mail.activity": ["active", "date_deadline", "res_id", "res_model", "user_id"],
        "playbook.action": ["date_done", "positive_rate", "state", "user_id"],
        "playbook.finding": ["date_closed", "date_due", "observed", "user_id"],
        "playbook.lead.quality": ["key_count", "lead_id", "valid_count"],
        "res.users": ["active", "company_ids"],
    }

    user_id = fields.Many2one(string="Person")
    overdue_count = fields.Integer(
        string="Overdue",
        readonly=True,
        aggregator="sum",
        help="Activities on customers, deals and orders that were due before today.",
    )
    due_count = fields.Integer(
        string="Due this week",
        readonly=True,
        aggregator="sum",
        help="Activities that are due from today until Sunday.",
    )
    done_count = fields.Integer(
        string="Done this week",
        readonly=True,
        aggregator="sum",
        help="Actions with customers since Monday.",
    )
    positive_rate = fields.Float(
        string="Positive (%)",
        digits=(16, 0),
        readonly=True,
        aggregator="avg",
        help="Of the actions of this week that have an outcome, those with a positive "
        "one.",
    )
    date_last = fields.Datetime(
        string="Last action",
        readonly=True,
        help="When this person did something with a customer last.",
    )
    open_count = fields.Integer(string="Open deals", readonly=True, aggregator="sum")
    stale_count = fields.Integer(
        string="Stale deals",
        readonly=True,
        aggregator="sum",
        help="Open deals that have not moved for longer than their stage allows.",
    )
    stepless_count = fields.Integer(
        string="Without next step",
        readonly=True,
        aggregator="sum",
        help="Open deals for which nothing is planned.",
    )
    finding_count = fields.Integer(
        string="Points to fix", readonly=True, aggregator="sum"
    )
    late_finding_count = fields.Integer(
        string="Late points to fix", readonly=True, aggregator="sum"
    )
    deal_quality = fields.Float(
        string="Record quality (%)",
        digits=(16, 0),
        readonly=True,
        aggregator="avg",
        help="Of what the open deals should say, what they do say.",
    )

    # ------------------------------------------------------------------
    # What it is made of
    # ------------------------------------------------------------------

    @api.model
    def _get_limits(self):
        """Today, Monday and Sunday of this week, and when Monday began, in UTC."""
        today = fields.Date.context_today(self)
        monday = today - timedelta(days=today.weekday())
        begun = to_moment(monday, self.env.tz.zone)
        return today, monday, monday + timedelta(days=6), begun

    @property
    def _table_query(self):
        # Who holds a profile is no secret; whose row one reads, say the rules.
        people = self.env.ref("crm_playbook.group_user").sudo().all_user_ids
        return SQL(
            """
            SELECT person.id, person.id AS user_id, membership.team_id,
                   COALESCE(todo.overdue, 0) AS overdue_count,
                   COALESCE(todo.due, 0) AS due_count,
                   COALESCE(done.this_week, 0) AS done_count,
                   done.positive_rate, done.latest AS date_last,
                   COALESCE(deal.every, 0) AS open_count,
                   COALESCE(deal.stale, 0) AS stale_count,
                   COALESCE(deal.stepless, 0) AS stepless_count,
                   COALESCE(point.every, 0) AS finding_count,
                   COALESCE(point.late, 0) AS late_finding_count,
                   deal.quality AS deal_quality
              FROM res_users person
         LEFT JOIN (%(memberships)s) membership ON membership.user_id = person.id
         LEFT JOIN (%(todo)s) todo ON todo.user_id = person.id
         LEFT JOIN (%(done)s) done ON done.user_id = person.id
         LEFT JOIN (%(deals)s) deal ON deal.user_id = person.id
         LEFT JOIN (%(points)s) point ON point.user_id = person.id
             WHERE person.active AND person.id = ANY(%(people)s)
               AND EXISTS (SELECT FROM res_company_users_rel works
                            WHERE works.user_id = person.id
                              AND works.cid = ANY(%(companies)s))
            """,
            people=people.ids,
            companies=self.env.companies.ids,
            memberships=self._get_memberships_sql(),
            todo=self._get_todo_sql(),
            done=self._get_done_sql(),
            deals=self._get_deals_sql(),
            points=self._get_points_sql(),
        )

    def _get_memberships_sql(self):
        """The first team of each person in the companies that one works in now."""
        return SQL(
            """
            SELECT DISTINCT ON (member.user_id)
                   member.user_id, member.crm_team_id AS team_id
              FROM crm_team_member member
              JOIN crm_team team ON team.id = member.crm_team_id
             WHERE member.active AND team.active
               AND (team.company_id IS NULL OR team.company_id = ANY(%s))
          ORDER BY member.user_id, member.id
            """,
            self.env.companies.ids,
        )

    def _get_todo_sql(self):
        today, _monday, sunday, _begun = self._get_limits()
        return SQL(
            """
            SELECT activity.user_id,
                   COUNT(*) FILTER (WHERE activity.date_deadline < %(today)s)
                   AS overdue,
                   COUNT(*) FILTER (WHERE activity.date_deadline >= %(today)s) AS due
              FROM mail_activity activity
             WHERE activity.active AND activity.date_deadline <= %(sunday)s
               AND (%(readable)s)
          GROUP BY activity.user_id
            """,
            today=today,
            sunday=sunday,
            readable=SQL(" OR ").join(
                SQL(
                    "activity.res_model = %s AND EXISTS ("
                    "SELECT FROM %s document"
                    " WHERE document.id = activity.res_id AND %s)",
                    model,
                    SQL.identifier(self.env[model]._table),
                    readable(self.env[model], "document"),
                )
                for model in DOCUMENTS
            ),
        )

    def _get_done_sql(self):
        _today, _monday, _sunday, begun = self._get_limits()
        return SQL(
            """
            SELECT action.user_id, MAX(action.date_done) AS latest,
                   COUNT(*) FILTER (WHERE action.date_done >= %(begun)s) AS this_week,
                   AVG(action.positive_rate)
                   FILTER (WHERE action.date_done >= %(begun)s) AS positive_rate
              FROM playbook_action action
             WHERE action.state = 'done' AND %(readable)s
          GROUP BY action.user_id
            """,
            begun=begun,
            readable=readable(self.env["playbook.action"], "action"),
        )

    def _get_deals_sql(self):
        Lead = self.env["crm.lead"]
        return SQL(
            """
            SELECT lead.user_id, COUNT(*) AS every,
                   COUNT(*) FILTER (WHERE lead.id IN (%(stale)s)) AS stale,
                   COUNT(*) FILTER (WHERE NOT EXISTS (
                       SELECT FROM mail_activity activity
                        WHERE activity.res_model = 'crm.lead' AND activity.active
                          AND activity.res_id = lead.id)) AS stepless,
                   100.0 * SUM(quality.valid_count)
                   / NULLIF(SUM(quality.key_count), 0) AS quality
              FROM crm_lead lead
         LEFT JOIN playbook_lead_quality quality ON quality.lead_id = lead.id
             WHERE lead.active AND %(readable)s
          GROUP BY lead.user_id
            """,
            stale=Lead._stale_leads_sql(),
            readable=readable(Lead, "lead", OPEN),
        )

    def _get_points_sql(self):
        return SQL(
            """
            SELECT finding.user_id, COUNT(*) AS every,
                   COUNT(*) FILTER (WHERE finding.date_due < %(today)s) AS late
              FROM playbook_finding finding
             WHERE %(readable)s
          GROUP BY finding.user_id
            """,
            today=self._get_limits()[0],
            readable=readable(self.env["playbook.finding"], "finding", POINTS),
        )

    # ------------------------------------------------------------------
    # Opening what is counted
    # ------------------------------------------------------------------

    def action_open(self):
        """Open the records of the figure that ``playbook_figure`` in the context names,
        or the person's row.
        """
        self.ensure_one()
        self.check_access("read")
        figures = self._get_figures()
        figure = figures.get(self.env.context.get("playbook_figure"))
        if not figure:
            return self.get_formview_action()
        model, field, domain, views = figure
        label = self._fields[field].get_description(self.env)["string"]
        name = self.env._("%(what)s: %(person)s", what=label, person=self.user_id.name)
        domain = Domain("user_id", "=", self.user_id.id) & domain
        return self.env["playbook.day"]._get_list(model, name, domain, views)

    def _get_figures(self):
        """From keys to model, field, domain and views of what they count."""
        today, _monday, sunday, begun = self._get_limits()
        todo = Domain("active", "=", True) & Domain("res_model", "in", list(DOCUMENTS))
        late = Domain("date_deadline", "<", fields.Date.to_string(today))
        soon = Domain("date_deadline", "<=", fields.Date.to_string(sunday))
        done = Domain("state", "=", "done") & Domain(
            "date_done", ">=", fields.Datetime.to_string(begun)
        )
        activity, lead, views = "mail.activity", "crm.lead", ("list", "form")
        stepless = Domain("activity_ids", "=", False)
        stale = Domain("is_stale", "=", True)
        return {
            "overdue": (activity, "overdue_count", todo & late, views),
            "due": (activity, "due_count", todo & ~late & soon, views),
            "done": ("playbook.action", "done_count", done, views),
            "open": (lead, "open_count", OPEN, DEALS),
            "stale": (lead, "stale_count", OPEN & stale, DEALS),
            "stepless": (lead, "stepless_count", OPEN & stepless, DEALS),
            "findings": ("playbook.finding", "finding_count", POINTS, ("list",)),
        }
