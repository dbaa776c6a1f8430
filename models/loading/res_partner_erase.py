from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL, escape_psql

from .cells import forget_key

ERASED = "erased:"
FEW = 20


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _erase_from_playbook(self):  # pylint: disable=missing-return
        """Empty what files said of these people, and let go of the files; the counts of
        their loads stay.
        """
        super()._erase_from_playbook()
        # Everybody's: whoever erases people does so everywhere.
        Lead = self.env["crm.lead"].sudo().with_context(active_test=False)
        leads = Lead.search([("partner_id", "in", self.ids)])
        Action = self.env["playbook.action"].sudo()  # as above
        actions = Action.search([("partner_id", "in", self.ids)])
        about = Domain.OR(
            Domain("res_model", "=", records._name)
            & Domain("res_id", "in", records.ids)
            for records in (self, leads, actions)
        )
        lines = self.env["playbook.load.line"].sudo().search(about)  # as above
        # They were perhaps another's: said beside each other.
        lines |= lines.browse(self._find_lines_beside())
        lines |= lines.browse(self._find_lines_naming(about))
        lines.load_id.write({"file": False})
        lines.load_id.column_ids.write({"sample": False})
        self.env.cr.execute(
            SQL(
                """
                UPDATE playbook_load_line
                   SET cells = '[]', summary = NULL, reason = NULL, changes = NULL,
                       candidates = NULL, values_before = NULL, values_after = NULL,
                       likenesses = NULL, key = NULL, problems = NULL,
                       handling = CASE WHEN state IN ('read', 'reviewed')
                                       THEN 'leave' ELSE handling END
                 WHERE id = ANY(%s)
                """,
                lines.ids,
            )
        )
        lines.invalidate_recordset(flush=False)
        for key in self.env["playbook.load.key"].sudo().search(about):  # as above
            if not key.key.startswith(ERASED):
                forgotten = forget_key(key.key)
                key.write({"key": forgotten, "loaded": False, "made": True})

    def _find_lines_beside(self):
        """The ids of lines that may have been one of these people."""
        self.env["playbook.load.line"].flush_model(["candidates"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT line.id
                  FROM playbook_load_line line
                  JOIN playbook_load load ON load.id = line.load_id
                 WHERE load.kind IN ('company', 'contact')
                   AND line.candidates IS NOT NULL
                   AND EXISTS (
                       SELECT FROM jsonb_array_elements(line.candidates) found
                        WHERE (found ->> 'id')::integer = ANY(%s))
                """,
                self.ids,
            )
        )
        return [line_id for (line_id,) in rows]

    def _find_lines_naming(self, about):
        """The ids of lines that were never loaded, and hold the keys or the addresses
        of these people.

        :param about: the domain of what was loaded of them.
        """
        self.env["playbook.load.line"].flush_model()
        keys = self.env["playbook.load.key"].sudo().search(about)  # as above
        parts = [
            SQL(
                "(load.source_id = %s AND load.kind = %s AND line.key = %s)",
                key.source_id.id,
                key.kind,
                key.key,
            )
            for key in keys
        ]
        # Few are erased, and many deleted: those are not looked for in every cell.
        for person in self[:FEW]:
            # Whoever erases them knows them.
            for text in filter(None, (person.sudo().email, person.sudo().phone)):
                pattern = f"%{escape_psql(text)}%"
                parts.append(SQL("line.cells::text ILIKE %s", pattern))
        if not parts:
            return []
        rows = self.env.execute_query(
            SQL(
                """
                SELECT line.id
                  FROM playbook_load_line line
                  JOIN playbook_load load ON load.id = line.load_id
                 WHERE %s
                """,
                SQL(" OR ").join(parts),
            )
        )
        return [line_id for (line_id,) in rows]
