from datetime import timedelta

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .stale_sql import PLANNED_DAYS

NEXT_FOLLOW_UP_DAYS = 7


class PlaybookDay(models.AbstractModel):
    """Stale opportunities, unless there is something to do about them already."""

    _inherit = "playbook.day"

    @api.model
    def _get_sources(self):
        return [*super()._get_sources(), "stale"]

    @api.model
    def _lines_stale(self):
        title, done = self.env._("Follow up"), self.env._("Followed up")
        return [
            self._make_line(
                "stale",
                deal,
                title=title,
                badge=self.env._("%(days)s days in stage", days=deal.days_in_stage),
                automatic=True,
                by_document=True,
                icon="fa-hourglass-half",
                responsible=self._get_responsible_name(deal),
                finish_label=done,
            )
            for deal in self._find_stale()
        ]

    @api.model
    def _finish_stale(self, ids):
        """Record what was done, and plan the next: else it would be stale still."""
        deals = self._find_stale(ids)
        self._check_unchanged(deals, ids)
        day = self._get_working_day(self._today() + timedelta(days=NEXT_FOLLOW_UP_DAYS))
        for deal in deals:
            # It was asked by the software: it counts for the daily limit.
            self._plan_activity(
                deal, self.env._("Followed up"), self._today(), automated=True
            )._action_done()
            self._plan_activity(
                deal, self.env._("Follow up again"), day, user_id=deal.user_id.id
            )
        return self.env._(
            "Followed up. The next follow-up is planned for %(day)s.",
            day=self._format_day(day),
        )

    @api.model
    def _postpone_stale(self, ids, date):
        deals = self._find_stale(ids)
        self._check_unchanged(deals, ids)
        last = self._today() + timedelta(days=PLANNED_DAYS)
        if date > last:
            raise UserError(
                self.env._(
                    "“%(deal)s” cannot wait that long: with nothing planned within "
                    "%(days)s days it stays stale. Choose a day until %(last)s.",
                    deal=deals[0].display_name,
                    days=PLANNED_DAYS,
                    last=self._format_day(last),
                )
            )
        for deal in deals:
            self._plan_activity(
                deal, self.env._("Follow up"), date, user_id=deal.user_id.id
            )
        return self._get_postponed_words(date)

    @api.model
    def _find_stale(self, ids=None):
        Lead = self.env["crm.lead"]
        if not Lead.has_access("read"):
            return Lead
        domain = self._get_open_lead_domain() & Domain("type", "=", "opportunity")
        # What is due for them stands in the list as an activity.
        due = self._get_activity_domain() & Domain("date_deadline", "<=", self._today())
        domain &= Domain("activity_ids", "not any", due)
        if ids is not None:
            domain &= Domain("id", "in", ids)
        names = self._get_document_fields("crm.lead")
        deals = Lead.search_fetch(domain, names)
        # It depends on activities and days, which nobody tells the cache of.
        deals.invalidate_recordset(["is_stale"], flush=False)
        stale = deals.filtered("is_stale")
        return stale - self._find_done_today(stale)

    @api.model
    def _find_done_today(self, deals):
        """Those with which something was done today: not asked for again at once."""
        done = self.env["playbook.action"]._read_group(
            [
                ("lead_id", "in", deals.ids),
                ("state", "=", "done"),
                ("date_done", ">=", self._begin_of(self._today())),
            ],
            ["lead_id"],
        )
        return deals.browse([lead.id for (lead,) in done])
