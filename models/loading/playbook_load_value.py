from odoo import fields, models

MAP, CREATE, EMPTY, REJECT = "map", "create", "empty", "reject"


class PlaybookLoadValue(models.Model):
    """What a file calls an option: a stage, a salesperson, an industry..."""

    _name = "playbook.load.value"
    _description = "Value of a data load"
    _rec_name = "text"
    _order = "load_id, column_id, treatment desc, occurrences desc, id"

    load_id = fields.Many2one(
        "playbook.load", required=True, ondelete="cascade", index=True, readonly=True
    )
    column_id = fields.Many2one(
        "playbook.load.column",
        string="Column",
        required=True,
        ondelete="cascade",
        index=True,
        readonly=True,
    )
    target = fields.Char(readonly=True)
    text = fields.Char(string="In the file", readonly=True)
    occurrences = fields.Integer(string="Lines", readonly=True)
    treatment = fields.Selection(
        [
            (MAP, "Is"),
            (CREATE, "Create it"),
            (EMPTY, "Leave empty"),
            (REJECT, "Reject these lines"),
        ],
        string="What to do",
        required=True,
        default=REJECT,
    )
    choice = fields.Char(
        string="In Odoo", help="The id of the option, or the key of a fixed one."
    )
    choice_label = fields.Char(compute="_compute_choice_label")
    may_create = fields.Boolean(
        readonly=True, help="Whether you may make options of this kind."
    )
    created = fields.Boolean(readonly=True, help="Made by this load.")
