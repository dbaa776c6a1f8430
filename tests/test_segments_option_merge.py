"""Options of one selector become one: all that names them moves, nothing else."""

from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.crm_playbook.models.segments.selectors import SELECTORS, fold

from .segmentation_common import SegmentationCommon


@tagged("post_install", "-at_install")
class TestOptionMerge(SegmentationCommon):
    def _options(self, key, count=3):
        """Options of a selector, as the Configurator sees them."""
        Option = self.env[SELECTORS[key].model]
        name = Option._rec_name or "name"
        options = Option.create([{name: f"{key} {n}"} for n in range(count)])
        return options.with_user(self.user_configurator)

    def _merge(self, kept, merged):
        Merge = self.env["playbook.option.merge"].with_user(self.user_configurator)
        return Merge._merge(kept, merged)

    def test_records_of_every_selector_move(self):
        for key, selector in SELECTORS.items():
            with self.subTest(key):
                kept, *merged = self._options(key)
                merged = kept.union(*merged) - kept
                several = selector.of_contacts
                value = [Command.set(merged.ids)] if several else merged[0].id
                customer = self._create_customer(**{selector.field: value})
                hidden = self._create_customer(
                    active=False,
                    company_id=self.company_other.id,
                    **{selector.field: value},
                )
                leads = self.env["crm.lead"]
                if not several:
                    leads = self._create_lead(
                        user_id=self.user_other_team.id,
                        **{selector.field: merged[1].id},
                    )
                messages = customer.message_ids
                history = self._merge(kept, merged)
                for record in (customer, hidden, *leads):
                    self.assertEqual(record[selector.field].ids, kept.ids)
                self.assertEqual(merged.mapped("active"), [False, False])
                self.assertTrue(kept.active)
                self.assertEqual(customer.message_ids, messages)
                self.assertEqual(history.mapped("merged_id"), merged.ids)
                self.assertIn(kept.display_name, merged[0].merged_into)
                self.assertEqual(sum(history.mapped("lead_count")), len(leads))
                self.assertEqual(history.user_id, self.user_configurator)

    def test_several_roles_become_one(self):
        """Whoever had both has it once; whoever had none has none."""
        kept, merged, other = self._options("buying_role")
        both = self._create_customer(buying_role_ids=(kept | merged | other).ids)
        none = self._create_customer(buying_role_ids=other.ids)
        self._merge(kept, merged)
        self.assertEqual(both.buying_role_ids, (kept | other).sudo())
        self.assertEqual(none.buying_role_ids, other.sudo())

    def test_defaults_move(self):
        kept, merged, _other = self._options("territory")
        Default = self.env["ir.default"]
        Default.set("res.partner", "territory_id", merged.id, self.user_sales.id)
        self._merge(kept, merged)
        values = (
            self.env["res.partner"]
            .with_user(self.user_sales)
            .default_get(["territory_id"])
        )
        self.assertEqual(values, {"territory_id": kept.id})

    def test_a_chain_of_merges(self):
        last, first, second = self._options("territory")
        customer = self._create_customer(territory_id=first.id)
        self._merge(second, first)
        self._merge(last, second)
        self.assertEqual(customer.territory_id.id, last.id)

    def test_a_link_to_a_merged_one_leads_to_the_one_kept(self):
        last, first, second = self._options("source")
        name = first.name
        self._merge(second, first)
        self._merge(last, second)
        public = self.env["utm.mixin"].with_user(self.user_public).sudo()
        found = public._find_or_create_record("utm.source", name.upper())
        self.assertEqual(found.id, last.id)
        selector = self.env.ref("crm_playbook.selector_source")
        self.assertEqual(selector._find_similar(name).id, last.id)
        first.action_unarchive()
        found = public._find_or_create_record("utm.source", name)
        self.assertEqual(found.id, first.id)

    def test_refused(self):
        kept, merged, _other = self._options("territory")
        types = self._options("customer_type", 1)
        for options in (kept, kept | merged, merged.browse(), types):
            with self.subTest(options=options), self.assertRaises(UserError):
                self._merge(kept, options)
        Merge = self.env["playbook.option.merge"]
        for user in (self.user_sales, self.user_marketing, self.user_portal):
            with self.subTest(login=user.login), self.assertRaises(AccessError):
                Merge.with_user(user)._merge(
                    kept.with_user(user), merged.with_user(user)
                )
        self.assertTrue(merged.active)

    def test_the_queries_do_not_grow(self):
        def queries(customers):
            kept, merged, _other = self._options("territory")
            values = {"territory_id": merged.id, "is_company": True}
            self.env["res.partner"].create(
                [{"name": str(number), **values} for number in range(customers)]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            with self._recorded_queries() as recorded:
                self._merge(kept, merged)
                self.env.flush_all()
            return recorded

        queries(1)
        few, many = queries(3), queries(30)
        more = [each for each in many if each not in few]
        self.assertEqual(len(many), len(few), more)

    def test_the_queries_do_not_grow_with_the_options(self):
        def queries(count):
            kept, *merged = self._options("territory", count + 1)
            merged = kept.union(*merged) - kept
            self.env.flush_all()
            self.env.invalidate_all()
            return self._count_queries(lambda: self._merge(kept, merged))

        queries(1)
        self.assertEqual(queries(2), queries(12))

    def test_the_dialog(self):
        options = self._options("customer_type")
        self._create_customer(customer_type_id=options[1].id)
        Wizard = self.env["playbook.option.merge.wizard"].with_context(
            active_model=options._name, active_ids=options.ids
        )
        with self.assertRaises(AccessError):
            Wizard.with_user(self.user_sales).action_open()
        Wizard = Wizard.with_user(self.user_configurator)
        dialog = Wizard.browse(Wizard.action_open()["res_id"])
        self.assertEqual(dialog.keep_id.res_id, options[1].id)
        dialog.action_merge()
        self.assertEqual(options.mapped("active"), [False, True, False])
        one = Wizard.with_context(active_ids=options[:1].ids)
        with self.assertRaisesRegex(UserError, "two or more"):
            one.action_open()

    def test_in_the_menu_of_every_list(self):
        for selector in SELECTORS.values():
            bindings = (
                self.env["ir.actions.actions"]
                .with_user(self.user_configurator)
                .get_bindings(selector.model)
            )
            names = [each["name"] for each in bindings.get("action", [])]
            with self.subTest(selector.model):
                self.assertIn("Merge", names)


@tagged("post_install", "-at_install")
class TestSelectors(SegmentationCommon):
    def test_few_options_are_compared_letter_by_letter(self):
        """Sources are thousands: each mailing has one."""
        Source = self.env["utm.source"]
        source = Source.create({"name": "Große Messe, ÅLBORG"})
        others = Source.create({"name": "Ярмарка"})
        Source.create([{"name": f"Mailing {number}"} for number in range(50)])
        selector = self.env.ref("crm_playbook.selector_source")
        path = "odoo.addons.crm_playbook.models.segments.playbook_selector.fold"
        with patch(path, side_effect=fold) as compared:
            self.assertEqual(selector._find_similar("GROSSE messe,  Alborg"), source)
            self.assertEqual(selector._find_similar("ярмарка"), others)
            self.assertFalse(selector._find_similar("Mailing"))
        self.assertLess(compared.call_count, 10)

    def test_what_the_newest_record_is_called(self):
        fields = self.env["playbook.territory"].fields_get(["last_used"])
        self.assertEqual(fields["last_used"]["string"], "Newest record")

    def test_figures_are_those_of_who_looks(self):
        self.env["crm.lead"].search([]).action_archive()
        lead = {"user_id": self.user_sales.id, **self.one}
        customer = self._create_customer()
        self._create_lead(customer, **lead)
        self._create_lead(customer, user_id=self.user_sales.id)
        self._create_lead(user_id=self.user_other_team.id)
        self.env.flush_all()
        selector = self.env.ref("crm_playbook.selector_source")
        mine = selector.with_user(self.user_sales)
        self.assertEqual((mine.has_leads, mine.lead_fill), (True, 50))
        self.assertEqual(selector.with_user(self.user_configurator).has_leads, False)
        self.assertEqual(selector.name, "Source")

    def test_every_selector_opens(self):
        selectors = self.env["playbook.selector"].search([])
        self.assertEqual(set(selectors.mapped("key")), set(SELECTORS))
        for selector in selectors.with_user(self.user_configurator):
            with self.subTest(selector.key):
                for method in ("options", "requests", "merges"):
                    action = getattr(selector, f"action_open_{method}")()
                    self.assertTrue(action["res_model"])

    def test_the_same_queries_for_few_options_and_for_many(self):
        names = ["option_count", "customer_fill", "lead_fill", "request_count"]
        selectors = self.env["playbook.selector"].with_user(self.user_sales).search([])
        self._count_queries(lambda: selectors.read(names))
        few = self._count_queries(lambda: selectors.read(names))
        self.env["playbook.territory"].create([{"name": str(n)} for n in range(30)])
        self.assertEqual(self._count_queries(lambda: selectors.read(names)), few)
