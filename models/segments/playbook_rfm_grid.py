from collections import Counter
from itertools import product

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

STEPS = range(1, 6)
ALL_CELLS = frozenset(product(STEPS, STEPS))


class PlaybookRfmGrid(models.Model):
    """Which RFM group a customer is in, by recency and value: for all companies.

    There is one grid. It has each of the 25 cells exactly once.
    """

    _name = "playbook.rfm.grid"
    _description = "RFM grid"

    name = fields.Char(required=True, translate=True)
    cell_ids = fields.One2many("playbook.rfm.cell", "grid_id", string="Cells")
    before_group_id = fields.Many2one(
        "playbook.rfm.group",
        string="Bought only before the period",
        required=True,
        ondelete="restrict",
        help="The group of customers whose last purchase is longer ago than the period "
        "that is looked at.",
    )

    @api.constrains("cell_ids")
    def _check_cells(self):
        for grid in self:
            grid._check_complete(grid.cell_ids)

    @api.constrains("name")
    def _check_one_grid(self):
        if self.search_count([], limit=2) > 1:
            raise ValidationError(
                self.env._(
                    "There is one RFM grid, for all companies. Change the groups in "
                    "its cells instead of making another."
                )
            )

    @api.constrains("before_group_id")
    def _check_before_group(self):
        for grid in self:
            grid.before_group_id._check_offered()

    def write(self, vals):
        result = super().write(vals)
        if "before_group_id" in vals:
            self.env["playbook.rfm.group"].invalidate_model(["before_horizon"])
            self.env["playbook.rfm.score"]._score_soon()
        return result

    def _check_complete(self, cells):
        """Raise unless ``cells`` are the 25 of a grid, each once."""
        counts = Counter((cell.recency, cell.value) for cell in cells)
        for message, wrong in (
            (
                self.env._(
                    "The RFM grid “%(grid)s” would have a hole: no group for "
                    "%(places)s. Give each of the 25 cells one group.",
                    grid=self.name,
                    places=self._name_cells(ALL_CELLS - counts.keys()),
                ),
                ALL_CELLS - counts.keys(),
            ),
            (
                self.env._(
                    "The RFM grid “%(grid)s” would have more than one group for "
                    "%(places)s, or scores that are not from 1 to 5. Give each of the "
                    "25 cells one group.",
                    grid=self.name,
                    places=self._name_cells(
                        cell
                        for cell, count in counts.items()
                        if count > 1 or cell not in ALL_CELLS
                    ),
                ),
                len(cells) > len(ALL_CELLS),
            ),
        ):
            if wrong:
                raise ValidationError(message)

    def _name_cells(self, cells):
        return "; ".join(
            self.env._(
                "recency %(recency)s, value %(value)s", recency=recency, value=value
            )
            for recency, value in sorted(cells)
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_the_grid(self):
        raise UserError(
            self.env._(
                "The RFM grid cannot be deleted: without it no customer would be in a "
                "group. Change the groups in its cells instead."
            )
        )

    @api.model
    def action_open(self):
        """Open the grid."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_playbook.playbook_rfm_grid_action"
        )
        action["res_id"] = self.search([], limit=1).id
        return action

    def action_score_now(self):
        """Score the customers of the current company at once."""
        return self.env["playbook.rfm.group"].action_score_now()
