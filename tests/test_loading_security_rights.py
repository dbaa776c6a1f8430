"""With whose rights files are loaded, and that nobody chooses them."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import INTERNAL
from .loading_common import LoadingCase

ROWS = [["Key", "Name"], ["R-1", "Rights Ltd"]]
LEADS = [
    ["Key", "Name", "Type", "Salesperson"],
    ["L-1", "A lead", "Lead", ""],
    ["L-2", "An opportunity", "Opportunity", ""],
    ["L-3", "Somebody's", "Lead", "Playbook sales"],
    ["L-4", "Another lead", "Lead", ""],
]


@tagged("post_install", "-at_install")
class TestRights(LoadingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.ref(INTERNAL)._apply_group(cls.env.ref("crm.group_use_lead"))
        cls.colleague = new_test_user(
            cls.env,
            "loading_colleague",
            groups=f"{INTERNAL},crm_playbook.group_marketing",
        )

    # ------------------------------------------------------------------
    # Nobody sets them
    # ------------------------------------------------------------------

    def test_not_set_by_hand(self):
        admin = self.env.ref("base.user_admin")
        load = self._make_load(ROWS)
        for vals in (
            *({"user_id": admin.id}, {"state": "loading"}, {"error": "x"}),
            *({"date_started": "2026-01-01"}, {"date_done": "2026-01-01"}),
        ):
            with self.subTest(vals=vals):
                with self.assertRaises(UserError):
                    load.write(vals)
                with self.assertRaises(UserError):
                    load.web_save(vals, {})
                with self.assertRaises(UserError):
                    load.create({"source_id": self.source.id, **vals})
                with self.assertRaises(UserError):
                    load.copy(vals)

    def test_not_set_by_importing(self):
        result = self.Load.with_user(self.user_marketing).load(
            ["source_id/.id", "user_id/.id", "state"],
            [[str(self.source.id), str(self.env.uid), "Loading"]],
        )
        self.assertFalse(result["ids"])
        self.assertFalse(self.Load.search([("state", "=", "loading")]))

    def test_not_set_by_defaults(self):
        admin = self.env.ref("base.user_admin")
        Load = self.Load.with_user(self.user_marketing).with_context(
            default_user_id=admin.id,
            default_state="loading",
            default_date_started="2026-01-01",
        )
        load = Load.create({"source_id": self.source.id})
        self.assertEqual(load.user_id, self.user_marketing)
        self.assertEqual(load.state, "draft")
        self.assertFalse(load.date_started)
        copied = load.copy()
        self.assertEqual(copied.user_id, self.user_marketing)
        self.assertEqual(copied.state, "draft")

    def test_a_copy_is_of_who_copies(self):
        load = self._make_load(ROWS)
        self._review(load).load_id.action_load()
        copied = load.with_user(self.colleague).copy()
        self.assertEqual(copied.user_id, self.colleague)
        self.assertEqual(copied.state, "draft")
        self.assertFalse(copied.line_ids or copied.file or copied.date_started)
        self.assertEqual(
            copied.column_ids.mapped("target"), load.column_ids.mapped("target")
        )

    def test_columns_stay_where_they_are(self):
        load, other = self._make_load(ROWS), self._make_load(ROWS)
        column = load.column_ids[:1]
        for vals in (
            *({"load_id": other.id}, {"number": 9}, {"column_name": "x"}),
            *({"sample": "x"}, {"notation": "x"}),
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                column.write(vals)

    def test_settled_while_it_loads(self):
        """Nobody has another's rights do something else than they began."""
        load = self._make_load(ROWS)
        for state, vals in (
            *(("columns", {"kind": "lead"}), ("columns", {"file": False})),
            *(("reviewed", {"source_id": self.source.copy({"name": "x"}).id}),),
            *(("loading", {"lead_type": "lead"}), ("paused", {"on_match": "keep"})),
            *(("loading", {"kind": "lead"}), ("done", {"kind": "lead"})),
        ):
            load._set(state=state)
            with self.subTest(state=state, vals=vals), self.assertRaises(UserError):
                load.with_user(self.colleague).write(vals)
        load._set(state="columns")
        load.write({"on_match": "keep", "name": "Mine"})
        self.assertEqual(load.on_match, "keep")

    # ------------------------------------------------------------------
    # Whose they are
    # ------------------------------------------------------------------

    def test_who_goes_on_does_so_with_their_own(self):
        boss = new_test_user(
            self.env,
            "loading_boss",
            groups=f"{INTERNAL},crm_playbook.group_marketing,"
            "sales_team.group_sale_salesman_all_leads",
        )
        load = self._make_load(LEADS[:3], "lead", user=boss, lead_type="lead")
        lines = self._review(load)
        self.assertEqual(lines.mapped("verdict"), ["new", "new"])
        theirs = load.with_user(self.user_marketing)
        theirs.action_load()
        self.assertEqual(load.user_id, self.user_marketing)
        lines.invalidate_recordset()
        self.assertEqual(lines.mapped("state"), ["loaded", "failed"])
        self.assertIn("You may not create", lines[1].reason)
        self.assertNotIn("rule", lines[1].reason)
        leads = self.env["crm.lead"].browse(lines[0].res_id)
        self.assertEqual(leads.create_uid, self.user_marketing)

    def test_resuming_is_going_on(self):
        load = self._make_load(ROWS)
        self._review(load)
        load._set(state="paused")
        load.with_user(self.colleague).action_resume()
        self.assertEqual(load.user_id, self.colleague)

    def test_marketing_is_refused_line_by_line(self):
        load = self._make_load(LEADS, "lead", lead_type="lead")
        lines = self._review(load)
        self.assertVerdicts(lines, "new", "invalid", "new", "new")
        load.action_load()
        lines.invalidate_recordset()
        self.assertStates(lines, "loaded", "left_out", "failed", "loaded")
        for line in lines[1:3]:
            self.assertIn("somebody who may", line.reason)
            self.assertFalse(line.res_id)
        names = [row[1] for row in LEADS[2:4]]
        Lead = self.env["crm.lead"].with_context(active_test=False)
        self.assertFalse(Lead.search([("name", "in", names)]))

    def test_the_scheduled_action_has_the_rights_of_who_loads(self):
        load = self._make_load(LEADS, "lead", lead_type="lead")
        lines = self._review(load)
        load._set(state="loading", date_started=self.env.cr.now())
        self._run()
        lines.invalidate_recordset()
        self.assertEqual(load.state, "done", load.error)
        self.assertStates(lines, "loaded", "left_out", "failed", "loaded")
        leads = self.env["crm.lead"].browse([lines[0].res_id, lines[3].res_id])
        self.assertEqual(leads.create_uid, self.user_marketing)

    def _run(self):
        """The scheduled action, in this transaction."""
        cron = type(self.env["ir.cron"])
        self.patch(cron, "_commit_progress", lambda *_args, **_kwargs: 60)
        self.patch(self.env.cr, "rollback", lambda: None)
        self.Load.sudo()._cron_run()

    def test_who_has_left_loads_no_more(self):
        load = self._make_load(ROWS)
        lines = self._review(load)
        load._set(state="loading", date_started=self.env.cr.now())
        self.user_marketing.active = False
        self._run()
        self.assertEqual(load.state, "paused")
        self.assertIn("archived", load.error)
        self.assertEqual(lines.state, "reviewed")
        load.with_user(self.colleague).action_resume()
        self._run()
        self.assertEqual(load.state, "done", load.error)
        self.assertEqual(
            self.env["res.partner"].browse(lines.res_id).create_uid, self.colleague
        )

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_who_has_lost_the_profile_loads_no_more(self):
        load = self._make_load(ROWS)
        lines = self._review(load)
        load._set(state="loading", date_started=self.env.cr.now())
        group = self.env.ref("crm_playbook.group_marketing")
        self.user_marketing.group_ids = [Command.unlink(group.id)]
        self._run()
        lines = lines.sudo()
        lines.invalidate_recordset()
        self.assertEqual(lines.state, "reviewed")
        self.assertEqual(load.sudo().state, "paused")

    # ------------------------------------------------------------------
    # The Configurator
    # ------------------------------------------------------------------

    def test_configurator_has_no_more_rights_by_loading(self):
        user = self.user_configurator
        for kind, rows in (
            *(("lead", LEADS), ("company", ROWS), ("contact", ROWS)),
            ("action", [["Date", "Customer", "Type"], ["2020-01-01", "x", "Call"]]),
        ):
            with self.subTest(kind=kind):
                load = self._make_load(rows, kind, user=user)
                with self.assertRaises(AccessError) as caught:
                    load.action_review()
                self.assertIn("somebody who may", str(caught.exception))
                self.assertEqual(load.state, "columns")

    def test_configurator_with_contacts_loads_customers(self):
        user = self.user_configurator
        user.group_ids |= self.env.ref("base.group_partner_manager")
        load = self._make_load(ROWS, user=user)
        lines = self._review(load)
        load.action_load()
        self.assertEqual(lines.mapped("state"), ["loaded"], lines.mapped("reason"))
        leads = self._make_load(LEADS, "lead", user=user)
        with self.assertRaises(AccessError):
            leads.action_review()

    def test_configurator_sees_own_loads_alone(self):
        mine = self._make_load(ROWS, user=self.user_configurator)
        theirs = self._make_load(ROWS)
        self.assertEqual(self.Load.with_user(self.user_configurator).search([]), mine)
        with self.assertRaises(AccessError):
            theirs.with_user(self.user_configurator).read(["name"])
        # Who waits for another's is told when it is over, and nothing else.
        mine.previous_id = theirs
        mine._set(state="loading")
        self.assertTrue(mine.get_progress()["text"])

    def test_past_actions_are_loaded_by_marketing(self):
        customer = self._create_customer("Rights Ltd")
        rows = [
            ["Date", "Customer", "Type", "Note"],
            ["2020-01-01", "Rights Ltd", "Call", "<b>x</b>"],
        ]
        load = self._make_load(rows, "action")
        lines = self._review(load)
        load.action_load()
        self.assertEqual(lines.state, "loaded", lines.reason)
        action = self.env["playbook.action"].browse(lines.res_id)
        self.assertEqual(action.partner_id, customer)
        # A plain text, which the client escapes.
        self.assertEqual(action._fields["note"].type, "text")
