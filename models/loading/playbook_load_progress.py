from odoo import models
from odoo.tools import formatLang

from .playbook_load import LOADING, READING, REVIEWING, WORKING

HUNDRED = 100


class PlaybookLoad(models.Model):
    """How far a load is, while one looks."""

    _inherit = "playbook.load"

    def get_progress(self):
        """How far it is, as the form asks every two seconds.

        :return: a dictionary: ``state`` and ``label``, ``working``; ``done`` of
            ``total`` lines and ``percent``; ``seconds_left``, an integer or False;
            ``loaded``, ``failed``; ``text``, all that in a sentence; ``error``.
        """
        self.ensure_one()
        self.check_access("read")
        done, total = self._count_done()
        labels = dict(self._fields["state"]._description_selection(self.env))
        seconds = self._estimate_seconds(done, total)
        return {
            "state": self.state,
            "label": labels[self.state],
            "working": self.state in WORKING,
            "done": done,
            "total": total,
            "percent": round(HUNDRED * done / total) if total else 0,
            "seconds_left": seconds,
            "loaded": self.loaded_count,
            "failed": self.failed_count,
            "text": self._describe_progress(done, total, seconds),
            "error": self.error or False,
        }

    def _count_done(self):
        """How many lines are done, and of how many; 0 of what is not known yet."""
        if self.state == READING:
            return self.line_count, 0
        if self.state == REVIEWING:
            Line = self.env["playbook.load.line"]
            left = Line.search_count(
                [("load_id", "=", self.id), ("state", "=", "read")]
            )
            return self.line_count - left, self.line_count
        done = self.loaded_count + self.failed_count
        return done, done + self.to_load_count

    def _estimate_seconds(self, done, total):
        lately = done - self.resumed_count
        if self.state != LOADING or lately <= 0 or not self.date_resumed:
            return False
        passed = (self.env.cr.now() - self.date_resumed).total_seconds()
        return round(passed * (total - done) / lately)

    def _describe_progress(self, done, total, seconds):
        figures = {
            "done": formatLang(self.env, done, digits=0),
            "total": formatLang(self.env, total, digits=0),
        }
        if self.state == READING:
            return self.env._("Lines read: %(done)s", **figures)
        if self.state == REVIEWING:
            return self.env._("Lines reviewed: %(done)s of %(total)s", **figures)
        if self.state == LOADING and not self._is_its_turn():
            return self.env._(
                "Waiting for “%(load)s”, which comes first.",
                # As the form shows it.
                load=self.previous_id.sudo().display_name,
            )
        failed = self.failed_count
        figures["done"] = formatLang(self.env, done - failed, digits=0)
        text = self.env._("Lines loaded: %(done)s of %(total)s", **figures)
        if failed:
            figure = formatLang(self.env, failed, digits=0)
            text = self.env._("%(text)s, %(count)s failed", text=text, count=figure)
        if not seconds:
            return text
        minutes = round(seconds / 60)
        if minutes <= 1:
            return self.env._("%(text)s, about a minute left", text=text)
        return self.env._(
            "%(text)s, about %(minutes)s minutes left", text=text, minutes=minutes
        )
