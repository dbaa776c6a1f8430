from odoo import fields, models
from odoo.tools import SQL

from .playbook_transition import LOST, MERGED, MOVED, WON
from .transition_sql import opportunity_since


class PlaybookStageReport(models.Model):
    """Where opportunities spend their time, and from which stage they get further.

    One row per stay of a lead in a stage; its id is that of the stay.
    """

    _name = "playbook.stage.report"
    _description = "Stage analysis"
    _inherit = ["playbook.mirror.mixin"]
    _auto = False
    _rec_name = "stage_id"
    _order = "date desc, id desc"
    _check_company_auto = True
    _depends = {
        "crm.lead": ["company_id", "date_conversion", "team_id", "user_id"],
        "crm.stage": ["is_won", "sequence"],
        "playbook.transition": [
            "date",
            "date_left",
            "ending",
            "estimated",
            "from_stage_id",
            "lead_id",
            "to_stage_id",
            "user_id",
        ],
    }

    stage_id = fields.Many2one("crm.stage", readonly=True, ondelete="set null")
    next_stage_id = fields.Many2one(
        "crm.stage",
        string="Moved to",
        readonly=True,
        ondelete="set null",
        help="The stage into which the opportunity went from here. Empty where it is "
        "still here, or was lost or merged.",
    )
    date = fields.Datetime(string="Entered", readonly=True)
    date_left = fields.Datetime(
        string="Left", readonly=True, help="Empty as long as the opportunity is there."
    )
    ending = fields.Selection(
        [(MOVED, "Moved"), (WON, "Won"), (LOST, "Lost"), (MERGED, "Merged")],
        readonly=True,
        help="How the stay in the stage ended.",
    )
    user_id = fields.Many2one(
        "res.users", string="Brought here by", readonly=True, ondelete="set null"
    )
    lead_user_id = fields.Many2one(
        "res.users", string="Salesperson", readonly=True, ondelete="set null"
    )
    team_id = fields.Many2one(
        "crm.team",
        string="Sales team",
        readonly=True,
        ondelete="set null",
        check_company=True,
    )
    company_id = fields.Many2one("res.company", readonly=True, ondelete="cascade")
    days_in_stage = fields.Float(
        string="Days in stage",
        digits=(16, 1),
        aggregator="avg",
        readonly=True,
        help="From entering, as an opportunity, to leaving or to now.",
    )
    moved_on = fields.Float(
        string="Moved on (%)",
        digits=(16, 1),
        aggregator="avg",
        readonly=True,
        help="Of the stays that have ended, those after which the opportunity was won "
        "or went to a later stage. Merged ones do not count, nor does the won stage.",
    )
    estimated = fields.Boolean(
        readonly=True,
        help="The date is not when it happened, but the latest that was known.",
    )

    @property
    def _table_query(self):
        # Moves that have come about and are not recorded yet belong to it.
        self.env["playbook.transition"]._record_expected()
        return SQL(
            """
            SELECT stay.id, stay.lead_id, stay.to_stage_id AS stage_id,
                   next_stage.id AS next_stage_id,
                   stay.date, stay.date_left, stay.ending, stay.user_id,
                   stay.estimated, lead.user_id AS lead_user_id,
                   lead.team_id, lead.company_id,
                   %(days)s AS days_in_stage, %(moved_on)s AS moved_on
              FROM playbook_transition stay
              JOIN crm_lead lead ON lead.id = stay.lead_id
         LEFT JOIN crm_stage stage ON stage.id = stay.to_stage_id
         LEFT JOIN LATERAL (%(following)s) following ON TRUE
         LEFT JOIN crm_stage next_stage ON next_stage.id = following.stage_id
            """,
            days=self._get_days_sql(),
            moved_on=self._get_moved_on_sql(),
            following=self._get_following_sql(),
        )

    def _get_days_sql(self):
        """Days as an opportunity; none for what left the stage while still a lead."""
        return SQL(
            """
            CASE WHEN lead.date_conversion > stay.date_left THEN NULL
                 ELSE GREATEST(0, EXTRACT(
                        EPOCH FROM COALESCE(stay.date_left, %(now)s) - %(since)s
                      )) / 86400.0
            END
            """,
            now=fields.Datetime.now(),
            since=opportunity_since("lead", "stay"),
        )

    def _get_moved_on_sql(self):
        """100 or 0; NULL while the stay is open and where it tells nothing.

        The won stage is where they were to get. A merged lead is the other one's
        history. Where the next stage has been deleted, nobody knows.
        """
        return SQL(
            """
            CASE WHEN stay.ending = 'lost' THEN 0
                 WHEN stay.ending = 'won' AND NOT COALESCE(stage.is_won, FALSE) THEN 100
                 WHEN stay.ending = 'moved' AND next_stage.sequence > stage.sequence
                      THEN 100
                 WHEN stay.ending = 'moved' AND next_stage.sequence <= stage.sequence
                      THEN 0
            END
            """
        )

    def _get_following_sql(self):
        """The stage of the stay that came out of this one: the one that began nearest
        to its end, as those of merged leads lie in between.
        """
        return SQL(
            """
            SELECT later.to_stage_id AS stage_id
              FROM playbook_transition later
             WHERE later.lead_id = stay.lead_id
               AND later.from_stage_id = stay.to_stage_id
               AND later.id > stay.id
               AND (stay.ending = 'moved' OR
                    stay.ending = 'won' AND NOT COALESCE(stage.is_won, FALSE))
          ORDER BY ABS(EXTRACT(EPOCH FROM later.date - stay.date_left)), later.id
             LIMIT 1
            """
        )
