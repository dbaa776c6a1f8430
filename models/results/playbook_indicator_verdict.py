"""Whether the work with customers gets anywhere, in one word.

The dashboard of Sales Management says the same by formulas, written by
``dev/dashboards_verdict.py``.
"""

from typing import NamedTuple

from odoo import api, models
from odoo.fields import Domain

from .periods import LENGTHS

CODES = ("margin", "revenue_won", "satisfaction")
# As a share of what it was: less than this is no change.
TOLERANCE = 0.02
WORKING, NOT_YET, FAILING, NO_DATA = "working", "not_yet", "failing", "no_data"


class Ground(NamedTuple):
    """What a verdict rests on: the figure of an indicator in a period and in the one
    before, and its change as a share. None: there is no data. ``on_track``: the
    company has an objective for it, and is on its way or has achieved it.
    """

    indicator: object
    now: float
    before: float
    change: float
    on_track: bool


class Verdict(NamedTuple):
    """``state``, in words (``label``), why (``text``), and the grounds."""

    state: str
    label: str
    text: str
    grounds: tuple


class PlaybookIndicator(models.Model):
    _inherit = "playbook.indicator"

    @api.model
    def _get_verdict_indicators(self):
        """Those that a verdict rests on."""
        indicators = self.env["playbook.indicator"]
        for code in CODES:
            indicators |= self.env.ref(f"crm_playbook.indicator_{code}")
        return indicators

    @api.model
    def _get_verdict(self, company, period):
        """Whether profit, revenue and satisfaction get better, as far as the user may
        read figures.

        *Working*: of those with data in both periods none is worse by more than
        :data:`TOLERANCE`, and one is better by more than that, or its objective is on
        track or achieved. *Failing*: two or more are worse. Else *not yet*.

        :param period: a ``Period``; it is compared with the one before.
        :return: a :class:`Verdict`.
        """
        indicators = self._get_verdict_indicators()
        back = LENGTHS[period.kind]
        before = period._replace(
            date_from=period.date_from - back, date_to=period.date_from
        )
        now, then = (
            indicators._read_figures(company, p.kind, p.date_from, p.date_to)
            for p in (period, before)
        )
        on_track = self._find_on_track(company, indicators, period)
        grounds = tuple(
            _make_ground(
                indicator,
                _get_value(now, indicator),
                _get_value(then, indicator),
                indicator in on_track,
            )
            for indicator in indicators
        )
        state = _judge(grounds)
        text = self._explain_verdict(grounds)
        if period.date_to > self.env["playbook.segment"]._get_day(company):
            going_on = self.env._("The period is not over: totals still grow.")
            text = f"{text} {going_on}"
        return Verdict(state, self._label_verdict(state), text, grounds)

    @api.model
    def _find_on_track(self, company, indicators, period):
        """Those of which the company has an objective whose time the period is in, and
        that is on track, or one of which the deadline was in the period, and that was
        achieved.
        """
        domain = Domain(
            [
                ("company_id", "=", company.id),
                ("indicator_id", "in", indicators.ids),
                ("team_id", "=", False),
                ("figures_user_id", "=", False),
                ("segment_id", "=", False),
            ]
        )
        on_track = Domain(
            [
                ("state", "=", "active"),
                ("result", "=", "on_track"),
                ("date_start", "<", period.date_to),
            ]
        )
        achieved = Domain(
            [
                ("state", "=", "closed"),
                ("result", "=", "achieved"),
                ("date_deadline", "<", period.date_to),
            ]
        )
        domain &= Domain("date_deadline", ">=", period.date_from)
        objectives = self.env["playbook.objective"].search(
            domain & (on_track | achieved)
        )
        return objectives.indicator_id

    @api.model
    def _label_verdict(self, state):
        return {
            WORKING: self.env._("Working"),
            NOT_YET: self.env._("Not yet"),
            FAILING: self.env._("Failing"),
            NO_DATA: self.env._("No data"),
        }[state]

    @api.model
    def _explain_verdict(self, grounds):
        """What it rests on, and what has no data."""
        lang = self.env["res.lang"]._lang_get(self.env.lang or "en_US")
        known = [
            self.env._(
                "%(indicator)s %(change)s %%",
                indicator=ground.indicator.name,
                change=lang.format("%+.1f", ground.change * 100, grouping=True),
            )
            for ground in grounds
            if ground.change is not None
        ]
        unknown = [x.indicator.name for x in grounds if x.change is None]
        texts = []
        if known:
            texts.append(self.env._("It rests on: %(list)s.", list=", ".join(known)))
        if unknown:
            texts.append(
                self.env._("No data to compare: %(list)s.", list=", ".join(unknown))
            )
        return " ".join(texts)


def _get_value(figures, indicator):
    figure = figures.get((indicator.id,))
    return figure.value if figure else None


def _make_ground(indicator, now, before, on_track):
    change = None
    if now is not None and before is not None:
        # From nothing to something is all the change there can be.
        change = (now - before) / abs(before) if before else (now > 0) - (now < 0)
    return Ground(indicator, now, before, change, on_track and change is not None)


def _judge(grounds):
    known = [ground for ground in grounds if ground.change is not None]
    worse = sum(ground.change < -TOLERANCE for ground in known)
    good = [x for x in known if x.change > TOLERANCE or x.on_track]
    if not known:
        return NO_DATA
    if worse >= 2:
        return FAILING
    return WORKING if good and not worse else NOT_YET
