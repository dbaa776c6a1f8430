"""What is missing before an activity can be finished."""

from odoo import models
from odoo.exceptions import MissingError, ValidationError

from ..segments.wording import format_value
from .mail_activity import USER
from .mail_activity_type import REQUIRE
from .playbook_action_facts import DOCUMENTS
from .playbook_reported_field import ALWAYS_FILLED

NO_OUTCOME, NO_NOTE, NO_FIELDS = "outcome", "note", "fields"


class _Documents:
    """The ids of the documents of the activities that came with one; asked for only
    where one of them is not in the cache.
    """

    def __init__(self, activity):
        self._activity = activity.sudo()  # only of which documents they are

    def __iter__(self):
        model = self._activity.res_model
        others = self._activity.browse(self._activity._prefetch_ids)
        return iter([each.res_id for each in others if each.res_model == model])


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _check_can_end(self):
        """Refuse to finish these without what must be said of them.

        The software is not asked: what it finishes takes the outcome that its type has
        for this.

        :raise ValidationError: naming the activity, and what to do.
        """
        if not self._is_finished_by_person():
            self._take_automatic_outcome()
            self._check_automatic()
            return
        for activity in self:
            outcome = activity.playbook_outcome_id
            activity._check_outcome(outcome)
            lacking = activity._find_lacking(outcome, activity.feedback)
            if lacking:
                raise ValidationError(activity._get_lacking_words(lacking, outcome))

    def _take_automatic_outcome(self):
        without = self.filtered(lambda each: not each.playbook_outcome_id)
        for kind, group in without.grouped("activity_type_id").items():
            outcome_id = kind._get_policy().automatic_outcome_id
            if outcome_id:
                group.playbook_outcome_id = outcome_id

    def _check_automatic(self):
        """Other addons finish what they have planned in the name of who is there: who
        could be asked may not use that to say nothing.
        """
        if self.env.su or not self.env.user.has_group(USER):
            return
        for activity in self:
            outcome = activity.playbook_outcome_id
            lacking = not outcome and activity._find_lacking(outcome, False)
            if lacking:
                raise ValidationError(activity._get_lacking_words(lacking, outcome))

    def _check_outcome(self, outcome):
        """An outcome must be offered for the activity's type and purpose, still."""
        if not outcome or not self.active or self.res_model not in DOCUMENTS:
            return
        if outcome in self._get_possible_outcomes():
            return
        names = self._get_possible_names()
        if not outcome.active:
            message = self.env._(
                "The outcome “%(outcome)s” is no longer used, so “%(activity)s” cannot "
                "end with it. Choose another: %(names)s.",
                outcome=outcome.name,
                activity=self.display_name,
                names=names,
            )
        else:
            message = self.env._(
                "“%(activity)s” cannot end with “%(outcome)s”: that is an outcome of "
                "other activities. Choose one of its own: %(names)s.",
                outcome=outcome.name,
                activity=self.display_name,
                names=names,
            )
        raise ValidationError(message)

    def _get_possible_names(self):
        names = self._get_possible_outcomes().mapped("name")
        quoted = ", ".join(f"“{name}”" for name in names)
        return quoted or self.env._("there is none at present")

    def _find_lacking(self, outcome, note):
        """What must still be said before this can be finished with ``outcome``.

        :return: False, or one of the constants above.
        """
        if not self._is_asked():
            return False
        policy = self.activity_type_id._get_policy()
        if not outcome:
            required = policy.outcome == REQUIRE and self._get_possible_outcomes()
            return NO_OUTCOME if required else False
        if outcome._asks_for_note() and not (note or "").strip():
            return NO_NOTE
        return NO_FIELDS if self._get_empty_fields(outcome) else False

    def _get_document_sudo(self):
        """What this is about; empty where it is gone.

        Those of all activities that came with this one are read at once.
        """
        # What it is called and what stands in its fields is checked here; it is written
        # by the user.
        document = self.env[self.res_model].sudo().browse(self.res_id)
        document = document.with_prefetch(_Documents(self))
        try:
            document.mapped("company_id")
        except MissingError:
            return document.browse()
        return document

    def _get_reported_document(self, model):
        """The document of which a field of ``model`` is to be reported."""
        if self.res_model not in DOCUMENTS:
            return self.env[model]
        document = self._get_document_sudo()
        if not document or document._name == model:
            return document
        if model == "res.partner":
            return document.partner_id
        if document._name == "sale.order":
            return document.opportunity_id
        return self.env[model]

    def _get_empty_fields(self, outcome):
        """The fields that must be reported with ``outcome`` and stand empty."""
        policy = self.activity_type_id._get_policy()
        empty = []
        for model, name, required, _outcomes in policy.get_reported(outcome.id):
            if not required:
                continue
            document = self._get_reported_document(model)
            if (
                document
                and document._fields[name].type not in ALWAYS_FILLED
                and not document[name]
            ):
                empty.append((model, name))
        return empty

    def _get_lacking_words(self, lacking, outcome):
        if lacking == NO_OUTCOME:
            return self.env._(
                "Say how “%(activity)s” went: it cannot be finished without an "
                "outcome. Choose one of: %(names)s.",
                activity=self.display_name,
                names=self._get_possible_names(),
            )
        if lacking == NO_NOTE:
            return self.env._(
                "“%(activity)s” ended with “%(outcome)s”: write in a few words what "
                "happened.",
                activity=self.display_name,
                outcome=outcome.name,
            )
        label = self.env["playbook.reported.field"]._get_label
        return self.env._(
            "“%(activity)s” ended with “%(outcome)s”: fill in %(fields)s on "
            "%(document)s first.",
            activity=self.display_name,
            outcome=outcome.name,
            fields=", ".join(
                f"“{label(model, name)}”"
                for model, name in self._get_empty_fields(outcome)
            ),
            document=self.res_name or "",
        )

    def _get_reported_words(self, facts):
        """What was reported on the document, one line for each field."""
        policy = self.activity_type_id._get_policy()
        outcome_id = self.playbook_outcome_id.id
        reported = policy.get_reported(outcome_id) if facts.exists else ()
        lines = []
        for model, name, _required, _outcomes in reported:
            document = self._get_reported_document(model)
            if not document:
                continue
            label = self.env["playbook.reported.field"]._get_label(model, name)
            lines.append(f"{label}: {format_value(document, name)}")
        return "\n".join(lines) or False
