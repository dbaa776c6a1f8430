"""A satisfaction e-mail after a complaint, with its rating."""

from .test_workflows_answer_pages import PageCase


class SatisfactionCase(PageCase):
    """The e-mail ``asked`` went out and asks ``rating``."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company_customer.service_user_id = cls.user_customer_service
        cls.activity = cls.company_customer.activity_schedule(
            summary="Mend the chair", user_id=cls.user_sales.id
        )
        cls.activity.action_feedback(feedback="Mended")
        cls.action = cls.env["playbook.action"].search(
            [("activity_id", "=", cls.activity.id)]
        )
        cls.complaints = cls.env["playbook.workflow"].create(
            {
                "name": "Complaint resolved",
                "target": "partner",
                "trigger": "outcome",
                "responsible_id": cls.user_sales_management.id,
                "step_ids": [
                    (0, 0, {"summary": "Ask", "sequence": 1}),
                    (0, 0, {"summary": "Call", "sequence": 2}),
                ],
            }
        )
        cls.asked = cls._send(
            cls.company_customer,
            cls.complaints,
            asks_for="satisfaction",
            occurrence=cls.action.id,
        )
        cls.block = cls.asked._prepare_answer_blocks()[cls.asked.id]
        cls.rating = cls.asked.rating_id
        cls.env.flush_all()

    def _rate_url(self, rate=5):
        return f"/rate/{self.rating.access_token}/{rate}"

    def _rate(self, rate, **data):
        url = f"/playbook/satisfaction/{self.rating.access_token}"
        return self._post(url, rate=rate, **data)
