"""Records of the room *segments*, by their labels."""

from . import access_matrix as matrix


class MatrixSegments:
    """Adds to ``plain``: from a model to its records by label."""

    @classmethod
    def _make_segments(cls):
        cls._make_rfm()

    @classmethod
    def _make_rfm(cls):
        grid = cls.env.ref("crm_playbook.rfm_grid")
        middle = grid.cell_ids.filtered(lambda cell: cell.recency == cell.value == 3)
        cls.plain |= {grid._name: {"any": grid}, middle._name: {"any": middle}}
        companies = (cls.company, cls.company_other)
        of_customers = [
            {
                "partner_id": cls._create_customer("Scored").id,
                "company_id": company.id,
            }
            for company in companies
        ]
        dated = [{**values, "date": "2026-01-01"} for values in of_customers]
        runs = [{"company_id": each.id, "date": "2026-01-01"} for each in companies]
        for model, vals_list in (
            ("playbook.rfm.score", of_customers),
            ("playbook.rfm.history", dated),
            ("playbook.rfm.run", runs),
        ):
            records = cls.env[model].create(vals_list)
            cls.plain[model] = dict(zip(matrix.OF_COMPANIES, records, strict=True))
