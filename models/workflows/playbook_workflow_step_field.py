"""Setting a field of the records, to what people would have written there."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..segments.wording import format_value
from ..standards import channel
from .playbook_workflow_step_run import Done
from .targets import OPPORTUNITY, TARGETS

STAGE = "stage_id"
# What has its own rules and its own effects, and what is nobody's to set.
KEPT = {
    "crm.lead": {
        *("active", "automated_probability", "color", "company_id", "date_closed"),
        *("date_conversion", "email_normalized", "iap_enrich_done", "lost_reason_id"),
        *("lead_mining_request_id", "partner_id", "probability", "reveal_id"),
        *("service_user_id", "team_id", "type", "user_id", "won_status"),
    },
    "res.partner": {
        *("active", "barcode", "color", "commercial_partner_id", "company_id"),
        *("company_registry", "credit_limit", "customer_rank", "email", "employee"),
        *("is_company", "name", "parent_id", "service_user_id", "supplier_rank"),
        *("team_id", "type", "tz", "user_id", "vat"),
    },
    "sale.order": {
        *("access_token", "active", "company_id", "currency_id", "date_order"),
        *("fiscal_position_id", "journal_id", "locked", "name", "opportunity_id"),
        *("partner_id", "partner_invoice_id", "partner_shipping_id", "pricelist_id"),
        *("reference", "require_payment", "require_signature", "state", "team_id"),
        *("prepayment_percent", "user_id"),
    },
}
# Of accounting, of what people sign, and of what finds customers for money.
KEPT_PREFIXES = (
    *("autopost_", "global_", "ignore_", "invoice_", "partner_l", "peppol_"),
    *("playbook_", "preferred_payment_", "property_", "signed_", "signup_"),
    "specific_property_",
)


class PlaybookWorkflowStep(models.Model):
    _name = "playbook.workflow.step"
    _inherit = ["playbook.workflow.step", "playbook.set.field.mixin"]

    set_field = fields.Selection(
        "_selection_set_field",
        string="Sets the field",
        help="A field of the record that people fill in themselves.",
    )
    set_value = fields.Char(
        string="to",
        help="Yes or No, a number, a day as YYYY-MM-DD, or the name of what is chosen",
    )
    # For the form: of all that can be set, what the workflow's records have.
    settable_fields = fields.Json(compute="_compute_settable_fields")

    @api.depends("workflow_id.target")
    def _compute_settable_fields(self):
        for step in self:
            step.settable_fields = [
                f"{field.model_name}.{field.name}"
                for field in step._get_settable_fields(step.workflow_id.target)
            ]

    @api.model
    def _selection_set_field(self):
        choices = []
        for model in KEPT:
            # The labels are no secret.
            labels = self.env[model].sudo().fields_get(attributes=["string"])
            target = OPPORTUNITY if model == "crm.lead" else None
            choices += [
                (f"{model}.{field.name}", labels[field.name]["string"])
                for field in self._get_settable_fields(target, model)
                if field.name in labels
            ]
        return sorted(choices, key=lambda pair: pair[1])

    @api.model
    def _get_settable_fields(self, target, model=None):
        """The fields that a step of a workflow for ``target`` may set.

        The stage of opportunities alone: leads have none, and the procedure of the
        stages decides whether they may move.
        """
        model = model or TARGETS[target or OPPORTUNITY].model
        return [
            field
            for field in self._get_fillable_fields(model)
            if field.name not in KEPT[model]
            and not field.company_dependent
            and not field.name.startswith(KEPT_PREFIXES)
            and (field.name != STAGE or target == OPPORTUNITY)
        ]

    def _get_set_name(self):
        """The name of the field that is set, without the model's."""
        return (self.set_field or "").rpartition(".")[2]

    def _get_set_label(self):
        return self.env["playbook.reported.field"]._get_label(
            self._get_model_name(), self._get_set_name()
        )

    def _find_faults_field(self):
        if not self.set_field:
            yield self.env._("choose the field that it sets.")
            return
        name = self._get_set_name()
        settable = self._get_settable_fields(self.workflow_id.target)
        field = next((field for field in settable if field.name == name), None)
        label = self._get_set_label()
        if not field or self.set_field != f"{field.model_name}.{name}":
            yield self.env._(
                "“%(field)s” cannot be set, or is there no more. Choose a field of "
                "%(records)s that people fill in themselves.",
                field=label or self.set_field,
                records=self._get_target_words(),
            )
        elif not self._find_value(field, self.set_value)[0]:
            yield self.env._(
                "“%(field)s” cannot be set to “%(value)s”: there is no such value.",
                field=label,
                value=self.set_value or "",
            )

    def _find_refusals_field(self, user):
        """Whether ``user`` may write the field at all."""
        Model = self.env[self._get_model_name()].with_user(user)
        field = Model._fields.get(self._get_set_name())
        if not Model.has_access("write") or (
            field and not Model._has_field_access(field, "write")
        ):
            yield self.env._(
                "%(person)s may not write “%(field)s” of %(records)s. Leave the step "
                "out, or have somebody who may do it switch the workflow live.",
                # What a colleague is called is no secret.
                person=user.sudo().name,
                field=self._get_set_label(),
                records=self._get_target_words(),
            )

    def _find_run_value(self, field, env):
        """What the field is set to, as the run-as user finds it."""
        found, value = env[self._name]._find_value(field, self.set_value)
        if not found:
            raise UserError(
                self._tell_problem(
                    self.env._(
                        "“%(value)s” is there no more, or %(person)s, in whose name "
                        "the workflow acts, may not read it.",
                        value=self.set_value,
                        # What a colleague is called is no secret.
                        person=env.user.sudo().name,
                    )
                )
            )
        return value

    def _run_field(self, rows, env):
        """Write the field where it differs, as the run-as user, all at once."""
        name = self._get_set_name()
        records = self._get_records([row["record_id"] for row in rows], env)
        records = channel.mark(records, channel.AUTOMATIC)
        field = records._fields[name]
        value = self._find_run_value(field, env)
        records.check_access("read")
        label = self._get_set_label()
        already = self.env._("Was already: %(field)s", field=label)
        differing = records.filtered(
            lambda record: field.convert_to_write(record[name], record) != value
        )
        before = {record.id: format_value(record, name) for record in differing}
        # Who may not write them is refused, also where nothing would change.
        records.check_access("write")
        differing.write({name: value})
        nothing = self.env._("empty")
        details = {
            record.id: self.env._(
                "%(field)s: %(before)s → %(after)s",
                field=label,
                before=before[record.id] or nothing,
                after=format_value(record, name) or nothing,
            )
            for record in differing
        }
        return {
            row["enrollment_id"]: Done(detail=details.get(row["record_id"], already))
            for row in rows
        }
