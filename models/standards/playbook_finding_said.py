"""Points to fix that people have said of a procedure."""

from odoo import api, fields, models

# Within so many days it is answered.
DAYS = {"customer": 1, "cost": 3}
OTHER_DAYS = 7


class PlaybookFinding(models.Model):
    _inherit = "playbook.finding"

    acknowledgement_id = fields.Many2one(
        "playbook.acknowledgement",
        string="What was said",
        ondelete="cascade",
        index="btree_not_null",
        readonly=True,
    )

    _of_something = models.Constraint(
        "CHECK (requirement_id IS NOT NULL OR acknowledgement_id IS NOT NULL "
        "OR label_was IS NOT NULL)",
        "A point to fix is about something required, or something said.",
    )

    @api.depends("acknowledgement_id.comment")
    def _compute_display_name(self):
        said = self.filtered("acknowledgement_id")
        for finding in said:
            # Whoever sees the point is told what was said.
            finding.display_name = finding._get_said_words()
        return super(PlaybookFinding, self - said)._compute_display_name()

    def _get_said_words(self):
        said = self.sudo().acknowledgement_id  # as above
        names = dict(said._fields["opinion"]._description_selection(self.env))
        return self.env._(
            "%(what)s: “%(comment)s”",
            what=names[said.opinion],
            comment=said.comment or "",
        )

    def _get_mirrored(self):
        return [*super()._get_mirrored(), "acknowledgement_id"]

    def _get_document(self):
        if self.acknowledgement_id:
            return self.procedure_id
        return super()._get_document()

    @api.model
    def _record_said(self, said):
        """Make what was said a point to fix of whoever answers for the procedure.

        :param said: a ``playbook.acknowledgement``.
        """
        day = fields.Date.add(
            fields.Date.context_today(self), days=DAYS.get(said.severity, OTHER_DAYS)
        )
        # Written by the addon alone.
        self.sudo().create(
            {
                "acknowledgement_id": said.id,
                "procedure_id": said.procedure_id.id,
                "user_id": self._get_answering(said.procedure_id).id,
                "date_due": self.env["playbook.day"]._get_working_day(day),
            }
        )

    @api.model
    def _get_answering(self, procedure):
        """Who answers for ``procedure``; empty where nobody does who works here."""
        person = procedure.user_id
        if not person or person.active:
            return person
        acting = person._get_acting_users()[person.id]
        return acting if acting.active else acting.browse()
