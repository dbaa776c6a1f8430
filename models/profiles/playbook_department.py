from odoo import api, fields, models
from odoo.exceptions import UserError


class PlaybookDepartment(models.Model):
    """A part of the company that works with customers: a short list, no hierarchy."""

    _name = "playbook.department"
    _description = "Department"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    profile_ids = fields.One2many(
        "playbook.profile", "department_id", string="Profiles", readonly=True
    )

    _name_uniq = models.Constraint(
        "UNIQUE(name)", "There is a department with this name already: use that one."
    )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        for department in self.with_context(active_test=False):
            if department.profile_ids:
                raise UserError(
                    self.env._(
                        "“%(department)s” cannot be deleted: the profiles "
                        "%(profiles)s belong to it. Give them another department "
                        "first, or archive this one.",
                        department=department.name,
                        profiles=", ".join(department.profile_ids.mapped("name")),
                    )
                )
