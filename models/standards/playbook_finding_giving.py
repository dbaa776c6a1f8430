"""Who mends it: points to fix are given to somebody else."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

from .playbook_acknowledgement_answering import GOVERNING

MOVED_BECAUSE = [
    ("given", "Given by somebody"),
    ("left", "No longer works here"),
    ("profile", "Has no profile any more"),
]


class PlaybookFinding(models.Model):
    _inherit = "playbook.finding"

    moved_from_id = fields.Many2one(
        "res.users", string="Whose it was", ondelete="set null", readonly=True
    )
    moved_by_id = fields.Many2one(
        "res.users", string="Given by", ondelete="set null", readonly=True
    )
    date_moved = fields.Datetime(readonly=True)
    moved_because = fields.Selection(MOVED_BECAUSE, readonly=True)
    moved_note = fields.Text(readonly=True, help="What whoever gave it said.")
    given_past_id = fields.Many2one(
        "res.users",
        string="Whose the record was",
        ondelete="set null",
        readonly=True,
        exportable=False,
        help="When it was given: as soon as the record is somebody else's, so is it.",
    )
    moved_reason = fields.Char(string="Why it moved", compute="_compute_moved_reason")
    can_give = fields.Boolean(compute="_compute_can_give")

    @api.depends("moved_because", "moved_from_id", "moved_by_id", "moved_note")
    def _compute_moved_reason(self):
        for finding in self:
            finding.moved_reason = finding._get_moved_words()

    def _get_moved_words(self):
        own = self.sudo()  # colleagues
        if own.moved_because == "given":
            words = self.env._(
                "Given by %(person)s on %(day)s.",
                person=own.moved_by_id.name or "",
                day=format_date(self.env, own.date_moved),
            )
            return f"{words} {own.moved_note}" if own.moved_note else words
        if own.moved_because == "left":
            return self.env._(
                "%(person)s no longer works here.", person=own.moved_from_id.name or ""
            )
        if own.moved_because == "profile":
            return self.env._(
                "%(person)s no longer has a profile here.",
                person=own.moved_from_id.name or "",
            )
        return False

    @api.depends_context("uid")
    @api.depends("user_id", "lead_id", "date_closed")
    def _compute_can_give(self):
        given = self._filter_to_give()
        for finding in self:
            finding.can_give = finding in given

    def _filter_to_give(self):
        """Those of these that the user may give to somebody else: all of them for who
        governs, else those of the teams one leads.
        """
        open_ = self.filtered(lambda each: not each.date_closed and each.requirement_id)
        if any(self.env.user.has_group(group) for group in GOVERNING):
            return open_
        covered = self.env.user._get_covered_users()
        led = open_._get_leading()
        return open_.filtered(lambda each: led[each] & covered)

    def _get_leading(self):
        """From each of these to who leads the team of its opportunity, or of whose it
        is.
        """
        own = self.sudo()  # who leads is no secret
        leaders = own.user_id._get_team_leaders()
        none = own.env["res.users"]
        return {
            finding: each.lead_id.team_id.user_id | leaders.get(each.user_id, none)
            for finding, each in zip(self, own, strict=True)
        }

    def action_open_give(self):
        """Open the dialog in which they are given to somebody else."""
        self._check_gives()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Give to somebody else"),
            "res_model": "playbook.finding.give",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_finding_ids": self.ids,
                "default_date_due": max(
                    [fields.Date.context_today(self), *self.mapped("date_due")]
                ),
            },
        }

    def _check_gives(self):
        self.check_access("read")
        kept = self - self._filter_to_give()
        if kept or not self:
            raise UserError(
                self.env._(
                    "“%(finding)s” is not yours to give: that is for who leads the "
                    "sales team, or Sales Management, as long as it is open. What was "
                    "said of a procedure goes to who answers for it: change that "
                    "there.",
                    finding=kept[:1].display_name or "",
                )
            )

    def _give(self, person, date, note):
        """Give these to ``person``, until ``date``.

        :raise UserError: if they cannot mend it, or the day is over.
        """
        self._check_gives()
        if date < fields.Date.context_today(self):
            raise UserError(
                self.env._(
                    "%(day)s is over: choose a day from today on.",
                    day=format_date(self.env, date),
                )
            )
        self._check_can_mend(person)
        own = self.sudo()  # whose its record is, is kept, not told
        groups = own.grouped(lambda each: (each.user_id, each._get_document().user_id))
        for (whose, past), group in groups.items():
            # Written by the addon alone; who gives was asked above.
            group.write(
                {
                    "user_id": person.id,
                    "date_due": date,
                    "date_postponed": False,
                    "moved_from_id": whose.id,
                    "given_past_id": past.id,
                    "moved_by_id": self.env.uid,
                    "date_moved": fields.Datetime.now(),
                    "moved_because": "given",
                    "moved_note": note,
                }
            )

    def _check_can_mend(self, person):
        # Who works here, and where, is compared, not told.
        own = person.sudo()
        if not own.active or not own.has_group("crm_playbook.group_user"):
            raise UserError(
                self.env._(
                    "%(person)s has no profile, and would never see it. Choose "
                    "somebody else.",
                    person=own.name or "",
                )
            )
        companies = own.company_ids.ids
        theirs = self.with_user(person).with_context(allowed_company_ids=companies)
        kept = self - theirs._filter_writable()
        if kept:
            raise UserError(
                self.env._(
                    "%(person)s may not change “%(record)s”, and could not complete "
                    "it. Choose somebody else.",
                    person=own.name,
                    record=kept[0].document_name or "",
                )
            )

    def _filter_writable(self):
        """Those of these whose record the user may change."""
        writable = self.browse()
        # Which record it is; what the user may do with it is asked next.
        own = self.sudo()
        for name in ("order_id", "lead_id", "partner_id"):
            group = own.filtered(name)
            own -= group
            documents = group[name].with_env(self.env)._filtered_access("write")
            writable |= group.filtered(
                lambda each, name=name, documents=documents: each[name] in documents
            )
        return writable.with_env(self.env)

    @api.model
    def _forget(self, partners, leads):
        """Empty what was said when points of the people that are forgotten were given
        to somebody.
        """
        about = Domain("partner_id", "in", partners.ids)
        about |= Domain("lead_id", "in", leads.ids)
        about |= Domain("order_id.partner_id", "in", partners.ids)
        self.search(about & Domain("moved_note", "!=", False)).write(
            {"moved_note": False}
        )
