from odoo import api, fields, models
from odoo.fields import Domain

from ..segments.playbook_side_table_mixin import search_side_number, search_side_table
from .playbook_quality_mixin import LEVELS

COLUMNS = {"quality": "quality", "quality_level": "level"}
# Who is asked for nothing has none, and that is not 0.
NUMBERS = {"quality"}


class PlaybookMeasuredMixin(models.AbstractModel):
    """Records that tell how complete they are, from the side table
    ``_quality_model``.

    They have fields over side tables (``playbook.side.table.mixin``), and name there
    those of :data:`COLUMNS`.
    """

    _name = "playbook.measured.mixin"
    _description = "Record that tells how complete it is"

    _quality_model = "playbook.quality"

    quality = fields.Integer(
        string="Quality (%)",
        compute="_compute_quality",
        search=search_side_number("quality"),
        aggregator="avg",
        groups="crm_playbook.group_user",
        help="How many of the fields that procedures ask for here say something. Other "
        "fields add nothing.",
    )
    quality_level = fields.Selection(
        LEVELS,
        string="Quality",
        compute="_compute_quality",
        search=search_side_table("quality_level"),
        groups="crm_playbook.group_user",
        help="Good: 80 % and more; fair: 50 % and more. Empty: nothing is asked for.",
    )
    quality_missing = fields.Char(
        string="Missing for quality",
        compute="_compute_quality_missing",
        groups="crm_playbook.group_user",
        help="What procedures ask for here, and is not there or says nothing.",
    )

    def _compute_quality(self):
        self._assign_from_side_table(self._quality_model)

    @api.depends("quality")
    @api.depends_context("lang")
    def _compute_quality_missing(self):
        # Whoever reads the record is told what it lacks.
        entities = {record: record.sudo()._get_side_entity() for record in self}
        Side = self.env[self._quality_model].sudo()
        ids = [entity.id for entity in entities.values() if entity.id]
        domain = self._get_side_domain() & Domain(self._side_link, "in", ids)
        rows = Side.search_fetch(domain, [self._side_link, "missing"]) if ids else Side
        missing = {row[self._side_link].id: row.missing or [] for row in rows}
        wanted = {key for each in missing.values() for key in each}
        labels = {}
        if wanted:
            # What is asked for is no secret to who is asked.
            Requirement = self.env["playbook.requirement"].sudo()
            for each in Requirement.search([("id", "in", list(wanted))]):
                labels[each.id] = each.label
        for record, entity in entities.items():
            found = [labels[key] for key in missing.get(entity.id, ()) if key in labels]
            record.quality_missing = ", ".join(dict.fromkeys(found))

    def action_show_quality(self):
        """Say what is missing, or that nothing is."""
        self.ensure_one()
        self.check_access("read")
        self._check_field_access(self._fields["quality_missing"], "read")
        missing = self.quality_missing
        message = self.env._("Everything that is asked for here is there.")
        if missing:
            message = self.env._("Missing: %(fields)s", fields=missing)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": "warning" if missing else "success", "message": message},
        }

    # ------------------------------------------------------------------
    # Changes
    # ------------------------------------------------------------------

    def write(self, vals):
        asked = self.env["playbook.procedure"]._get_quality_fields(self._name)
        names = asked.intersection(vals)
        if not names:
            return super().write(vals)
        # What is compared is told to nobody.
        own = self.sudo()
        compared = [name for name in names if self._fields[name].column_type]
        before = {each: [each[name] for name in compared] for each in own}
        result = super().write(vals)
        if len(compared) == len(names):
            own = own.filtered(
                lambda each: [each[name] for name in compared] != before[each]
            )
        own.with_env(self.env)._expect_quality(names)
        return result

    def _write_multi(self, vals_list):
        """What is computed comes this way alone."""
        self._expect_quality({name for vals in vals_list for name in vals})
        return super()._write_multi(vals_list)

    def _expect_quality(self, names):
        """These have other values of the fields ``names``."""
        asked = self.env["playbook.procedure"]._get_quality_fields(self._name)
        if self and not asked.isdisjoint(names):
            self.env[self._quality_model]._expect(self.ids)
