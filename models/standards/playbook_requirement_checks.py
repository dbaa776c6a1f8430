"""What a requirement may ask for: what people can see and give."""

from odoo import api, models
from odoo.exceptions import ValidationError

from .playbook_requirement import ACTION, CONDITION, CUSTOMER, FIELD, NEXT_STEP, PATHS

TYPES = {
    *("binary", "boolean", "char", "date", "datetime", "float", "html", "integer"),
    *("many2many", "many2one", "monetary", "one2many", "selection", "text"),
}
# Nobody gives these.
NOBODYS = {*models.MAGIC_COLUMNS, "display_name"}


class PlaybookRequirement(models.Model):
    _inherit = "playbook.requirement"

    @api.constrains("kind", "model", "field_name", "condition", "only_if", "name")
    def _check_content(self):
        for requirement in self:
            requirement._check_words()
            if requirement.kind == FIELD:
                requirement._check_field()
            Model = self.env[requirement.model]
            for text in (requirement.condition, requirement.only_if):
                requirement._check_condition(text, Model, requirement.label)

    @api.constrains("kind", "model", "field_name", "procedure_id", "in_stage")
    def _check_fits(self):
        for requirement in self:
            requirement._check_model()
            requirement._check_read_by_profiles()

    def _check_words(self):
        if self.kind == CONDITION and not (self.name and self._has_condition()):
            raise ValidationError(
                self.env._(
                    "A condition of “%(procedure)s” needs the condition itself, and "
                    "what it says in words: that is what people read when it is not "
                    "fulfilled.",
                    procedure=self.procedure_id.name,
                )
            )

    def _check_model(self):
        moment_model = self.procedure_id._get_model()
        possible = [model for base, model in PATHS if base == moment_model]
        if self.kind in (ACTION, NEXT_STEP) and moment_model != CUSTOMER:
            possible = ["crm.lead"]
        if self.model not in possible:
            labels = dict(self._fields["model"]._description_selection(self.env))
            raise ValidationError(
                self.env._(
                    "“%(requirement)s” of “%(procedure)s” cannot be asked for on a "
                    "%(model)s at that moment. Choose one of: %(possible)s.",
                    requirement=self.label,
                    procedure=self.procedure_id.name,
                    model=labels[self.model],
                    possible=", ".join(labels[each] for each in possible),
                )
            )

    def _check_field(self):
        field = self._get_field()
        if field is None:
            raise ValidationError(
                self.env._(
                    "“%(procedure)s” requires the field “%(field)s”, which there is "
                    "not on a %(model)s. Choose another.",
                    procedure=self.procedure_id.name,
                    field=self.field_name or "",
                    model=self._get_model_words(),
                )
            )
        given = field.store and (not field.compute or field.inverse)
        # Computed, but the form lets people change it.
        given = given or (field.store and field.compute and not field.readonly)
        if (
            not given
            or field.readonly
            or field.type not in TYPES
            or self.field_name in NOBODYS
        ):
            raise ValidationError(
                self.env._(
                    "“%(procedure)s” requires “%(field)s” of a %(model)s, which nobody "
                    "can fill in: Odoo computes it. Choose what it is computed from.",
                    procedure=self.procedure_id.name,
                    field=self.label,
                    model=self._get_model_words(),
                )
            )

    def _get_model_words(self):
        return dict(self._fields["model"]._description_selection(self.env))[self.model]

    def _check_read_by_profiles(self):
        """Who is asked must be able to see what is asked for."""
        field = self._get_field()
        Access = self.env["ir.model.access"].sudo()  # the rights of groups: compared
        readers = [Access._get_access_groups(self.model)]
        if field is not None and field.groups:
            # As above.
            groups = self.env["res.groups"].sudo()._get_group_definitions()
            readers.append(groups.parse(field.groups, raise_if_not_found=False))
        # Which groups a profile has is compared, and the profile alone is named.
        for profile in self.procedure_id.sudo().profile_ids:
            group = profile.given_group_id or profile.group_id
            self._check_read_by(readers, group, profile.name)
        if not self.procedure_id.profile_ids:
            everybody = self.env.ref("crm_playbook.group_user")
            if field is not None and field.groups:
                self._check_read_by(readers[1:], everybody, self.env._("Everybody"))

    def _check_read_by(self, readers, group, name):
        held = group.sudo().all_implied_ids.ids  # as its caller
        if all(each.matches(held) for each in readers):
            return
        raise ValidationError(
            self.env._(
                "“%(name)s” does not read “%(field)s” of a %(model)s, which "
                "“%(procedure)s” requires. Choose another field, or say for which "
                "profiles it is.",
                name=name,
                field=self.label,
                model=self._get_model_words(),
                procedure=self.procedure_id.name,
            )
        )
