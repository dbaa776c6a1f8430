from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

USER = "crm_playbook.group_user"


class PlaybookOptionAsk(models.TransientModel):
    """The dialog in which somebody asks for an option that is missing."""

    _name = "playbook.option.ask"
    _description = "Ask for a missing option"

    res_model = fields.Char()
    res_id = fields.Many2oneReference(model_field="res_model")
    selector_ids = fields.Many2many(
        "playbook.selector", compute="_compute_selector_ids"
    )
    selector_id = fields.Many2one(
        "playbook.selector",
        string="Where",
        required=True,
        ondelete="cascade",
        domain="[('id', 'in', selector_ids)]",
    )
    name = fields.Char(string="What is missing", required=True)
    reason = fields.Text(string="What for")
    existing = fields.Char(compute="_compute_existing")

    @api.depends("res_model")
    def _compute_selector_ids(self):
        """Those that the record has; all of them without a record."""
        every = self.env["playbook.selector"].search([])  # pylint: disable=no-search-all
        for dialog in self:
            names = getattr(self.env.get(dialog.res_model or ""), "_fields", None)
            dialog.selector_ids = every.browse(
                each.id for each in every if names is None or each._get_field() in names
            )

    @api.depends("selector_id", "name")
    def _compute_existing(self):
        """An option that is called the same but for case and accents."""
        for dialog in self:
            option = dialog._find_existing()
            dialog.existing = option.display_name if option else False

    def _find_existing(self):
        if not self.selector_id or not self.name:
            return None
        option = self.selector_id._find_similar(self.name)
        return option if option and option.active else None

    def action_ask(self):
        """Ask the Configurators for it."""
        self.ensure_one()
        self._check_may_ask()
        message = self.env["playbook.option.request"]._ask(
            self.selector_id, self.name, self.reason, self._get_record()
        )
        return self._close(message, "success")

    def action_take(self):
        """Take the option that is there already, for the record that lacks it."""
        self.ensure_one()
        self._check_may_ask()
        option, record = self._find_existing(), self._get_record()
        if not option:
            raise UserError(
                self.env._(
                    "“%(option)s” is no option of %(selector)s any more: ask for it.",
                    option=self.name,
                    selector=self.selector_id.name,
                )
            )
        if record:
            record._take_option(self.selector_id._get_field(), option.id)
        return self._close(
            self.env._("“%(option)s” is there.", option=option.display_name), "info"
        )

    def _check_may_ask(self):
        if not self.env.user.has_group(USER):
            raise AccessError(
                self.env._(
                    "Options are asked for by people with a profile. Ask somebody who "
                    "manages access rights to give you one."
                )
            )

    def _get_record(self):
        """The customer or lead that lacks the option, which the user reads."""
        if self.res_model not in ("crm.lead", "res.partner") or not self.res_id:
            return None
        record = self.env[self.res_model].browse(self.res_id).exists()
        record.check_access("read")
        return record or None

    def _close(self, message, kind):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": message,
                "type": kind,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
