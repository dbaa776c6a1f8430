"""How a figure has changed, and whether that is good."""

from typing import NamedTuple

from odoo import models

from .playbook_indicator import keep_together

BETTER, WORSE, SAME = "better", "worse", "same"
# From here on, a change in percent is told without decimals.
WHOLE_FROM = 10


class Change(NamedTuple):
    """How a figure has changed.

    :param amount: the difference; None where one of the two is missing.
    :param tone: ``better``, ``worse``, ``same``, or None.
    :param text: in words; empty where there is nothing to compare.
    """

    amount: float | None
    tone: str | None
    text: str


class PlaybookIndicator(models.Model):
    _inherit = "playbook.indicator"

    def _get_change(self, now, before, company):
        """How the value has changed, told in the user's language.

        Totals and money change by a share of what they were, percentages by points, and
        times and scores by what they are. What looks the same on screen is the same.

        :param now: a value of this indicator, or None.
        :param before: what it was before, or None.
        :return: a :class:`Change`.
        """
        self.ensure_one()
        if now is None or before is None:
            return Change(None, None, "")
        formats = (self._format_value(value, company) for value in (now, before))
        if len(set(formats)) == 1:
            return Change(now - before, SAME, self.env._("unchanged"))
        rises = now > before
        tone = BETTER if rises == (self.better == "higher") else WORSE
        text = self._tell_change(rises, tone, self._tell_amount(now, before, company))
        return Change(now - before, tone, text)

    def _tell_change(self, rises, tone, amount):
        if rises and tone == BETTER:
            return self.env._("up %(amount)s, better", amount=amount)
        if rises:
            return self.env._("up %(amount)s, worse", amount=amount)
        if tone == BETTER:
            return self.env._("down %(amount)s, better", amount=amount)
        return self.env._("down %(amount)s, worse", amount=amount)

    def _tell_amount(self, now, before, company):
        difference = abs(now - before)
        if self.unit == "percent":
            points = self._format_number(difference, 1)
            return self.env._("%(number)s points", number=points)
        # A share of nothing, or of a loss, would say nothing.
        if self.unit not in {"count", "money"} or before <= 0 or now < 0:
            return self._format_value(difference, company)
        percent = difference / before * 100
        number = self._format_number(percent, 0 if percent >= WHOLE_FROM else 1)
        return keep_together(self.env._("%(number)s %%", number=number))

    def _format_number(self, number, digits):
        lang = self.env["res.lang"]._lang_get(self.env.lang or "en_US")
        return lang.format(f"%.{digits}f", number, grouping=True)
