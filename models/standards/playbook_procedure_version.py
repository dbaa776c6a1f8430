from odoo import api, fields, models


class PlaybookProcedureVersion(models.Model):
    """What was agreed with one version of a procedure, and by whom."""

    _name = "playbook.procedure.version"
    _description = "Version of a procedure"
    _order = "number desc, id desc"

    procedure_id = fields.Many2one(
        "playbook.procedure",
        required=True,
        ondelete="cascade",
        index=True,
        readonly=True,
    )
    number = fields.Integer(string="Version", required=True, readonly=True)
    date = fields.Datetime(
        string="In force since",
        required=True,
        readonly=True,
        default=fields.Datetime.now,
    )
    user_id = fields.Many2one(
        "res.users", string="Changed by", ondelete="set null", readonly=True
    )
    approved_by_id = fields.Many2one("res.users", ondelete="set null", readonly=True)
    changes = fields.Text(
        string="What changed",
        readonly=True,
        help="One line for each: what it was, and what it is since.",
    )
    comment = fields.Text(readonly=True, help="What whoever approved it said.")

    @api.depends("procedure_id", "number")
    def _compute_display_name(self):
        for version in self:
            version.display_name = self.env._(
                "%(procedure)s, version %(number)s",
                procedure=version.procedure_id.name,
                number=version.number,
            )
