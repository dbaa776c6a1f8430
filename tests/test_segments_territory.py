from odoo.tests import Form, tagged

from .territory_common import TerritoryCommon

HAND = "playbook_territory_by_hand"


@tagged("post_install", "-at_install")
class TestTerritoryOfCustomers(TerritoryCommon):
    def test_a_prospect_has_that_of_the_address(self):
        prospect = self._create_prospect("28100").with_user(self.user_sales)
        self.assertEqual(prospect.territory_id, self.south)
        self.assertFalse(prospect[HAND])
        prospect.zip = "46001"
        self.assertEqual(prospect.territory_id, self.spain)
        prospect.write({"country_id": self.fr.id, "zip": "75001"})
        self.assertEqual(prospect.territory_id, self.paris)
        prospect.zip = "69001"
        self.assertFalse(prospect.territory_id)

    def test_who_is_no_customer_has_none(self):
        supplier = self._create_customer(country_id=self.es.id, zip="28100")
        supplier.zip = "28200"
        self.env.cr.flush()
        self.assertFalse(supplier.territory_id)

    def test_who_becomes_one_gets_it_with_the_contacts(self):
        for become in (
            lambda partner: self._create_lead(partner),
            lambda partner: self._confirm(self._create_order(partner)),
            lambda partner: partner.write({"is_prospect": True}),
        ):
            partner = self._create_customer(country_id=self.es.id, zip="28100")
            contact = self._create_contact(partner)
            become(partner)
            self.env.flush_all()
            self.env.cr.flush()
            self.assertEqual(partner.territory_id, self.south)
            self.assertEqual(contact.territory_id, self.south)

    def test_a_choice_is_kept(self):
        prospect = self._create_prospect("28100").with_user(self.user_sales)
        contact = self._create_contact(prospect)
        prospect.territory_id = self.other
        self.assertTrue(prospect[HAND])
        prospect.zip = "28900"
        self.assertEqual(prospect.territory_id, self.other)
        self.assertEqual(contact.territory_id, self.other)
        prospect.territory_id = False
        self.assertFalse(prospect[HAND])
        self.assertEqual(prospect.territory_id, self.centre)
        self.assertEqual(contact.territory_id, self.centre)

    def test_on_the_form_of_a_new_one(self):
        Partner = self.env["res.partner"].with_user(self.user_sales)
        Partner = Partner.with_context(default_is_prospect=True)
        for chosen, expected in (
            (self.other, self.other),
            (self.other.browse(), self.south),
        ):
            with Form(Partner) as form:
                form.name = "New Ltd"
                form.country_id = self.es
                form.zip = "28100"
                form.territory_id = chosen
            self.assertEqual(form.record.territory_id, expected)
            self.env.flush_all()
            self.env.cr.flush()
            self.assertEqual(form.record.territory_id, expected)
            self.assertEqual(form.record[HAND], bool(chosen))

    def test_choosing_what_the_rules_say_is_no_choice(self):
        prospect = self._create_prospect("28100")
        prospect.territory_id = self.other
        prospect.territory_id = self.south
        self.assertFalse(prospect[HAND])
        chosen = self._create_prospect("28100", territory_id=self.south.id)
        self.assertFalse(chosen[HAND])
        self.assertTrue(self._create_prospect(territory_id=self.other.id)[HAND])

    def test_saving_what_is_there_is_no_choice(self):
        prospect = self._create_prospect("28100")
        self.south.rule_ids.unlink()
        prospect.write({"territory_id": self.south.id, "phone": "1"})
        self.assertFalse(prospect[HAND])

    def test_choice_and_address_in_one_go(self):
        prospect = self._create_prospect("28100")
        prospect.write({"zip": "28900", "territory_id": self.centre.id})
        self.assertFalse(prospect[HAND])
        prospect.write({"zip": "28100", "territory_id": False})
        self.assertEqual(prospect.territory_id, self.south)

    def test_imported(self):
        for name in ("Spain", "Other"):
            result = self.env["res.partner"].load(
                ["name", "is_prospect", "country_id", "zip", "territory_id"],
                [[f"Imported {name}", "1", "Spain", "46001", name]],
            )
            self.assertFalse(result["messages"])
            imported = self.env["res.partner"].browse(result["ids"])
            self.assertEqual(imported.territory_id.name, name)
            self.assertEqual(imported[HAND], name == "Other")

    def test_many_at_once_go_their_own_ways(self):
        prospects = self._create_prospect("46001") | self._create_prospect("28100")
        prospects[1].territory_id = self.other
        prospects |= self._create_prospect("28900")
        prospects.write({"zip": "28200"})
        self.assertEqual(prospects.mapped("territory_id.name"), ["South", "Other"])
        prospects.write({"territory_id": False})
        self.assertEqual(prospects.territory_id, self.south)

    def test_without_rules_nothing_happens(self):
        self.env["playbook.territory.rule"].search([]).unlink()
        prospect = self._create_prospect("28100")
        self.assertFalse(prospect.territory_id)
        prospect.territory_id = self.other
        prospect.zip = "28900"
        self.assertEqual(prospect.territory_id, self.other)
        prospect.territory_id = False
        prospect.zip = "28100"
        self.assertFalse(prospect.territory_id)

    def test_merged_customers_keep_the_keepers(self):
        for keeper_chose, loser_chose in ((True, False), (False, True)):
            keeper, loser = self._create_prospect("28100"), self._create_prospect()
            for partner, chose in ((keeper, keeper_chose), (loser, loser_chose)):
                if chose:
                    partner.territory_id = self.other
            expected = keeper.territory_id
            wizard = self.env["base.partner.merge.automatic.wizard"]
            wizard._merge((keeper | loser).ids, keeper)
            self.assertEqual(keeper.territory_id, expected)
            self.assertEqual(keeper[HAND], keeper_chose)


