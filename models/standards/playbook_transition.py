from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .channel import CHANNELS, TEAM, mark

MOVED = "moved"
WON = "won"
LOST = "lost"
MERGED = "merged"
PENDING = "pending"
# Where the transaction keeps which leads may have moved.
EXPECTED = "playbook.transition.expected"


class PlaybookTransition(models.Model):
    """A lead's stay in a stage: from which stage it came, when, and when it left.

    The stay that has not ended (``date_left`` empty) is the open one; a lead has one as
    long as it is neither won nor lost. Written by the addon alone, on every way by
    which the stage changes; the lead's own ``date_last_stage_update`` is not.
    """

    _name = "playbook.transition"
    _description = "Stage change"
    _inherit = ["playbook.mirror.mixin"]
    _rec_name = "to_stage_id"
    _order = "date desc, id desc"

    from_stage_id = fields.Many2one(
        "crm.stage", string="From stage", ondelete="set null", readonly=True
    )
    to_stage_id = fields.Many2one(
        "crm.stage", string="To stage", ondelete="set null", index=True, readonly=True
    )
    date = fields.Datetime(string="Entered", required=True, readonly=True)
    date_left = fields.Datetime(
        string="Left", readonly=True, help="Empty as long as the opportunity is there."
    )
    ending = fields.Selection(
        [
            (MOVED, "Moved"),
            (WON, "Won"),
            (LOST, "Lost"),
            (MERGED, "Merged"),
        ],
        readonly=True,
        help="How the stay in the stage ended.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Moved by",
        ondelete="set null",
        readonly=True,
    )
    estimated = fields.Boolean(
        readonly=True,
        help="The date is not when it happened, but the latest that was known.",
    )
    days_stayed = fields.Integer(
        string="Days in stage",
        compute="_compute_days_stayed",
        aggregator="avg",
        help="From entering to leaving, or to now.",
    )
    seconds_stayed = fields.Integer(
        string="Seconds in stage",
        compute="_compute_days_stayed",
        aggregator="avg",
        help="From entering to leaving, or to now.",
    )
    channel = fields.Selection(
        CHANNELS,
        string="How it came there",
        readonly=True,
        help="Who or what moved it.",
    )
    lacking = fields.Text(
        string="What was missing",
        readonly=True,
        help="What stage requirements asked for, and it did not have when it came.",
    )
    reason = fields.Text(
        string="Reason to continue",
        readonly=True,
        help="Why it came there though something was missing.",
    )
    allowed_by_id = fields.Many2one(
        "res.users", string="Allowed by", ondelete="set null", readonly=True
    )
    end_lacking = fields.Text(string="What was missing at the end", readonly=True)
    end_reason = fields.Text(string="Reason to end", readonly=True)
    end_allowed_by_id = fields.Many2one(
        "res.users", string="End allowed by", ondelete="set null", readonly=True
    )

    _one_open_stay = models.UniqueIndex(
        "(lead_id) WHERE date_left IS NULL",
        "An opportunity is in one stage at a time.",
    )
    _open_since = models.Index("(date) WHERE date_left IS NULL")

    @api.depends("date", "date_left")
    def _compute_days_stayed(self):
        now = fields.Datetime.now()
        for stay in self:
            stayed = (stay.date_left or now) - stay.date if stay.date else timedelta()
            stay.days_stayed = stayed.days
            stay.seconds_stayed = int(stayed.total_seconds())

    def _field_to_sql(self, alias, field_expr, query=None):
        parts = {"days_stayed": SQL("DAY"), "seconds_stayed": SQL("EPOCH")}
        if field_expr not in parts:
            return super()._field_to_sql(alias, field_expr, query)
        return SQL(
            "TRUNC(EXTRACT(%s FROM COALESCE(%s, %s::timestamp) - %s))::integer",
            parts[field_expr],
            self._field_to_sql(alias, "date_left", query),
            fields.Datetime.now(),
            self._field_to_sql(alias, "date", query),
        )

    # ------------------------------------------------------------------
    # Writing
    # ------------------------------------------------------------------

    @api.model
    def _record_created(self, leads, imported, verdict):
        """Open the first stay of new ``leads``; of the closed ones it has ended.

        :param imported: ids of the leads that came with a date of their own.
        :param verdict: how they were allowed.
        """
        now = self.env.cr.now()
        rows = []
        for lead in leads.filtered("stage_id"):
            entered = min(lead.date_last_stage_update or now, now)
            closed = lead.won_status != PENDING
            rows.append(
                {
                    "lead_id": lead.id,
                    "to_stage_id": lead.stage_id.id,
                    "date": entered,
                    "date_left": closed
                    and max(entered, min(lead.date_closed or now, now)),
                    "ending": closed and lead.won_status,
                    "user_id": self.env.uid,
                    "estimated": lead.id in imported,
                    **self._describe(verdict, lead),
                }
            )
        # Written by the addon alone: nobody has the right, whoever moves a deal.
        self.sudo().create(rows)

    @api.model
    def _record_changes(self, leads, before, verdict, movers=None):
        """End the open stays of ``leads`` and begin those that follow.

        :param before: a dictionary from a lead's id to the pair of the id of its stage
            and its ``won_status`` before the change. Every lead differs from it.
        :param verdict: how the change was allowed.
        :param movers: a dictionary from a lead's id to that of the user who moved it;
            this user by default.
        """
        now = self.env.cr.now()
        self._end_open(leads, now, verdict)
        rows = []
        for lead in leads:
            stage_id, status = before[lead.id]
            closed = lead.won_status != PENDING
            same_stage = lead.stage_id.id == stage_id
            if not lead.stage_id or (same_stage and (closed or status == PENDING)):
                continue
            rows.append(
                {
                    "lead_id": lead.id,
                    "from_stage_id": stage_id,
                    "to_stage_id": lead.stage_id.id,
                    "date": now,
                    "date_left": closed and now,
                    "ending": closed and lead.won_status,
                    "user_id": (movers or {}).get(lead.id, self.env.uid),
                    **self._describe(verdict, lead),
                }
            )
        # As in _record_created.
        self.sudo().create(rows)

    @api.model
    def _describe(self, verdict, lead):
        """How ``lead`` came to where it is."""
        return {
            "channel": verdict.channel,
            "lacking": verdict.lacking.get(lead.id, False),
            "reason": verdict.reason,
            "allowed_by_id": verdict.allowed_by_id,
        }

    @api.model
    def _expect_changes(self, leads):
        """Look, before the transaction ends or anybody reads, whether these have moved.

        Their stage may be computed from what is written, all of them at once.
        """
        precommit = self.env.cr.precommit
        expected = precommit.data.get(EXPECTED)
        if expected is None:
            expected = precommit.data[EXPECTED] = {}
            precommit.add(self._record_expected)
        for lead in leads:
            if lead.id not in expected:
                before = (lead.stage_id.id, lead.won_status)
                expected[lead.id] = (before, self.env.uid)

    @api.model
    def _record_expected(self):
        """Record the changes that were expected and have come about."""
        expected = self.env.cr.precommit.data.pop(EXPECTED, None)
        if not expected:
            return
        before = {lead_id: values for lead_id, (values, _uid) in expected.items()}
        movers = {lead_id: uid for lead_id, (_values, uid) in expected.items()}
        # What is read here goes into the stage history alone; who gave a lead away may
        # not read it any more.
        leads = self.env["crm.lead"].sudo().browse(before).exists()
        moved = leads.filtered(
            lambda lead: (lead.stage_id.id, lead.won_status) != before[lead.id]
        )
        if moved:
            # Nobody can be asked any more.
            verdict = mark(moved, TEAM)._check_moves(before)
            self._record_changes(moved, before, verdict, movers)

    @api.model
    def _search(self, *args, **kwargs):
        self._record_expected()
        return super()._search(*args, **kwargs)
