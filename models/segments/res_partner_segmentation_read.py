from odoo import models
from odoo.tools import SQL

from .playbook_segmentation_read import Part


class ResPartner(models.Model):
    """Lists of customers ask for all that stands in side tables at once, too."""

    _inherit = "res.partner"

    def _get_parts(self, specification):
        parts = super()._get_parts(specification)
        columns = self._get_side_columns()
        shown = {}
        for name in specification:
            if name in columns:
                shown.setdefault(columns[name][0], []).append(name)
        for side_model, names in shown.items():
            parts += self._get_side_parts(side_model, names, specification)
        for name, links in self._get_side_links().items():
            if name in specification:
                parts += self._get_link_parts(name, links, specification)
        return parts

    def _get_side_parts(self, side_model, names, specification):
        """The values of a side table, and what is shown of what they lead to."""
        # As in _assign_from_side_table.
        Side = self.env[side_model].sudo()
        rows = SQL(
            "res_partner entity JOIN %(side_table)s "
            "ON %(side_table)s.partner_id = entity.commercial_partner_id "
            "AND %(side_table)s.company_id = %(company)s WHERE entity.id IN %(ids)s",
            side_table=SQL.identifier(Side._table),
            company=self.env.company.id,
            ids=self._origin._ids,
            to_flush=self._fields["commercial_partner_id"],
        )
        columns = {name: self._get_side_columns()[name][1] for name in names}
        values = {
            name: Side._field_to_sql(Side._table, column)
            for name, column in columns.items()
        }
        source = SQL(
            "SELECT entity.id, jsonb_build_array(%s) FROM %s",
            SQL(", ").join(values.values()),
            rows,
        )
        parts = [Part(self._origin, [self._fields[name] for name in names], source)]
        for name in names:
            ids = SQL("(SELECT %s FROM %s)", values[name], rows)
            parts += self._get_name_parts(name, ids, specification)
        return parts

    def _get_link_parts(self, name, links, specification):
        """The values of a field that shows several, and what is shown of them.

        :param links: selects commercial partners, what they lead to, and its place.
        """
        rows = SQL(
            "res_partner entity JOIN (%s) AS link(partner_id, id, place) "
            "ON link.partner_id = entity.commercial_partner_id WHERE entity.id IN %s",
            links,
            self._origin._ids,
            to_flush=self._fields["commercial_partner_id"],
        )
        source = SQL(
            "SELECT entity.id, "
            "jsonb_build_array(jsonb_agg(link.id ORDER BY link.place, link.id)) "
            "FROM %s GROUP BY entity.id",
            rows,
        )
        ids = SQL("(SELECT link.id FROM %s)", rows)
        parts = [Part(self._origin, [self._fields[name]], source)]
        return parts + self._get_name_parts(name, ids, specification)

    def _get_name_parts(self, name, ids, specification):
        shown = specification[name].get("fields")
        if not shown:
            return []
        Option = self.env[self._fields[name].comodel_name]
        return [self._get_names(Option, shown, ids)]

    def _get_side_links(self):
        """Fields that show several, and where their values stand: a hook.

        :return: a dictionary from names to SQL (see :meth:`_get_link_parts`).
        """
        # Past the access, as when they are computed.
        Interest = self.env["playbook.interest"].sudo()
        interests = Interest._search(Interest._get_interested_domain())
        category = Interest._field_to_sql(Interest._table, "category_id", interests)
        return {
            "segment_ids": SQL(
                """
                SELECT member.partner_id, segment.id, segment.sequence
                  FROM playbook_segment_member member
                  JOIN playbook_segment segment ON segment.id = member.segment_id
                 WHERE member.company_id = %s AND member.date_to IS NULL
                """,
                self.env.company.id,
                to_flush=self.env["playbook.segment"]._fields["sequence"],
            ),
            "interest_category_ids": SQL(
                "%s",
                interests.select(
                    SQL(
                        "DISTINCT %s, %s, 0",
                        SQL.identifier(Interest._table, "partner_id"),
                        category,
                    )
                ),
            ),
        }
