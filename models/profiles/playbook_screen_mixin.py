import logging

from lxml import etree
from markupsafe import Markup

from odoo import api, models
from odoo.exceptions import UserError

from .screen_arch import REVEAL, leave_out

_logger = logging.getLogger(__name__)

CONFIGURATOR = "crm_playbook.group_configurator"


class PlaybookScreenMixin(models.AbstractModel):
    """Records whose views follow the profile that the user works in.

    Where Odoo's own view is asked for, the profile's own is given, if it has one; and
    from a form is left out what the profile's screen leaves out, until the user asks
    for everything. Nothing is protected by that.
    """

    _name = "playbook.screen.mixin"
    _description = "Record with a screen for each profile"

    # From the type of a view and the XML id of Odoo's view to the XML id of the
    # profiles', without their key: "crm_lead_view_list" for "crm_lead_view_list_sales".
    # None for Odoo's view stands for whatever view is the first.
    _playbook_role_views = {}

    @api.model
    def _get_view_cache_key(self, view_id=None, view_type="form", **options):
        key = super()._get_view_cache_key(view_id, view_type, **options)
        return (*key, *self.env.user._get_screen_key())

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        role_view = self._get_role_view(view_id, view_type)
        try:
            arch, view = super()._get_view(
                role_view.id or view_id, view_type, **options
            )
        except (ValueError, UserError, etree.LxmlError) as error:
            # Another addon has taken away what it builds on: better Odoo's screen
            # than none.
            broken = role_view or self._get_own_role_view(view_id)
            if not broken:
                raise
            instead = view_id if role_view else broken.inherit_id.id
            arch, view = super()._get_view(instead, view_type, **options)
            self._tell_broken_view(arch, broken, error)
        if view_type == "form":
            self._leave_out(arch)
        elif view_type == "list" and (role_view or self._get_own_role_view(view_id)):
            # In each row, beside what the row says.
            for button in arch.iterfind("button"):
                button.set("column_invisible", f"not {REVEAL}")
        return arch, view

    @api.model
    def _get_own_role_view(self, view_id):
        """The view of that id if it is one of the profiles'."""
        view = self.env["ir.ui.view"].sudo().browse(view_id or [])  # only told of
        return view if view in self._list_role_views() else view.browse()

    @api.model
    def _list_role_views(self):
        """The views that profiles have, archived ones apart."""
        profiles = self.env["playbook.profile"]
        keys = profiles._fields["screen"].get_values(self.env)
        return self.env["ir.ui.view"].union(
            *(profiles.new({"screen": key})._list_own_views() for key in keys)
        )

    @api.model
    def _get_role_view(self, view_id, view_type):
        """The view of the active profile in place of ``view_id``; none where Odoo's is
        to be used.
        """
        views = self.env["ir.ui.view"].sudo()  # only its id and name are told
        screen = self.env["res.users"]._get_screen()
        if not screen or (
            not view_id and self.env.context.get(f"{view_type}_view_ref")
        ):
            return views
        for standard, ours in self._playbook_role_views.get(view_type, {}).items():
            if self._is_asked_for(standard, view_id):
                xmlid = f"crm_playbook.{ours}_{screen}"
                found = views.browse(self._xmlid_to_res_id(xmlid)).exists()
                return found.filtered("active")
        return views

    @api.model
    def _is_asked_for(self, standard, view_id):
        if not view_id or not standard:
            return not view_id and not standard
        return self._xmlid_to_res_id(standard) == view_id

    @api.model
    def _xmlid_to_res_id(self, xmlid):
        return self.env["ir.model.data"]._xmlid_to_res_id(
            xmlid, raise_if_not_found=False
        )

    @api.model
    def _leave_out(self, arch):
        """Hide what the active profile's screens of this model leave out."""
        profile_id, _screen, level = self.env.user._get_screen_key() or (None,) * 3
        if not profile_id:
            return
        screens = self.env["playbook.screen"]
        hidden = screens._get_left_out(self._name, profile_id, level)
        for condition, keys in hidden:
            leave_out(arch, keys, self._fields, condition)

    @api.model
    def _tell_broken_view(self, arch, view, error):
        """Say on the form, to the Configurator alone, why the profile's is not used."""
        _logger.warning("View %s cannot be used: %s", view.xml_id, error)
        message = self.env._(
            "The screen of this profile (view “%(view)s”) cannot be used, so Odoo's "
            "own is shown: %(reason)s Another addon has probably changed what it "
            "builds on. Correct or archive that view.",
            view=view.name,
            reason=str(error).strip().splitlines()[0],
        )
        sheet = arch.find("sheet")
        place = arch if sheet is None else sheet
        if arch.tag == "form":
            place.insert(
                0,
                etree.fromstring(
                    Markup(
                        '<div class="alert alert-warning" role="alert" '
                        'groups="{}">{}</div>'
                    ).format(CONFIGURATOR, message)
                ),
            )
