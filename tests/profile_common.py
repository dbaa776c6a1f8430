"""Somebody with Access Rights and no more, and profiles of a company's own."""

from contextlib import contextmanager

from psycopg2 import IntegrityError

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user

from .common import INTERNAL, CrmPlaybookCommon

# Shipped: its department, and the group that members get where it has levels.
PROFILES = {
    "sales": ("sales", None),
    "marketing": ("marketing", None),
    "customer_service": (
        "customer_service",
        "crm_playbook.group_customer_service_all",
    ),
    "sales_management": ("management", None),
    "configurator": ("systems", None),
}


class ProfileCommon(CrmPlaybookCommon):
    """``manager`` has Odoo's Access Rights: gives and makes profiles, holds none."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = new_test_user(
            cls.env,
            login="playbook_manager",
            groups=f"{INTERNAL},base.group_erp_manager",
        )

    @classmethod
    def _profile(cls, name):
        return cls.env.ref(f"crm_playbook.profile_{name}")

    @classmethod
    def _make_group(cls, name):
        """A group as the wizard makes it, without any right."""
        privilege = cls.env["res.groups.privilege"].create(
            {
                "name": name,
                "category_id": cls.env.ref("crm_playbook.module_category_playbook").id,
            }
        )
        return cls.env["res.groups"].create(
            {
                "name": name,
                "privilege_id": privilege.id,
                "implied_ids": [
                    Command.link(cls.env.ref("crm_playbook.group_user").id)
                ],
            }
        )

    def _make_profile(self, group, name="Inside", **values):
        """A profile made by who manages access."""
        Profile = self.env["playbook.profile"].with_user(self.manager)
        profile = Profile.create({"name": name, "group_id": group.id, **values})
        return profile.with_env(self.env)

    @contextmanager
    def _refused(self, exception, message):
        """What is done in the block is refused with ``message``, and undone."""
        with self.assertRaises(exception) as refused:
            yield
        self.env.registry.clear_all_caches()
        self.assertRegex(str(refused.exception), message)

    def _as_told(self, function, model):
        """Run ``function``; tell what the database refuses as the web client does."""
        try:
            with self.env.cr.savepoint():
                function()
        except IntegrityError as error:
            message = self.env[model]._sql_error_to_message(error)
            raise ValidationError(message) from error
