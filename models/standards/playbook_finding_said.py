"""Points to fix that people have said of a procedure."""

from functools import partial

from odoo import api, fields, models
from odoo.fields import Domain

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
        "CHECK (requirement_id IS NOT NULL OR acknowledgement_id IS NOT NULL)",
        "A point to fix is about something required, or something said.",
    )

    @api.depends("acknowledgement_id.comment")
    def _compute_display_name(self):
        said = self.filtered("acknowledgement_id")
        super(PlaybookFinding, self - said)._compute_display_name()
        for finding in said:
            # Whoever sees the point is told what was said.
            finding.display_name = finding._get_said_words()

    def _get_said_words(self):
        said = self.sudo().acknowledgement_id  # as above
        names = dict(said._fields["answer"]._description_selection(self.env))
        return self.env._(
            "%(what)s: “%(comment)s”",
            what=names[said.answer],
            comment=said.comment or "",
        )

    @api.model
    def _get_readable_domain(self):
        """Of what was said, what one may read of it."""
        domain = super()._get_readable_domain()
        Said = self.env["playbook.acknowledgement"]
        if Said.has_access("read"):
            domain |= Domain("acknowledgement_id", "in", Said._search([]))
        return domain

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if not self or self.env.su or (result and result[0] == self):
            return result
        rows = self - result[0] if result else self
        forbidden = rows.browse()
        # The ids alone are read past the rules; what the user may read is asked next.
        for name in ("partner_id", "acknowledgement_id"):
            own = rows.filtered(lambda row, name=name: row.sudo()[name])
            about = own.sudo()[name].with_env(self.env)  # as above
            hidden = about - about._filtered_access("read")
            forbidden |= own.filtered(
                lambda row, name=name, hidden=hidden: row.sudo()[name] in hidden
            )
        if not forbidden:
            return result
        forbidden |= result[0] if result else self.browse()
        refuse = self.env["ir.rule"]._make_access_error
        return forbidden, partial(refuse, operation, forbidden)

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
