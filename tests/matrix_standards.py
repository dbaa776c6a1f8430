from odoo import fields


class MatrixStandards:
    """Adds to ``plain``: from a model to its records by label; and what is noted of a
    lead.
    """

    @classmethod
    def _make_standards_plain(cls):
        """What belongs to nobody in particular, or to a company."""
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

    @classmethod
    def _make_standards_of_lead(cls, lead):
        """:return: from a model to its records of ``lead``."""
        now = fields.Datetime.now()
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
            )
        }
