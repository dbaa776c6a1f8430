"""One item a month for each responsible person, with all that is due for review."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .standards_common import StandardsCase

DAY = "2031-03-03 10:00:00"


@tagged("post_install", "-at_install")
class TestReviews(StandardsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Shipped reports are to be looked at again, too.
        cls.env["playbook.report"].search([]).active = False

    def _make(self, date, user=None, **vals):
        user = user or self.salesperson
        procedure = self._make_procedure(user_id=user.id, **vals)
        procedure.review_date = date
        return procedure

    def _lines(self, user):
        lines = self.env["playbook.day"].with_user(user).get_my_day()["lines"]
        return [line for line in lines if line["source"] == "reviews"]

    def _open(self, user):
        [line] = self._lines(user)
        action = self.env["playbook.day"].with_user(user).finish_line(line["key"])
        action = action["action"]
        return self.env[action["res_model"]].with_user(user).search(action["domain"])

    @freeze_time(DAY)
    def test_in_half_a_year_by_itself(self):
        procedure = self._make_procedure(state="draft")
        self.assertFalse(procedure.review_date)
        procedure.state = "observe"
        self.assertEqual(str(procedure.review_date), "2031-09-03")
        with self.assertRaises(ValidationError):
            procedure.review_date = False

    @freeze_time(DAY)
    def test_one_item_with_everything_of_the_month(self):
        old = self._make("2031-02-10", name="Old")
        self._make("2031-03-31", name="This month")
        self._make("2031-04-01", name="Next month")
        self._make("2031-02-01", name="Retired", state="retired")
        [line] = self._lines(self.salesperson)
        self.assertEqual(line["state"], "late")
        self.assertIn("Old, This month", line["document"])
        self.assertIn("31", line["badge"])
        self.assertFalse(self._lines(self.colleague))
        rows = self._open(self.salesperson)
        self.assertEqual(rows.mapped("name"), ["Old", "This month"])
        self.assertEqual(rows[0].action_open()["res_id"], old.id)
        rows[0].action_done()
        self.assertEqual(str(old.review_date), "2031-09-03")
        [line] = self._lines(self.salesperson)
        self.assertEqual(line["document"], "This month")
        rows.next_date = "2031-05-05"
        rows.action_done()
        self.assertEqual(str(old.review_date), "2031-09-03")
        self.assertFalse(self._lines(self.salesperson))

    @freeze_time(DAY)
    def test_another_day_is_a_later_one(self):
        self._make("2031-03-10")
        row = self._open(self.salesperson)
        for day in ("2031-03-03", "2020-01-01"):
            row.next_date = day
            with self.assertRaises(UserError), self.cr.savepoint():
                row.action_done()

    @freeze_time(DAY)
    def test_only_ones_own(self):
        mine = self._make("2031-03-10")
        theirs = self._make("2031-03-10", self.colleague)
        row = self._open(self.salesperson)
        row.res_id = theirs.id
        with self.assertRaises(UserError), self.cr.savepoint():
            row.action_done()
        with self.assertRaises(AccessError):
            row.with_user(self.colleague).action_done()
        self.assertEqual(str(mine.review_date), "2031-03-10")
        Day = self.env["playbook.day"].with_user(self.salesperson)
        answer = Day.finish_line(f"reviews-{self.colleague.id}")
        self.assertFalse(answer["done"])

    @freeze_time(DAY)
    def test_of_who_is_absent(self):
        self._make("2031-03-10")
        self.env["playbook.absence"].create(
            {
                "user_id": self.salesperson.id,
                "substitute_id": self.colleague.id,
                "date_from": "2031-03-01",
                "date_to": "2031-03-20",
            }
        )
        [line] = self._lines(self.colleague)
        self.assertEqual(line["responsible"], "Sam Sales")
        self._open(self.colleague).action_done()
        self.assertFalse(self._lines(self.colleague))

    @freeze_time(DAY)
    def test_of_who_has_left(self):
        self._make("2031-03-10")
        self._make("2031-03-10", self.leader, name="Leader's")
        self.assertEqual(len(self._lines(self.leader)), 1)
        self.salesperson.active = False
        lines = self._lines(self.leader)
        self.assertEqual(len(lines), 2)
        self.assertFalse(self._lines(self.manager))
        # Whoever leads the team has no profile any more.
        self.leader.group_ids = [
            Command.unlink(self.env.ref("crm_playbook.group_sales").id)
        ]
        if not self.leader.has_group("crm_playbook.group_user"):
            self.assertEqual(len(self._lines(self.manager)), 2)

    @freeze_time(DAY)
    def test_of_another_company(self):
        theirs = self.env["res.company"].create({"name": "Theirs"})
        procedure = self._make("2031-03-10", moment="won")
        procedure.company_id = theirs
        self.assertFalse(self._lines(self.salesperson))

    @freeze_time(DAY)
    def test_cost(self):
        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self._lines(self.salesperson)
            return self.cr.sql_log_count - before

        self._make("2031-03-10")
        count()
        few = count()
        for number in range(9):
            self._make("2031-03-10", name=f"S{number}", moment="won")
        count()
        self.assertLessEqual(count(), few)

    @freeze_time(DAY)
    def test_cost_of_looking_at_many(self):
        def count(rows):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            rows.action_done()
            self.env.flush_all()
            return self.cr.sql_log_count - before

        made = self._make("2031-03-10")
        count(self._open(self.salesperson))
        costs = []
        for number in (3, 12):
            for each in range(number):
                made |= self._make("2031-03-10", name=f"S{each}", moment="won")
            costs.append(count(self._open(self.salesperson)))
        self.assertLessEqual(costs[1], costs[0] + 4)
        for procedure in made:
            self.assertIn("Looked at", procedure.message_ids[:1].body)
            self.assertEqual(procedure.message_ids[:1].create_uid, self.salesperson)