@tagged("post_install", "-at_install")
class TestTerritoryQueries(TerritoryCommon):
    def _values(self, number):
        return [
            {
                "name": "Desks",
                "type": "opportunity",
                "user_id": self.user_sales.id,
                "team_id": self.team.id,
                "stage_id": self.env.ref("crm.stage_lead1").id,
                "country_id": self.es.id,
                "zip": str(28000 + each),
            }
            for each in range(number)
        ]

    def test_many_leads_cost_no_query_each(self):
        Lead = self.env["crm.lead"]
        Lead.create(self._values(1))
        self.env.flush_all()
        counts = []
        for number in (3, 30):
            with self._recorded_queries() as queries:
                Lead.create(self._values(number))
                self.env.flush_all()
            counts.append(
                [
                    query
                    for query in queries
                    if "territory" in query and "SELECT" in query
                ]
            )
        self.assertEqual(*map(len, counts))

    def test_many_leads_of_customers_cost_no_query_each(self):
        customers = self.env["res.partner"].create(
            [
                {
                    "name": f"Prospect {number}",
                    "is_prospect": True,
                    "is_company": True,
                    "country_id": self.es.id,
                    "zip": "46001",
                }
                for number in range(33)
            ]
        )
        given = {"territory_id": self.other.id}
        Lead = self.env["crm.lead"]
        counts = {"create": [], "write": []}
        for some in (customers[:3], customers[3:]):
            values = [
                {**each, **given, "partner_id": customer.id}
                for each, customer in zip(self._values(len(some)), some, strict=True)
            ]
            self.env.flush_all()
            self.env.invalidate_all()
            with self._recorded_queries() as queries:
                leads = Lead.create(values)
                self.env.flush_all()
            counts["create"].append(self._count_partners_read(queries))
            self.env.invalidate_all()
            with self._recorded_queries() as queries:
                leads._split_by_territory({"territory_id": self.paris.id})
            counts["write"].append(len(queries))
        for few, many in counts.values():
            self.assertEqual(few, many)

    def _count_partners_read(self, queries):
        return len([query for query in queries if 'FROM "res_partner"' in query])

    def test_saving_costs_the_same_as_without_rules(self):
        counts = {}
        for rules in (True, False):
            if not rules:
                self.env["playbook.territory.rule"].search([]).unlink()
            lead = self.env["crm.lead"].create(self._values(1))
            customer = self._create_prospect("28100")
            self.env["playbook.territory.rule"]._get_rules()
            for record in (lead, customer):
                record.write({"zip": "28150"})
                self.env.flush_all()
                with self._recorded_queries() as queries:
                    record.write({"zip": "28200"})
                    self.env.flush_all()
                counts.setdefault(record._name, []).append(len(queries))
        for model, (with_rules, without) in counts.items():
            self.assertEqual(with_rules, without, model)

    def test_customers_written_together_cost_the_same(self):
        prospects = self.env["res.partner"].create(
            [
                {
                    "name": f"Prospect {number}",
                    "is_prospect": True,
                    "is_company": True,
                    "country_id": self.es.id,
                    "zip": "46001",
                }
                for number in range(33)
            ]
        )
        self.env.flush_all()

        def save(some):
            self.env.invalidate_all()
            with self._recorded_queries() as queries:
                some.write({"zip": "46002"})
                self.env.flush_all()
            return [query for query in queries if "territory" in query]

        save(prospects[:1])
        self.assertEqual(len(save(prospects[:3])), len(save(prospects[3:])))
