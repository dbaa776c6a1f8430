from collections import defaultdict

from markupsafe import Markup

from odoo import models
from odoo.tools import format_date

from .playbook_enrollment_change import GO_ON, PAUSE, SKIP, STOP
from .targets import COLUMNS


class PlaybookEnrollment(models.Model):
    """What a person did about a follow-up stands on the record, with the reason."""

    _inherit = "playbook.enrollment"

    def _log_change(self, what, reason, until, steps):
        """Write on each record what was done, by whom and why.

        :param steps: a dictionary from the id of each of these to the step that was
            next.
        """
        for name in COLUMNS:
            bodies = defaultdict(list)
            for row in self.filtered(name):
                text = row._get_change_words(what, until, steps[row.id])
                bodies[row[name].id].append(Markup("%s<br/>%s") % (text, reason))
            if bodies:
                documents = self.env[self._fields[name].comodel_name].browse(bodies)
                documents._message_log_batch(
                    bodies={
                        document_id: Markup("<br/>").join(texts)
                        for document_id, texts in bodies.items()
                    }
                )

    def _get_change_words(self, what, until, step):
        """What was done to it, for the record that it is about."""
        self.ensure_one()
        env, name = self.env, self.workflow_id.name
        if what == PAUSE and until:
            return env._(
                "“%(workflow)s”: follow-up paused until %(day)s.",
                workflow=name,
                day=format_date(env, until),
            )
        if what == SKIP:
            return env._(
                "“%(workflow)s”: the step “%(step)s” is left out.",
                workflow=name,
                step=step.summary,
            )
        return {
            PAUSE: env._("“%(workflow)s”: follow-up paused.", workflow=name),
            GO_ON: env._("“%(workflow)s”: follow-up goes on.", workflow=name),
            STOP: env._("“%(workflow)s”: follow-up stopped.", workflow=name),
        }[what]
