from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools.safe_eval import safe_eval

FIELD, CONDITION, ACTION, NEXT_STEP = "field", "condition", "action", "next_step"
KINDS = [
    (FIELD, "A field is filled in"),
    (CONDITION, "A condition holds"),
    (ACTION, "An action was done"),
    (NEXT_STEP, "A next step is planned"),
]
LEAD, CUSTOMER, ORDER = "crm.lead", "res.partner", "sale.order"
MODELS = [(LEAD, "Lead or opportunity"), (CUSTOMER, "Customer"), (ORDER, "Quotation")]
COMPARING = {"<", "<=", ">", ">="}
# From what the moment is about, to what a requirement looks at.
PATHS = {
    (LEAD, LEAD): "",
    (LEAD, CUSTOMER): "partner_id.commercial_partner_id",
    (CUSTOMER, CUSTOMER): "",
    (ORDER, ORDER): "",
    (ORDER, CUSTOMER): "partner_id.commercial_partner_id",
    (ORDER, LEAD): "opportunity_id",
}
NUMBERS = ("float", "integer", "monetary")
TEXTS = ("char", "html", "text")


class PlaybookRequirement(models.Model):
    """One thing that must be so, at the moment of a procedure."""

    _name = "playbook.requirement"
    _description = "Requirement"
    _inherit = ["playbook.definition.mixin"]
    _order = "sequence, id"

    procedure_id = fields.Many2one(
        "playbook.procedure", required=True, ondelete="cascade", index=True
    )
    sequence = fields.Integer(default=10)
    kind = fields.Selection(KINDS, required=True, default=FIELD, string="What")
    model = fields.Selection(MODELS, string="Of what", required=True, default=LEAD)
    field_name = fields.Char(
        string="Field", help="Its technical name; “expected_revenue”, “date_deadline”."
    )
    zero_counts = fields.Boolean(
        string="0 is an answer",
        default=True,
        help="An honest 0 counts as filled in. Untick it where 0 means that nobody has "
        "looked yet.",
    )
    condition = fields.Char(
        default="[]",
        help="What the record must match; for a field, what makes its value valid.",
    )
    purpose_id = fields.Many2one(
        "playbook.purpose",
        ondelete="restrict",
        index="btree_not_null",
        help="An action with this purpose; any, where it is empty.",
    )
    only_positive = fields.Boolean(
        string="With a positive outcome",
        help="An action whose outcome was positive.",
    )
    in_stage = fields.Boolean(
        string="While in the stage",
        help="Done since the opportunity entered its present stage.",
    )
    only_if = fields.Char(
        default="[]",
        help="Asked for only where the record matches this.",
    )
    name = fields.Char(
        string="In words",
        translate=True,
        help="What is asked for, as people read it. Needed for a condition.",
    )
    reason = fields.Char(
        string="What for",
        translate=True,
        help="Which decision or report needs it. People read it where they are asked.",
    )
    grace_days = fields.Integer(
        help="So many days to do it: the work goes on, and it becomes a point to fix "
        "that is due then. 0: at once."
    )
    label = fields.Char(compute="_compute_label")
    note = fields.Char(compute="_compute_label")

    _grace_not_negative = models.Constraint(
        "CHECK (grace_days >= 0)", "Days of grace are 0 or more."
    )

    @api.depends(
        *("kind", "model", "field_name", "zero_counts", "name", "purpose_id.name"),
        *("condition", "only_positive"),
    )
    @api.depends_context("lang")
    def _compute_label(self):
        for requirement in self:
            requirement.label = requirement._get_label()
            requirement.note = requirement._get_note()

    @api.depends("label")
    def _compute_display_name(self):
        for requirement in self:
            requirement.display_name = requirement.label

    def _get_label(self):
        if self.name:
            return self.name
        if self.kind == FIELD:
            label = self.env["playbook.reported.field"]._get_label
            return label(self.model, self.field_name) or ""
        if self.kind == NEXT_STEP:
            return self.env._("A next step is planned")
        if self.kind == ACTION and self.purpose_id:
            purpose = self.purpose_id.name
            return self.env._("Action done: %(purpose)s", purpose=purpose)
        if self.kind == ACTION:
            return self.env._("An action was done")
        return ""

    def _get_note(self):
        """What whoever shapes it should know; False for nothing."""
        field = self._get_field()
        if field is None:
            return False
        always = field.type in NUMBERS and self.zero_counts
        if (always or field.type == "boolean") and not self._has_condition():
            return self.env._(
                "Always fulfilled: 0 and No are answers. Add what makes it valid."
            )
        return False

    def _has_condition(self):
        return bool(self.condition and self.condition.strip() not in ("", "[]"))

    def _get_field(self):
        """The field; None where there is none, or its addon has gone."""
        if self.kind != FIELD or not self.model:
            return None
        return self.env[self.model]._fields.get(self.field_name)

    # ------------------------------------------------------------------
    # Conditions
    # ------------------------------------------------------------------

    @api.model
    def _parse_condition(self, text):
        """``text`` as a domain; relative dates may be used.

        :raise: whatever a wrong one raises.
        """
        return Domain(safe_eval(text or "[]", {"uid": self.env.uid}))

    @api.model
    def _check_condition(self, text, model, name):
        """Validated by asking it, in SQL and in Python, of fields that its author may
        read: not every author reads records.

        :raise ValidationError: naming what is wrong with it.
        """
        try:
            domain = self._parse_condition(text)
            domain.validate(model)
            # A constraint is checked past the rules; its author is not.
            self._check_may_read(domain, model.sudo(False))
            with self.env.cr.savepoint():
                # Nothing is told of the records.
                self._try_condition(domain, model.sudo())
        except Exception as error:  # whatever a wrong domain may raise
            raise ValidationError(
                self.env._(
                    "The condition of “%(name)s” cannot be used: %(error)s\nChoose the "
                    "fields anew in the condition editor.",
                    name=name or "",
                    error=error,
                )
            ) from error

    @api.model
    def _try_condition(self, domain, model):
        model.search_count(domain, limit=1)
        for condition in domain.iter_conditions():
            # Where there is a value, Python may not compare what SQL does.
            name = condition.field_expr.split(".")[0]
            filled = model.search([(name, "!=", False)], limit=1)
            filled.filtered_domain(condition)
            self._check_comparison(condition, model)

    @api.model
    def _check_comparison(self, condition, model):
        if condition.operator not in COMPARING:
            return
        names = condition.field_expr.split(".")
        for name in names[:-1]:
            comodel = model._fields[name].comodel_name
            if not comodel:
                # A part of a value: of a date, of a property.
                return
            model = model.env[comodel]
        field = model._fields[names[-1]]
        value = condition.value
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if number != (field.type in NUMBERS) and field.type in (*NUMBERS, *TEXTS):
            raise ValueError(f"{condition.field_expr} {condition.operator} {value!r}")

    @api.model
    def _check_may_read(self, domain, model):
        """:raise AccessError: if a field that it asks is hidden from the user."""
        for condition in domain.iter_conditions():
            reached = model
            for name in condition.field_expr.split("."):
                field = reached._fields.get(name)
                if field is None:
                    # A part of a value: of a date, of a property.
                    break
                reached._check_field_access(field, "read")
                if field.comodel_name:
                    reached = reached.env[field.comodel_name]
            if condition.operator in ("any", "not any"):
                self._check_may_read(Domain(condition.value), reached)
