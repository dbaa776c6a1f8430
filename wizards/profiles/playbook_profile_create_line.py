from odoo import fields, models

OPERATIONS = ("read", "write", "create", "unlink")


class PlaybookProfileCreateLine(models.TransientModel):
    """What the profile to be made may do with the records of one model."""

    _name = "playbook.profile.create.line"
    _description = "Right of a profile to be made"

    create_id = fields.Many2one(
        "playbook.profile.create",
        string="Profile to be made",
        required=True,
        ondelete="cascade",
        index=True,
    )
    ir_model_id = fields.Many2one(
        "ir.model", string="Records", required=True, readonly=True, ondelete="cascade"
    )
    # Dialogs go with what they are for; they are listed for nobody.
    is_dialog = fields.Boolean(readonly=True)
    perm_read = fields.Boolean(string="Read")
    perm_write = fields.Boolean(string="Change")
    perm_create = fields.Boolean(string="Create")
    perm_unlink = fields.Boolean(string="Delete")
    # What the profile that it is made after may do.
    may_read = fields.Boolean(readonly=True)
    may_write = fields.Boolean(readonly=True)
    may_create = fields.Boolean(readonly=True)
    may_unlink = fields.Boolean(readonly=True)

    def _create_access(self, group):
        """The access lines of the new group."""
        accesses = self.env["ir.model.access"].create(
            [
                {
                    "name": f"{line.ir_model_id.model}: {group.privilege_id.name}",
                    "model_id": line.ir_model_id.id,
                    "group_id": group.id,
                    **{f"perm_{each}": line[f"perm_{each}"] for each in OPERATIONS},
                }
                for line in self
            ]
        )
        self.create_id._name_at_run_time(accesses)
