import random
from contextlib import suppress

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .territory_common import TerritoryCommon

HAND = "playbook_territory_by_hand"
ACCESS = "odoo.addons.base.models.ir_model"


@tagged("post_install", "-at_install")
class TestTerritoryMoves(TerritoryCommon):
    """Changing rules moves nobody; applying them moves who was shown."""

    def test_changing_rules_moves_nobody(self):
        prospect = self._create_prospect("28100")
        self.south.rule_ids.unlink()
        self.env.flush_all()
        self.assertEqual(prospect.territory_id, self.south)

    def test_shown_and_applied(self):
        prospects = self._create_prospect("28100") | self._create_prospect("28200")
        contact = self._create_contact(prospects[0])
        chosen = self._create_prospect("28100")
        chosen.territory_id = self.other
        lead = self._create_lead(prospects[0])
        own = self._create_lead(country_id=self.es.id, zip="28100")
        lost, won = (
            self._create_lead(country_id=self.es.id, zip="28100") for _number in "12"
        )
        lost.action_set_lost()
        won.action_set_won()
        self._move_all()[0].action_apply()
        self.south.rule_ids.write({"zip_from": "281", "zip_to": "281"})
        dialog, moves = self._move_all()
        self.assertEqual(moves, {("South", "Centre"): (1, 0)})
        self.south.rule_ids.unlink()
        dialog, moves = self._move_all()
        self.assertEqual(moves, {("South", "Centre"): (2, 2)})
        self.assertEqual((dialog.customer_count, dialog.lead_count), (2, 2))
        action = dialog.action_apply()
        self.assertIn("2 customers and 2 leads", action["params"]["message"])
        moved = (prospects, contact, lead, own)
        for records in moved:
            self.assertEqual(records.territory_id, self.centre)
            self.assertFalse(any(records.mapped(HAND)))
        self.assertEqual(chosen.territory_id, self.other)
        self.assertEqual((lost | won).territory_id, self.south)
        self.assertEqual(self._move_all()[1], {})

    def test_where_no_rule_reaches(self):
        """Who has an address has no territory then; an unknown one says nothing."""
        prospect = self._create_prospect("28100")
        unknown = self._create_customer(is_prospect=True, country_id=False)
        lead = self._create_lead(unknown)
        self.env.flush_all()
        unknown.write({"territory_id": self.paris.id, HAND: False})
        lead.write({"territory_id": self.paris.id, HAND: False})
        self.env["playbook.territory.rule"].search([]).unlink()
        dialog, moves = self._move_all()
        self.assertEqual(moves[("South", False)], (1, 0))
        dialog.action_apply()
        self.assertFalse(prospect.territory_id)
        self.assertEqual(unknown.territory_id, self.paris)
        self.assertEqual(lead.territory_id, self.paris)

    def test_changed_meanwhile(self):
        prospects = self._create_prospect("28100") | self._create_prospect("28200")
        self.south.rule_ids.unlink()
        dialog, _moves = self._move_all()
        # As many, but not the same.
        other = self._create_customer(
            "Other Ltd", is_prospect=True, country_id=self.es.id, zip="28300"
        )
        other.write({"territory_id": self.south.id, HAND: False})
        prospects[0].territory_id = self.other
        action = dialog.action_apply()
        self.assertEqual(action["res_id"], dialog.id)
        self.assertTrue(dialog.is_outdated)
        self.assertEqual(prospects[1].territory_id, self.south)
        dialog.action_apply()
        self.assertEqual((prospects[1] | other).territory_id, self.centre)

    def test_leads_follow_where_their_customer_goes(self):
        customer = self._create_prospect("28100")
        lead = self._create_lead(customer, country_id=self.fr.id, zip="75001")
        self.assertEqual(lead.territory_id, self.south)
        self.south.rule_ids.unlink()
        self._move_all()[0].action_apply()
        self.assertEqual(lead.territory_id, self.centre)

    def test_leads_follow_at_once(self):
        customer = self._create_prospect("28100")
        lead, chosen, won = (
            self._create_lead(self._create_contact(customer)) for _number in "123"
        )
        chosen.territory_id = self.paris
        won.action_set_won()
        for values, expected in (
            ({"zip": "28900"}, self.centre),
            ({"territory_id": self.other.id}, self.other),
            ({"territory_id": False}, self.centre),
        ):
            customer.with_user(self.user_sales).write(values)
            self.env.flush_all()
            self.env.cr.flush()
            self.assertEqual(lead.territory_id, expected)
            self.assertFalse(lead[HAND])
            self.assertEqual(chosen.territory_id, self.paris)
            self.assertEqual(won.territory_id, self.south)

    def test_who_may_not_asks_nothing(self):
        territory = self.spain.with_user(self.user_sales)
        # Later rooms measure what was made before.
        self.env.cr.flush()
        with (
            mute_logger(ACCESS),
            self._recorded_queries() as queries,
            self.assertRaises(AccessError),
        ):
            territory.action_preview_moves()
        self.assertFalse([query for query in queries if "MATERIALIZED" in query])

    def test_an_archived_territory_is_left(self):
        prospect = self._create_prospect("28100")
        self.south.action_archive()
        self.assertEqual(prospect.territory_id, self.south)
        self._move_all()[0].action_apply()
        self.assertEqual(prospect.territory_id, self.centre)

    def test_of_all_companies(self):
        prospect = self._create_prospect("28100", company_id=self.company_other.id)
        self.south.rule_ids.unlink()
        dialog, moves = self._move_all()
        self.assertEqual(moves, {("South", "Centre"): (1, 0)})
        dialog.action_apply()
        self.assertEqual(prospect.territory_id, self.centre)

    def test_only_the_configurator(self):
        for user in (
            self.user_sales,
            self.user_marketing,
            self.user_sales_management,
            self.user_customer_service,
            self.user_without_profile,
        ):
            with (
                self.subTest(user.login),
                mute_logger(ACCESS),
                self.assertRaises(AccessError),
            ):
                self.spain.with_user(user).action_preview_moves()

    def test_the_number_of_statements_is_constant(self):
        counts = []
        for number in (1, 3, 30):
            self.env["res.partner"].create(
                [
                    {
                        "name": f"Prospect {each}",
                        "is_prospect": True,
                        "country_id": self.es.id,
                        "zip": "28100",
                        "territory_id": self.other.id,
                        HAND: False,
                    }
                    for each in range(number)
                ]
            )
            dialog, _moves = self._move_all()
            self.assertEqual(dialog.customer_count, number)
            counts.append(self._count_queries(dialog.action_apply))
        # The first finds nothing in memory.
        self.assertEqual(*counts[1:])


