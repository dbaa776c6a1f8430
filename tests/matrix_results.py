"""Records of the room *results*, by their labels."""


class MatrixResults:
    """Adds to ``plain``, and to what is noted of a lead."""

    @classmethod
    def _make_results_plain(cls):
        board = cls.env["playbook.team.activity"]
        cls.plain[board._name] = {"any": board.browse(cls.colleague.id)}

    @classmethod
    def _make_results_of_lead(cls, lead, action):
        return {
            "playbook.sales.report": cls.env["playbook.sales.report"].browse(
                lead.id * 2
            ),
            "playbook.action.report": cls.env["playbook.action.report"].browse(
                action.id
            ),
        }
