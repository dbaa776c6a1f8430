"""Which templates are evaluated with the rights of whoever switched a workflow live."""

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .builder_common import BuilderCommon

UNSAFE = "<p t-out='object.expected_revenue'/>"


@tagged("post_install", "-at_install")
class TestTemplateTrust(BuilderCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.editor = cls.user_sales_management
        cls.editor.group_ids |= cls.env.ref("mail.group_mail_template_editor")
        cls.admin = new_test_user(
            cls.env,
            "trust_admin",
            groups="base.group_system,crm_playbook.group_sales_management",
        )
        cls.theirs = cls.template.with_user(cls.editor)

    def _trusts(self, template=None):
        template = template or self.template
        return template.sudo()._is_trusted_for_playbook()

    def test_what_everybody_may_write(self):
        self.theirs.body_html = "<p>Plain</p>"
        self.assertTrue(self._trusts())

    def test_another_name_approves_nothing(self):
        self.theirs.body_html = UNSAFE
        self.template.with_user(self.admin).name = "Renamed"
        self.assertFalse(self._trusts())
        self.template.with_user(self.admin).subject = "Another subject"
        self.assertFalse(self._trusts())
        [problem] = self.mail_step._get_problems()
        self.assertIn("no Settings administrator has approved", problem)

    def test_what_an_administrator_writes(self):
        self.template.with_user(self.admin).body_html = UNSAFE
        self.assertTrue(self._trusts())
        self.theirs.name = "Renamed"
        self.assertTrue(self._trusts())
        self.theirs.subject = "{{ object.expected_revenue }}"
        self.assertFalse(self._trusts())

    def test_what_an_administrator_approves_or_chooses(self):
        self.theirs.body_html = UNSAFE
        seen = self.template.with_user(self.admin)
        self.assertTrue(seen.is_unapproved_for_playbook)
        seen.action_approve_for_playbook()
        seen.invalidate_recordset(["is_unapproved_for_playbook"])
        self.assertFalse(seen.is_unapproved_for_playbook)
        self.assertTrue(self._trusts())
        other = self._create_template(name="Other")
        other.with_user(self.editor).body_html = UNSAFE + "<p/>"
        self.assertFalse(self._trusts(other))
        self.mail_step.with_user(self.admin).template_id = other
        self.assertTrue(self._trusts(other))

    def test_each_language_by_itself(self):
        self.env["res.lang"]._activate_lang("es_ES")
        self.theirs.with_context(lang="es_ES").subject = "{{ object.partner_id.vat }}"
        self.assertFalse(self._trusts())
        self.template.with_user(self.admin).subject = "About {{ object.email_from }}"
        self.assertFalse(self._trusts())
        translated = self.template.with_user(self.admin)
        translated.update_field_translations(
            "subject", {"es_ES": "{{ object.expected_revenue }}"}
        )
        self.assertTrue(self._trusts())
        self.theirs.update_field_translations(
            "subject", {"es_ES": "{{ object.partner_id.vat }}"}
        )
        self.assertFalse(self._trusts())

    def test_a_copy_is_as_good_as_what_it_is_of(self):
        self.theirs.body_html = UNSAFE
        copied = self.template.with_user(self.admin).copy()
        self.assertFalse(self._trusts(copied))
        self.template.with_user(self.admin).action_approve_for_playbook()
        copied = self.theirs.copy()
        self.assertTrue(self._trusts(copied))

    def test_nobody_approves_their_own(self):
        self.theirs.body_html = UNSAFE
        self.theirs.action_approve_for_playbook()
        self.assertFalse(self._trusts())
        with self.assertRaises(AccessError):
            self.theirs.playbook_approved = {}
