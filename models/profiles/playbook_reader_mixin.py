from odoo import api, models

from .reader_screen import hide_buttons, hide_header_buttons

USER = "crm_playbook.group_user"


class PlaybookReaderMixin(models.AbstractModel):
    """Documents whose form offers a reader nothing to do with them."""

    _name = "playbook.reader.mixin"
    _description = "Document that some profiles only read"

    # Buttons elsewhere on the form that open what they may not.
    _playbook_closed_buttons = ()

    @api.model
    def _is_for_reading(self):
        """Whether the current user has a profile that reads these and writes none."""
        return self.env.user.has_group(USER) and not self.browse().has_access("write")

    @api.model
    def _get_view_cache_key(self, view_id=None, view_type="form", **options):
        key = super()._get_view_cache_key(view_id, view_type, **options)
        return (*key, self._is_for_reading())

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type == "form" and self._is_for_reading():
            hide_header_buttons(arch)
            for name in self._playbook_closed_buttons:
                hide_buttons(arch, name)
        return arch, view
