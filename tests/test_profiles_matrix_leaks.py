"""What a holder may not read cannot be found out by asking about something else."""

from odoo import models
from odoo.exceptions import AccessError
from odoo.service.model import get_public_method
from odoo.tests import tagged

from . import access_matrix as matrix
from .architecture_registry import MODULE, own_models
from .matrix_common import MatrixCommon
from .matrix_private import PRIVATE

LEAD, ORDER = "crm.lead", "sale.order"
SECRET = "Zanzibar"
# From where one comes to leads and orders, and through which fields: each holds for
# what ends in a record that tells SECRET.
PATHS = (
    ("res.partner", "opportunity_ids.name", LEAD),
    ("res.partner", "opportunity_ids.activity_ids.summary", LEAD),
    ("res.partner", "opportunity_ids.message_ids.body", LEAD),
    ("res.partner", "sale_order_ids.client_order_ref", ORDER),
    ("res.partner", "sale_order_ids.order_line.name", ORDER),
    ("res.partner", "invoice_ids.ref", "account.move"),
    ("crm.lead", "activity_ids.summary", LEAD),
    ("crm.lead", "message_ids.body", LEAD),
    ("crm.lead", "order_ids.client_order_ref", ORDER),
    ("crm.lead", "partner_id.opportunity_ids.name", LEAD),
    ("sale.order", "opportunity_id.name", LEAD),
    ("sale.order.line", "order_id.opportunity_id.name", LEAD),
    ("playbook.transition", "lead_id.name", LEAD),
    ("playbook.enrollment", "lead_id.name", LEAD),
    ("playbook.workflow.event", "lead_id.name", LEAD),
    ("playbook.customer.mail", "lead_id.name", LEAD),
    ("playbook.action", "lead_id.name", LEAD),
    ("playbook.finding", "lead_id.name", LEAD),
    ("playbook.lead.quality", "lead_id.name", LEAD),
    ("playbook.interest", "lead_id.name", LEAD),
    ("playbook.permission", "lead_id.name", LEAD),
    ("playbook.promise.keeping", "lead_id.name", LEAD),
    ("playbook.sales.report", "lead_id.name", LEAD),
    ("playbook.action.report", "lead_id.name", LEAD),
    ("playbook.sales.report", "order_id.client_order_ref", ORDER),
    ("playbook.workflow", "enrollment_ids.lead_id.name", LEAD),
    ("crm.activity.report", "lead_id.name", LEAD),
    ("crm.activity.report", "body", LEAD),
    ("mail.activity", "summary", LEAD),
    ("mail.message", "body", LEAD),
)
GROUPS = (
    ("crm.lead", "partner_id.name"),
    ("sale.order", "opportunity_id.name"),
    ("sale.order.line", "order_id.name"),
    ("playbook.transition", "lead_id.name"),
    ("playbook.transition", "lead_id.user_id"),
    ("playbook.enrollment", "lead_id.partner_id.name"),
    ("playbook.action", "lead_id.name"),
    ("playbook.finding", "lead_id.name"),
    ("playbook.lead.quality", "lead_id.name"),
    ("playbook.permission", "lead_id.name"),
    ("playbook.promise.keeping", "lead_id.name"),
    ("playbook.sales.report", "lead_id.name"),
    ("playbook.action.report", "lead_id.name"),
    ("crm.activity.report", "lead_id.name"),
    ("playbook.measurement", "user_id"),
    ("playbook.measurement", "team_id.name"),
    ("sale.report", "order_reference"),
)


