"""The field of the lead that an outcome sets: which ones, and to what."""

from odoo import api, models
from odoo.exceptions import ValidationError

# What has its own rules and its own effects, and what is nobody's to set.
KEPT = {
    *("active", "company_id", "date_closed", "date_conversion", "lost_reason_id"),
    *("email_normalized", "partner_id", "probability", "service_user_id", "stage_id"),
    *("team_id", "type", "user_id", "won_status", "automated_probability", "color"),
    *models.MAGIC_COLUMNS,
}


class PlaybookOutcome(models.Model):
    _name = "playbook.outcome"
    _inherit = ["playbook.outcome", "playbook.set.field.mixin"]

    @api.model
    def _selection_set_field(self):
        # The labels are no secret.
        labels = self.env["crm.lead"].sudo().fields_get(attributes=["string"])
        fields_ = self._get_settable_fields()
        return sorted(
            ((name, labels[name]["string"]) for name in fields_ if name in labels),
            key=lambda pair: pair[1],
        )

    @api.model
    def _get_settable_fields(self):
        """The names of the fields of leads that people fill in themselves."""
        return [
            field.name
            for field in self._get_fillable_fields("crm.lead")
            if not field.groups and field.name not in KEPT
        ]

    @api.constrains("set_field", "set_value")
    def _check_set_value(self):
        settable = self._get_settable_fields()
        for outcome in self.filtered("set_field"):
            if outcome.set_field not in settable:
                raise ValidationError(
                    self.env._(
                        "“%(outcome)s” cannot set “%(field)s”: choose a field that "
                        "people fill in themselves.",
                        outcome=outcome.name,
                        field=outcome._get_set_label(),
                    )
                )
            outcome._get_set_value()

    def _get_set_value(self):
        """What the field is set to.

        :raise ValidationError: if there is no such value.
        """
        field = self.env["crm.lead"]._fields[self.set_field]
        found, value = self._find_value(field, self.set_value)
        if found:
            return value
        raise ValidationError(
            self.env._(
                "“%(outcome)s” cannot set “%(field)s” to “%(value)s”: there is no "
                "such value.",
                outcome=self.name,
                field=self._get_set_label(),
                value=self.set_value or "",
            )
        )

    def _get_set_label(self):
        return self.env["playbook.reported.field"]._get_label(
            "crm.lead", self.set_field
        )

    def _get_set_words(self):
        return self.env._(
            "%(field)s: %(value)s", field=self._get_set_label(), value=self.set_value
        )

    # ------------------------------------------------------------------
    # In words
    # ------------------------------------------------------------------

    @api.depends(
        *("next_type_id", "next_summary", "next_delay", "next_delay_unit"),
        *("next_person", "convert_lead", "stage_id", "mark_lost", "lost_reason_id"),
        *("set_field", "set_value"),
    )
    @api.depends_context("lang")
    def _compute_effects(self):
        for outcome in self:
            outcome.effects = " · ".join(outcome._get_effects())

    def _get_effects(self):
        parts = []
        if self.next_type_id:
            step = self.next_summary or self.next_type_id.name
            parts.append(self._get_delay_words(step))
        if self.convert_lead:
            parts.append(self.env._("becomes an opportunity"))
        if self.stage_id:
            parts.append(self.env._("to stage “%(stage)s”", stage=self.stage_id.name))
        if self.mark_lost:
            reason = self.lost_reason_id.name or ""
            parts.append(self.env._("lost: %(reason)s", reason=reason))
        if self.set_field:
            parts.append(self._get_set_words())
        return parts

    def _get_delay_words(self, step):
        if not self.next_delay:
            return self.env._("next: %(step)s, the same day", step=step)
        if self.next_delay == 1:
            single = {
                "days": self.env._("next: %(step)s, a day later", step=step),
                "weeks": self.env._("next: %(step)s, a week later", step=step),
                "months": self.env._("next: %(step)s, a month later", step=step),
            }
            return single[self.next_delay_unit]
        units = dict(self._fields["next_delay_unit"]._description_selection(self.env))
        return self.env._(
            "next: %(step)s, after %(count)s %(units)s",
            step=step,
            count=self.next_delay,
            units=units[self.next_delay_unit],
        )
