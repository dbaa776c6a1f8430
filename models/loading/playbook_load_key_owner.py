from odoo import api, fields, models
from odoo.tools import SQL


class PlaybookLoadKeyOwner(models.AbstractModel):
    """Records that may have been loaded: they know what they are called elsewhere."""

    _name = "playbook.load.key.owner"
    _description = "Record with keys of other systems"

    playbook_loaded_from = fields.Char(
        string="Known elsewhere as",
        compute="_compute_playbook_loaded_from",
        groups="base.group_user",
        exportable=False,
        help="Its key in the systems that it was loaded from.",
    )

    def _compute_playbook_loaded_from(self):
        # Whoever reads the record may know what it is called elsewhere.
        Key = self.env["playbook.load.key"].sudo()
        rows = Key.search(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                ("made", "=", False),
            ]
        )
        told = {}
        for row in rows:
            told.setdefault(row.res_id, []).append(f"{row.source_id.name}: {row.key}")
        for record in self:
            record.playbook_loaded_from = ", ".join(told.get(record._origin.id, ()))

    @api.model
    def _move_load_keys(self, kept_id, merged_ids):
        """What was loaded as one of the merged records is the kept one from now on."""
        for table in ("playbook_load_key", "playbook_load_line"):
            self.env.cr.execute(
                SQL(
                    "UPDATE %s SET res_id = %s"
                    " WHERE res_model = %s AND res_id = ANY(%s)",
                    SQL.identifier(table),
                    kept_id,
                    self._name,
                    list(merged_ids),
                )
            )
        self.env["playbook.load.key"].invalidate_model(flush=False)
        self.env["playbook.load.line"].invalidate_model(flush=False)
