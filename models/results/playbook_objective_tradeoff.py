"""What else changed meanwhile: paid by another figure, or by all teams alike."""

from markupsafe import Markup

from odoo import api, fields, models

from .objective_figures import change, is_enough, last_month_before
from .playbook_objective import ACTIVE, CLOSED

TRADEOFF = "crm_playbook.objective_tradeoff"
DEFAULT_TRADEOFF = 5
# So many other figures are told of.
MOST = 3


class PlaybookObjective(models.Model):
    _inherit = "playbook.objective"

    tradeoffs = fields.Html(
        compute="_compute_tradeoffs", sanitize=False, exportable=False
    )
    tradeoff_words = fields.Char(
        string="Paid for by", compute="_compute_tradeoffs", exportable=False
    )
    others_words = fields.Text(
        string="The others",
        compute="_compute_others_words",
        exportable=False,
        help="What happened meanwhile where the objective is not followed.",
    )

    @api.depends("state", "current_value", "current_to", "baseline_value", "window")
    @api.depends_context("lang", "uid")
    def _compute_tradeoffs(self):
        self.tradeoffs = self.tradeoff_words = False
        if not self._reads_all_figures():
            return
        found = self._find_tradeoffs()
        for objective in self:
            texts = [objective._get_tradeoff_words(each) for each in found[objective]]
            if not texts:
                continue
            items = Markup("").join(Markup("<li>%s</li>") % text for text in texts)
            objective.tradeoffs = Markup('<ul class="mb-0">%s</ul>') % items
            objective.tradeoff_words = " ".join(texts)

    @api.model
    def _reads_all_figures(self):
        # Others would learn here what is of others.
        return self.env.su or self.env.user._reads_all_figures()

    # ------------------------------------------------------------------
    # One up while another falls
    # ------------------------------------------------------------------

    def _find_tradeoffs(self):
        """Other figures of the same people that became worse while these became better,
        each by more than a few percent: those of another dimension alone.

        :return: from each of these to a list of tuples: the indicator, and what its
            months came to before and now.
        """
        # One that is just being written may say anything.
        followed = self._filter_as_saved().filtered(
            lambda each: (
                each.state in (ACTIVE, CLOSED)
                and each.has_baseline
                and each.has_current
                and each._get_improvement() > self._get_tradeoff()
            )
        )
        found = {each: [] for each in self}
        if not followed:
            return found
        # What indicators there are is no secret.
        others = self.env["playbook.indicator"].sudo()
        others = others.search([("company_id", "in", [False, *self.company_id.ids])])
        wanted = {
            (other, objective._get_scope())
            for objective in followed
            for other in others
            if other.dimension != objective.dimension
        }
        series = self._read_all_series(wanted, all_figures=True)
        for objective in followed:
            found[objective] = objective._find_worse(others, series)
        return found

    def _find_worse(self, others, series):
        least = self._get_tradeoff()
        scope = self._get_scope()
        worse = []
        for other in others:
            if other.dimension == self.dimension:
                continue
            months = series[other.id, scope]
            before, now = self._get_both(months)
            changed = change(before, now)
            sign = 1 if other.better == "higher" else -1
            if changed is None or changed * sign > -least:
                continue
            if is_enough(months.kind, other.unit, before, now):
                worse.append((changed * sign, other, before, now))
        return self._choose_worst(worse)

    @api.model
    def _choose_worst(self, worse):
        """The worst of each dimension, a few of them: churn and retention are one fact,
        and nobody reads a wall of figures.
        """
        chosen = {}
        for _changed, *found in sorted(worse, key=lambda each: each[0]):
            chosen.setdefault(found[0].dimension, tuple(found))
        return list(chosen.values())[:MOST]

    def _get_both(self, series):
        """What ``series`` came to in the months of the baseline, and does now."""
        count = self._get_count()
        before = series.sum(last_month_before(self.baseline_to), count)
        newest = last_month_before(fields.Date.add(self.current_to, days=1))
        if newest not in series.months or not series.months[newest].over:
            # The month that goes on says little of what happens in it.
            newest = last_month_before(newest)
        if before is None or newest <= last_month_before(self.baseline_to):
            return before, None
        return before, series.sum(newest, count)

    def _get_improvement(self):
        """By how much it is better than the baseline, in percent of it."""
        if not self.baseline_value:
            return 0
        difference = self.current_value - self.baseline_value
        sign = 1 if self.better == "higher" else -1
        return difference / abs(self.baseline_value) * 100 * sign

    @api.model
    def _get_tradeoff(self):
        # A setting that is no secret.
        text = self.env["ir.config_parameter"].sudo().get_param(TRADEOFF)
        try:
            return max(float(text or DEFAULT_TRADEOFF), 0)
        except ValueError:
            return DEFAULT_TRADEOFF

    def _get_tradeoff_words(self, worse):
        indicator, before, now = worse
        words = {
            # What it is called is no secret.
            "indicator": indicator.with_context(lang=self.env.lang).name,
            "before": indicator._format_value(before.value, self.company_id),
            "now": indicator._format_value(now.value, self.company_id),
        }
        return self.env._(
            "%(indicator)s became worse meanwhile: %(before)s before, %(now)s now.",
            **words,
        )

    # ------------------------------------------------------------------
    # The others
    # ------------------------------------------------------------------

    @api.depends("state", "team_id", "current_to", "baseline_to", "window")
    @api.depends_context("lang", "uid")
    def _compute_others_words(self):
        self.others_words = False
        if not self._reads_all_figures():
            return
        # As above.
        asked = self._filter_as_saved().filtered(
            lambda each: each.team_id and each.has_baseline and each.has_current
        )
        wanted = set()
        for objective in asked:
            scope = objective._get_scope()
            wanted |= {
                (objective.indicator_id, scope),
                (objective.indicator_id, scope._replace(team_id=0)),
            }
        series = self._read_all_series(wanted, all_figures=True)
        for objective in asked:
            scope = objective._get_scope()
            indicator_id = objective.indicator_id.id
            own = series[indicator_id, scope]
            every = series[indicator_id, scope._replace(team_id=0)]
            objective.others_words = objective._tell_others(own, every.minus(own))

    def _tell_others(self, own, others):
        both = self._get_both(own), self._get_both(others)
        changes = [change(*each) for each in both]
        sums = [each for pair in both for each in pair]
        if None in changes or not is_enough(own.kind, self.unit, *sums):
            return self.env._(
                "What the other teams did is not shown: there are too few figures."
            )
        sign = 1 if self.better == "higher" else -1
        mine, theirs = (each * sign for each in changes)
        words = {
            "own": self._format_change(changes[0]),
            "others": self._format_change(changes[1]),
        }
        if mine - theirs > self._get_tradeoff():
            return self.env._(
                "Changed by %(own)s here, and by %(others)s in the other teams: more "
                "happened here than elsewhere.",
                **words,
            )
        return self.env._(
            "Changed by %(own)s here, and by %(others)s in the other teams: it may "
            "not be what is done here.",
            **words,
        )

    def _format_change(self, percent):
        sign = "+" if percent >= 0 else "−"
        number = self._format_number(abs(round(percent, 1)))
        return self.env._("%(number)s %%", number=f"{sign}{number}")
