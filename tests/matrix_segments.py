"""Records of the room *segments*, by their labels."""

from . import access_matrix as matrix


class MatrixSegments:
    """Adds to ``plain``: from a model to its records by label."""

    @classmethod
    def _make_segments(cls):
        cls._make_rfm()
        cls._make_segment_members()
        cls._make_options()

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

    @classmethod
    def _make_segment_members(cls):
        """A segment, a member and its main segment, of each company."""
        companies = (cls.company, cls.company_other)
        segments = cls.env["playbook.segment"].create(
            [
                {
                    "name": "Matrix segment",
                    "company_id": company.id,
                    "domain": "[('id', '=', 0)]",
                    "user_id": user.id,
                }
                for company, user in zip(
                    companies, (cls.env.user, cls.user_other_company), strict=True
                )
            ]
        )
        rows = [
            {
                "segment_id": segment.id,
                "company_id": segment.company_id.id,
                "partner_id": cls._create_customer("In a segment").id,
            }
            for segment in segments
        ]
        days = {"date_from": "2026-01-01", "date_to": "2026-01-01"}
        members = cls.env["playbook.segment.member"].create(
            [row | days for row in rows]
        )
        mains = cls.env["playbook.main.segment"].create(rows)
        sizes = cls.env["playbook.segment.size"]
        first = [
            sizes.search([("segment_id", "=", segment.id)], limit=1)
            for segment in segments
        ]
        for records in (segments, members, mains, first):
            cls.plain[records[0]._name] = dict(
                zip(matrix.OF_COMPANIES, records, strict=True)
            )

    @classmethod
    def _make_territory_rule(cls):
        rule = cls.env["playbook.territory.rule"].create(
            {
                "territory_id": cls.plain["playbook.territory"]["any"].id,
                "country_id": cls.env.ref("base.aq").id,
            }
        )
        cls.plain[rule._name] = {"any": rule}

    @classmethod
    def _make_interest(cls, lead):
        """One of the lead, as if it had no customer: its customer's are no secret."""
        Interest = cls.env["playbook.interest"]
        interest = Interest.create(
            {
                "category_id": cls._create_category().id,
                "company_id": lead.company_id.id,
                "partner_id": cls._create_customer("Interested").id,
            }
        )
        interest.write({"partner_id": False, "lead_id": lead.id})
        return {Interest._name: interest}

    @classmethod
    def _create_category(cls):
        return cls.env["product.category"].create({"name": "Matrix category"})

    @classmethod
    def _make_options(cls):
        env = cls.env
        selector = env.ref("crm_playbook.selector_source")
        merge = env["playbook.option.merge"].create(
            {
                "selector_id": selector.id,
                "kept_name": "Matrix kept",
                "merged_name": "Matrix merged",
            }
        )
        request = env["playbook.option.request"].create(
            {"selector_id": selector.id, "name": "Matrix option"}
        )
        for record in (selector, merge, request):
            cls.plain[record._name] = {"any": record}
