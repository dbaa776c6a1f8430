"""What was missing stays known when it is no longer asked for."""

from odoo import fields, models
from odoo.tools import SQL


class PlaybookRequirement(models.Model):
    _inherit = "playbook.requirement"

    def unlink(self):
        self.check_access("unlink")
        self._let_go_findings()
        return super().unlink()

    def _let_go_findings(self):
        """End what is open of these, and keep of all of it what was asked for. Where a
        whole procedure goes, its points go with it.
        """
        if not self:
            return
        Finding = self.env["playbook.finding"]
        Finding.flush_model()
        values = SQL(", ").join(
            SQL("(%s::integer, %s::text)", each.id, each.label or "") for each in self
        )
        self.env.cr.execute(
            SQL(
                """
                UPDATE playbook_finding finding
                   SET requirement_id = NULL,
                       label_was = gone.label,
                       ending = CASE WHEN date_closed IS NULL
                                     THEN 'let_go' ELSE ending END,
                       date_closed = COALESCE(date_closed, %(now)s)
                  FROM (VALUES %(values)s) AS gone(id, label)
                 WHERE finding.requirement_id = gone.id
                """,
                now=fields.Datetime.now(),
                values=values,
            )
        )
        Finding.invalidate_model(flush=False)
