"""What an objective must say before it is activated, as a list that its form shows."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..standards.clarity import Point, format_points
from .objective_figures import find_target
from .playbook_objective import ACTIVE, AMOUNT, ASKED, DRAFT, KEEP, PERCENT

# No share is more than the whole, and nobody is more than satisfied.
HIGHEST = {"percent": 100}
SATISFACTION, HIGHEST_SCORE = "satisfaction", 5


class PlaybookObjective(models.Model):
    _inherit = "playbook.objective"

    clarity = fields.Html(compute="_compute_clarity", sanitize=False, exportable=False)
    is_clear = fields.Boolean(compute="_compute_clarity", exportable=False)

    @api.depends(
        *("title", "indicator_id", "goal", "amount", "date_start", "date_deadline"),
        *("window", "user_id", "team_id", "figures_user_id", "segment_id"),
        *("company_id", "state", "level", "parent_id"),
    )
    @api.depends_context("lang", "uid")
    def _compute_clarity(self):
        for objective, points in self._get_all_points().items():
            objective.is_clear = not any(point.missing for point in points)
            objective.clarity = format_points(points)

    def _find_measurable(self):
        """Those of their indicators that are measured, or will be."""
        # Whether something is measured tells no figure.
        indicators = self.indicator_id.sudo()
        runs = self.env["playbook.measurement.run"].sudo()  # as above
        rows = runs._read_group(
            [("indicator_id", "in", indicators.ids), ("date_measured", "!=", False)],
            ["indicator_id"],
        )
        measured = indicators.union(*(indicator for (indicator,) in rows))
        return measured | (indicators - measured).filtered(
            lambda each: each.active and each._get_facts() is not None
        )

    def _get_all_points(self):
        """From each of these to what it says and what it does not say yet, as a list of
        ``Point``.
        """
        baselines = self._find_known_baselines()
        known = self._find_measurable()
        same = self._find_same()
        months = self._find_open_baseline_months()
        return {
            each: each._get_points(
                baselines.get(each),
                each.indicator_id._origin in known,
                same.get(each),
                months.get(each),
            )
            for each in self
        }

    def _get_points(self, baseline, is_measurable, same, open_month):
        """:param baseline: a number, or None.
        :param same: another one about the same figures, or None.
        :param open_month: the one that the baseline waits for, in words, or None.
        """
        self.ensure_one()
        return [
            self._get_indicator_point(is_measurable),
            self._get_amount_point(baseline),
            self._get_deadline_point(),
            self._get_responsible_point(),
            self._get_baseline_point(baseline, is_measurable, open_month),
            *self._get_same_points(same),
            *self._get_title_points(),
        ]

    def _get_indicator_point(self, is_measurable):
        label = self._get_field_label("indicator_id")
        # What an indicator is, is no secret.
        indicator = self.indicator_id.sudo()
        if not indicator:
            ask = self.env._("Choose the figure by which it is proved.")
            return Point(label, ask, label)
        if not is_measurable:
            text = self.env._(
                "“%(indicator)s” is not measured: choose another. %(reason)s",
                indicator=indicator.name,
                reason=indicator._get_unavailable_reason(),
            )
            return Point(label, text, label)
        dimensions = dict(
            indicator._fields["dimension"]._description_selection(self.env)
        )
        text = self.env._(
            "%(indicator)s; it proves one thing: %(dimension)s.",
            indicator=indicator.name,
            dimension=dimensions[indicator.dimension].lower(),
        )
        return Point(label, text)

    def _get_amount_point(self, baseline):
        label = self._get_field_label("amount")
        why = self._find_amount_problem(baseline)
        if why:
            return Point(label, why, label)
        return Point(label, self._get_verb_words() + ".")

    def _find_amount_problem(self, baseline):
        """Why nothing could be reached by this amount; empty where something can."""
        zero_says_something = self.goal not in (PERCENT, AMOUNT) and (
            self.better == "lower"
        )
        if self.amount < 0 and self.unit != "money":
            return self.env._("Enter a number above zero.")
        if not self.amount and not zero_says_something:
            return self.env._("Say by how much, or to which figure.")
        target = find_target(self.goal, self.better, baseline, self.amount)
        if target is None:
            return ""
        beyond = self._find_beyond(target)
        if beyond or self.goal == KEEP or baseline is None:
            return beyond
        return self._find_no_better(target, baseline)

    def _find_beyond(self, target):
        """Why there is no such figure; empty where there is."""
        if target < 0 and self.unit != "money":
            return self.env._(
                "It would fall below zero, to %(target)s: enter less.",
                target=self._format(target),
            )
        highest = HIGHEST.get(self.unit)
        if self.indicator_id.code == SATISFACTION:
            highest = HIGHEST_SCORE
        if highest and target > highest:
            return self.env._(
                "It would rise to %(target)s, and there is no more than %(highest)s: "
                "enter less.",
                target=self._format(target),
                highest=self._format(highest),
            )
        return ""

    def _find_no_better(self, target, baseline):
        """Why reaching ``target`` would change nothing; empty where it would."""
        words = {"now": self._format(baseline), "target": self._format(target)}
        sign = 1 if self.better == "higher" else -1
        if (target - baseline) * sign <= 0:
            if self.goal == PERCENT:
                return self.env._(
                    "A percentage of %(now)s changes nothing: choose another way to "
                    "say how much.",
                    **words,
                )
            return self.env._(
                "It is at %(now)s, and %(target)s is no better: enter a figure that "
                "is, or choose to keep it.",
                **words,
            )
        return ""

    def _get_deadline_point(self):
        label = self._get_field_label("date_deadline")
        if not self.date_deadline or not self.date_start:
            return Point(label, self.env._("Say by when."), label)
        decides = self._get_last_month()
        if decides < self.date_start.replace(day=1):
            text = self.env._(
                "No month is over between its beginning and the deadline, and nothing "
                "could be measured: choose a later day."
            )
            return Point(label, text, label)
        # Once it is active, it may be over.
        if self.state in (DRAFT, ASKED) and self.date_deadline < self._get_today():
            return Point(label, self.env._("It is over: choose a later day."), label)
        day = self._format_day(self.date_deadline)
        if (self.date_deadline + timedelta(days=1)).day == 1:
            return Point(label, day)
        month = self._format_months(decides, decides + timedelta(days=1))
        text = self.env._(
            "%(day)s; it is decided by the months until %(month)s, the last that is "
            "over then.",
            day=day,
            month=month,
        )
        return Point(label, text, hint=True)

    def _get_responsible_point(self):
        label = self._get_field_label("user_id")
        # The names of colleagues are no secret.
        user = self.user_id.sudo()
        if user.active and user.name:
            return Point(label, user.name)
        return Point(label, self.env._("Choose who answers for it."), label)

    def _get_baseline_point(self, baseline, is_measurable, open_month):
        label = self._get_field_label("baseline_value")
        if baseline is not None:
            text = self.env._(
                "%(value)s by the months before it begins; it is frozen when the "
                "objective is activated.",
                value=self._format(baseline),
            )
            if self.has_baseline:
                text = self._format(baseline)
            return Point(label, text)
        if not self.indicator_id:
            text = self.env._("It comes with the indicator.")
            return Point(label, text, label)
        if not is_measurable:
            text = self.env._("There are no figures.")
            return Point(label, text, label)
        if open_month:
            text = self.env._("It is taken when %(month)s is closed.", month=open_month)
            return Point(label, text, hint=True)
        text = self.env._(
            "There are no figures yet. It can be activated: the first month that is "
            "measured becomes the baseline, and until then it shows no data."
        )
        return Point(label, text, hint=True)

    def _get_same_points(self, same):
        if not same:
            return []
        label = self.env._("Already there")
        same = same.with_env(self.env)
        # Of one that the user may not read: what an indicator is called is no secret.
        name = same.sudo().indicator_id.name
        if same.has_access("read"):
            name = same.display_name
        text = self.env._(
            "“%(objective)s” is about the same figure of the same people. Close it "
            "first, or choose another figure.",
            objective=name,
        )
        return [Point(label, text, label)]

    def _find_same(self):
        """From each of these to another active one about the same figures, where there
        is one.
        """
        companies = self.company_id._origin
        if not self.env.su:
            # One that is just being written may name any.
            companies &= self.env.companies
        # That there is one is no secret to who writes another.
        active = self.sudo().search(
            [
                ("state", "=", ACTIVE),
                ("indicator_id", "in", self.indicator_id.ids),
                ("company_id", "in", companies.ids),
            ]
        )
        by_figures = active.grouped(lambda each: each._get_figures_key())
        found = {}
        for objective in self:
            same = by_figures.get(objective._get_figures_key(), active.browse())
            same -= objective._origin
            if same and objective.active:
                found[objective] = same[0]
        return found

    def _get_figures_key(self):
        scope = self._get_scope()
        return self.indicator_id._origin.id, scope

    def _get_title_points(self):
        if not self.title_warning:
            return []
        return [Point(self._get_field_label("title"), self.title_warning, hint=True)]

    def _get_unclear(self):
        """What is still to be said, in words."""
        points = self._get_all_points()[self]
        return [(point.missing, point.text) for point in points if point.missing]

    def _check_is_clear(self):
        """:raise ValidationError: naming what is still to be said."""
        for objective in self:
            missing = objective._get_unclear()
            if missing:
                raise ValidationError(
                    self.env._(
                        "“%(objective)s” cannot be activated yet:\n%(missing)s",
                        objective=objective.display_name,
                        missing="\n".join(
                            f"- {name}: {text}" for name, text in missing
                        ),
                    )
                )
