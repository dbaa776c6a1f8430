"""What is due for a person, and what My Day makes of it."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields

from .segmentation_common import SegmentationCommon

TODO = "mail.mail_activity_data_todo"


class DayCommon(SegmentationCommon):
    """``user_sales`` begins with nothing to do; leads are switched on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Where the tests run, a day and its weekdays are the same for everybody.
        cls.users = cls.env["res.users"].search([("login", "like", "playbook_")])
        cls.users.tz = "UTC"

    def _day(self, user=None):
        user = user or self.user_sales
        return self.env["playbook.day"].with_user(user)

    def _get(self, user=None, **context):
        self.env.flush_all()
        self.env.invalidate_all()
        return self._day(user).with_context(**context).get_my_day()

    def _lines(self, user=None, **context):
        return self._get(user, **context)["lines"]

    def _line(self, record, user=None, **context):
        """The one line of ``record``."""
        (line,) = (
            line
            for line in self._lines(user, **context)
            if (line["model"], line["id"]) == (record._name, record.id)
        )
        return line

    def _keys(self, user=None, **context):
        return [line["key"] for line in self._lines(user, **context)]

    def _plan(self, record, days=0, user=None, **values):
        """Plan something for ``record`` in ``days`` days."""
        return record.activity_schedule(
            TODO,
            fields.Date.today() + timedelta(days=days),
            **{
                "summary": "Call",
                "user_id": (user or self.user_sales).id,
                "automated": False,
                **values,
            },
        )

    def _deal(self, partner=None, **values):
        """An opportunity of ``user_sales``, past the first stage."""
        return self._create_lead(
            partner,
            **{"user_id": self.user_sales.id, "stage_id": self.second.id, **values},
        )

    def _covering(self, *absent, user=None):
        """``user`` does the work of ``absent`` too."""
        colleagues = self.env["res.users"].union(*absent)

        def covered(users):
            mine = colleagues.with_env(users.env)
            return users | mine if users == (user or self.user_sales) else users

        return patch.object(
            self.env.registry["res.users"], "_get_covered_users", covered
        )
