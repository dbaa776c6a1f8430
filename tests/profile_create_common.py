"""Making profiles as somebody does it in the dialog."""

from odoo.tests import Form, new_test_user

from .profile_common import ProfileCommon


class ProfileCreateCommon(ProfileCommon):
    def _make(self, model, name="Inside", *, without=None, **fields):
        """Make a profile after ``model`` (a shipped one's name, or a profile).

        :param without: what is unticked: names of operations by model name.
        """
        if isinstance(model, str):
            model = self._profile(model)
        with Form(self.env["playbook.profile.create"].with_user(self.manager)) as form:
            form.name = name
            form.model_id = model
            for field, value in fields.items():
                setattr(form, field, value)
            names = [line["ir_model_id"] for line in form.line_ids._records]
            untick = {
                self.env["ir.model"]._get_id(each): operations
                for each, operations in (without or {}).items()
            }
            for index, ir_model in enumerate(names):
                for operation in untick.get(ir_model, ()):
                    with form.line_ids.edit(index) as line:
                        setattr(line, f"perm_{operation}", False)
        action = form.record.action_confirm()
        return self.env["playbook.profile"].browse(action["res_id"])

    def _member(self, profile, login="inside"):
        """Somebody who holds ``profile`` and nothing else."""
        user = new_test_user(self.env, login, groups="base.group_user")
        profile.with_user(self.manager).user_ids += user
        return user

    def _menus(self, user):
        """The xml ids of the menus that ``user`` sees."""
        menus = self.env["ir.ui.menu"].with_user(user).load_web_menus(False)
        return {menu["xmlid"] for menu in menus.values()}

    def _made(self):
        """What was made at run time, as a set of pairs of model and id."""
        data = self.env["ir.model.data"].search(
            [("module", "=", "crm_playbook"), ("name", "=like", "run\\_%")]
        )
        return {(each.model, each.res_id) for each in data}
