import json
import logging
from datetime import datetime

import pytz

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..profiles.condition import parse
from ..profiles.halves import do_in_halves, gone_meanwhile
from .segment_condition import within_company
from .segment_sql import refresh_members

_logger = logging.getLogger(__name__)

CRON = "crm_playbook.ir_cron_refresh_segments"
# Where there are more customers than this, who saves a segment does not wait for it.
AT_ONCE = 20_000
COMPANIES_AT_ONCE = 10


class PlaybookSegment(models.Model):
    """Who belongs to a segment, brought up to date.

    The condition is a sub-query of one statement for each segment and company. It is
    searched past the rules, so that it finds the same for whoever asks: among the
    active customers of the company and those that all companies share, with that
    company alone, its days, and the language of the responsible.
    """

    _inherit = "playbook.segment"

    def action_refresh(self):
        """Bring the members up to date now."""
        self.check_access("write")
        if self._is_much():
            self._mark_due()
            return self._notify(
                self.env._("They are brought up to date in a few minutes.")
            )
        left = self - self._refresh()
        if left:
            raise UserError(
                self.env._(
                    "“%(segment)s” is just being brought up to date by somebody else. "
                    "Look at it again in a minute.",
                    segment=left[0].name,
                )
            )
        if self.filtered("problem"):
            return self._notify(
                "\n".join(self.filtered("problem").mapped("problem")), kind="danger"
            )
        return self._notify(self.env._("The members are up to date."), kind="success")

    def _notify(self, message, kind="info"):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": message,
                "type": kind,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    # ------------------------------------------------------------------
    # Hooks
    # ------------------------------------------------------------------

    def _members_changed(self, company, entered_ids, left_ids):
        """Customers entered this segment or left it: rooms that follow extend it.

        :param entered_ids: the ids of the new rows of ``playbook.segment.member``.
        :param left_ids: the ids of those that have an end now.
        """

    # ------------------------------------------------------------------
    # At once, or soon
    # ------------------------------------------------------------------

    def _refresh_soon(self):
        """Bring the members up to date: at once, or by the scheduled action."""
        if self._is_much():
            self._mark_due()
        else:
            self.sudo().progress = False  # as in _mark_due
            self._refresh()

    def _order_soon(self):
        """As :meth:`_refresh_soon`, where the order alone has changed."""
        if self._is_much():
            self._mark_due()
        else:
            self.env["playbook.main.segment"]._refresh(self._get_companies())
            self.env["res.partner"]._forget_segments()

    def _mark_due(self):
        """Have them done by the scheduled action, be it in the round under way."""
        # What is known of the last time alone, whoever saves it.
        self.sudo().progress = False
        self._trigger_refresh()

    def _is_much(self):
        if len(self._get_companies()) > COMPANIES_AT_ONCE:
            return True
        # How many customers there are, past the rules: it is not told.
        Partner = self.env["res.partner"].sudo()
        domain = [("customer_state", "!=", False)]
        return Partner.search_count(domain, limit=AT_ONCE + 1) > AT_ONCE

    @api.model
    def _trigger_refresh(self):
        cron = self.env.ref(CRON, raise_if_not_found=False)
        if cron:
            cron._trigger()

    # ------------------------------------------------------------------
    # Members
    # ------------------------------------------------------------------

    def _refresh(self):
        """Bring the members and main segments up to date.

        :return: those that were; the others are being refreshed by somebody else.
        """
        done = self.browse()
        everywhere = self.env["res.company"]
        for segment in self:
            # Before: it may have moved away from some of them.
            companies = segment._get_companies() | segment._get_member_companies()
            if segment._refresh_members(companies):
                done |= segment
                everywhere |= companies
        self.env["playbook.main.segment"]._refresh(everywhere)
        self.env["res.partner"]._forget_segments()
        return done

    def _refresh_members(self, companies):
        """Bring the members of one segment up to date in ``companies``.

        What is wrong with the condition is noted, and the members stay as they were.

        :return: whether it was: nobody else is at it.
        """
        # Written are the members and what is said of the last time, past the rules.
        self_sudo = self.sudo()
        self_sudo.flush_recordset()
        if not self_sudo.try_lock_for_update(allow_referencing=True):
            return False
        problems = {}

        def refresh(companies):
            for company in companies:
                self_sudo._refresh_members_of(company)

        def fail(company, error):
            _logger.warning("Segment %s, company %s: %s", self.id, company.id, error)
            problems[company] = error
            return 1

        do_in_halves(self.env.cr, companies, refresh, fail)
        self_sudo._note_refresh(companies, problems)
        return True

    def _refresh_members_of(self, company):
        self.env["playbook.segment.member"].flush_model()
        query = self._search_customers(company)
        statement = refresh_members(
            self.id,
            company.id,
            query.select(),
            day=self._get_day(company),
            uid=self.env.uid,
        )
        with gone_meanwhile():
            rows = self.env.execute_query(statement)
        entered = [row_id for row_id, entered in rows if entered]
        gone = [row_id for row_id, entered in rows if not entered]
        if rows:
            self.env["playbook.segment.member"].invalidate_model(flush=False)
            self._members_changed(company, entered, gone)

    def _get_progress(self, company):
        """What is known of the last time that it was done in ``company``."""
        return (self.progress or {}).get(str(company.id), {})

    def _note_refresh(self, companies, problems):
        """Note that it was done.

        :param problems: a dictionary from some of the companies to exceptions.
        """
        now = fields.Datetime.now()
        progress = self.progress or {}
        for company in companies:
            note = progress[str(company.id)] = {"at": fields.Datetime.to_string(now)}
            if error := problems.get(company):
                note["error"] = str(error).strip() or type(error).__name__
        text = self._describe_problems(progress)
        self.env.cr.execute(
            SQL(
                """
                UPDATE playbook_segment
                   SET problem = %s,
                       progress = %s,
                       refreshed_at = COALESCE(%s, refreshed_at)
                 WHERE id = %s
                """,
                text or None,
                json.dumps(progress),
                None if text else now,
                self.id,
            )
        )
        self.invalidate_recordset(["problem", "progress", "refreshed_at"], flush=False)

    def _describe_problems(self, progress):
        """What does not work, for the responsible: in their language."""
        failed = [key for key, note in progress.items() if "error" in note]
        companies = self.env["res.company"].browse(map(int, failed)).exists()
        env = self.with_context(lang=self.user_id.lang).env
        return "\n".join(
            env._(
                "The condition does not work any more in %(company)s: %(error)s. The "
                "members are those of the last time; choose the condition again.",
                company=company.name,
                error=progress[str(company.id)]["error"],
            )
            for company in companies.filtered("active")[:3]
        )

    # ------------------------------------------------------------------
    # The condition
    # ------------------------------------------------------------------

    def _search_customers(self, company):
        """Those who belong to it in ``company``, as a query."""
        Partner = self._as_company(company)["res.partner"]
        if not self.active or company not in self._get_companies():
            return Partner._search(Domain.FALSE)
        domain = parse(self.domain, self.user_id.id)
        domain = within_company(domain, Partner, company.id)
        domain &= Domain("customer_state", "!=", False) & Domain("active", "=", True)
        domain &= Domain("company_id", "in", [False, company.id])
        return Partner._search(domain)

    def _as_company(self, company):
        """The environment in which a condition is searched; nothing else is in it."""
        context = {
            "allowed_company_ids": company.ids,
            "tz": self._get_time_zone(company),
            "lang": self.user_id.lang,
        }
        return self.env(user=SUPERUSER_ID, su=True, context=context)

    @api.model
    def _get_time_zone(self, company):
        return company.resource_calendar_id.tz or "UTC"

    @api.model
    def _get_day(self, company):
        """What day it is in the company."""
        zone = pytz.timezone(self._get_time_zone(company))
        return datetime.now(pytz.utc).astimezone(zone).date()

    def _get_companies(self):
        """The companies whose customers can belong to these."""
        # All companies there are, for what they share: they are not shown.
        companies = self.sudo().company_id
        if any(not segment.company_id for segment in self.sudo()):  # as above
            companies = companies.search([])  # pylint: disable=no-search-all
        return companies

    def _get_member_companies(self):
        """Those in which somebody belongs to it, be it from before."""
        # As in _get_companies.
        Member = self.env["playbook.segment.member"].sudo()
        groups = Member._read_group(
            [("segment_id", "in", self.ids), ("date_to", "=", False)], ["company_id"]
        )
        return self.env["res.company"].union(*(company for (company,) in groups))

    @api.model
    def _get_all_companies(self):
        return self.env["res.company"].search([])  # pylint: disable=no-search-all
