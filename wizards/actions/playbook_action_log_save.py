from datetime import timedelta

from psycopg2 import DataError
from psycopg2.errors import ForeignKeyViolation

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools.misc import clean_context

# Clocks differ.
TOLERANCE = timedelta(minutes=5)
# What is raised by a value that is none of the field's.
MISFITS = (AttributeError, TypeError, ValueError, DataError, ForeignKeyViolation)


class PlaybookActionLog(models.TransientModel):
    """What the button of the dialog does."""

    _inherit = "playbook.action.log"

    def action_save(self):
        """Finish what was planned, or log what was not.

        :return: the action to go on with.
        :raise UserError: naming what is missing; then nothing is written.
        """
        self.ensure_one()
        self._check_not_saved()
        self._write_reported()
        activities = self.activity_ids
        if activities:
            activities._check_open()
            self._check_alike(activities)
            changed = activities.filtered(
                lambda each: each.playbook_purpose_id != self.purpose_id
            )
            changed.playbook_purpose_id = self.purpose_id
            activities = activities._end_as(
                next_step=self._get_next_step(),
                origin="logged" if self.logged else "planned",
            )
        else:
            activities = self._plan_what_happened()
        answer = activities._finish_with(
            self.outcome_id, self.note, schedule_next=self.schedule_next
        )
        return self._go_on(answer)

    def _check_not_saved(self):
        """What is sent twice is saved once, also where both arrive at once."""
        if self.saved and not self.activity_ids:
            raise UserError(self.env._("This has been logged already."))
        self.saved = True

    def _go_on(self, answer):
        """Say what has happened, and go where one wanted to go from there."""
        close = {"type": "ir.actions.act_window_close"}
        following = answer["action"] or close
        if self.redirect:
            following = self.activity_ids.action_done_redirect_to_other()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": answer["message"],
                "next": following,
            },
        }

    # ------------------------------------------------------------------
    # A contact that nobody planned
    # ------------------------------------------------------------------

    def _plan_what_happened(self):
        """The activity that stands for the contact until it is finished, at once."""
        self._check_contact()
        document = self.lead_id or self.partner_id
        now = fields.Datetime.now()
        Activity = self.env["mail.activity"].with_context(
            **{**clean_context(self.env.context), "mail_activity_quick_update": True}
        )
        activity = Activity.create(
            {
                "res_model_id": self.env["ir.model"]._get_id(document._name),
                "res_id": document.id,
                "activity_type_id": self.activity_type_id.id,
                "playbook_purpose_id": self.purpose_id.id,
                "summary": self.purpose_id.name or False,
                "user_id": self.env.uid,
                # Never due: no counter of what is to be done shows it on its way.
                "date_deadline": fields.Date.context_today(self) + timedelta(days=1),
            }
        )
        return activity._end_as(
            origin="logged",
            date_done=min(self.date_done, now),
            next_step=self._get_next_step(),
            event_id=self.event_id.id,
        )

    def _format_day_done(self):
        Day = self.env["playbook.day"]
        return Day._format_day(Day._local_day(self.date_done))

    def _check_meeting(self):
        """One says how a meeting went that one may read, and that was about this."""
        event = self.event_id
        if not event:
            return
        event.check_access("read")
        if event._get_playbook_told():
            raise UserError(self.env._("This has been logged already."))
        customers = event._get_playbook_customers().commercial_partner_id
        about = self.lead_id or self.partner_id.commercial_partner_id
        if about not in (event.opportunity_id, *customers):
            raise UserError(
                self.env._(
                    "“%(meeting)s” was about something else: log this contact by "
                    "itself.",
                    meeting=event.name,
                )
            )

    def _check_contact(self):
        self._check_meeting()
        if not (self.lead_id or self.partner_id):
            raise UserError(
                self.env._("Choose with which customer, or on which opportunity.")
            )
        if not self.activity_type_id:
            raise UserError(self.env._("Choose what it was: a call, a meeting."))
        if self.date_done > fields.Datetime.now() + TOLERANCE:
            raise ValidationError(
                self.env._(
                    "What has not happened yet cannot be logged: plan an activity for "
                    "%(day)s instead, or correct the date.",
                    day=self._format_day_done(),
                )
            )

    # ------------------------------------------------------------------
    # Fields to be reported
    # ------------------------------------------------------------------

    def _write_reported(self):
        """Write what was filled in on the documents, with the user's own rights."""
        reported = self.reported if isinstance(self.reported, dict) else {}
        asked = {}
        for line in self._get_reported_fields():
            asked.setdefault(line["model"], {})[line["name"]] = line["required"]
        for model, names in asked.items():
            values = reported.get(model)
            values = values if isinstance(values, dict) else {}
            document = self._get_document(model)
            changes = {name: values[name] for name in names if name in values}
            if changes:
                self._write_on(document, changes)

    @api.model
    def _write_on(self, document, changes):
        try:
            with self.env.cr.savepoint():
                document.write(changes)
        except MISFITS as error:
            label = self.env["playbook.reported.field"]._get_label
            names = [label(document._name, name) for name in changes]
            raise ValidationError(
                self.env._(
                    "What was filled in for %(fields)s does not fit there.",
                    fields=", ".join(f"“{name}”" for name in names),
                )
            ) from error
