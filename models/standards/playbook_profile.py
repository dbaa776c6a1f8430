from odoo import models

from .playbook_finding import BINDING


class PlaybookProfile(models.Model):
    _inherit = "playbook.profile"

    def _get_expectations(self):
        """What procedures that bind ask of who works in this profile."""
        found = super()._get_expectations()
        # What is asked of people is no secret to them.
        procedures = (
            self.env["playbook.procedure"]
            .sudo()
            .search(
                [
                    ("state", "in", BINDING),
                    ("profile_ids", "in", [False, self.id]),
                    ("company_id", "in", [False, *self.env.companies.ids]),
                ]
            )
        )
        moments = dict(procedures._fields["moment"]._description_selection(self.env))
        return found + [
            (
                each.name,
                self.env._(
                    "%(when)s: %(what)s",
                    when=" · ".join(
                        [moments[each.moment], *each.stage_ids.mapped("name")]
                    ),
                    what=", ".join(each.requirement_ids.mapped("label")),
                ),
            )
            for each in procedures
        ]
