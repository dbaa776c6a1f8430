from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class PlaybookProcessSetup(models.TransientModel):
    """The sales process that we propose, next to the stages that the company has.

    Nothing happens before it is confirmed; then stages get names, places and guidance,
    or are added. None is deleted, no opportunity moves, and what was not chosen stays
    as it is.
    """

    _name = "playbook.process.setup"
    _description = "Set up the sales process"

    # Whoever has made stages of their own, or renamed Odoo's, keeps them: what is to
    # change is then chosen, not proposed.
    has_own_stages = fields.Boolean(readonly=True)
    line_ids = fields.One2many(
        "playbook.process.setup.line", "setup_id", string="Steps of the process"
    )
    summary = fields.Char(compute="_compute_summary")

    @api.depends("line_ids.included", "line_ids.name", "line_ids.stage_id")
    def _compute_summary(self):
        count = self.env["crm.stage"].search_count([])
        for setup in self:
            renamed = len(setup.line_ids.filtered("is_renamed"))
            setup.summary = self.env._(
                "Stages to be renamed: %(renamed)s; to be added: %(added)s; keeping "
                "their name: %(kept)s. No opportunity moves.",
                renamed=renamed,
                added=len(setup.line_ids.filtered("is_added")),
                kept=count - renamed,
            )

    @api.model
    def action_open(self):
        """Show the process next to the company's stages."""
        Stage = self.env["crm.stage"]
        Stage.check_access("write")
        own = not Stage._are_odoos_own()
        guessed = Stage._guess_process_stages()
        setup = self.create(
            {
                "has_own_stages": own,
                "line_ids": [
                    Command.create(
                        {
                            "sequence": number,
                            "key": key,
                            "stage_id": guessed[key].id,
                            "included": not own,
                        }
                    )
                    for number, key in enumerate(Stage._get_step_names())
                ],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Sales Process"),
            "res_model": self._name,
            "res_id": setup.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "domain": [],
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    # ------------------------------------------------------------------
    # Confirming
    # ------------------------------------------------------------------

    def action_confirm(self):
        """Do as the table says, and tell what has been done."""
        self.ensure_one()
        lines = self.line_ids.filtered("included")
        self._check_chosen(lines)
        summary = self.summary
        sequences = self._place()
        for line in lines.filtered("stage_id"):
            line._update_stage(sequences[line])
        lines.filtered("is_added")._create_stages(sequences)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "title": self.env._("The sales process is set up"),
                "message": summary,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _check_chosen(self, lines):
        """Refuse what would leave two stages alike, or one standing for two steps."""
        for line in lines:
            stage = line.stage_id
            if stage and len(lines.filtered(lambda e, s=stage: e.stage_id == s)) > 1:
                raise UserError(
                    self.env._(
                        "“%(stage)s” is chosen for two steps. Choose it for one of "
                        "them only.",
                        stage=stage.name,
                    )
                )
            if stage and stage.is_won != line.is_won:
                raise UserError(
                    self.env._(
                        "“%(stage)s” cannot stand for “%(step)s”: of the two, one is "
                        "where opportunities are won and one is not. Choose another "
                        "stage.",
                        stage=stage.name,
                        step=line.step_name,
                    )
                )
        others = self.env["crm.stage"].search([("id", "not in", lines.stage_id.ids)])
        taken = [(name or "").casefold() for name in others.mapped("name")]
        taken += [line.name.casefold() for line in lines]
        for line in lines:
            if (line.is_added or line.is_renamed) and (
                taken.count(line.name.casefold()) > 1
            ):
                raise UserError(
                    self.env._(
                        "There would be two stages called “%(stage)s”. Enter another "
                        "name, or choose the existing stage.",
                        stage=line.name,
                    )
                )

    def _place(self):
        """The sequence of each step, in the order of the process.

        What has a place keeps it where it can; stages that were not chosen tell where
        the others belong, and are not moved themselves.
        """
        lines = self.line_ids.sorted("sequence")
        sequences = {}
        before = self._get_start(lines)
        for line in lines:
            stage = line.stage_id
            if not stage and not line.included:
                continue
            if not line.included:
                before = max(before, stage.sequence)
                continue
            wanted = stage.sequence if stage else before + 1
            before = sequences[line] = max(wanted, before + 1)
        return sequences

    @api.model
    def _get_start(self, lines):
        """The place before the first step."""
        ahead = 0
        for line in lines:
            if line.stage_id:
                return line.stage_id.sequence - ahead - 1
            ahead += line.included
        unfinished = self.env["crm.stage"].search([("is_won", "=", False)])
        return max(unfinished.mapped("sequence"), default=0)
