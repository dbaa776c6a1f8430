"""Segments on customers and leads: shown, searched, grouped, and at what cost."""

from odoo.tests import tagged

from .segment_common import SegmentCommon


@tagged("post_install", "-at_install")
class TestSegmentFields(SegmentCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first_one.purchase_potential_id = cls.high
        cls.second_one.purchase_potential_id = cls.high
        cls.segment = cls._create_segment(
            channel="call",
            contact_min=1,
            contact_max=2,
            offer="<p>Oak that <b>lasts</b></p>",
            user_id=cls.user_marketing.id,
        )
        cls.special = cls._create_segment(
            "Special", domain=f"[('id', '=', {cls.first_one.id})]", sequence=5
        )
        cls.person = cls._create_contact(cls.first_one)
        cls.everybody = cls.customers | cls.person
        cls.leads = cls.env["crm.lead"].union(
            *(
                cls._create_lead(partner, user_id=cls.user_sales.id)
                for partner in cls.everybody
            ),
            cls._create_lead(user_id=cls.user_sales.id),
        )

    def _search(self, model, *domain):
        records = self.everybody if model == "res.partner" else self.leads
        found = records.with_user(self.user_sales).search(
            [*domain, ("id", "in", records.ids)]
        )
        return found.with_env(self.env)

    def test_values(self):
        seen = self.everybody.with_user(self.user_sales)
        nothing = self.segment.browse()
        self.assertEqual(
            [partner.main_segment_id for partner in seen],
            [self.special, self.segment, nothing, self.special],
        )
        self.assertEqual(
            [partner.segment_ids for partner in seen],
            [
                self.special | self.segment,
                self.segment,
                nothing,
                self.special | self.segment,
            ],
        )
        for lead in self.leads.with_user(self.user_sales):
            self.assertEqual(lead.main_segment_id, lead.partner_id.main_segment_id)
            self.assertEqual(lead.segment_ids, lead.partner_id.segment_ids)

    def test_searching(self):
        one, two, three, person = self.everybody
        special, segment = self.special, self.segment
        for domain, expected in (
            (("segment_ids", "in", segment.ids), one | two | person),
            (("segment_ids", "=", special.id), one | person),
            (("segment_ids", "not in", special.ids), two | three),
            (("segment_ids", "!=", special.id), two | three),
            (("segment_ids", "=", False), three),
            (("segment_ids", "!=", False), one | two | person),
            (("segment_ids", "in", [special.id, False]), one | three | person),
            (("segment_ids", "ilike", "spec"), one | person),
            (("segment_ids", "=", "Special"), one | person),
            (("segment_ids", "not ilike", "spec"), two | three),
            (("segment_ids.user_id", "=", self.user_marketing.id), one | two | person),
            (("main_segment_id", "=", segment.id), two),
            (("main_segment_id", "in", special.ids), one | person),
            (("main_segment_id", "!=", segment.id), one | three | person),
            (("main_segment_id", "=", False), three),
            (("main_segment_id", "ilike", "hig"), two),
        ):
            with self.subTest(domain):
                self.assertEqual(self._search("res.partner", domain), expected)
                self.assertEqual(self.everybody.filtered_domain([domain]), expected)
                found = self._search("crm.lead", domain).partner_id
                self.assertEqual(found, expected)

    def test_values_that_are_none_of_them(self):
        for value in ("x' OR 1=1 --", "%%", "no such segment"):
            for name in ("segment_ids", "main_segment_id"):
                with self.subTest(value, field=name):
                    self.assertFalse(self._search("res.partner", (name, "=", value)))

    def test_groups_on_customers_and_leads(self):
        for model, count in (("res.partner", 2), ("crm.lead", 2)):
            records = self.everybody if model == "res.partner" else self.leads
            seen = records.with_user(self.user_sales)
            domain = [("id", "in", records.ids)]
            groups = dict(seen._read_group(domain, ["main_segment_id"], ["__count"]))
            with self.subTest(model):
                self.assertEqual(groups[self.special], count)
                self.assertEqual(groups[self.segment], 1)
                result = seen.web_read_group(domain, ["main_segment_id"], ["__count"])
                self.assertEqual(
                    [
                        group["main_segment_id"] and group["main_segment_id"][1]
                        for group in result["groups"]
                    ],
                    ["Special", "High", False],
                )
                ordered = seen.search(domain, order="main_segment_id, id")
                self.assertEqual(ordered[0].main_segment_id, self.special)

    def test_leads_in_a_pivot(self):
        groups = self.leads.with_user(self.user_sales).formatted_read_group(
            [("id", "in", self.leads.ids)],
            ["main_segment_id", "stage_id"],
            ["expected_revenue:sum", "__count"],
        )
        self.assertEqual(sum(group["__count"] for group in groups), len(self.leads))

    def test_customer_360(self):
        blocks = self.second_one.with_user(self.user_sales).get_playbook_360()
        (block,) = [block for block in blocks if block["key"] == "segments"]
        self.assertEqual(
            [(row["label"], row["value"]) for row in block["rows"]],
            [
                ("Main segment", "High"),
                ("Responsible", self.user_marketing.name),
                ("Preferred channel", "Call"),
                ("How often", "1 to 2 times in 30 days"),
                ("What we say and offer", "Oak that *lasts*"),
                ("High", "since 03/02/2026"),
            ],
        )
        blocks = self.third_one.with_user(self.user_sales).get_playbook_360()
        (block,) = [block for block in blocks if block["key"] == "segments"]
        self.assertEqual(block["rows"], [])

    def _create_many(self):
        many = self.env["res.partner"].create(
            [
                {
                    "name": f"Many {number}",
                    "is_company": True,
                    "is_prospect": True,
                    "purchase_potential_id": self.high.id,
                }
                for number in range(27)
            ]
        )
        return self.customers | many

    def test_reading_costs_the_same_for_any_number(self):
        many = self._create_many().with_user(self.user_sales)
        self._refresh(self.segment)
        names = ["main_segment_id", "segment_ids"]
        many[:3].read(names)
        self.assertEqual(
            self._count_queries(lambda: many[:3].read(names)),
            self._count_queries(lambda: many.read(names)),
        )

    def test_refreshing_costs_the_same_for_any_number(self):
        def count():
            # What other rooms do about customers that were saved is not counted.
            self.env.cr.flush()
            return self._count_queries(lambda: self._refresh(self.segment))

        count()
        nothing = count()
        self.third_one.purchase_potential_id = self.high
        one = count()
        self._create_many()
        self.assertEqual(count(), one)
        self.assertEqual(len(self._current(self.segment)), 30)
        self.assertLessEqual(nothing, one)
        self.customers.browse(self._current(self.segment).ids).write(
            {"purchase_potential_id": False}
        )
        self.assertEqual(count(), one)

    def test_counting_costs_the_same_for_any_number(self):
        segments = self.segment.union(
            *(self._create_segment(f"Segment {number}") for number in range(30))
        )
        segments.mapped("member_count")
        self.assertEqual(
            self._count_queries(lambda: segments[:3].mapped("member_count")),
            self._count_queries(lambda: segments.mapped("member_count")),
        )
