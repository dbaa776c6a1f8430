"""How the Configurator shapes the forms of a profile."""

from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.fields import Command

from .playbook_screen import DEFAULT_BUDGET
from .screen_arch import FIELD


class PlaybookScreen(models.Model):
    _inherit = "playbook.screen"

    def _fill(self):
        """Leave out what the form of the model profile does or, without one, what is
        shipped; what has to be filled in stays, whoever says otherwise.
        """
        for screen in self:
            profile = screen.profile_id
            model = profile.model_id.screen_ids.filtered(
                lambda each, screen=screen: each.entity == screen.entity
            )
            if model:
                screen.budget = model.budget
                wanted = {(i.kind, i.name): i.shown for i in model.item_ids}
            else:
                defaults = profile._get_screen_defaults(screen.entity)
                screen.budget = defaults.get("budget", DEFAULT_BUDGET)
                wanted = {
                    tuple(key.split(":")): shown
                    for shown in ("0", "2", "3")
                    for key in defaults.get(shown, "").split()
                }
            parts = screen._list_parts()
            screen.item_ids = [
                Command.clear(),
                *(
                    Command.create({"kind": kind, "name": name, "shown": shown})
                    for (kind, name), shown in wanted.items()
                    if (kind, name) not in parts or not parts[kind, name].required
                ),
            ]

    def unlink(self):
        # The database would delete them without telling who keeps the views.
        self.item_ids.unlink()
        return super().unlink()

    def _check_shows_something(self):
        """A form is there to be read: something stays on it from the first level on."""
        for screen in self:
            arch, _problem = screen._read_arch()
            shown = screen._list_shown_fields(arch, "1")
            required = {
                part.name
                for part in screen._list_parts().values()
                if part.kind == FIELD and part.required
            }
            if not shown - required:
                raise ValidationError(
                    self.env._(
                        "Nothing would be left on the form “%(form)s”. Leave something "
                        "on it: what nobody needs there can be left out one by one.",
                        form=screen.display_name,
                    )
                )

    def _refresh_items(self):
        """List all that stands on the forms now, and mark what no longer does; count,
        once a day, how many records have it.
        """
        self._update_items()
        # Rows are counted by the addon; people say what is shown.
        self.sudo()._refresh_usage()

    def _update_items(self):
        """List all that stands on the forms now, and mark what no longer does."""
        create_vals = []
        # Rows are listed by the addon; people say what is shown.
        for screen in self.sudo():
            parts = screen._list_parts()
            order = {key: number for number, key in enumerate(parts)}
            items = {(item.kind, item.name): item for item in screen.item_ids}
            create_vals += [
                {
                    "screen_id": screen.id,
                    "kind": kind,
                    "name": name,
                    "sequence": order[kind, name],
                }
                for kind, name in parts
                if (kind, name) not in items
            ]
            for key, item in items.items():
                values = {
                    "sequence": order.get(key, 10000),
                    "is_missing": key not in order,
                }
                if any(item[name] != value for name, value in values.items()):
                    item.write(values)
        # As above.
        self.env["playbook.screen.item"].sudo().create(create_vals)

    @api.model
    def action_open_all(self):
        """Open the forms of all profiles, with all that stands on them now."""
        self.check_access("write")
        profiles = self.env["playbook.profile"]._get_all()
        profiles._create_missing_screens()
        profiles.screen_ids._refresh_items()
        return self.env["ir.actions.act_window"]._for_xml_id(
            "crm_playbook.playbook_screen_action"
        )

    def action_refresh(self):
        """List again what stands on the form, after an addon has changed it."""
        self.check_access("write")
        self._refresh_items()
        # As above.
        self.sudo()._refresh_usage(again=True)

    def action_hide_unused(self):
        """Leave out the fields that hardly any record has filled."""
        self.ensure_one()
        self.check_access("write")
        unused = self.item_ids.filtered("is_unused")
        unused.write({"shown": "0"})
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if unused else "info",
                "message": self.env._(
                    "Left out: %(fields)s. Nothing is deleted; Show everything still "
                    "shows them.",
                    fields=", ".join(unused.mapped("label")),
                )
                if unused
                else self.env._("No field that is shown goes unused."),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_reset(self):
        """Leave out again just what is shipped, or what the model profile does."""
        self.check_access("write")
        # Who may write a form may have it as it was.
        self.sudo()._fill()
        self._refresh_items()
