from odoo import SUPERUSER_ID, models


class MailTemplate(models.Model):
    """What a template says is evaluated as whoever switched a workflow live."""

    _inherit = "mail.template"

    def _has_unsafe_words(self):
        """Whether it says what Odoo calls unsafe, in any language."""
        self.ensure_one()
        return any(
            self.with_context(lang=code)._has_unsafe_expression()
            for code, _name in self.env["res.lang"].get_installed()
        )

    def _is_shipped_for_playbook(self):
        """Whether the addon brought it, and no person has changed it."""
        self.ensure_one()
        module = (self.get_external_id()[self.id] or "").partition(".")[0]
        return module == "crm_playbook" and self.write_uid.id == SUPERUSER_ID

    def _is_trusted_for_playbook(self):
        """Whether what it says may be evaluated with the rights of somebody else."""
        self.ensure_one()
        author = self.write_uid
        if author and (author.id == SUPERUSER_ID or author._is_system()):
            return True
        return not self._has_unsafe_words()
