from odoo.tests import tagged, users

from odoo.addons.crm_playbook.wizards.profiles.access_reasons import (
    OPERATIONS,
    Reasons,
)

from .access_explain_common import AccessExplainCommon


@tagged("post_install", "-at_install")
class TestAccessExplain(AccessExplainCommon):
    """What a user may do with a record, and why, is found and told."""

    # What is found

    def test_verdicts_of_leads(self):
        """Own, unassigned, of others, of another company."""
        yes, no = "rwcd", "----"
        for user, *expected in (
            (self.user_sales, "rwc-", "rwc-", no, no),
            (self.user_all, "rwc-", "rwc-", "rwc-", no),
            (self.user_both, yes, yes, yes, yes),
            (self.user_sales_management, "r---", "r---", "r---", no),
            (self.user_configurator, no, no, no, no),
            (self.user_without_profile, no, no, no, no),
            (self.user_other_company, no, no, no, "rwc-"),
            (self.user_portal, no, no, no, no),
        ):
            leads = (self.own, self.unassigned, self.others, self.elsewhere)
            for lead, letters in zip(leads, expected, strict=True):
                with self.subTest(user.login, lead=lead.user_id.login):
                    reasons = Reasons(lead, user, "read")
                    found = [
                        letter if reasons.may(operation) else "-"
                        for letter, operation in zip("rwcd", OPERATIONS, strict=True)
                    ]
                    self.assertEqual("".join(found), letters)

    def _assert_adds_up(self, records):
        for user in self.asked:
            for record in records:
                for operation in OPERATIONS:
                    with self.subTest(user.login, record=record, operation=operation):
                        reasons = Reasons(record, user, operation)
                        self.assertEqual(
                            reasons.is_allowed, reasons.is_granted and reasons.passes
                        )

    def test_lines_and_rules_add_up_to_the_verdict(self):
        customer = self.own.partner_id
        order = self.own.order_ids[:1]
        self._assert_adds_up([*self.leads, customer, order, *self.asked.partner_id])

    def test_rules_of_inherited_records_add_up_too(self):
        """A product variant is its template as well, a user a contact."""
        product = self.env["product.product"].create(
            {"name": "Chair", "company_id": self.company_other.id}
        )
        self._assert_adds_up([product, self.user_sales, self.user_other_company])
        (layer,) = [
            each
            for each in Reasons(product, self.user_sales, "read").layers
            if each.model_name == "product.template"
        ]
        self.assertFalse(layer.passes)
        self.assertIn("part of this record", self._tell(self.user_sales, product))

    def test_each_rule_says_whether_it_matches(self):
        own = Reasons(self.own, self.user_sales, "read").layers[0]
        others = Reasons(self.others, self.user_sales, "read").layers[0]
        elsewhere = Reasons(self.elsewhere, self.user_sales, "read").layers[0]
        for layer, for_all, for_groups in (
            (own, True, True),
            (others, True, False),
            (elsewhere, False, False),
        ):
            self.assertEqual([r.matches for r in layer.for_all], [for_all])
            self.assertEqual([r.matches for r in layer.for_groups], [for_groups])
        all_documents = Reasons(self.others, self.user_all, "read").layers[0]
        self.assertCountEqual(
            [r.matches for r in all_documents.for_groups], [True, False]
        )

    def test_archived_records_and_inactive_rules(self):
        self.own.active = False
        self._add_rule("[('id', '=', 0)]", active=False)
        self._add_rule("[('id', '=', 0)]", perm_read=False)
        self.assertTrue(Reasons(self.own, self.user_sales, "read").is_allowed)
        self._assert_adds_up(self.own)
        self.assertIn("Playbook rule", self._tell(self.user_sales, self.own, "write"))
        self.assertNotIn("Playbook rule", self._tell(self.user_sales, self.own))

    def test_broken_rule_is_named(self):
        rule = self._add_rule("[(1, '=', 1)]")
        self.env.cr.execute(
            "UPDATE ir_rule SET domain_force = '[(user.nothing, 1)]' WHERE id = %s",
            [rule.id],
        )
        self.env.invalidate_all()
        self.env.registry.clear_cache()
        told = self._tell(self.user_sales, self.own)
        self.assertIn("cannot read it", told)
        self.assertIn("Playbook rule cannot be evaluated", told)

    # What is told

    @users("playbook_access_manager")
    def test_tells_who_reads_no_lead_himself(self):
        self._assert_refused(lambda: self.own.with_env(self.env).read(["name"]))
        told = self._tell(self.user_sales, self.own)
        for sentence in (
            "Playbook sales and “Office furniture”",
            "Playbook sales can read it",
            "Playbook sales can change it",
            "Playbook sales can create one like it",
            "Playbook sales cannot delete it",
            "A group allows it, and the rules let this record pass.",
            "matches this record",
            "[('company_id', 'in', company_ids + [False])]",
            "Salesperson Playbook sales",
        ):
            self.assertIn(sentence, told)
        self.assertNotIn("does not match", told)

    def test_tells_how_the_group_was_got(self):
        path = "Sales / User: Own Documents Only comes with Sales / Member"
        self.assertIn(path, self._tell(self.user_sales, self.own))
        self.user_sales.group_ids |= self.env.ref("sales_team.group_sale_salesman")
        path = "given directly, and comes with Sales / Member"
        self.assertIn(path, self._tell(self.user_sales, self.own))
        told = self._tell(self.user_salesperson, self.own)
        self.assertIn("User: Own Documents Only given directly", told)

    def test_tells_why_not(self):
        told = self._tell(self.user_without_profile, self.own)
        self.assertIn("is in none of the groups that may do this", told)
        self.assertIn("Sales Management / Member", told)
        told = self._tell(self.user_sales, self.others)
        self.assertIn("None of the rules for the user's groups lets it pass.", told)
        self.assertIn("does not match this record", told)
        told = self._tell(self.user_sales, self.elsewhere)
        self.assertIn("These rules hold for everybody and refuse it:", told)
        self.env["ir.model.access"].search(
            [("model_id.model", "=", "crm.lead"), ("perm_unlink", "=", True)]
        ).perm_unlink = False
        told = self._tell(self.user_both, self.own, "unlink")
        self.assertIn("Nobody may do this", told)

    def test_tells_salesperson_team_and_company(self):
        self.own.team_id = self.team
        self.user_team_leader.name = "Playbook team leader"
        self.user_other_company.name = "Playbook elsewhere"
        for user, *sentences in (
            (self.user_sales, "Team, of which Playbook sales is a member"),
            (self.user_team_leader, "Team, led by Playbook team leader"),
            (
                self.user_other_company,
                "Team, led by Playbook team leader; Playbook elsewhere is not a member",
                "Playbook sales, not Playbook elsewhere",
                "where Playbook elsewhere does not work",
            ),
        ):
            told = self._tell(user, self.own)
            for sentence in sentences:
                with self.subTest(sentence):
                    self.assertIn(sentence, told)
        self.unassigned.write({"team_id": False, "company_id": False})
        told = self._tell(self.user_sales, self.unassigned)
        self.assertIn("Salesperson nobody", told)
        self.assertIn("Company none: it is shared by all companies", told)

    def test_tells_in_which_companies(self):
        told = self._tell(self.user_both, self.own)
        companies = f"{self.company_other.name}, {self.company.name}"
        self.assertIn(f"with all of their companies chosen: {companies}", told)

    def test_tells_when_the_model_decides_further(self):
        transition = self.env["playbook.transition"].search(
            [("lead_id", "=", self.others.id)], limit=1
        )
        self.assertTrue(transition)
        told = self._tell(self.user_sales, transition)
        self.assertIn("itself decides further", told)
        self.assertIn("cannot read it", told)
        self.assertNotIn("decides further", self._tell(self.user_sales, self.others))

    def test_superuser_archived_portal_and_public(self):
        told = self._tell(self.env.ref("base.user_root"), self.elsewhere, "unlink")
        self.assertIn("is the superuser", told)
        self.assertIn("can delete it", told)
        self.assertNotIn("Through which groups", told)
        self.user_sales.active = False
        told = self._tell(self.user_sales, self.own)
        self.assertIn("is archived and cannot log in", told)
        self.assertIn("can change it", told)
        self.assertIn("is a portal user", self._tell(self.user_portal, self.own))
        told = self._tell(self.user_public, self.own)
        self.assertIn("visitors who do not log in", told)

    def test_what_comes_from_records_is_text(self):
        self.own.name = "<script>alert(1)</script><b>bold</b>"
        self.user_sales.name = "<i>Ana</i>"
        self._add_rule("[('name', '!=', '<u>x</u>')]", name="<u>rule</u>")
        explanation = self._explain(self.user_sales, self.own).explanation
        for tag in ("<script", "<b>", "<i>Ana", "<u>"):
            self.assertNotIn(tag, explanation)
        told = self._tell(self.user_sales, self.own)
        self.assertIn("<i>Ana</i> and “<script>alert(1)</script><b>bold</b>”", told)
        self.assertIn("<u>rule</u>", told)
