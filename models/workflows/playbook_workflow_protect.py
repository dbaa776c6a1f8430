"""What people cannot write, whatever rights they have."""

from odoo import api, models
from odoo.exceptions import AccessError

# No request can carry this object: who has it in the context is the engine.
NOTING_KEY, NOTING = "playbook_noting", object()
# What only the engine writes. That the fields are readonly stops nobody who calls.
NOTED = {
    "live_date",
    "next_scan_date",
    "problem",
    "run_problem",
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
            self._check_not_forged(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_not_forged(vals)
        if "run_as_id" in vals:
            # It would act in another name, or be taken over.
            self._check_may_change()
        result = super().write(vals)
        if "target" in vals:
            # Who may change it only as it was does not make it something else.
            self.check_access("write")
        return result

    def _noting(self):
        """These workflows, for the engine to write on what it notes."""
        return self.with_context(**{NOTING_KEY: NOTING})

    @api.model
    def _check_not_forged(self, vals):
        if self.env.su or self.env.context.get(NOTING_KEY) is NOTING:
            return
        forged = sorted(name for name in NOTED.intersection(vals) if vals[name])
        if vals.get("author_id") not in {None, False, self.env.uid}:
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

    def _set_out(self):
        """Going live notes since when: the one who asked for it may not."""
        return super(PlaybookWorkflow, self._noting())._set_out()
