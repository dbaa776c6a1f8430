"""What people cannot write, whatever rights they have."""

from odoo import api, models
from odoo.exceptions import AccessError, UserError

from .playbook_workflow import ACTING, SUSPENDED

# What only the engine writes, past the access rights, which no request can. That the
# fields are readonly stops nobody who calls.
NOTED = {
    "live_date",
    "next_scan_date",
    "next_work_date",
    "paused_mode",
    "paused_unchanged",
    "problem",
    "run_problem",
    "series",
    "since_date",
}
# Decided when it is created, and never by a default that somebody has set.
DECIDED = {"author_id", "mode", "run_as_id"}


class PlaybookWorkflow(models.Model):
    """Loaded after all that switches workflows on: it is asked first."""

    _inherit = "playbook.workflow"

    @api.model_create_multi
    def create(self, vals_list):
        # Defaults may come with the context, or be somebody's own: they are judged as
        # if they had been written.
        defaults = self.default_get(sorted(NOTED | DECIDED))
        vals_list = [{**defaults, **vals} for vals in vals_list]
        for vals in vals_list:
            self._check_not_forged({name for name in vals if vals[name]}, vals)
        return super().create(vals_list)

    def write(self, vals):
        self.check_access("write")
        self._check_not_forged(set(vals), vals)
        if vals.get("mode") == SUSPENDED:
            self._check_may_pause()
        if "run_as_id" in vals:
            # It would act in another name, or be taken over.
            self._check_may_change()
        result = super().write(vals)
        if "target" in vals:
            # Who may change it only as it was does not make it something else.
            self.check_access("write")
        return result

    def _check_may_pause(self):
        """What goes on after a pause is asked for no backlog."""
        for workflow in self:
            if workflow.mode not in (*ACTING, SUSPENDED):
                raise UserError(
                    self.env._(
                        "“%(workflow)s” does nothing that could be paused: only what "
                        "is live or in a pilot can.",
                        workflow=workflow.name,
                    )
                )

    @api.model
    def _check_not_forged(self, names, vals):
        """:param names: of the fields of ``vals`` that are written."""
        if self.env.su:
            return
        forged = sorted(NOTED & names)
        # Where four eyes are asked for, it matters whose work it is.
        if vals.get("author_id", self.env.uid) != self.env.uid:
            forged.append("author_id")
        if forged:
            raise AccessError(
                self.env._(
                    "%(fields)s: this is noted by the workflow itself, and nobody can "
                    "write it. Leave it out.",
                    fields=", ".join(
                        self._fields[name]._description_string(self.env)
                        for name in forged
                    ),
                )
            )
