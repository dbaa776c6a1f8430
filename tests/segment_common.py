"""Segments, customers who belong to them, and the membership as dates."""

from datetime import date

from odoo import fields
from odoo.tests import freeze_time
from odoo.tools import SQL

from .segmentation_common import SegmentationCommon

MONDAY, TUESDAY, LATER = "2026-03-02", "2026-03-03", "2026-04-20"
CRON = "crm_playbook.ir_cron_refresh_segments"


class SegmentCommon(SegmentationCommon):
    """``customers``: three prospects; ``high``: the option that segments ask for."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["playbook.segment"].search([]).unlink()
        cls.high = cls.env.ref("crm_playbook.purchase_potential_high")
        cls.customers = cls.env["res.partner"].create(
            [
                {
                    "name": f"Member {number}",
                    "is_company": True,
                    "is_prospect": True,
                    "email": f"member{number}@example.com",
                }
                for number in range(3)
            ]
        )
        cls.first_one, cls.second_one, cls.third_one = cls.customers
        cls.Member = cls.env["playbook.segment.member"]

    @classmethod
    def _create_segment(cls, name="High", *, day=MONDAY, **values):
        with freeze_time(f"{day} 12:00:00"):
            return cls.env["playbook.segment"].create(
                {
                    "name": name,
                    "domain": f"[('purchase_potential_id', '=', {cls.high.id})]",
                    "user_id": cls.env.user.id,
                    **values,
                }
            )

    def _refresh(self, segments, day=TUESDAY):
        with freeze_time(f"{day} 12:00:00"):
            segments._refresh()

    def _run_cron(self, day=TUESDAY):
        """Run the scheduled action as Odoo's cron worker does."""
        with (
            freeze_time(f"{day} 12:00:00"),
            self.enter_registry_test_mode(),
        ):
            self.env.ref(CRON).method_direct_trigger()
        self.env.invalidate_all()

    def _rows(self, segment, partner=None, company=None):
        """The dates of membership, as pairs, the oldest first."""
        domain = [("segment_id", "=", segment.id)]
        if partner:
            domain.append(("partner_id", "=", partner.id))
        if company:
            domain.append(("company_id", "=", company.id))
        rows = self.Member.search(domain, order="id")
        return [(row.date_from, row.date_to) for row in rows]

    def _current(self, segment, company=None):
        company = company or self.env.company
        rows = self.Member.search(
            [
                ("segment_id", "=", segment.id),
                ("company_id", "=", company.id),
                ("date_to", "=", False),
            ]
        )
        return rows.partner_id

    def _versions(self):
        """Which rows there are, and which transaction step wrote them last."""
        self.env.flush_all()
        found = []
        for table in ("playbook_segment_member", "playbook_main_segment"):
            name = SQL.identifier(table)
            query = SQL("SELECT id, ctid::text FROM %s ORDER BY id", name)
            self.env.cr.execute(query)
            found.append(self.env.cr.fetchall())
        return found

    @staticmethod
    def _day(text):
        return fields.Date.to_date(text)

    @staticmethod
    def _days(*texts):
        return [date.fromisoformat(text) if text else False for text in texts]
