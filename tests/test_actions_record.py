"""The row of an activity that ended: complete, once, and nobody's to change."""

from datetime import datetime

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.crm_playbook.models.actions.mail_activity import AUTOMATIC

from .actions_common import ActionsCommon
from .matrix_common import REFUSALS


@tagged("post_install", "-at_install")
class TestRecord(ActionsCommon):
    def test_complete_on_an_order(self):
        contact = self._create_contact(self.customer)
        order = self._create_order(
            contact,
            user_id=self.user_other_team.id,
            team_id=self.team_other.id,
            opportunity_id=self.lead.id,
        )
        activity = self._plan(
            order, summary=False, playbook_purpose_id=self.purpose.id
        ).with_user(self.user_sales)
        activity.action_playbook_finish(self.neutral.id, "Said")
        self.assertRecordValues(
            self._actions_of(activity),
            [
                {
                    "name": "Ring",
                    "order_id": order.id,
                    "lead_id": self.lead.id,
                    "partner_id": contact.id,
                    "commercial_partner_id": self.customer.id,
                    "company_id": order.company_id.id,
                    "team_id": self.team_other.id,
                    "user_id": self.user_sales.id,
                    "responsible_id": self.user_sales.id,
                    "purpose_id": self.purpose.id,
                    "purpose_family": "sale",
                    "outcome_id": self.neutral.id,
                    "result": "neutral",
                    "positive_rate": 0.0,
                    "stage_id": self.lead.stage_id.id,
                    "date_planned": activity.date_deadline,
                    "document_name": order.name,
                    "note": "Said",
                    "reported": False,
                    "followed_by": "",
                    "next_activity_id": False,
                }
            ],
        )

    def test_who_did_it_and_whose_it_was(self):
        manager = self.user_all
        action = self._finish(self.neutral, user=manager)
        self.assertEqual(action.user_id, manager)
        self.assertEqual(action.responsible_id, self.user_sales)

    def test_what_purposes_and_outcomes_come_to_mean_changes_no_row(self):
        action = self._finish(
            self.neutral, self._plan(playbook_purpose_id=self.purpose.id)
        )
        self.neutral.result = "positive"
        self.purpose.purpose_family = "support"
        self.kind.write({"name": "Shout", "playbook_channel": "email"})
        self.lead.stage_id = self.env["crm.stage"].create({"name": "Later"})
        self.env.invalidate_all()
        self.assertRecordValues(
            action,
            [
                {
                    "result": "neutral",
                    "purpose_family": "sale",
                    "activity_type_name": "Ring",
                    "channel": "call",
                }
            ],
        )
        self.assertNotEqual(action.stage_id, self.lead.stage_id)

    def test_other_documents_leave_no_row(self):
        self.kind.playbook_automatic_outcome_id = self.neutral
        for way in ("action_feedback", "unlink", "action_archive"):
            activity = self._plan(self.product).with_user(self.user_sales)
            with self.subTest(way):
                number = activity.id
                getattr(activity, way)()
                self.assertFalse(
                    self.env["playbook.action"].search([("activity_id", "=", number)])
                )
        # Odoo's own way stays as it is: who finishes twice is not refused.
        activity = self._plan(self.product).with_user(self.user_sales)
        activity.action_feedback()
        activity.action_feedback()
        self.assertFalse(activity.playbook_outcome_id)

    # ------------------------------------------------------------------
    # Promises
    # ------------------------------------------------------------------

    def test_a_promise_is_kept_by_the_end_of_the_day_of_whose_it_is(self):
        activities = self._plan().browse()
        for zone in ("America/Mexico_City", "Asia/Tokyo", False):
            self.user_sales.tz = zone
            for now, deadline, promise in (
                # In Mexico it is still the 9th, in Tokyo the 10th, at noon.
                ("2030-05-10 03:00:00", "2030-05-09", zone == "America/Mexico_City"),
                ("2030-05-10 03:00:00", "2030-05-10", True),
                # In Tokyo it is the 11th.
                ("2030-05-10 16:00:00", "2030-05-10", zone != "Asia/Tokyo"),
                ("2030-05-12 12:00:00", "2030-05-10", False),
            ):
                with self.subTest(zone=zone, now=now, deadline=deadline):
                    activity = self._plan(date_deadline=deadline)
                    activities |= activity
                    with freeze_time(now):
                        # Where its finisher is does not matter.
                        action = self._finish(self.neutral, activity, self.user_all)
                    self.assertEqual(action.promise, "kept" if promise else "missed")
                    self.assertEqual(action.kept_rate, 100.0 if promise else 0.0)
                    self.assertEqual(action.date_done, fields.Datetime.to_datetime(now))

    def test_what_nobody_has_to_do_is_promised_all_the_same(self):
        activity = self._plan(user_id=False)
        action = self._finish(self.neutral, activity, self.user_all)
        self.assertEqual(action.promise, "kept")
        self.assertFalse(action.responsible_id)

    # ------------------------------------------------------------------
    # Nobody's to change
    # ------------------------------------------------------------------

    def test_immutable_for_everybody(self):
        action = self._finish(self.neutral)
        names = ("sales", "marketing", "customer_service", "sales_management")
        names += ("all", "configurator", "without_profile", "portal", "public")
        users = [getattr(self, f"user_{name}") for name in names]
        users += [self.env.ref("base.user_admin"), self.env.user]
        admin = self.env.ref("base.user_admin")
        admin.group_ids |= self.env.ref("crm_playbook.group_sales_management")
        for user in users:
            row = action.with_user(user)
            values = {"date_done": "2020-01-01 00:00:00", "state": "done"}
            ways = {
                "write": lambda row=row: row.write({"note": "Other"}),
                "write nothing": lambda row=row: row.write({}),
                "assign": lambda row=row: setattr(row, "result", "positive"),
                "unlink": row.unlink,
                "uninstall": row.with_context(_force_unlink=True).unlink,
                "save": lambda row=row: row.web_save({"note": "Other"}, {}),
                "create": lambda row=row, v=values: row.browse().create(v),
                "copy": row.copy,
            }
            if user == self.env.user:
                # The superuser is the addon itself.
                for way in ("uninstall", "create", "copy"):
                    ways.pop(way)
            for way, change in ways.items():
                with (
                    self.subTest(user=user.login, way=way),
                    mute_logger(*REFUSALS),
                    self.assertRaises(UserError),
                    self.cr.savepoint(),
                ):
                    change()
        self.env.invalidate_all()
        self.assertEqual(action.result, "neutral")

    def test_no_row_is_changed_through_another_record(self):
        action = self._finish(self.neutral)
        for user in (self.user_sales, self.user_configurator):
            activity = self.env["playbook.action"].with_user(user)
            for method in ("_record", "_move_to", "_erase", "_update_rows"):
                self.assertTrue(hasattr(activity, method))
            with mute_logger(*REFUSALS), self.assertRaises(AccessError):
                activity.load(["name"], [["Mine"]])
                activity.create([{"date_done": datetime(2020, 1, 1)}])
        self.assertEqual(len(self._actions_of(action.activity_id)), 1)

    # ------------------------------------------------------------------
    # The software
    # ------------------------------------------------------------------

    def _software(self):
        activity_of = self._plan

        def automated():
            self.env["ir.model.data"].search(
                [("name", "=", "test_actions_soft")]
            ).unlink()
            self.env["ir.model.data"].create(
                {
                    "module": "crm_playbook",
                    "name": "test_actions_soft",
                    "model": "mail.activity.type",
                    "res_id": self.kind.id,
                }
            )
            activity = activity_of(automated=True)
            self.lead.with_user(self.user_sales).activity_feedback(
                ["crm_playbook.test_actions_soft"]
            )
            return activity

        def by_sudo():
            activity = activity_of().with_user(self.user_sales).sudo()
            activity.action_feedback()
            return activity

        def by_context():
            activity = activity_of().with_user(self.user_sales)
            activity.with_context(playbook_automatic=AUTOMATIC).action_done()
            return activity

        def archived():
            activity = activity_of()
            activity.action_archive()
            return activity

        return automated, by_sudo, by_context, archived

    def test_the_software_is_not_asked(self):
        self.kind.playbook_outcome_policy = "offer"
        for way in self._software():
            with self.subTest(way.__name__):
                action = self._actions_of(way())
                self.assertRecordValues(
                    action,
                    [{"state": "done", "outcome_id": False, "result": False}],
                )

    def test_the_software_takes_the_outcome_of_the_type_without_effects(self):
        lead_type = self.lead.type
        self.kind.playbook_automatic_outcome_id = self.positive
        for way in self._software():
            with self.subTest(way.__name__):
                action = self._actions_of(way())
                self.assertRecordValues(
                    action,
                    [
                        {
                            "outcome_id": self.positive.id,
                            "result": "positive",
                            "next_activity_id": False,
                            "user_id": self.user_sales.id,
                        }
                    ],
                )
        self.assertEqual(self.lead.type, lead_type)
        self.assertFalse(self.lead.activity_ids)

    def test_what_a_program_has_written_is_not_replaced(self):
        self.kind.playbook_automatic_outcome_id = self.positive
        activity = self._plan(playbook_outcome_id=self.neutral.id)
        activity.action_feedback()
        self.assertEqual(self._actions_of(activity).outcome_id, self.neutral)

    def test_an_upload_cannot_require_an_outcome(self):
        Kind = self.env["mail.activity.type"]
        upload = {"name": "Upload", "category": "upload_file"}
        with self.assertRaisesRegex(ValidationError, "upload"), self.cr.savepoint():
            Kind.create({**upload, "playbook_outcome_policy": "require"})
        kind = Kind.create({**upload, "playbook_outcome_policy": "offer"})
        kind.playbook_outcome_ids = [Command.link(self.neutral.id)]
        with self.assertRaises(ValidationError), self.cr.savepoint():
            kind.playbook_outcome_policy = "require"
        activity = self._plan(activity_type_id=kind.id).with_user(self.user_sales)
        activity._action_done(attachment_ids=[])
        self.assertEqual(self._actions_of(activity).state, "done")
