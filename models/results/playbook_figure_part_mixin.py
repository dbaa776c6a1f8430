from odoo import api, models

from .measurement_part_sql import add_up


class PlaybookFigurePartMixin(models.AbstractModel):
    """By what figures are divided: a team, a person, a source.

    Where one is deleted, its figures count with those of none, so that the parts still
    add up to the whole.
    """

    _name = "playbook.figure.part.mixin"
    _description = "What figures are divided by"

    # The field of ``playbook.measurement`` that names it: set by who inherits this.
    _measured_as = None

    @api.ondelete(at_uninstall=True)
    def _unlink_add_up_figures(self):
        self._add_up_figures()

    def _add_up_figures(self, kept=None):
        """Make one of the figures that will be of one part soon.

        :param kept: what these become; None: nothing.
        """
        self.env.flush_all()
        self.env.cr.execute(
            add_up(self._measured_as, self.ids, kept.id if kept else None)
        )
        # Figures are written by the addon alone; nothing of them is told here.
        self.env["playbook.measurement"].sudo().invalidate_model(flush=False)
