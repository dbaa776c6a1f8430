"""Who decides what, and how a decision is handed over to them."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import PROFILE_GROUPS
from .profiles_common import ProfilesCommon
from .workflow_common import WorkflowCommon

HANDOVER = "playbook.decision.handover"
SHIPPED = "crm_playbook.decision_workflow_live"


class DecisionsCommon(ProfilesCommon, WorkflowCommon):
    """``decision`` is Sales Management's; ``record`` is what is decided on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.profile_management = cls.env.ref("crm_playbook.profile_sales_management")
        cls.profile_marketing = cls.env.ref("crm_playbook.profile_marketing")
        cls.decision = cls.env["playbook.decision.type"].create(
            {
                "name": "Give a discount",
                "decider_ids": [Command.set(cls.profile_management.ids)],
            }
        )
        cls.record = cls._create_lead(user_id=cls.user_sales.id)
        cls.decider = cls.user_sales_management
        cls.asker = cls.user_sales

    def _as(self, user, record=None):
        return (record or self.decision).with_user(user)

    def _asked(self):
        """What is planned on ``record`` for a decision, done or not."""
        return self.record.activity_ids.filtered("playbook_decision_type_id")


@tagged("post_install", "-at_install")
class TestWhoDecides(DecisionsCommon):
    def test_members_of_the_profiles_that_decide(self):
        self.assertTrue(self._as(self.decider)._may_decide(self.record.sudo()))
        self._as(self.decider)._check_may_decide(self.record)
        for user in (self.asker, self.user_configurator, self.user_salesperson):
            self.env.flush_all()
            self.env.invalidate_all()
            decision = self._as(user)
            self.assertFalse(decision._may_decide(self.record.sudo()))
            with self.assertRaises(AccessError) as refused:
                decision._check_may_decide(self.record.sudo())
            for told in (self.record.name, self.decision.name, "Sales Management"):
                self.assertIn(told, str(refused.exception))

    def test_four_eyes(self):
        author = self.decider
        for setting, expected in (("", True), ("False", True), ("True", False)):
            self.env["ir.config_parameter"].set_param("crm_playbook.four_eyes", setting)
            with self.subTest(setting):
                found = self._as(author)._may_decide(self.record.sudo(), author=author)
                self.assertEqual(found, expected)
        self.assertTrue(
            self._as(author)._may_decide(self.record.sudo(), author=self.asker)
        )
        self.assertNotIn(author, self.decision._get_deciders(self.record, author))
        with self.assertRaisesRegex(AccessError, "your own work"):
            self._as(author)._check_may_decide(self.record, author=author)

    def test_four_eyes_is_a_setting(self):
        self.env["res.config.settings"].create({"playbook_four_eyes": True}).execute()
        self.assertFalse(
            self._as(self.decider)._may_decide(self.record.sudo(), author=self.decider)
        )
        self.env["res.config.settings"].create({"playbook_four_eyes": False}).execute()
        self.assertTrue(
            self._as(self.decider)._may_decide(self.record.sudo(), author=self.decider)
        )

    def test_archived_it_is_asked_no_longer(self):
        manager = self._create_user("rights", "base.group_erp_manager")
        self._as(manager).active = False
        self._as(self.asker)._check_may_decide(self.record)

    def test_who_may_not_name_deciders_does_not_archive_it_either(self):
        """Else nobody would be asked, and anybody could decide."""
        decision = self._as(self.user_configurator)
        self._assert_refused(lambda: decision.write({"active": False}))

    def test_who_is_to_be_informed_is_told(self):
        self.decision.informed_ids = self.profile_marketing
        self._as(self.decider)._record_decided(self.record)
        told = self.env["mail.message"].search(
            [
                ("model", "=", "crm.lead"),
                ("res_id", "=", self.record.id),
                ("partner_ids", "in", self.user_marketing.partner_id.ids),
            ]
        )
        self.assertIn("Give a discount", told.body)
        self.assertEqual(told.author_id, self.decider.partner_id)

    def test_only_who_reads_the_record_decides_on_it(self):
        configurator = self.env.ref("crm_playbook.profile_configurator")
        self.decision.decider_ids |= configurator
        deciders = self.decision._get_deciders(self.record)
        self.assertIn(self.decider, deciders)
        self.assertNotIn(self.user_configurator, deciders)

    def test_of_other_companies_nobody(self):
        self._create_user(
            "management_elsewhere",
            PROFILE_GROUPS["sales_management"],
            company_id=self.company_other.id,
            company_ids=[Command.set(self.company_other.ids)],
        )
        self.assertEqual(self._as(self.asker)._get_deciders(self.record), self.decider)

    def test_configurator_renames_and_names_nobody(self):
        decision = self._as(self.user_configurator)
        decision.write({"name": "Grant a discount", "description": "Above 10 %"})
        link = [Command.link(self.profile_marketing.id)]
        self._assert_refused(
            lambda: decision.write({"decider_ids": link}),
            lambda: decision.create({"name": "New", "decider_ids": link}),
            lambda: self.profile_marketing.with_user(self.user_configurator).write(
                {"decision_type_ids": [Command.link(self.decision.id)]}
            ),
            decision.unlink,
        )
        manager = self._create_user("rights", "base.group_erp_manager")
        self._as(manager).write({"decider_ids": link})
        self.assertTrue(self._as(self.user_marketing)._may_decide(self.record.sudo()))

    def test_somebody_always_decides(self):
        sole = self.env["playbook.decision.type"].create(
            {
                "name": "Sole",
                "decider_ids": [Command.set(self.profile_marketing.ids)],
            }
        )
        self.user_marketing.group_ids = [
            Command.unlink(self.env.ref(PROFILE_GROUPS["marketing"]).id)
        ]
        self._assert_refused(
            lambda: sole.create({"name": "Sole"}),
            lambda: sole.write({"decider_ids": [Command.clear()]}),
            lambda: self.profile_marketing.write(
                {"decision_type_ids": [Command.unlink(sole.id)]}
            ),
            lambda: self.profile_marketing.write({"active": False}),
            error=UserError,
            message="Nobody could decide “Sole”",
        )

    def test_shipped_ones_are_archived_not_deleted(self):
        shipped = self.env.ref(SHIPPED)
        manager = self._create_user("rights", "base.group_erp_manager")
        self._assert_refused(
            self._as(manager, shipped).unlink, error=UserError, message="Archive it"
        )
        self._as(manager).unlink()
        self.assertFalse(self.decision.exists())


