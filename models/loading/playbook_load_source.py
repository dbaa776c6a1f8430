from odoo import fields, models


class PlaybookLoadSource(models.Model):
    """Where customers come from that are loaded: another system, or a workbook.

    A key (a customer's number there) means one thing within a source.
    """

    _name = "playbook.load.source"
    _description = "Data source"
    _order = "name, id"

    name = fields.Char(required=True, help="For example: old CRM, ERP, trade fairs.")
    active = fields.Boolean(default=True)
    note = fields.Text(help="Who knows it, and how one gets its files.")
    load_ids = fields.One2many(
        "playbook.load", "source_id", string="Data loads", readonly=True
    )

    _name_once = models.UniqueIndex(
        "(LOWER(name))", "There is a data source with this name already."
    )
