"""Customers who come into segments and groups."""

from .engine_common import EngineCommon


class GroupsCommon(EngineCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customers = cls.env["res.partner"].create(
            [
                {
                    "name": f"Grouped {number}",
                    "is_company": True,
                    "is_prospect": True,
                    "user_id": cls.user_sales.id,
                }
                for number in range(3)
            ]
        )
        cls.customer, cls.second, cls.third = cls.customers

    def _why(self, document):
        self.env.flush_all()
        told = document.with_user(self.user_sales).get_playbook_follow_up()["others"]
        found = {other["id"]: other["reasons"] for other in told}
        return found[self.workflow.id]
