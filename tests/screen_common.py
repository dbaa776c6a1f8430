"""The screens of profiles, and somebody who holds all of them."""

from odoo.tests import new_test_user

from .common import INTERNAL, PROFILE_GROUPS, CrmPlaybookCommon

# Those who work with customers: they have views of their own.
WORKING = ("sales", "marketing", "customer_service", "sales_management")
REVEAL = "not context.get('playbook_reveal')"


class ScreenCommon(CrmPlaybookCommon):
    """``user_everything`` holds every profile, as in a company of one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_everything = new_test_user(
            cls.env,
            login="playbook_everything",
            groups=",".join([INTERNAL, *PROFILE_GROUPS.values()]),
        )

    @classmethod
    def _screen(cls, profile, entity):
        return cls.env["playbook.screen"].search(
            [
                ("profile_id", "=", cls.env.ref(f"crm_playbook.profile_{profile}").id),
                ("entity", "=", entity),
            ]
        )

    def _item(self, profile, entity, kind, name):
        """A part of a form, as the Configurator finds it."""
        screen = self._screen(profile, entity).with_user(self.user_configurator)
        screen.action_refresh()
        return screen.item_ids.filtered(lambda i: (i.kind, i.name) == (kind, name))

    def _leave_out(self, profile, entity, kind, name, shown="0"):
        """Leave something out, as the Configurator does."""
        item = self._item(profile, entity, kind, name)
        item.shown = shown
        return item
