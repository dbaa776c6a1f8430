"""What a workflow does towards the customer, in words."""

from odoo import models

from .playbook_workflow import RFM_GROUP, SEGMENT, WON
from .playbook_workflow_step import MAIL
from .playbook_workflow_step_mail import INTEREST


class PlaybookWorkflow(models.Model):
    _inherit = "playbook.workflow"

    def _tell_won(self):
        return self.env._("When an opportunity is won")

    def _tell_segment(self):
        return self.env._(
            "When a customer enters the segment %(segments)s",
            segments=self._tell_any(self.segment_ids.mapped("name")),
        )

    def _tell_rfm_group(self):
        return self.env._(
            "When a customer moves to the RFM group %(groups)s",
            groups=self._tell_any(self.rfm_group_ids.mapped("name")),
        )

    def _get_ends_of_customers(self):
        """When the occasion of such a trigger is over, by trigger."""
        env = self.env
        return {
            WON: env._("It stops when the opportunity is opened again or archived."),
            SEGMENT: env._("It stops when the customer has left the segment."),
            RFM_GROUP: env._("It stops when the customer moves to another RFM group."),
        }

    def _tell_stops_of_customers(self):
        """What stops whatever writes to customers, as parts of a sentence."""
        if not self.writes_to_customers:
            return
        if INTEREST in self.step_ids.mapped("asks_for"):
            yield self.env._("the customer says whether they are still interested")
        # Where people are asked for something too, only the e-mails stop.
        if set(self.step_ids.mapped("kind")) == {MAIL}:
            yield self.env._("the customer wants no such e-mails")
            yield self.env._("an e-mail comes back")

    def _tell_left_out(self):
        """For whom its e-mails are left out, beside those who want none."""
        if not self.writes_to_customers:
            return ""
        env, days = self.env, self.contact_days
        if days and self.stop_on_meeting:
            return env._(
                "Customers with whom a meeting is planned, or whom somebody has "
                "contacted within %(time)s, are not written to.",
                time=self._tell_contact_days(),
            )
        if days:
            return env._(
                "Customers whom somebody has contacted within %(time)s are not "
                "written to.",
                time=self._tell_contact_days(),
            )
        if self.stop_on_meeting:
            return env._("Customers with whom a meeting is planned are not written to.")
        return ""

    def _tell_contact_days(self):
        if self.contact_days == 1:
            return self.env._("1 day")
        return self.env._("%(days)s days", days=self.contact_days)
