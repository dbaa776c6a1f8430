"""How long e-mails to customers have to wait."""

from datetime import datetime, timedelta
from typing import NamedTuple

import pytz

from odoo import models
from odoo.tools import format_date

from .mail_checks_sql import POLICY_DAYS
from .playbook_workflow_hours import zone_of

# Who has had enough e-mails for so long gets none of this step any more.
WAITING_DAYS = 14


class Later(NamedTuple):
    """Until when (naive UTC) something has to wait, and why in words."""

    moment: datetime
    why: str

    def get_held_since(self, since, now):
        """Since when it waits for room, of what has waited ``since``: not before the
        day that the customer chose.
        """
        return self.moment


class NoRoom(Later):
    """The customer has got enough for now."""

    __slots__ = ()

    def get_held_since(self, since, now):
        return since if since and since <= now else now


class Going:
    """What goes out together, by customer and by address."""

    def __init__(self):
        self._sent, self._asked = {}, set()

    def add(self, fact, *, sent):
        """:param sent: it is sent now, not only announced."""
        self._asked |= _persons(fact)
        for person in _persons(fact) if sent else ():
            self._sent.setdefault(person, set()).add(fact["enrollment_id"])

    def count(self, fact):
        """How many e-mails the same customer, or the same address, gets."""
        empty = frozenset()
        found = [self._sent.get(person, empty) for person in _persons(fact)]
        return len(empty.union(*found))

    def is_asked(self, fact):
        """Whether the same customer, or the same address, gets something."""
        return not self._asked.isdisjoint(_persons(fact))


def _persons(fact):
    return {fact["customer_id"], fact["email"]} - {None}


class PlaybookWorkflowStep(models.Model):
    _inherit = "playbook.workflow.step"

    def _find_wait(self, fact, ahead):
        """How long they have to wait, as :class:`Later`; None: they need not.

        :param ahead: how many e-mails go out before this one.
        """
        day = self._get_day_chosen(fact)
        if day:
            why = self.env._(
                "The customer asked us not to write before %(day)s.",
                day=format_date(self.env, fact["not_before"]),
            )
            return Later(day, why)
        moment, limit = self._get_room(fact, ahead)
        return moment and NoRoom(moment, self._tell_limit(limit))

    def _tell_waited(self, fact, ahead):
        """Why it has waited long enough; None: it has not, or there is room."""
        now, since = self.workflow_id._now(), fact["held_since"]
        if not since or since > now - timedelta(days=WAITING_DAYS):
            return None
        if self._get_day_chosen(fact):
            return None
        moment, limit = self._get_room(fact, ahead)
        return moment and self._tell_no_room(limit)

    def _get_room(self, fact, ahead=0):
        """When there is room for one more; None: now.

        :param ahead: how many they get now before it.
        :return: that moment, and which limit it is: how many, in how many days.
        """
        now, waits = self.workflow_id._now(), []
        most, days = self._get_mail_limit()
        limits = [(fact["mails"], most, days)] if most else []
        if fact["contact_max"]:
            limits.append((fact["contacts"], fact["contact_max"], POLICY_DAYS))
        for dates, most, days in limits:
            dates = [now] * ahead + dates
            if len(dates) >= most:
                free = dates[most - 1] + timedelta(days=days, seconds=1)
                waits.append((max(free, now + timedelta(hours=1)), (most, days)))
        return max(waits, default=(None, None))

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
