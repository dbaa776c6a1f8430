"""What to do about a record in quarantine."""

from psycopg2 import Error, IntegrityError

from odoo import api, fields, models
from odoo.exceptions import AccessError, MissingError, UserError, ValidationError

from ..standards.gate_error import PlaybookGateError
from .playbook_enrollment import QUARANTINED

ACCESS = "access"
MISSING = "missing"
REQUIREMENT = "requirement"
INVALID = "invalid"
REFUSED = "refused"
OTHER = "other"


def kind_of_error(error):
    """What kind of error an exception is: a key of ``error_kind``."""
    # The narrower ones first.
    for kind, classes in (
        (REQUIREMENT, PlaybookGateError),
        (ACCESS, AccessError),
        (MISSING, MissingError),
        (INVALID, (ValidationError, IntegrityError, ValueError)),
        (REFUSED, UserError),
    ):
        if isinstance(error, classes):
            return kind
    return OTHER


def tell_error(error):
    """What went wrong; of the database no more than what it is about: its details are
    what stands in other records.
    """
    if isinstance(error, Error):
        return error.diag.message_primary or type(error).__name__
    return str(error) or repr(error)


class PlaybookEnrollment(models.Model):
    _inherit = "playbook.enrollment"

    error_kind = fields.Selection(
        [
            (ACCESS, "No right to do it"),
            (MISSING, "Something is missing"),
            (REQUIREMENT, "Stage requirements"),
            (INVALID, "Values that do not fit"),
            (REFUSED, "Refused by Odoo"),
            (OTHER, "Anything else"),
        ],
        string="Kind of error",
        readonly=True,
    )
    advice = fields.Text(
        string="What to do",
        compute="_compute_advice",
        help="What mends it; then try again.",
    )

    @api.depends_context("lang")
    @api.depends("error", "error_kind", "state", "step_id", "workflow_id")
    def _compute_advice(self):
        for enrollment in self:
            enrollment.advice = (
                enrollment._tell_advice() if enrollment.state == QUARANTINED else False
            )

    def _tell_advice(self, retry=True):
        """What to do, for the kind of error.

        :param retry: whether who reads it may have it tried again.
        """
        values = {
            "step": self.step_id.summary or self.workflow_id.name,
            "workflow": self.workflow_id.name,
            "person": self.workflow_id.run_as_id.name or "…",
        }
        tell = {
            ACCESS: self._advise_access,
            MISSING: self._advise_missing,
            REQUIREMENT: self._advise_requirement,
            INVALID: self._advise_invalid,
            REFUSED: self._advise_refused,
        }.get(self.error_kind)
        if not retry:
            return " ".join(filter(None, [tell and tell(values), self._tell_whom()]))
        if not tell:
            return self._advise_other()
        return f"{tell(values)} {self.env._('Then try again.')}"

    def _tell_whom(self):
        """Who can mend it, where the reader cannot."""
        # Who answers for a workflow is no secret.
        person = self.workflow_id.sudo().responsible_id.filtered("active")
        if person:
            return self.env._("Tell %(person)s.", person=person.name)
        return self.env._("Tell who looks after the workflows.")

    def _advise_access(self, values):
        return self.env._(
            "“%(workflow)s” acts as %(person)s, who may not do this here. Give "
            "%(person)s the right to it, or have somebody with that right switch the "
            "workflow live in their own name.",
            **values,
        )

    def _advise_missing(self, values):
        return self.env._(
            "What step “%(step)s” needs is gone: a person, an activity type, a field "
            "or the record itself. Choose another one in the step of “%(workflow)s”.",
            **values,
        )

    def _advise_requirement(self, values):
        return self.env._(
            "The stage asks for information that this record lacks. Fill it in, or "
            "change what the stage asks for.",
            **values,
        )

    def _advise_invalid(self, values):
        return self.env._(
            "What step “%(step)s” would write does not fit this record. Mend the "
            "record, or the value in the step of “%(workflow)s”.",
            **values,
        )

    def _advise_refused(self, values):
        return self.env._(
            "The record did not allow it as it is; the message says why. Mend the "
            "record, or change step “%(step)s” of “%(workflow)s”.",
            **values,
        )

    def _advise_other(self):
        return self.env._(
            "Try again once: it may have passed. If it comes back, show the message to "
            "who looks after your Odoo, or stop the follow-up of this record."
        )
