from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class PlaybookOptionMergeWizard(models.TransientModel):
    """The dialog in which options of one selector become one."""

    _name = "playbook.option.merge.wizard"
    _description = "Merge options"

    selector_id = fields.Many2one(
        "playbook.selector", required=True, readonly=True, ondelete="cascade"
    )
    line_ids = fields.One2many("playbook.option.merge.wizard.line", "wizard_id")
    keep_id = fields.Many2one(
        "playbook.option.merge.wizard.line",
        ondelete="set null",
        domain="[('wizard_id', '=', id)]",
        help="All that names one of the others names this one from then on.",
    )

    note = fields.Text(string="To look at", compute="_compute_note")

    @api.depends("selector_id")
    def _compute_note(self):
        """What would choose by a merged option still."""
        Merge = self.env["playbook.option.merge"]
        for dialog in self:
            selector = dialog.selector_id
            dialog.note = Merge._note_texts(selector) if selector else False

    @api.model
    def default_get(self, fields):
        """Begin with the options that are chosen in a list."""
        # Numbers of records that not everybody reads.
        self.check_access("create")
        values = super().default_get(fields)
        context = self.env.context
        model = context.get("active_model")
        selector = self.env["playbook.selector"]._get_of_model(model)
        if not selector:
            return values
        options = selector._get_options().browse(context.get("active_ids")).exists()
        if len(options) < 2:
            raise UserError(
                self.env._(
                    "Choose two or more options of %(selector)s: one to keep, and "
                    "those that mean the same.",
                    selector=selector.name,
                )
            )
        lines = [self._prepare_line(option) for option in options]
        return {
            **values,
            "selector_id": selector.id,
            "line_ids": [Command.create(line) for line in lines],
        }

    @api.model
    def _prepare_line(self, option):
        # Numbers of all that would move: also what this user may not read does.
        counted = option.sudo()
        return {
            "res_id": option.id,
            "name": option.display_name,
            "customer_count": counted.customer_count,
            "lead_count": counted.lead_count,
        }

    @api.model_create_multi
    def create(self, vals_list):
        """Propose to keep the one that is used most."""
        dialogs = super().create(vals_list)
        for dialog in dialogs.filtered(lambda each: not each.keep_id):
            dialog.keep_id = dialog.line_ids.sorted(
                lambda line: line.customer_count + line.lead_count, reverse=True
            )[:1]
        return dialogs

    @api.model
    def action_open(self):
        """Open the dialog for the options that are chosen in a list."""
        dialog = self.create(self.default_get(list(self._fields)))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Merge options"),
            "res_model": self._name,
            "res_id": dialog.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def action_merge(self):
        """Let all that names one of the options name the one that is kept."""
        self.ensure_one()
        if not self.keep_id or self.keep_id not in self.line_ids:
            raise UserError(self.env._("Choose the option that is kept."))
        Option = self.selector_id._get_options()
        kept = Option.browse(self.keep_id.res_id).exists()
        merged = Option.browse((self.line_ids - self.keep_id).mapped("res_id"))
        history = self.env["playbook.option.merge"]._merge(kept, merged.exists())
        message = self.env._(
            "%(count)s merged into “%(kept)s”.",
            count=len(merged),
            kept=kept.display_name,
        )
        note = history[:1].note
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": f"{message}\n{note}" if note else message,
                "type": "warning" if note else "success",
                "sticky": bool(note),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
