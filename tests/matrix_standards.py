"""Records of the room *standards*, by their labels."""

from odoo import fields
from odoo.fields import Command

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
        procedures = cls.plain["playbook.procedure"]
        cls.plain["playbook.procedure.version"] = {
            label: cls.env["playbook.procedure.version"].create(
                {"procedure_id": procedure.id, "number": 1}
            )
            for label, procedure in procedures.items()
        }
        # Said by somebody whom no holder answers for.
        procedure = cls.env.ref("crm_playbook.procedure_won")
        cls.plain["playbook.acknowledgement"] = {
            "any": cls.env["playbook.acknowledgement"].create(
                {
                    "procedure_id": procedure.id,
                    "user_id": cls.colleague.id,
                    "opinion": "not_clear",
                    "comment": "Matrix",
                }
            )
        }
        cls._make_doubts()
        cls._make_fields()
        cls._make_quality()

    @classmethod
    def _make_doubts(cls):
        requirements = cls.plain["playbook.requirement"]
        doubts = cls.env["playbook.doubt"].create(
            [
                {
                    "requirement_id": requirements[label].id,
                    "procedure_id": requirements[label].procedure_id.id,
                    "company_id": requirements[label].procedure_id.company_id.id,
                    "date_reported": "2026-01-01",
                    "date_falls_back": "2026-01-06",
                    "line_ids": [Command.create({"kind": "word", "answers": 3})],
                }
                for label in matrix.OF_COMPANIES
            ]
        )
        for records in (doubts, doubts.line_ids):
            labelled = dict(zip(matrix.OF_COMPANIES, records, strict=True))
            cls.plain[records._name] = labelled

    @classmethod
    def _make_fields(cls):
        usage = cls.env["playbook.field.usage"].create(
            {"entity": "lead", "field_name": "matrix_field"}
        )
        proposal = cls.env["playbook.field.proposal"].create(
            {
                "usage_id": usage.id,
                "item_id": cls.plain["playbook.screen.item"]["any"].id,
            }
        )
        cls.plain |= {usage._name: {"any": usage}, proposal._name: {"any": proposal}}

    @classmethod
    def _make_quality(cls):
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
        now = fields.Datetime.now()
        Quality = cls.env["playbook.lead.quality"]
        # Procedures in force may ask for something of it.
        quality = Quality.search([("lead_id", "=", lead.id)])
        return {
            "playbook.promise.keeping": cls.env["playbook.promise.keeping"].create(
                {
                    "procedure_id": cls.env.ref("crm_playbook.procedure_new_lead").id,
                    "origin": f"crm.lead,{lead.id}",
                    "lead_id": lead.id,
                    "company_id": lead.company_id.id,
                    "date_from": now,
                    "date_due": now,
                }
            ),
            Quality._name: quality or Quality.create({"lead_id": lead.id, **POOR}),
        }