@tagged("post_install", "-at_install")
class TestHandOverDecision(DecisionsCommon):
    def _open(self, user=None):
        user = user or self.asker
        action = self._as(user)._open_handover(self._as(user, self.record))
        self.assertEqual(action["res_model"], HANDOVER)
        return Form(self.env[HANDOVER].with_user(user).browse(action["res_id"]))

    def test_by_the_dialog(self):
        form = self._open()
        self.assertEqual(form.record_name, self.record.display_name)
        self.assertEqual(form.decider_ids[:], self.decider)
        self.assertEqual(form.user_id, self.decider)
        form.note = "They ask\n<b>again</b>"
        form.save().action_confirm()
        asked = self._asked()
        self.assertEqual(asked.user_id, self.decider)
        self.assertEqual(asked.summary, self.decision.name)
        self.assertEqual(asked.create_uid, self.asker)
        self.assertIn("They ask<br", asked.note)
        self.assertIn("&lt;b&gt;again", asked.note)

    def test_ones_own_leader_comes_first_and_nobody_asks_themselves(self):
        leader = self.user_team_leader
        leader.group_ids = [
            Command.link(self.env.ref(PROFILE_GROUPS["sales_management"]).id)
        ]
        self.assertEqual(self._open().user_id, leader)
        self.assertEqual(self._open(leader).decider_ids[:], self.decider)

    def test_asked_again_it_is_one_activity_whatever_the_language(self):
        self.env["res.lang"]._activate_lang("es_ES")
        self.decision.with_context(lang="es_ES").name = "Dar un descuento"
        self.decider.lang = "es_ES"
        lead = self._as(self.asker, self.record)
        first = self._as(self.asker)._hand_over(lead, self.decider)
        self.assertEqual(first.summary, "Dar un descuento")
        self.decision.name = "Renamed meanwhile"
        again = self._as(self.user_team_leader)._hand_over(
            self.record.sudo(), self.decider
        )
        self.assertEqual(first, again)
        self._as(self.decider)._record_decided(self.record)
        self.assertFalse(self._asked())
        self._as(self.asker)._hand_over(lead, self.decider)
        self.assertEqual(len(self._asked()), 1)

    def test_only_to_who_may_decide(self):
        lead = self._as(self.asker, self.record)
        for user, message in (
            (self.user_marketing, "may not decide"),
            (self.env["res.users"], "Choose who decides"),
        ):
            self._assert_refused(
                lambda user=user: self._as(self.asker)._hand_over(lead, user),
                error=UserError,
                message=message,
            )
        self.assertFalse(self._asked())

    def test_only_on_what_one_reads(self):
        other = self.user_other_team
        values = {"type_id": self.decision.id, "res_model": "crm.lead"}
        forged = self.env[HANDOVER].with_user(other)
        wizard = forged.create({**values, "res_id": self.record.id})
        self._assert_refused(
            wizard.action_confirm, lambda: wizard.read(["record_name"])
        )
        self._assert_refused(lambda: wizard.with_user(self.asker).read(["note"]))
        for model, number in (
            ("crm.lead", 2**30),
            ("no.such.model", 1),
            ("res.country", self.env.ref("base.es").id),
        ):
            wizard = forged.create(
                {
                    "type_id": self.decision.id,
                    "res_model": model,
                    "res_id": number,
                    "user_id": self.decider.id,
                }
            )
            self._assert_refused(
                wizard.action_confirm, error=UserError, message="no longer"
            )


