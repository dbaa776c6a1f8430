"""Customers with RFM scores."""

from odoo.tests import freeze_time

from .common import CrmPlaybookCommon

NOW = "2026-06-15 12:00:00"


class RfmFieldsCommon(CrmPlaybookCommon):
    """Six customers: the first one is a champion, the last one never bought."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.Score = cls.env["playbook.rfm.score"]
        cls.customers = cls.env["res.partner"].create(
            [
                {"name": f"Rfm {number}", "is_company": True, "is_prospect": True}
                for number in range(6)
            ]
        )
        cls.best, cls.worst, cls.never = (cls.customers[n] for n in (0, 4, 5))
        cls.groups = {
            name: cls.env.ref(f"crm_playbook.rfm_group_{name}")
            for name in ("champions", "loyal", "lapsed", "at_risk")
        }
        for place, customer in enumerate(cls.customers[:5]):
            cls._buy(customer, f"2026-0{5 - place}-10 10:00:00", 5 - place)
        with freeze_time(NOW):
            cls.Score._refresh(cls.company)
        cls.env.invalidate_all()
        cls.mine = [("id", "in", cls.customers.ids)]

    @classmethod
    def _buy(cls, customer, at, number):
        for _each in range(number):
            cls._confirm(cls._create_order(customer, price=100.0 * number), at)
