"""Records of the room *standards*, by their labels."""

from . import access_matrix as matrix

# Of three key fields one says something.
POOR = {
    "key_count": 3,
    "valid_count": 1,
    "quality": 33,
    "level": "poor",
    "date": "2026-01-01 10:00:00",
}


class MatrixStandards:
    """Adds to ``plain``: from a model to its records by label; and what is noted of a
    lead.
    """

    @classmethod
    def _make_standards_plain(cls):
        """What belongs to nobody in particular, or to a company."""
        Quality = cls.env["playbook.quality"]
        companies = (cls.company, cls.company_other)
        customers = [cls._create_customer("Measured") for _company in companies]
        # They are asked for nothing.
        Quality._refresh_expected()
        qualities = Quality.create(
            [
                {"partner_id": customer.id, "company_id": company.id, **POOR}
                for customer, company in zip(customers, companies, strict=True)
            ]
        )
        cls.plain[qualities._name] = dict(
            zip(matrix.OF_COMPANIES, qualities, strict=True)
        )

    @classmethod
    def _make_standards_of_lead(cls, lead):
        """:return: from a model to its records of ``lead``."""
        Quality = cls.env["playbook.lead.quality"]
        # Procedures in force may ask for something of it.
        quality = Quality.search([("lead_id", "=", lead.id)])
        return {
            Quality._name: quality or Quality.create({"lead_id": lead.id, **POOR}),
        }