@tagged("post_install", "-at_install")
class TestTerritoryAgreement(TerritoryCommon):
    """The statement finds what saving finds, for rules and addresses at random."""

    def _random_zip(self, longest):
        letters = "012aZ"
        length = self.random.randint(1, longest)
        return "".join(self.random.choice(letters) for _number in range(length))

    def _random_rules(self):
        commands = []
        for _number in range(12):
            country = self.random.choice(self.es | self.fr)
            state = self.random.choice(self.states)
            values = {"country_id": country.id}
            if country == self.es and self.random.random() < 0.4:
                values["state_id"] = state.id
            if self.random.random() < 0.7:
                first = self._random_zip(3).upper()
                last = self._random_zip(3).upper()
                values["zip_from"] = first
                if len(first) == len(last) and first < last:
                    values["zip_to"] = last
            commands.append(Command.create(values))
        return commands

    def _random_address(self):
        zips = [self._random_zip(6), f" {self._random_zip(3)}-é ", "", False, "２8"]
        return {
            "country_id": self.random.choice(
                [self.es.id, self.es.id, self.fr.id, False]
            ),
            "state_id": self.random.choice([False, *self.states.ids]),
            "zip": self.random.choice(zips[:2] * 3 + zips),
        }

    def _make_rules(self):
        """Each in a territory of its own, as far as they do not overlap."""
        self.env["playbook.territory.rule"].search([]).unlink()
        for number, command in enumerate(self._random_rules()):
            territory = self.env["playbook.territory"].create({"name": str(number)})
            with suppress(ValidationError), self.env.cr.savepoint():
                territory.rule_ids = [command]

    def test_the_statement_agrees_with_saving(self):
        self.random = random.Random(10)  # noqa: S311 - no secret
        self.states = self.state_madrid | self.state_other
        for _round in range(3):
            self.env["playbook.territory.rule"].search([]).unlink()
            customers = self.env["res.partner"].create(
                [
                    {"name": "At random", "is_prospect": True, **self._random_address()}
                    for _number in range(60)
                ]
            )
            leads = self.env["crm.lead"].create(
                [
                    {
                        "name": "At random",
                        "partner_id": number % 2 and customers[number].id,
                        **self._random_address(),
                    }
                    for number in range(60)
                ]
            )
            self._make_rules()
            rules = self.env["playbook.territory.rule"]._get_rules()
            self.assertGreater(len(rules.rows), 5)
            self._move_all()[0].action_apply()
            for records in (customers, leads):
                for record in records:
                    due = record._get_territory_by_rules(rules, {}, False)
                    self.assertEqual(record.territory_id.id, due)
            self.assertGreater(len(customers.territory_id), 3)