@tagged("post_install", "-at_install")
class TestWorkflowDecision(DecisionsCommon):
    """The decision that is asked for today: switching a workflow live."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.live = cls.env.ref(SHIPPED)
        cls.live.decider_ids = [Command.set(cls.profile_management.ids)]
        cls.asker = cls.user_configurator
        cls.asker.group_ids = [Command.link(cls.env.ref(PROFILE_GROUPS["sales"]).id)]

    def test_who_may_not_decide_hands_it_over(self):
        workflow = self._as(self.asker, self.workflow)
        action = workflow.action_go_live()
        self.assertEqual(action["res_model"], HANDOVER)
        handover = workflow.env[HANDOVER].browse(action["res_id"])
        handover.action_confirm()
        handover.action_confirm()
        asked = self.workflow.activity_ids
        self.assertEqual(asked.user_id, self.decider)
        self._assert_refused(
            lambda: workflow.write({"mode": "live"}),
            lambda: workflow.copy({"mode": "live"}),
            message="not yours to decide",
        )
        self.assertEqual(self.workflow.mode, "draft")
        action = self._as(self.decider, self.workflow).action_go_live()
        self.assertEqual(action["res_model"], "playbook.workflow.start")
        self._go_live()
        self.assertFalse(self.workflow.activity_ids)
        self.assertFalse(asked.exists().filtered("active"))

    def test_four_eyes_on_ones_own_workflow(self):
        self.env["ir.config_parameter"].set_param("crm_playbook.four_eyes", "True")
        own = self._as(self.decider, self.workflow).copy()
        self._assert_refused(
            lambda: own.write({"mode": "live"}), message="your own work"
        )
        self.assertEqual(own.action_go_live()["res_model"], HANDOVER)
        self._go_live()
        self.assertEqual(self.workflow.mode, "live")
