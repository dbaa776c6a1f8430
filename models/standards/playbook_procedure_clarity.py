"""What a procedure must say before it binds, as a list that its form shows."""

from psycopg2 import Error as PgError

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import is_html_empty

from .clarity import Point, format_points
from .playbook_procedure import IN_FORCE
from .playbook_procedure_state import STAGE_MOMENTS
from .playbook_requirement import CONDITION, FIELD


class PlaybookProcedure(models.Model):
    _inherit = "playbook.procedure"

    clarity = fields.Html(compute="_compute_clarity", sanitize=False, exportable=False)
    is_clear = fields.Boolean(compute="_compute_clarity", exportable=False)

    @api.depends(
        *("user_id", "moment", "stage_ids", "profile_ids", "instruction", "example"),
        *("domain", "requirement_ids.reason", "requirement_ids.label"),
        *("requirement_ids.note", "requirement_ids.condition"),
    )
    @api.depends_context("lang")
    def _compute_clarity(self):
        for procedure in self:
            points = procedure._get_points()
            procedure.is_clear = not any(point.missing for point in points)
            procedure.clarity = format_points(points)

    def _get_points(self):
        """What it says and what it does not say yet, as a list of :class:`Point`."""
        self.ensure_one()
        points = [
            self._get_who_point(),
            self._get_when_point(),
            self._get_text_point("instruction", is_html_empty(self.instruction)),
            self._get_text_point("example", not (self.example or "").strip()),
            self._get_responsible_point(),
            self._get_requirements_point(),
        ]
        return [*points, *self._get_hint_points(), *self._get_impossible_points()]

    def _get_unclear(self):
        """What is still to be said, in words."""
        return [point.missing for point in self._get_points() if point.missing]

    def _get_who_point(self):
        # The names of profiles are no secret.
        names = self.sudo().profile_ids.mapped("name")
        everybody = self.env._("Everybody, and every program")
        return Point(
            self._get_field_label("profile_ids"), ", ".join(names) or everybody
        )

    def _get_when_point(self):
        label = self._get_field_label("moment")
        moments = dict(self._fields["moment"]._description_selection(self.env))
        moment = moments.get(self.moment)
        if not moment:
            return Point(label, self.env._("Choose when it is to be done."), label)
        if self.moment not in STAGE_MOMENTS:
            return Point(label, moment)
        if self.stage_ids:
            stages = ", ".join(self.stage_ids.mapped("name"))
            return Point(label, f"{moment}: {stages}")
        return Point(
            label,
            self.env._("%(moment)s: say of which stages.", moment=moment),
            self._get_field_label("stage_ids"),
        )

    def _get_text_point(self, name, is_empty):
        label = self._get_field_label(name)
        if not is_empty:
            return Point(label, self.env._("It is written down."))
        texts = {
            "instruction": self.env._("Write in a few lines what is to be done."),
            "example": self.env._("Show how it looks when it is done well."),
        }
        return Point(label, texts[name], label)

    def _get_responsible_point(self):
        label = self._get_field_label("user_id")
        # The names of colleagues are no secret.
        name = self.user_id.sudo().name
        ask = self.env._("Choose who answers questions about it.")
        return Point(label, name or ask, "" if name else label)

    def _get_requirements_point(self):
        label = self._get_field_label("requirement_ids")
        if not self.requirement_ids:
            return Point(label, self.env._("Say what must be recorded."), label)
        without = self.requirement_ids.filtered(
            lambda each: not (each.reason or "").strip()
        )
        if without:
            names = ", ".join(each.label or "" for each in without)
            text = self.env._("Say what this is needed for: %(names)s.", names=names)
            missing = self.env._("what it is needed for (%(names)s)", names=names)
            return Point(label, text, missing)
        count = len(self.requirement_ids)
        if count == 1:
            return Point(label, self.env._("1, and what it is needed for."))
        text = self.env._("%(count)s, and what each is needed for.", count=count)
        return Point(label, text)

    def _get_hint_points(self):
        return [
            Point(requirement.label or "", requirement.note, hint=True)
            for requirement in self.requirement_ids
            if requirement.note
        ]

    # ------------------------------------------------------------------
    # What nobody can fulfil
    # ------------------------------------------------------------------

    def _get_impossible_points(self):
        """Conditions that contradict themselves, whatever the records are."""
        points = []
        if self._is_never(self._get_concerned_domain, self._get_model()):
            label = self._get_field_label("domain")
            text = self.env._("No record can match this, and it would ask for nothing.")
            missing = self.env._("a condition that a record can match (%s)", label)
            points.append(Point(label, text, missing))
        for requirement in self.requirement_ids:
            if requirement._is_impossible():
                text = self.env._("Nobody can fulfil this: no record matches it.")
                missing = self.env._(
                    "a condition that somebody can fulfil (%s)", requirement.label
                )
                points.append(Point(requirement.label or "", text, missing))
        return points

    @api.model
    def _is_never(self, get_domain, model):
        """Whether the domain of ``get_domain`` matches nothing, whatever there is."""
        # Optimizing may look for the names of records; none is told.
        Model = self.env[model].sudo()
        try:
            return self._optimize(get_domain, Model).is_false()
        except ValueError:
            # It is told when it is saved.
            return False

    @api.model
    def _optimize(self, get_domain, records):
        try:
            return get_domain().optimize_full(records)
        except PgError:
            raise
        except Exception as error:  # whatever a wrong domain may raise
            raise ValueError(str(error)) from error

    def _check_is_clear(self):
        """:raise ValidationError: naming what is still to be said."""
        for procedure in self:
            missing = procedure._get_unclear()
            if missing:
                raise ValidationError(
                    self.env._(
                        "“%(procedure)s” is not clear yet. Fill in: %(missing)s.",
                        procedure=procedure.name,
                        missing=", ".join(missing),
                    )
                )

    @api.constrains(
        *("name", "user_id", "instruction", "requirement_ids", "stage_ids"),
        *("moment", "example", "domain"),
    )
    def _check_clear(self):
        """Nothing binds before it says who, when and what; a step up asks it too."""
        self.filtered(
            lambda each: each.active and each.state in IN_FORCE
        )._check_is_clear()


class PlaybookRequirement(models.Model):
    _inherit = "playbook.requirement"

    def _is_impossible(self):
        """Whether nothing can ever fulfil it."""
        if self.kind not in (FIELD, CONDITION) or not self.model:
            return False
        is_never = self.env["playbook.procedure"]._is_never
        return is_never(self._get_own_domain, self.model)

    @api.constrains("kind", "model", "field_name", "condition", "reason")
    def _check_stays_clear(self):
        self.procedure_id._check_clear()
