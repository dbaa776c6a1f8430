"""Records of the room *standards*, by their labels."""


class MatrixStandards:
    """Adds to ``plain``: from a model to its records by label; and what is noted of a
    lead.
    """

    @classmethod
    def _make_standards_plain(cls):
        """What belongs to nobody in particular, or to a company."""
        cls._make_fields()

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
    def _make_standards_of_lead(cls, lead):
        """:return: from a model to its records of ``lead``."""
        return {}
