from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .satisfaction_common import SatisfactionCase

LOUD = ("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")


@tagged("post_install", "-at_install")
class TestSatisfactionAccess(SatisfactionCase):
    """Odoo shows ratings to all who work here; ours only to who reads the customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.outsider = new_test_user(cls.env, "outsider", "base.group_user")
        cls.stranger = new_test_user(
            cls.env,
            "stranger",
            "crm_playbook.group_sales_management",
            company_id=cls.company_other.id,
            company_ids=[(6, 0, cls.company_other.ids)],
        )
        cls.env.flush_all()

    def setUp(self):
        super().setUp()
        self.enterContext(mute_logger(*LOUD))

    def _of(self, user):
        return self.rating.with_user(user)

    def test_who_may_not_read_the_e_mail_sees_nothing(self):
        for user in (self.outsider, self.stranger):
            with self.subTest(user.login):
                Rating = self.env["rating.rating"].with_user(user)
                mine = [("id", "=", self.rating.id)]
                self.assertFalse(Rating.search(mine))
                self.assertFalse(Rating.search_count(mine))
                [(number,)] = Rating._read_group(mine, aggregates=["__count"])
                self.assertFalse(number)
                self.assertFalse(self._of(user).has_access("read"))
                for name in ("access_token", "rating", "feedback", "res_name"):
                    with self.assertRaises(AccessError):
                        self._of(user).read([name])

    def test_whoever_reads_the_e_mail_reads_it(self):
        for user in (self.user_sales, self.user_sales_management):
            with self.subTest(user.login):
                self.assertTrue(self._of(user).search([("id", "=", self.rating.id)]))
                self.assertEqual(self._of(user).rating, 0)

    def test_nobody_writes_them(self):
        admin = self.env.ref("base.user_admin")
        for user in (self.outsider, self.user_sales, self.user_configurator, admin):
            rating = self._of(user)
            for change in (
                rating.reset,
                rating.unlink,
                lambda r=rating: r.write({"rating": 5, "consumed": True}),
                lambda r=rating: r.write({"playbook_asked": False}),
                lambda r=rating: r.web_save({"feedback": "Great"}, {}),
            ):
                with (
                    self.subTest(user.login),
                    self.assertRaises(AccessError),
                    self.env.cr.savepoint(),
                ):
                    change()
        self.assertFalse(self.rating.consumed)

    def test_nobody_makes_them(self):
        values = {
            "res_model_id": self.env["ir.model"]._get_id("res.partner"),
            "res_id": self.ann.id,
        }
        Rating = self.env["rating.rating"].with_user(self.user_sales)
        for forged in (
            {"playbook_asked": True},
            {"playbook_customer_mail_id": self.asked.id},
            {"playbook_action_id": self.action.id},
        ):
            with self.subTest(forged), self.assertRaises(AccessError):
                Rating.create({**values, **forged})
        odoos = Rating.create(values)
        odoos.write({"rating": 5})
        self.assertTrue(odoos.with_user(self.outsider).search([("id", "=", odoos.id)]))
        with self.assertRaises(AccessError):
            odoos.write({"playbook_asked": True})

    def test_what_they_wrote_is_on_the_customers_rows_alone(self):
        self._rate(1, comment="It wobbles")
        self.assertFalse(self.rating.feedback)
        self.assertEqual(self.asked.answer_comment, "It wobbles")
        self.assertEqual(self.action.satisfaction_comment, "It wobbles")

    def test_gone_it_is_shown_to_nobody(self):
        self.asked.enrollment_id.unlink()
        self.env.flush_all()
        self.assertFalse(self._of(self.user_sales_management).has_access("read"))
