from collections import Counter

from odoo import api, fields, models
from odoo.tools import format_list, formatLang

from .playbook_load import OVER

CREATE, UPDATE, KEEP = "create", "update", "keep"
# What loading a line does, where its verdict alone tells.
DEEDS = {"update": UPDATE, "unchanged": KEEP}
LINE_FACTS = ("state", "verdict", "handling", "created")


class PlaybookLoad(models.Model):
    """What the form says in sentences: what the file is, what loading it will do, and
    what it has done."""

    _inherit = "playbook.load"

    file_facts = fields.Char(compute="_compute_file_facts")
    plan_text = fields.Text(compute="_compute_sentences")
    outcome_text = fields.Text(compute="_compute_sentences")
    updated_count = fields.Integer(string="Updated", compute="_compute_sentences")
    left_out_count = fields.Integer(string="Left out", compute="_compute_sentences")

    @api.depends("kind", "source_id", "file_name", "line_count")
    def _compute_file_facts(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for load in self:
            facts = [kinds.get(load.kind), load.source_id.display_name, load.file_name]
            if load.line_count == 1:
                facts.append(self.env._("one line"))
            elif load.line_count:
                facts.append(
                    self.env._("%(count)s lines", count=self._digits(load.line_count))
                )
            load.file_facts = " · ".join(filter(None, facts))

    @api.depends(
        *("state", "with_workflows", "needs_review", "line_ids.state"),
        *("line_ids.verdict", "line_ids.handling", "line_ids.res_id"),
    )
    def _compute_sentences(self):
        # Loading them changes a record that is there, whatever their verdict.
        known = {
            (load.id, state, verdict): count
            for load, state, verdict, count in self._count_lines(
                [("handling", "=", "load"), ("res_id", "!=", False)],
                ("state", "verdict"),
            )
        }
        reasons = self.filtered(lambda load: load.state in OVER)._get_main_reasons()
        grouped = {}
        for load, *row in self._count_lines([], LINE_FACTS):
            grouped.setdefault(load.id, []).append(row)
        for load in self:
            own = load._origin.id
            load.update(
                load._get_sentences(
                    grouped.get(own, []),
                    lambda *facts, own=own: known.get((own, *facts), 0),
                    reasons.get(own),
                )
            )

    def _count_lines(self, domain, groups):
        return self.env["playbook.load.line"]._read_group(
            [("load_id", "in", self.ids), *domain], ["load_id", *groups], ["__count"]
        )

    def _get_sentences(self, rows, get_known, reason):
        """The sentences, and the figures that stand in them alone.

        :param rows: lists of :data:`LINE_FACTS` and how many.
        :param get_known: tells how many lines of a state and a verdict have a record.
        :param reason: for which most of the lines are rejected.
        """
        planned, done = Counter(), Counter()
        left_out = 0
        for state, verdict, decision, created, count in rows:
            if state == "loaded":
                done[CREATE if created else DEEDS.get(verdict, UPDATE)] += count
            elif state in ("reviewed", "left_out") and decision == "load":
                updated = count if verdict in DEEDS else get_known(state, verdict)
                planned[DEEDS.get(verdict, UPDATE)] += updated
                planned[CREATE] += count - updated
            if state == "left_out" and decision in ("leave", "load"):
                left_out += count if verdict != "invalid" else 0
        is_over = self.state in OVER
        return {
            "updated_count": done[UPDATE],
            "left_out_count": left_out,
            "plan_text": self.state == "reviewed" and self._get_plan(planned),
            "outcome_text": is_over
            and self._get_outcome(done, planned.total(), reason),
        }

    def _get_plan(self, planned):
        if self.needs_review:
            return self.env._(
                "Something was changed since the review: review again, and see what "
                "becomes of the lines now."
            )
        deeds = self._get_deeds(planned[CREATE], planned[UPDATE])
        sentences = [
            self.env._("Load will %(deeds)s.", deeds=format_list(self.env, deeds))
            if deeds
            else self.env._("As it is, Load changes nothing in Odoo.")
        ]
        waiting, invalid = self.undecided_count, self.invalid_count
        if waiting:
            count = self._digits(waiting)
            sentences.append(
                self.env._(
                    "Lines that wait for your decision are left out: %(count)s.",
                    count=count,
                )
            )
        if invalid:
            count = self._digits(invalid)
            sentences.append(
                self.env._(
                    "Lines that are not valid go to a file that you can correct and "
                    "load: %(count)s.",
                    count=count,
                )
            )
        if deeds and self.with_workflows:
            sentences.append(self.env._("Workflows act on what is loaded."))
        return " ".join(sentences)

    def _get_deeds(self, created, updated):
        deeds = []
        if created == 1:
            deeds.append(self.env._("create one record"))
        elif created:
            count = self._digits(created)
            deeds.append(self.env._("create %(count)s records", count=count))
        if updated == 1:
            deeds.append(self.env._("update one record"))
        elif updated:
            count = self._digits(updated)
            deeds.append(self.env._("update %(count)s records", count=count))
        return deeds

    def _get_outcome(self, done, remaining, reason):
        sentences = [
            self.env._(
                "Created: %(created)s. Updated: %(updated)s.",
                created=self._digits(done[CREATE]),
                updated=self._digits(done[UPDATE]),
            )
            if done
            else self.env._("Nothing has been loaded.")
        ]
        if remaining:
            sentences.append(
                self.env._(
                    "It was stopped before these lines were loaded: %(count)s. “Load "
                    "the Rest” goes on with them.",
                    count=self._digits(remaining),
                )
            )
        if self.rejected_count:
            sentences.append(
                self.env._(
                    "Rejected: %(count)s. Download them, correct them and load them "
                    "again.",
                    count=self._digits(self.rejected_count),
                )
            )
            if reason:
                sentences.append(
                    self.env._("Most often: %(reason)s", reason=reason.split("\n")[0])
                )
        elif not remaining:
            sentences.append(self.env._("Every line has found its place."))
        return " ".join(sentences)

    def _digits(self, number):
        return formatLang(self.env, number, digits=0)

    def action_download_rejected(self):
        """Made now: its lines may be many, and the form is read often."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/reject_file?download=true"
            "&filename_field=reject_name",
            "target": "download",
        }