@tagged("post_install", "-at_install")
class TestMatrixLeaks(MatrixCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for case in cls.cases.values():
            if LEAD in case:
                case[LEAD].name = SECRET
                case["mail.activity"].summary = SECRET
                case["mail.message"].body = SECRET
            if ORDER in case:
                case[ORDER].write(
                    {"client_order_ref": SECRET, "opportunity_id": case[LEAD].id}
                )
                case["sale.order.line"].name = SECRET
            if "account.move" in case:
                case["account.move"].ref = SECRET
        cls.env.flush_all()
        cls.env.invalidate_all()

    def test_paths_in_domains_tell_nothing(self):
        """What is found through a path is found through what may be read."""
        for holder in matrix.HOLDERS:
            self.env.invalidate_all()
            with self.subTest(holder=holder):
                for model, path, target in PATHS:
                    records = self._as(holder, model)
                    domain = [(path, "ilike", SECRET)]
                    found = self._get(records.search, domain, nothing=records)
                    count = self._get(records.search_count, domain, nothing=0)
                    self.assertEqual(len(found), count, path)
                    self._check_told(found.sudo(), holder, path, target)

    def test_paths_find_what_may_be_read(self):
        """Otherwise nothing would be proved."""
        for model, path, _target in PATHS:
            with self.subTest(model=model, path=path):
                records = self._as("sales_all", model)
                self.assertTrue(records.search([(path, "ilike", SECRET)]))

    def _check_told(self, found, holder, path, target):
        """Each of ``found`` leads to a record that ``holder`` reads and that tells."""
        readable = self._as(holder, target)
        for record in found:
            reached = self._reached(record, path, target)
            seen = self._get(
                reached.with_user(self.holders[holder])._filtered_access,
                "read",
                nothing=readable,
            )
            self.assertTrue(seen, f"{path} of {record} tells of what is hidden")

    def _reached(self, record, path, target):
        """The records that tell, behind a path."""
        if record._name in ("mail.activity", "mail.message"):
            return self.env[target].browse(record.res_id)
        if record._name == "crm.activity.report":
            return record.lead_id
        reached = record
        for name in path.split("."):
            if not isinstance(reached[name], models.BaseModel):
                break
            reached = reached[name]
            if reached._name == target:
                break
        if reached._name in ("mail.activity", "mail.message"):
            return self.env[target].browse(reached.mapped("res_id"))
        return reached

    def test_groups_tell_nothing(self):
        """Groups, and groups by what a relation leads to, count what may be read."""
        for holder in matrix.HOLDERS:
            self.env.invalidate_all()
            with self.subTest(holder=holder):
                for model, group in GROUPS:
                    labelled = self._labelled(model, holder)
                    domain = [("id", "in", [each.id for each in labelled.values()])]
                    groups = self._get(
                        self._as(holder, model).formatted_read_group,
                        *(domain, [group], ["__count"]),
                    )
                    counted = sum(each["__count"] for each in groups)
                    readable = matrix.allowed(model, "r", holder)
                    if counted:
                        self.assertEqual(counted, len(readable), group)

    def test_reports_sum_what_may_be_read(self):
        for holder in matrix.HOLDERS:
            for model, aggregate in (
                ("sale.report", "price_subtotal:sum"),
                ("sale.order", "amount_untaxed:sum"),
                ("account.move", "amount_untaxed:sum"),
                ("playbook.measurement", "numerator:sum"),
                ("crm.activity.report", "__count"),
            ):
                with self.subTest(holder=holder, model=model):
                    labelled = self._labelled(model, holder)
                    readable = matrix.allowed(model, "r", holder)
                    domain = [("id", "in", [each.id for each in labelled.values()])]
                    rows = self._get(
                        self._as(holder, model)._read_group, domain, [], [aggregate]
                    )
                    unit = 1 if aggregate == "__count" else 100
                    total = rows[0][0] if rows else 0
                    self.assertEqual(total or 0, unit * len(readable))

    def test_attachments_are_as_visible_as_what_they_belong_to(self):
        Attachment = self.env["ir.attachment"]
        for model in (LEAD, ORDER, "account.move"):
            made = {
                case[model].id: Attachment.create(
                    {
                        "name": SECRET,
                        "raw": b"x",
                        "res_model": model,
                        "res_id": case[model].id,
                    }
                )
                for case in self.cases.values()
                if model in case
            }
            for holder in matrix.HOLDERS:
                self.env.invalidate_all()
                with self.subTest(holder=holder, model=model):
                    self._check_attachments(model, holder, made)

    def _check_attachments(self, model, holder, made):
        mine = self._as(holder, "ir.attachment")
        labelled = {
            label: made[record.id].id
            for label, record in self._labelled(model, holder).items()
        }
        domain = [("id", "in", list(labelled.values()))]
        found = self._get(mine.search, domain, nothing=mine).ids
        read = {
            label
            for label, number in labelled.items()
            if self._get(mine.browse(number).read, ["raw"])
        }
        readable = matrix.allowed(model, "r", holder)
        self.assertEqual(read, readable)
        self.assertEqual(set(found), {labelled[label] for label in readable})

    def test_a_name_is_not_found_by_its_id(self):
        for holder in matrix.HOLDERS:
            for model in (LEAD, ORDER, "playbook.transition", "playbook.action"):
                with self.subTest(holder=holder, model=model):
                    records = self._as(holder, model)
                    found = {
                        label
                        for label, record in self._labelled(model, holder).items()
                        if self._get(records.name_search, "", [("id", "=", record.id)])
                    }
                    self.assertEqual(found, matrix.allowed(model, "r", holder))

    def test_private_methods_are_out_of_reach(self):
        for model, names in PRIVATE.items():
            for name in names:
                with self.subTest(model=model, method=name):
                    self.assertTrue(hasattr(self.env[model], name))
                    with self.assertRaises(AccessError):
                        get_public_method(self.env[model], name)

    def test_public_methods_of_ours_refuse_who_has_no_access(self):
        """What can be called on a record that may not be read tells nothing.

        Opening a screen does not either: that asks for access by itself.
        """
        for model in own_models(self.env):
            record = model.search([], limit=1).with_user(self.user_portal)
            if not record:
                continue
            for name in self._methods_of(model):
                with self.subTest(model=model._name, method=name):
                    self.env.invalidate_all()
                    result = self._get(getattr(record, name), nothing=None)
                    if result:
                        self.assertEqual(result["type"], "ir.actions.act_window")
                        self.assertFalse(result.get("res_id"))
                        self.assertNotEqual(
                            result["display_name"], record.sudo().display_name
                        )

    def _methods_of(self, model):
        """The public methods without arguments that only this addon defines."""
        return sorted(
            name
            for cls in type(model).mro()
            if cls.__module__.startswith(f"odoo.addons.{MODULE}.")
            for name in vars(cls)
            if name.startswith("action_")
        )
