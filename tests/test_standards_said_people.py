"""Who reads what is said of procedures, and what becomes of it."""

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .said_common import SaidCase


@tagged("post_install", "-at_install")
class TestPeople(SaidCase):
    def test_who_reads_it(self):
        self._tell()
        said = self._said()
        for user in (self.salesperson, self.owner, self.manager):
            self.assertTrue(said.with_user(user).search([("id", "=", said.id)]))
            self.assertEqual(said.with_user(user).comment, "Which amount?")
            point = self._points().with_user(user)
            self.assertIn("Which amount?", point.display_name)
        for user in (self.colleague, self.leader):
            with self.assertRaises(AccessError):
                said.with_user(user).read(["comment"])
            with self.assertRaises(AccessError):
                self._points().with_user(user).read(["date_due"])
            self.assertFalse(said.with_user(user).search([("id", "=", said.id)]))
        # On which record it was said, is told to who reads that.
        self.assertEqual(said.with_user(self.salesperson).document_name, "Chairs")
        with self.assertRaises(AccessError):
            said.with_user(self.owner).read(["lead_id"])
        nobody = new_test_user(self.env, "st_nobody", "base.group_user")
        with self.assertRaises(AccessError):
            said.with_user(nobody).read(["comment"])

    def test_nobody_writes_it(self):
        self._tell()
        for user in (self.salesperson, self.owner, self.manager):
            said = self._said().with_user(user)
            with self.assertRaises(AccessError):
                said.write({"comment": "Nothing"})
            with self.assertRaises(AccessError):
                said.unlink()
            with self.assertRaises(AccessError):
                said.create(
                    {
                        "procedure_id": self.procedure.id,
                        "user_id": user.id,
                        "opinion": "clear",
                    }
                )

    def test_who_answers(self):
        self._tell()
        said = self._said()
        with self.assertRaises(AccessError):
            said.with_user(self.salesperson).action_open_reply()
        with self.assertRaises(AccessError):
            said.with_user(self.colleague)._reply("No")
        with self.assertRaises(UserError):
            said.with_user(self.owner)._reply("  ")
        self._reply(user=self.manager)
        with self.assertRaises(UserError):
            said.with_user(self.owner)._reply("Again")

    def test_whose_answer_is_offered(self):
        self._tell()
        said, point = self._said(), self._points()
        for user, offered in (
            (self.owner, True),
            (self.salesperson, False),
            (self.manager, False),
        ):
            self.assertEqual(said.with_user(user).to_answer, offered)
            self.assertEqual(point.with_user(user).can_complete, offered)
        # Nobody's.
        self.owner.active = False
        point.user_id = False
        self.assertTrue(said.with_user(self.manager).to_answer)
        mine = said.with_user(self.manager).search([("to_answer", "=", True)])
        self.assertEqual(mine, said)

    def test_somebody_elses_dialog_tells_nothing(self):
        self._tell()
        dialog = self.env["playbook.acknowledgement.reply"].with_user(self.colleague)
        own = dialog.create({"acknowledgement_id": self._said().id})
        with self.assertRaises(AccessError):
            own.read(["comment"])
        with self.assertRaises(AccessError):
            own.write({"reply": "x"})
            own.action_send()

    def test_a_new_version_is_the_answer(self):
        self._tell()
        self.procedure.version = 2
        self.assertFalse(self._points())
        words = "It was changed: version 2 holds now."
        self.assertEqual(self._voice()["reply"], words)
        self.assertTrue(self._voice()["asks"])
        self.assertEqual(self._lines(self.salesperson, "reply")[0]["title"], words)

    def test_retired_and_lowered(self):
        self._tell()
        for state in ("observe", "draft"):
            self.procedure.state = state
            self.assertTrue(self._points())
        self.procedure.state = "retired"
        self.assertFalse(self._points())
        line = self._lines(self.salesperson, "reply")[0]
        self.assertEqual(line["title"], "It is asked for no longer.")

    def test_archived(self):
        self._tell()
        self.procedure.active = False
        self.assertFalse(self._points())
        line = self._lines(self.salesperson, "reply")[0]
        self.assertEqual(line["title"], "It is asked for no longer.")

    def test_somebody_else_answers_for_it(self):
        self._tell()
        self.procedure.user_id = self.colleague
        self.assertFalse(self._lines(self.owner))
        self.assertTrue(self._lines(self.colleague))

    def test_who_stands_in(self):
        self._tell()
        today = fields.Date.today()
        self.env["playbook.absence"].create(
            {
                "user_id": self.owner.id,
                "date_from": today,
                "date_to": today,
                "substitute_id": self.colleague.id,
            }
        )
        self.env.invalidate_all()
        self.assertTrue(self._lines(self.colleague))
        self._reply(user=self.colleague)
        self.assertFalse(self._points())

    def test_nobody_answers_for_it(self):
        """Who answered for it has left: Sales Management sees it."""
        self.owner.active = False
        self._tell()
        self.assertFalse(self._points().user_id)
        self.assertTrue(self._lines(self.manager))
        self.assertFalse(self._lines(self.colleague))

    def test_who_answers_leaves(self):
        self.team.member_ids = [Command.link(self.owner.id)]
        self._tell()
        self.owner.active = False
        self.env["playbook.finding"]._hand_over_left()
        point = self._points()
        self.assertEqual(point.user_id, self.leader)
        self.assertEqual(point.moved_reason, "Olga Owner no longer works here.")
        self.assertTrue(self._lines(self.leader))
        self._reply(user=self.leader)
        self.assertFalse(self._points())

    def test_the_lead_is_deleted_or_merged(self):
        kept = self._make_lead(stage_id=self.final.id).sudo()
        self._tell()
        said = self._said()
        (kept | self.lead).merge_opportunity()
        self.assertEqual(said.lead_id, kept)
        said.lead_id.unlink()
        self.assertEqual((said.exists(), said.document_name), (said, False))

    def test_the_person_is_forgotten(self):
        self.lead.partner_id = self.env["res.partner"].create({"name": "Ada"})
        self._tell(comment="Ada does not answer")
        self.lead.partner_id._erase_from_playbook()
        self.assertFalse(self._said().comment)

    def test_another_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        self._tell()
        self.procedure.company_id = other
        said = self._said().with_user(self.manager)
        self.assertFalse(said.search([("id", "=", said.id)]))

    def test_cost(self):
        """However many procedures are shown, and people have said something."""
        lead = self.lead.with_user(self.salesperson)
        Said = self.env["playbook.acknowledgement"].with_user(self.salesperson)
        more = self.procedure
        for number in range(9):
            more |= self._make_procedure(state="warn", name=f"More {number}")

        def cost(procedures):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            Said._get_voices(procedures.ids)
            return self.cr.sql_log_count - before

        cost(more)
        self.assertLessEqual(cost(more), cost(self.procedure))
        self.assertEqual(len(lead.get_playbook_guidance()["procedures"]), 10)
