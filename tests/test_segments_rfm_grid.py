from contextlib import contextmanager

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import CrmPlaybookCommon

CRON = "crm_playbook.ir_cron_score_rfm"


@tagged("post_install", "-at_install")
class TestRfmGrid(CrmPlaybookCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.grid = cls.env.ref("crm_playbook.rfm_grid")
        cls.champions = cls.env.ref("crm_playbook.rfm_group_champions")
        cls.loyal = cls.env.ref("crm_playbook.rfm_group_loyal")
        cls.spare = cls.env["playbook.rfm.group"].create({"name": "Spare"})
        cls.mine = cls.grid.with_user(cls.user_configurator)

    def _cell(self, recency, value, grid=None):
        return (grid or self.grid).cell_ids.filtered(
            lambda cell: (cell.recency, cell.value) == (recency, value)
        )

    @contextmanager
    def _refused(self, text, error=ValidationError):
        """It is refused, saying ``text``, and has not happened."""
        with self.assertRaisesRegex(error, text), self.env.cr.savepoint():
            yield
        self.env.invalidate_all()

    def test_shipped_grid_is_complete(self):
        self.grid._check_complete(self.grid.cell_ids)
        self.assertEqual(self._cell(5, 5).group_id, self.champions)
        self.assertTrue(self.env.ref("crm_playbook.rfm_group_lapsed").before_horizon)

    def test_configurator_changes_the_group_of_a_cell(self):
        triggers = self.env["ir.cron.trigger"]
        domain = [("cron_id", "=", self.env.ref(CRON).id)]
        before = triggers.search_count(domain)
        cell = self._cell(4, 4)
        self.mine.write(
            {"cell_ids": [Command.update(cell.id, {"group_id": self.champions.id})]}
        )
        self.assertEqual(cell.group_id, self.champions)
        self.assertGreater(triggers.search_count(domain), before)

    def test_hole(self):
        with self._refused("hole: .*recency 4, value 4"):
            self._cell(4, 4, self.mine).recency = 3
        with self._refused("hole: .*recency 4, value 4"):
            self._cell(4, 4).unlink()
        with self._refused("hole"):
            self.grid.cell_ids = [Command.clear()]

    def test_cell_twice(self):
        values = {"recency": 4, "value": 4, "group_id": self.loyal.id}
        with self._refused("more than one group for recency 4, value 4"):
            self.grid.cell_ids = [Command.create(values)]
        with self._refused("from 1 to 5"):
            self.grid.cell_ids = [Command.create({**values, "recency": 6})]

    def test_there_is_one_grid(self):
        cells = [
            Command.create(
                {
                    "recency": cell.recency,
                    "value": cell.value,
                    "group_id": cell.group_id.id,
                }
            )
            for cell in self.grid.cell_ids
        ]
        values = {"name": "Second", "before_group_id": self.loyal.id}
        with self._refused("one RFM grid"):
            self.env["playbook.rfm.grid"].create({**values, "cell_ids": cells})
        with self.assertRaises(AccessError):
            self.mine.create({**values, "cell_ids": cells})
        with self._refused(error=UserError, text="cannot be deleted"):
            self.grid.unlink()

    def test_group_in_use_stays(self):
        group = self.champions.with_user(self.user_configurator)
        with self._refused(error=UserError, text="“Champions” cannot be deleted"):
            group.unlink()
        with self._refused(error=UserError, text="“Champions” cannot be archived"):
            group.active = False
        self.grid.cell_ids.filtered(
            lambda cell: cell.group_id == self.champions
        ).group_id = self.loyal
        self.grid.before_group_id = self.champions
        with self._refused(error=UserError, text="“Champions” cannot be archived"):
            group.active = False
        self.grid.before_group_id = self.loyal
        group.active = False
        self.assertFalse(group.active)

    def test_group_with_history_is_not_deleted(self):
        self.env["playbook.rfm.history"].create(
            {
                "partner_id": self._create_customer().id,
                "company_id": self.env.company.id,
                "date": "2026-01-01",
                "previous_group_id": self.spare.id,
            }
        )
        spare = self.spare.with_user(self.user_configurator)
        with self._refused(error=UserError, text="“Spare” cannot be deleted"):
            spare.unlink()
        spare.active = False

    def test_group_that_nobody_needs_can_go(self):
        self.spare.with_user(self.user_configurator).unlink()
        self.assertFalse(self.spare.exists())

    def test_archived_group_takes_nobody_in(self):
        self.spare.active = False
        with self._refused("“Spare” is archived"):
            self._cell(4, 4, self.mine).group_id = self.spare
        with self._refused("“Spare” is archived"):
            self.mine.before_group_id = self.spare

    def test_others_read(self):
        for user in (self.user_sales, self.user_marketing, self.user_sales_management):
            with self.subTest(user.login):
                self.assertEqual(len(self.grid.with_user(user).cell_ids), 25)
                for record in (self.grid, self._cell(4, 4), self.spare):
                    with self.assertRaises(AccessError):
                        record.with_user(user).write({"display_name": "X"})
                        record.with_user(user).check_access("write")

    def test_finding_the_group_of_before(self):
        Group = self.env["playbook.rfm.group"]
        lapsed = Group.search([("before_horizon", "=", True)])
        self.assertEqual(lapsed, self.grid.before_group_id)
        self.assertNotIn(lapsed, Group.search([("before_horizon", "=", False)]))

    def test_opening_the_grid(self):
        action = self.mine.action_open()
        self.assertEqual(action["res_id"], self.grid.id)
