from datetime import timedelta

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..profiles.playbook_day import LATE, TODAY
from .playbook_finding import BINDING
from .playbook_permission import ASKED, GRANTED, REFUSED

# Of the points of one person, so many are looked at: late ones first.
LOOKED_AT = 500
POSTPONED_DAYS = 14
ALLOW, REFUSE = 1, 2


class PlaybookDay(models.AbstractModel):
    """Points to fix, and permissions to go on: those to give, and the answers."""

    _inherit = "playbook.day"

    @api.model
    def _get_sources(self):
        return [*super()._get_sources(), "permission", "answer", "finding"]

    @api.model
    def _get_choice_sources(self):
        return [*super()._get_choice_sources(), "permission"]

    # ------------------------------------------------------------------
    # Points to fix
    # ------------------------------------------------------------------

    @api.model
    def _get_finding_domain(self):
        covered = self.env.user._get_covered_users().ids
        return (
            Domain("date_closed", "=", False)
            & Domain("requirement_id", "!=", False)
            & Domain("observed", "=", False)
            & Domain("user_id", "in", covered)
            & Domain("procedure_id.state", "in", BINDING)
            & (
                Domain("date_postponed", "=", False)
                | Domain("date_postponed", "<=", self._today())
            )
        )

    @api.model
    def _find_points(self):
        """From each record to the points to fix on it; what is mended is closed."""
        findings = self.env["playbook.finding"].search(
            self._get_finding_domain(), limit=LOOKED_AT
        )
        points = {}
        for finding in findings._close_mended():
            document = finding._get_document()
            if not document.has_access("read"):
                continue
            points[document] = points.get(document, findings.browse()) | finding
        return points

    @api.model
    def _lines_finding(self):
        today, done = self._today(), self.env._("Complete")
        lines = []
        for document, findings in self._find_points().items():
            first = findings.sorted("date_due")[:1]
            names = ", ".join(dict.fromkeys(findings.mapped("display_name")))
            lines.append(
                self._make_line(
                    "finding",
                    first,
                    document,
                    title=self.env._("Complete: %(missing)s", missing=names),
                    date=first.date_due,
                    badge=self._get_due_words(first.date_due, today),
                    state=LATE if first.date_due < today else TODAY,
                    automatic=True,
                    icon="fa-pencil-square-o",
                    responsible=self._get_responsible_name(first),
                    finish_label=done,
                )
            )
        return lines

    @api.model
    def _get_due_words(self, date, today):
        """By when; empty where that is today or over, which is said as of all lines."""
        if date <= today:
            return ""
        return self.env._("by %(day)s", day=self._format_day(date))

    @api.model
    def _find_point(self, ids):
        """The points on the record of those with ``ids``."""
        Finding = self.env["playbook.finding"]
        findings = Finding.search(self._get_finding_domain() & Domain("id", "in", ids))
        self._check_unchanged(findings, ids)
        first = findings[:1]
        alike = self._get_finding_domain()
        for name in ("order_id", "lead_id", "partner_id"):
            alike &= Domain(name, "=", first[name].id)
        return Finding.search(alike)

    @api.model
    def _finish_finding(self, ids):
        """Ask for what is missing; what is answered is written."""
        self._find_point(ids)._complete()
        return self.env._("It is complete now.")

    @api.model
    def _postpone_finding(self, ids, date):
        findings = self._find_point(ids)
        last = self._today() + timedelta(days=POSTPONED_DAYS)
        if date > last:
            raise UserError(
                self.env._(
                    "A point to fix cannot wait that long: choose a day until "
                    "%(last)s.",
                    last=self._format_day(last),
                )
            )
        # Written by the addon alone; these are the user's own.
        findings.sudo().write({"date_postponed": date})
        return self._get_postponed_words(date)

    # ------------------------------------------------------------------
    # Permissions
    # ------------------------------------------------------------------

    @api.model
    def _find_permissions(self, ids=None):
        covered = self.env.user._get_covered_users().ids
        domain = Domain("state", "=", ASKED) & Domain("approver_id", "in", covered)
        if ids is not None:
            domain &= Domain("id", "in", ids)
        return self.env["playbook.permission"].search(domain)._filter_waiting()

    @api.model
    def _lines_permission(self):
        choices = [
            {
                "id": ALLOW,
                "name": self.env._("Allow"),
                "result": "positive",
                "help": self.env._("It moves at once, in the name of who asked."),
            },
            {
                "id": REFUSE,
                "name": self.env._("Refuse"),
                "result": "negative",
                "help": self.env._("It stays where it is; who asked is told."),
            },
        ]
        return [
            self._make_line(
                "permission",
                permission,
                permission.lead_id,
                title=self.env._(
                    "Allow “%(move)s”? %(reason)s",
                    move=permission.move_words,
                    reason=permission.reason,
                ),
                responsible=permission.user_id.sudo().name,  # a colleague
                date=self._local_day(permission.create_date),
                icon="fa-unlock-alt",
                can_postpone=False,
                finish_label=self.env._("Decide"),
                choices=choices,
                choice_required=True,
            )
            for permission in self._find_permissions()
        ]

    @api.model
    def _finish_permission(self, ids, choice=False):
        permissions = self._find_permissions(ids)
        self._check_unchanged(permissions, ids)
        if choice == ALLOW:
            permissions.action_allow()
            return self.env._("Allowed: it has moved.")
        if choice == REFUSE:
            permissions.action_refuse()
            return self.env._("Refused: it stays where it is.")
        action = permissions.action_open_decide()
        return {"done": False, "message": "", "action": action}

    @api.model
    def _find_answers(self, ids=None):
        domain = Domain("state", "in", (GRANTED, REFUSED)) & Domain(
            "answer_seen", "=", False
        )
        domain &= Domain("user_id", "=", self.env.uid)
        if ids is not None:
            domain &= Domain("id", "in", ids)
        return self.env["playbook.permission"].search(domain)

    @api.model
    def _lines_answer(self):
        return [
            self._make_line(
                "answer",
                answer,
                answer.lead_id,
                title=self._get_answer_words(answer),
                date=self._local_day(answer.date_decided),
                icon="fa-check" if answer.state == GRANTED else "fa-ban",
                can_postpone=False,
                finish_label=self.env._("Seen"),
            )
            for answer in self._find_answers()
        ]

    @api.model
    def _get_answer_words(self, answer):
        person = answer.decided_by_id.sudo().name  # a colleague
        move = answer.move_words
        if answer.state == GRANTED and not answer.comment:
            return self.env._(
                "“%(move)s” was allowed by %(person)s", move=move, person=person
            )
        if answer.state == GRANTED:
            return self.env._(
                "“%(move)s” was allowed by %(person)s: %(comment)s",
                move=move,
                person=person,
                comment=answer.comment,
            )
        if answer.comment:
            return self.env._(
                "“%(move)s” was refused by %(person)s: %(comment)s",
                move=move,
                person=person,
                comment=answer.comment,
            )
        return self.env._(
            "“%(move)s” was refused by %(person)s", move=move, person=person
        )

    @api.model
    def _finish_answer(self, ids):
        answers = self._find_answers(ids)
        self._check_unchanged(answers, ids)
        # Written by the addon alone; these are the user's own.
        answers.sudo().write({"answer_seen": True})
        return self.env._("Taken note of.")
