"""What a part of a report says, whatever it is of."""

import logging

from odoo import models
from odoo.exceptions import AccessError, UserError

from ..profiles.halves import TIME_IS_UP, TRANSIENT
from .playbook_report_line import RECORDS, TABLE
from .playbook_report_line_open import PATH
from .report_content import make_section

_logger = logging.getLogger(__name__)


class PlaybookReportLine(models.Model):
    _inherit = "playbook.report.line"

    def _make_section(self, reading):
        """What it says: see ``report_content``. What goes wrong in it, it says too.

        :param reading: a ``Reading``.
        :raise: what is no line's fault: somebody else was faster, or no more time.
        """
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                values = getattr(self, f"_make_{self.kind}")(reading)
        except TRANSIENT:
            raise
        except AccessError:
            # Nothing is wrong with the report: this reader may not read such records.
            values = {"empty": self.env._("You may not read what stands here.")}
        except Exception as error:
            if TIME_IS_UP in str(error):
                raise
            values = {"problem": self._tell_problem(error)}
        if values.get("rows"):
            values["url"] = self._get_url(
                reading, self._get_part_number(reading.period), PATH
            )
        return make_section(self, **({"title": self._get_title()} | values))

    def _retell_problem(self, section, reading):
        """What went wrong in ``section``, in the language of whoever is told."""
        if reading.told == self.env.lang:
            return section["problem"]
        context = {**reading.env.context, "lang": reading.told}
        env = reading.env(context=context)
        retold = self.with_context(lang=reading.told)._make_section(
            reading._replace(env=env, company=reading.company.with_env(env))
        )
        return retold["problem"] or section["problem"]

    def _tell_problem(self, error):
        if not isinstance(error, UserError):
            _logger.warning(
                "Line %s of a report cannot be made.", self.id, exc_info=error
            )
        text = " ".join(str(error).split())
        if not text.endswith((".", "!", "?")):
            text = f"{text}."
        return self.env._("This part cannot be shown: %(error)s", error=text)

    def _get_lack(self, lack):
        """An error that says what is missing, and what to do."""
        return UserError(
            self.env._(
                "“%(line)s” shows nothing, because %(lack)s. Choose what it shows, in "
                "the report “%(report)s”.",
                line=self._get_title(),
                lack=lack,
                report=self.report_id.name,
            )
        )

    def _get_title(self):
        """Its title; where it has none, what it shows."""
        if self.name:
            return self.name
        name = {TABLE: "divided_by", RECORDS: "model"}.get(self.kind, "kind")
        words = dict(self._fields[name]._description_selection(self.env))[self[name]]
        if self.kind == TABLE and self.indicator_ids:
            return f"{self.indicator_ids[0].name} – {words}"
        return words

    def _get_url(self, reading, *path):
        """The whole address of something in Odoo."""
        return "/".join((self.get_base_url(), "odoo", *map(str, path)))
