from odoo import api, fields, models

from ...models.results.playbook_measurement_run_correct import MOST_AT_ONCE


class PlaybookMeasurementCorrect(models.TransientModel):
    """The dialog in which somebody says why closed figures are measured again."""

    _name = "playbook.measurement.correct"
    _description = "Correct closed figures"

    run_ids = fields.Many2many("playbook.measurement.run", string="Periods")
    run_count = fields.Integer(string="Closed periods", compute="_compute_run_count")
    of_past = fields.Boolean(
        string="All of the past", help="Whatever was measured afterwards."
    )
    reason = fields.Text(required=True)

    @api.depends("run_ids.state", "of_past")
    @api.depends_context("allowed_company_ids")
    def _compute_run_count(self):
        for dialog in self:
            if dialog.of_past:
                # How many there are, for who may have them measured again.
                Run = self.env["playbook.measurement.run"].sudo()
                estimated = Run._get_estimated_domain(self.env.companies)
                dialog.run_count = Run.search_count(estimated)
                continue
            closed = dialog.run_ids.filtered(lambda run: run.state == "closed")
            dialog.run_count = len(closed)

    def action_correct(self):
        """Measure them again, and tell how many have a new version."""
        self.ensure_one()
        count = None
        if self.of_past:
            asked = self.env["playbook.measurement.run"]._ask_past_again(self.reason)
            message = self.env._(
                "%(count)s periods are measured again, within some hours at most.",
                count=asked,
            )
        elif (count := self._correct()) is None:
            message = self.env._(
                "These are many periods: they are measured again bit by bit, within "
                "some hours at most."
            )
        elif count:
            message = self.env._("%(count)s periods have a new version.", count=count)
        else:
            message = self.env._("Nothing differs: the figures stay as they are.")
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": message,
                "type": "success" if count else "info",
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _correct(self):
        """How many have a new version; None: the scheduled action finds out."""
        if self.run_count > MOST_AT_ONCE:
            self.run_ids._correct_later(self.reason)
            return None
        changed = self.run_ids._correct(self.reason)
        # Who may correct them may say that nothing is left to be asked.
        self.run_ids.indicator_id.sudo()._note_past_measured()
        return len(changed)
