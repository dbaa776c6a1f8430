from odoo import fields, models

from .playbook_load import KINDS


class PlaybookLoadKey(models.Model):
    """What a record is called in the system that it was loaded from."""

    _name = "playbook.load.key"
    _description = "Key of a loaded record"
    _rec_name = "key"
    _order = "source_id, kind, key, id"

    source_id = fields.Many2one(
        "playbook.load.source",
        string="Data source",
        required=True,
        ondelete="cascade",
        readonly=True,
    )
    kind = fields.Selection(KINDS, required=True, readonly=True)
    key = fields.Char(required=True, readonly=True)
    # Whether the key is made of what the line said: its file had none.
    made = fields.Boolean(readonly=True)
    res_model = fields.Char(required=True, readonly=True)
    res_id = fields.Many2oneReference(
        string="Record", model_field="res_model", required=True, readonly=True
    )
    load_id = fields.Many2one(
        "playbook.load",
        string="Last loaded with",
        ondelete="set null",
        index="btree_not_null",
        readonly=True,
    )
    date = fields.Datetime(string="Last loaded", readonly=True)
    # As loaded last, to tell what has been changed in Odoo since.
    loaded = fields.Json(readonly=True)
    created = fields.Boolean(readonly=True, help="The record was made by loading.")
    with_workflows = fields.Boolean(readonly=True)

    _key_once = models.UniqueIndex(
        "(source_id, kind, key)", "A key means one record of its source."
    )
    _of_record = models.Index("(res_model, res_id)")
