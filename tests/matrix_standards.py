"""Records of the room *standards*, by their labels."""


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

    @classmethod
    def _make_standards_of_lead(cls, lead):
        """:return: from a model to its records of ``lead``."""
        return {}
