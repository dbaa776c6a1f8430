from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from .access_explain_common import AccessExplainCommon
from .common import INTERNAL

RULE_LOGGERS = (
    "odoo.addons.base.models.ir_model",
    "odoo.addons.base.models.ir_rule",
)


@tagged("post_install", "-at_install")
class TestWhoHasAccessExplained(AccessExplainCommon):
    """Those who give access, from an action menu or from the settings."""

    def test_users_without_access_rights_are_refused(self):
        mine = self._explain(self.user_sales, self.own)
        values = {
            "user_id": self.user_sales.id,
            "record_ref": f"crm.lead,{self.own.id}",
        }
        for user in self.asked - self.manager:
            Explain = self.env["playbook.access.explain"].with_user(user)
            with self.subTest(user.login):
                self._assert_refused(
                    lambda e=Explain: e.create(values),
                    lambda e=Explain: e.sudo().create(values),
                    lambda e=Explain: e.search([]).read(),
                    lambda e=Explain: e.onchange(values, [], {"explanation": {}}),
                    lambda e=Explain: e.browse(mine.id).read(["explanation"]),
                    lambda e=Explain: e.browse(mine.id).sudo().explanation,
                    lambda e=Explain: e.new(values).explanation,
                    lambda e=Explain: e.browse(mine.id).write({"operation": "write"}),
                    lambda e=Explain: e.browse(mine.id).unlink(),
                )

    def test_everybody_sees_their_own_questions_alone(self):
        mine = self._explain(self.user_sales, self.own)
        other = new_test_user(
            self.env,
            login="playbook_other_manager",
            groups=f"{INTERNAL},base.group_erp_manager",
        )
        seen = mine.with_user(other)
        self.assertFalse(seen.search([("id", "=", mine.id)]))
        with mute_logger(*RULE_LOGGERS), self.assertRaises(AccessError):
            seen.read(["explanation"])
        mine.unlink()

    def test_deleted_record_and_user(self):
        lead = self._create_assigned(self.user_sales)
        question = self._explain(self.user_sales, lead)
        number = lead.id
        lead.unlink()
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "deleted meanwhile"):
            question.read(["explanation"])
        Explain = question.with_context(active_model="crm.lead", active_id=number)
        with self.assertRaisesRegex(UserError, "deleted meanwhile"):
            Explain.default_get(["record_ref"])
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            self._explain(self.user_sales.browse(0), self.own)

    def test_changing_user_or_operation_tells_at_once(self):
        for model in ("crm.lead", "playbook.transition"):
            record = self.env[model].search([], limit=1)
            Explain = (
                self.env["playbook.access.explain"]
                .with_user(self.manager)
                .with_context(active_model=model, active_id=record.id)
            )
            with Form(Explain) as form:
                self.assertEqual(form.record_ref, f"{model},{record.id}")
                self.assertFalse(form.explanation)
                form.user_id = self.user_portal
                self.assertIn("cannot read it", form.explanation)
                form.user_id = self.user_both
                self.assertIn("can read it", form.explanation)
                before = form.explanation
                form.operation = "write"
                self.assertNotEqual(form.explanation, before)

    def test_no_record_of_a_model_without_records_is_taken(self):
        Explain = self.env["playbook.access.explain"].with_user(self.manager)
        for model in ("playbook.workflow.start", "mail.thread", "nothing", False):
            Explain = Explain.with_context(active_model=model, active_id=1)
            self.assertFalse(Explain.default_get(["record_ref"]).get("record_ref"))

    def test_action_menus_and_menu_are_for_who_gives_access(self):
        actions = self.env["ir.actions.act_window"].search(
            [("res_model", "=", "playbook.access.explain")]
        )
        self.assertEqual(
            set(actions.binding_model_id.mapped("model")),
            {"crm.lead", "res.partner", "sale.order"},
        )
        menu = self.env.ref("crm_playbook.playbook_access_explain_menu")
        for user in (self.manager, self.user_sales, self.user_without_profile):
            is_manager = user == self.manager
            for model in actions.binding_model_id.mapped("model"):
                bound = self.env["ir.actions.actions"].with_user(user)
                found = bound.get_bindings(model).get("action", [])
                offered = {each["id"] for each in found} & set(actions.ids)
                self.assertEqual(bool(offered), is_manager, (user.login, model))
            seen = self.env["ir.ui.menu"].with_user(user).load_menus(False)
            self.assertEqual(menu.id in seen, is_manager)
