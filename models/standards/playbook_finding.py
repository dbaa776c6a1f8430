from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .finding_sql import new_findings
from .playbook_procedure import ENFORCE, LOST, OBSERVE, WARN

BINDING = (WARN, ENFORCE)


class PlaybookFinding(models.Model):
    """A point to fix: what falls short of a procedure, whose it is, and by when.

    It closes itself when that is mended. While its procedure is only observed it is
    counted, and shown to nobody as theirs.
    """

    _name = "playbook.finding"
    _description = "Point to fix"
    _inherit = ["playbook.customer.mirror.mixin"]
    _order = "date_due, id"

    requirement_id = fields.Many2one(
        "playbook.requirement", ondelete="cascade", index=True, readonly=True
    )
    label_was = fields.Char(
        string="Was asked for",
        readonly=True,
        exportable=False,
        help="By a requirement that has been removed since.",
    )
    procedure_id = fields.Many2one(
        "playbook.procedure",
        ondelete="cascade",
        required=True,
        index=True,
        readonly=True,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Whose",
        ondelete="set null",
        index="btree_not_null",
        readonly=True,
    )
    date_due = fields.Date(string="Due", required=True, readonly=True)
    date_postponed = fields.Date(
        string="Postponed to", readonly=True, help="My Day shows it again then."
    )
    date_checked = fields.Datetime(
        readonly=True, exportable=False, help="When it was looked at last."
    )
    observed = fields.Boolean(
        readonly=True,
        help="Its procedure was only observed then: nobody is asked for it.",
    )
    date_closed = fields.Datetime(string="Closed", readonly=True)
    ending = fields.Selection(
        [
            ("mended", "Mended"),
            ("answered", "Answered"),
            ("let_go", "Asked for no longer"),
        ],
        string="How it ended",
        readonly=True,
    )

    _open_of_user = models.Index("(user_id, date_due) WHERE date_closed IS NULL")
    _open_unchecked = models.Index(
        "(date_checked NULLS FIRST, id) WHERE date_closed IS NULL"
    )

    @api.depends("requirement_id.label", "label_was")
    def _compute_display_name(self):
        for finding in self:
            # What is asked for is no secret to whoever sees that it is.
            label = finding.requirement_id.sudo().label
            finding.display_name = label or finding.label_was

    # ------------------------------------------------------------------
    # Writing
    # ------------------------------------------------------------------

    @api.model
    def _record(self, shortfalls, user):
        """Note what is missing, once for each record and requirement.

        :param shortfalls: a list of :class:`~.playbook_gate.Shortfall`.
        :param user: whose it is where the record is nobody's.
        """
        due = self._get_due_days(shortfalls)
        rows = [
            (
                each.requirement.id,
                each.requirement.procedure_id.id,
                *self._place(record, user),
                due[each.requirement.grace_days],
                each.state == OBSERVE,
            )
            for each in shortfalls
            for record in each.records
        ]
        if not rows:
            return
        self.flush_model()
        values = SQL(", ").join(self._row_sql(row) for row in dict.fromkeys(rows))
        self.env.cr.execute(new_findings(self.env.uid, self.env.cr.now(), values))
        self.invalidate_model(flush=False)

    @api.model
    def _get_due_days(self, shortfalls):
        """From days of grace to the working day on which they end."""
        today = fields.Date.context_today(self)
        find = self.env["playbook.day"]._get_working_day
        return {
            days: find(fields.Date.add(today, days=max(days, 1)))
            for days in {each.requirement.grace_days for each in shortfalls}
        }

    @api.model
    def _row_sql(self, row):
        return SQL(
            "(%s::integer, %s::integer, %s::integer, %s::integer, %s::integer, "
            "%s::integer, %s::date, %s::boolean)",
            *row,
        )

    @api.model
    def _place(self, record, user):
        """Ids: of the lead or customer, of the order, and of whose it is."""
        person_id = self._get_person(record, user).id or None
        if record._name == "crm.lead":
            return record.id, None, None, person_id
        if record._name == "res.partner":
            return None, record.id, None, person_id
        lead = record.opportunity_id
        customer = None if lead else record.partner_id.commercial_partner_id.id
        return lead.id or None, customer, record.id, person_id

    @api.model
    def _get_person(self, record, user):
        """Whose what is missing of ``record`` is: empty, where that is nobody.

        :param user: who it is where the record is nobody's.
        """
        person = record.user_id
        if not person and record._name == "res.partner":
            # Whoever brought the customer.
            person = record.opportunity_ids[:1].user_id
        person = person if person.active else user
        return person.browse() if person._is_superuser() or person.share else person

    @api.model
    def _move_to(self, kept, merged):
        """Give the points of the ``merged`` leads to the ``kept`` one."""
        self.search([("lead_id", "in", merged.ids)]).write({"lead_id": kept.id})

    def _end(self, ending):
        if not self:
            return
        # Written by the addon alone.
        self.sudo().write({"date_closed": fields.Datetime.now(), "ending": ending})

    @api.model
    def _let_go(self, procedures):
        """Close what these ask for no longer, as they stand now."""
        for procedure in procedures:
            binds = procedure.active and procedure.state in BINDING
            domain = Domain("procedure_id", "=", procedure.id)
            domain &= Domain("date_closed", "=", False)
            # What was said of it is answered, whatever it asks.
            domain &= Domain("requirement_id", "!=", False)
            if binds or (procedure.active and procedure.state == OBSERVE):
                domain &= Domain("observed", "=", False)
            if not binds:
                self.search(domain)._end("let_go")

    def _close_mended(self):
        """Close those of these whose point is mended, or asked for no longer.

        :return: the others.
        """
        left = self.browse()
        # Whether it is mended does not depend on who looks.
        for requirement, group in self.sudo().grouped("requirement_id").items():
            if not requirement:
                left |= group
                continue
            mended, over = group._find_mended(requirement)
            mended._end("mended")
            over._end("let_go")
            left |= group - mended - over
        return (self & left).with_env(self.env)

    def _find_mended(self, requirement):
        """Of these, all of ``requirement``: those mended, and those that are over."""
        mended = over = self.browse()
        if requirement.procedure_id.moment != LOST:
            over = self.filtered(lambda finding: finding._is_put_away())
        rest = self - over
        for name in ("order_id", "lead_id", "partner_id"):
            own = rest.filtered(name)
            if not own:
                continue
            rest -= own
            try:
                met = requirement._filter_met(own[name])
            except ValueError:
                # It cannot be asked for any more.
                over |= own
                continue
            mended |= own.filtered(lambda finding, met=met, at=name: finding[at] in met)
        return mended, over

    def _is_put_away(self):
        """Whether nothing more is asked of its record: lost, cancelled, archived."""
        return (
            (self.lead_id and not self.lead_id.active)
            or (self.partner_id and not self.partner_id.active)
            or self.order_id.state == "cancel"
        )

    @api.model
    def _cron_close_mended(self, batch=1000, most=20_000):
        """Close what has been mended meanwhile, and permissions that nobody needs any
        more; what was looked at longest ago comes first.
        """
        Cron = self.env["ir.cron"]
        self.env["playbook.permission"]._end_moved()
        self._follow_owners()
        self._hand_over_left()
        ids = self.search(
            [("date_closed", "=", False), ("requirement_id", "!=", False)],
            order="date_checked NULLS FIRST, id",
            limit=most,
        ).ids
        Cron._commit_progress(remaining=len(ids))
        for start in range(0, len(ids), batch):
            part = self.browse(ids[start : start + batch]).exists()
            part._close_mended().write({"date_checked": fields.Datetime.now()})
            if not Cron._commit_progress(len(ids[start : start + batch])):
                break
