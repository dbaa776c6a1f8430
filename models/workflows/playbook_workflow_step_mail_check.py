"""For whom a step that writes to customers is left out, and for whom it waits."""

from collections import Counter
from datetime import datetime, time, timedelta

import pytz

from odoo import models
from odoo.tools import format_date

from . import mail_checks_sql
from .mail_checks_sql import POLICY_DAYS, SATISFACTION_DAYS
from .playbook_workflow_hours import zone_of
from .playbook_workflow_step import MAIL
from .playbook_workflow_step_mail import SATISFACTION, SEND

# Who has had enough e-mails for so long gets none of this step any more.
WAITING_DAYS = 14


class PlaybookWorkflowStep(models.Model):
    """Odoo's template e-mails ask for no blacklist: all of it is asked here.

    The *preferred channel* of a main segment forbids no e-mail: it says what people
    choose first, and whoever writes a workflow has chosen. Its *contacts at most* do:
    0 means none at all.
    """

    _inherit = "playbook.workflow.step"

    def _find_unfit(self, rows, env):
        found = super()._find_unfit(rows, env)
        if self.kind != MAIL:
            return found
        facts = self._get_mail_facts(rows)
        emails = {fact["email"] for fact in facts.values()} - {None}
        opted_out = self.env["playbook.opt.out"]._find_opted_out(
            emails, self.workflow_id
        )
        seen = set()
        for key, fact in facts.items():
            why = self._tell_unfit(fact, opted_out)
            if not why and self.asks_for == SATISFACTION:
                why = self._tell_asked(fact, seen)
            if not why and self._has_waited(fact):
                why = self._tell_no_room(self._get_room(fact)[1])
            if why:
                found.setdefault(key, why)
        return found

    def _find_postponed(self, rows, env):
        found = super()._find_postponed(rows, env)
        if self.kind != MAIL:
            return found
        # What goes out with this batch counts for what else is in it.
        now, going = self.workflow_id._now(), Counter()
        for key, fact in self._get_mail_facts(rows).items():
            person = fact["customer_id"] or fact["email"]
            day = self._get_day_chosen(fact)
            moment, limit = self._get_room(fact, [now] * going[person])
            if day:
                why = self.env._(
                    "The customer asked us not to write before %(day)s.",
                    day=format_date(self.env, fact["not_before"]),
                )
                found.setdefault(key, (day, why))
            elif moment:
                found.setdefault(key, (moment, self._tell_limit(limit)))
            elif self.mail_mode == SEND:
                going[person] += 1
        return found

    # ------------------------------------------------------------------
    # What is known
    # ------------------------------------------------------------------

    def _get_mail_facts(self, rows):
        """What :func:`.mail_checks_sql.facts` tells, by ``enrollment_id``."""
        if not rows:
            return {}
        self.env.flush_all()
        self.env.cr.execute(
            mail_checks_sql.facts(
                rows,
                now=self.workflow_id._now(),
                contact_days=self.workflow_id.contact_days,
                mail_days=self._get_mail_limit()[1],
            )
        )
        facts = {fact["enrollment_id"]: fact for fact in self.env.cr.dictfetchall()}
        ids = {fact["segment_id"] for fact in facts.values()} - {None}
        # Which segment a customer is treated by is no secret.
        names = {
            each.id: each.name
            for each in self.env["playbook.segment"].sudo().browse(ids)
        }
        for fact in facts.values():
            fact["segment"] = names.get(fact["segment_id"])
        return facts

    def _get_mail_limit(self):
        """How many e-mails of workflows a customer gets, and in how many days."""
        return self.env["res.config.settings"]._get_mail_limit()

    # ------------------------------------------------------------------
    # Left out
    # ------------------------------------------------------------------

    def _tell_unfit(self, fact, opted_out):
        """Why nothing is written to them, in words; None: it is."""
        env, email = self.env, fact["email"]
        if not email and not fact["written"]:
            return env._("There is no e-mail address.")
        if not email:
            words = env._("“%(text)s” is no e-mail address.", text=fact["written"])
        elif fact["blacklisted"]:
            words = env._("%(email)s is on the blacklist.", email=email)
        elif email in opted_out:
            words = env._("%(email)s wants no more such e-mails.", email=email)
        elif fact["came_back"]:
            words = env._("The last e-mail to %(email)s came back.", email=email)
        elif fact["contact_max"] == 0:
            words = env._(
                "Customers of the segment “%(segment)s” are not contacted at all.",
                segment=fact["segment"],
            )
        elif self.workflow_id.contact_days and fact["contacted"]:
            words = env._(
                "Somebody contacted the customer on %(day)s.",
                day=format_date(env, fact["contacted"]),
            )
        elif self.workflow_id.stop_on_meeting and fact["meets"]:
            words = env._("A meeting with the customer is planned.")
        else:
            words = None
        return words

    def _tell_asked(self, fact, seen):
        """Why they are not asked how satisfied they are; None: they are.

        :param seen: whom this batch asks; who is asked is added.
        """
        if not fact["customer_id"]:
            return self.env._("There is no customer who could be satisfied.")
        persons = {fact["customer_id"], fact["email"]}
        if not fact["asked"] and persons.isdisjoint(seen):
            seen |= persons
            return None
        return self.env._(
            "The customer was asked how satisfied they are within %(days)s days.",
            days=SATISFACTION_DAYS,
        )

    # ------------------------------------------------------------------
    # Postponed
    # ------------------------------------------------------------------

    def _get_room(self, fact, going=()):
        """When there is room for one more; None: now.

        :param going: moments at which they get something else.
        :return: that moment, and which limit it is: how many, in how many days.
        """
        now, waits = self.workflow_id._now(), []
        most, days = self._get_mail_limit()
        limits = [(fact["mails"], most, days)] if most else []
        if fact["contact_max"]:
            limits.append((fact["contacts"], fact["contact_max"], POLICY_DAYS))
        for dates, most, days in limits:
            dates = [*going, *dates]
            if len(dates) >= most:
                free = dates[most - 1] + timedelta(days=days, seconds=1)
                waits.append((max(free, now + timedelta(hours=1)), (most, days)))
        return max(waits, default=(None, None))

    def _has_waited(self, fact):
        """Whether it has waited for room long enough, and there is none."""
        since = fact["held_since"]
        if since and fact["not_before"]:
            # Until then they have waited for the day that the customer chose.
            since = max(since, datetime.combine(fact["not_before"], time.min))
        if not since or since > self.workflow_id._now() - timedelta(days=WAITING_DAYS):
            return False
        return self._get_room(fact)[0] is not None

    def _get_day_chosen(self, fact):
        """The moment (naive UTC) at which the day comes that they chose; None: it has
        come, or there is none.
        """
        day = fact["not_before"]
        if not day:
            return None
        calendars = self.workflow_id._get_calendars()
        calendar = calendars.get(fact["company_id"], self.env["resource.calendar"])
        zone, now = zone_of(calendar), self.workflow_id._now()
        local = pytz.utc.localize(now).astimezone(zone)
        if local.date() >= day:
            return None
        moment = zone.normalize(zone.localize(datetime.combine(day, local.time())))
        return moment.astimezone(pytz.utc).replace(tzinfo=None)

    def _tell_limit(self, limit):
        most, days = limit
        return self.env._(
            "The customer hears from us %(most)s times in %(days)s days at most.",
            most=most,
            days=days,
        )

    def _tell_no_room(self, limit):
        return self.env._(
            "%(limit)s There was no room within %(waiting)s days.",
            limit=self._tell_limit(limit),
            waiting=WAITING_DAYS,
        )
