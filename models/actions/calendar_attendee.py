from odoo import models


class CalendarAttendee(models.Model):
    _inherit = "calendar.attendee"

    # Which meetings a customer was invited to: Odoo finds them by the meeting alone.
    _playbook_partner_idx = models.Index("(partner_id)")
