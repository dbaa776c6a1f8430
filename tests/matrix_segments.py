"""Labelled records of the room *segments*: see ``access_segments.py``."""


class MatrixSegments:
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
