from odoo import api, fields, models
from odoo.exceptions import UserError

SINCE = "crm_playbook.meetings_since"


class CalendarEvent(models.Model):
    _inherit = "calendar.event"

    playbook_asks = fields.Boolean(
        compute="_compute_playbook_asks", exportable=False, groups="base.group_user"
    )

    @api.depends("stop", "opportunity_id", "partner_ids", "active")
    def _compute_playbook_asks(self):
        """Whether this meeting with a customer is over and nobody has said how it went.

        The software asks for meetings with customers alone.
        """
        now = fields.Datetime.now()
        since = self._get_playbook_since()
        over = self.filtered(
            lambda event: (
                event.active
                and event.stop
                and since <= event.stop
                and event.stop <= now
            )
        )
        told = over._get_playbook_told()
        for event in self:
            event.playbook_asks = (
                event in over
                and event._origin not in told
                and bool(event.opportunity_id or event._get_playbook_customers())
            )

    @api.model
    def _get_playbook_since(self):
        """Since when meetings are asked about: not those from before the addon."""
        since = self.env["ir.config_parameter"].sudo().get_param(SINCE)  # no secret
        return fields.Datetime.to_datetime(since or "1970-01-01")

    def action_playbook_outcome(self):
        """Say how this meeting went: finish its activity, or log it."""
        self.ensure_one()
        if self.start > fields.Datetime.now():
            raise UserError(
                self.env._(
                    "“%(meeting)s” has not begun yet: how it went can be said "
                    "afterwards.",
                    meeting=self.name,
                )
            )
        activities = self.activity_ids.filtered("active")
        if activities:
            return activities._open_dialog()
        return self._open_playbook_log()

    def _open_playbook_log(self):
        self.ensure_one()
        meeting = self.env.ref("mail.mail_activity_data_meeting")
        values = {
            "activity_type_id": meeting.id,
            "event_id": self.id,
            "date_done": fields.Datetime.to_string(self.stop),
        }
        lead = self.opportunity_id._filtered_access("read")
        if lead:
            return self.env["playbook.action.log"]._open_log(**values, lead_id=lead.id)
        customers = self._get_playbook_customers()
        action = self.env["playbook.action.log"]._open_log(
            **values, partner_id=customers[:1].id
        )
        # Several may have been there: it can be changed.
        action["context"]["default_document_given"] = len(customers) == 1
        return action

    def _get_playbook_customers(self):
        """The customers, and people of theirs, who were invited."""
        return self.partner_ids.filtered("commercial_partner_id.customer_state")

    def _get_playbook_told(self):
        """Those of these meetings of which it is known how they went."""
        return self._find_playbook_rows("playbook.action", "event_id")

    def _get_playbook_planned(self):
        """Those of these meetings of which an activity asks how they went."""
        return self._find_playbook_rows("mail.activity", "calendar_event_id")

    def _find_playbook_rows(self, model, field):
        # Whoever has said it, or is asked.
        Model = self.env[model].sudo()
        rows = Model._read_group([(field, "in", self.ids)], [field])
        return self.browse(event.id for (event,) in rows)

    def unlink(self):
        """With a meeting the database deletes its activities: they were given up."""
        self.check_access("unlink")
        # Everybody's: they go with the meeting.
        self.sudo().activity_ids.filtered("active").unlink()
        return super().unlink()
