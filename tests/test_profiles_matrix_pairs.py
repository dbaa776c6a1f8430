"""Who holds two profiles may do what either may; who holds none, what Odoo says."""

from odoo.fields import Command
from odoo.tests import tagged

from . import access_matrix as matrix
from .architecture_registry import MODULE
from .common import FULL, INTERNAL
from .matrix_common import GROUPS, MatrixCommon
from .matrix_writing import text_of

# The second is given to the first, and with it what is the second's own.
PAIRS = (
    ("sales_own", "marketing"),
    ("sales_own", "service_own"),
    ("sales_own", "service_all"),
    ("sales_own", "sales_management"),
    ("sales_own", "configurator"),
    ("sales_team", "marketing"),
    ("sales_team", "service_team"),
    ("sales_team", "sales_management"),
    ("sales_all", "service_own"),
    ("marketing", "service_own"),
    ("marketing", "sales_management"),
    ("marketing", "configurator"),
    ("service_own", "sales_management"),
    ("service_team", "marketing"),
    ("service_all", "configurator"),
    ("sales_management", "configurator"),
    ("salesperson", "marketing"),
    ("salesperson", "service_own"),
)
TOLD = (
    *("crm.lead", "sale.order", "account.move", "sale.report", "mail.activity"),
    *("playbook.transition", "res.partner", "crm.stage", "playbook.workflow"),
)
# Leads and orders are found by their rules, on columns that have an index.
INDEXED = ("crm.lead", "sale.order")


@tagged("post_install", "-at_install")
class TestMatrixPairs(MatrixCommon):
    def test_two_profiles_give_the_union(self):
        # The everyday run takes every third: each profile is in one of them.
        for first, second in PAIRS if FULL else PAIRS[1::3]:
            with self._undone():
                self._give(first, second)
                for model in TOLD:
                    with self.subTest(first=first, second=second, model=model):
                        self._check_union(model, first, second)

    def _give(self, first, second):
        user = self.holders[first]
        groups = filter(None, GROUPS[second].split(","))
        user.group_ids = [Command.link(self.env.ref(each).id) for each in groups]
        if second in matrix.SERVANTS:
            served = self.cases["mine", second]["crm.lead"].partner_id
            served.service_user_id = user
        self.env.flush_all()
        self.env.invalidate_all()

    def _check_union(self, model, first, second):
        user = self.holders[first]
        labelled = self._labelled(model, first, second)
        ids = [record.id for record in labelled.values()]
        found = self._get(self._as(first, model).search, [("id", "in", ids)])
        written = {
            label
            for label, record in labelled.items()
            if self._try(record.with_user(user).write, text_of(record))
        }
        readable = matrix.allowed(model, "r", first, second)
        # Stays are for profiles: who has one sees those of the leads they read.
        if model == "playbook.transition":
            readable = matrix.allowed("crm.lead", "r", first, second)
        names = {record.id: label for label, record in labelled.items()}
        self.assertEqual({names[each.id] for each in found}, readable)
        self.assertEqual(written, matrix.allowed(model, "w", first, second))

    # ------------------------------------------------------------------
    # Rules
    # ------------------------------------------------------------------

    def _rules(self):
        data = self.env["ir.model.data"].search(
            [("module", "=", MODULE), ("model", "=", "ir.rule")]
        )
        return self.env["ir.rule"].browse(data.mapped("res_id"))

    def test_nothing_of_ours_concerns_who_has_no_profile(self):
        """No access line and no rule on a model of Odoo's."""
        data = self.env["ir.model.data"].search(
            [("module", "=", MODULE), ("model", "=", "ir.model.access")]
        )
        lines = self.env["ir.model.access"].browse(data.mapped("res_id"))
        for holder in ("salesperson", "without_profile", "portal", "public"):
            groups = self.holders[holder].all_group_ids
            with self.subTest(holder):
                concerned = lines.filtered(lambda x, g=groups: x.group_id in g)
                self.assertFalse(self._on_odoos(concerned))
                rules = self._rules().filtered(
                    lambda x, g=groups: not x.groups or x.groups & g
                )
                self.assertFalse(self._on_odoos(rules))

    def _on_odoos(self, records):
        """Those that are on a model of Odoo's."""
        return records.filtered(
            lambda each: self.env[each.model_id.model]._original_module != MODULE
        )

    def test_the_salesperson_finds_what_odoos_rules_say(self):
        user = self.holders["salesperson"]
        for model in ("crm.lead", "sale.order", "account.move", "sale.report"):
            with self.subTest(model):
                rules = self.env["ir.rule"].with_user(user)._get_rules(model, "read")
                mine = rules.sudo() - self._rules()
                self.assertEqual(mine, rules.sudo())
                domain = rules._compute_domain(model, "read")
                self.assertEqual(
                    self._as("salesperson", model).search([]),
                    self.env[model].search(domain).with_user(user),
                )

    def test_rules_stand_on_stored_and_indexed_columns(self):
        # Where leads are off, the rule of Marketing asks for more.
        self.env.ref(INTERNAL)._remove_group(self.env.ref("crm.group_use_lead"))
        names = {model: set() for model in INDEXED}
        for rule in self._rules().filtered(lambda x: x.model_id.model in INDEXED):
            for holder in ("marketing", "sales_team", "service_team"):
                # The rule as it is for this holder.
                domain = rule.with_user(self.holders[holder]).sudo()._get_any_domain()
                names[rule.model_id.model] |= {
                    condition.field_expr for condition in domain.iter_conditions()
                }
        self.assertGreaterEqual(names["crm.lead"], {"team_id", "service_user_id"})
        self.assertGreaterEqual(names["sale.order"], {"team_id", "service_user_id"})
        for model, columns in names.items():
            for name in columns:
                with self.subTest(model=model, field=name):
                    field = self.env[model]._fields[name]
                    self.assertTrue(field.store and field.index)
