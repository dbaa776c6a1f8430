"""Leads of several people and companies, one of them with all that a lead may have."""

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tools import mute_logger

from .segmentation_common import SegmentationCommon


class SalesManagementCommon(SegmentationCommon):
    """``own``, ``unassigned``, ``others``, ``elsewhere``: leads, seen from Sales."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.own = cls._create_rich_lead()
        cls.unassigned = cls._create_assigned(cls.env["res.users"])
        cls.others = cls._create_assigned(cls.user_other_team)
        cls.elsewhere = cls._create_lead(
            user_id=cls.user_other_company.id,
            team_id=False,
            company_id=cls.company_other.id,
        )
        cls.readable = cls.own | cls.unassigned | cls.others
        cls.leads = cls.readable | cls.elsewhere

    @classmethod
    def _create_assigned(cls, user, **values):
        return cls._create_lead(
            **{"user_id": user.id, "company_id": cls.company.id, **values}
        )

    @classmethod
    def _create_rich_lead(cls):
        """An opportunity with all that the form shows, of the user Sales."""
        customer = cls._create_customer(email="info@example.com", phone="+34 600000000")
        lead = cls._create_assigned(
            cls.user_sales,
            partner_id=customer.id,
            tag_ids=[Command.create({"name": "Playbook tag"})],
            lost_reason_id=cls.env["crm.lost.reason"].create({"name": "Price"}).id,
            recurring_plan=cls.env["crm.recurring.plan"]
            .create({"name": "Yearly", "number_of_months": 12})
            .id,
            campaign_id=cls.env["utm.campaign"].create({"name": "Spring"}).id,
            **cls.one,
        )
        cls._confirm(cls._create_order(customer, opportunity_id=lead.id))
        cls._create_order(customer, opportunity_id=lead.id)
        lead.activity_schedule(
            "mail.mail_activity_data_todo", user_id=cls.user_sales.id
        )
        cls.env["calendar.event"].create(
            {
                "name": "Meeting",
                "start": "2026-06-15 10:00:00",
                "stop": "2026-06-15 11:00:00",
                "opportunity_id": lead.id,
            }
        )
        return lead

    def setUp(self):
        super().setUp()
        self.env.flush_all()
        self.env.invalidate_all()

    def _assert_refused(self, *calls):
        for call in calls:
            with (
                mute_logger(
                    "odoo.addons.base.models.ir_model",
                    "odoo.addons.base.models.ir_rule",
                ),
                self.assertRaises(AccessError),
                self.env.cr.savepoint(),
            ):
                call()
