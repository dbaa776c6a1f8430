from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from .playbook_enrollment import BACKLOG, FOLLOWED, SIMULATED
from .targets import TARGETS

ENTRIES = 50
GROUP = "crm_playbook.group_user"


class PlaybookFollowUpDocument(models.AbstractModel):
    """A record that workflows may follow up: what happened, what comes, why not."""

    _name = "playbook.follow.up.document.mixin"
    _description = "Record that workflows follow up"

    playbook_follow_up_count = fields.Integer(
        string="In follow-up",
        compute="_compute_playbook_follow_up_count",
        groups=GROUP,
        help="How many workflows are following it up now.",
    )

    def _compute_playbook_follow_up_count(self):
        self.playbook_follow_up_count = 0
        column = self._get_follow_up_column()
        if not self.ids:
            return
        counts = self.env["playbook.enrollment"]._read_group(
            Domain(column, "in", self.ids) & Domain("state", "in", FOLLOWED),
            [column],
            ["__count"],
        )
        for document, count in counts:
            document.playbook_follow_up_count = count

    def _get_follow_up_column(self):
        """The field of enrollments that holds such a record."""
        return next(
            target.column for target in TARGETS.values() if target.model == self._name
        )

    def get_playbook_follow_up(self):
        """What workflows did with this record, what comes, and why others do nothing.

        It is asked for when the page is opened: a form whose page is not costs nothing.

        :return: a dictionary: ``entries``, as of ``playbook.enrollment._tell``, those
            that are followed up first, and how many there are (``count``); ``others``,
            as of ``playbook.workflow._tell_why_not``.
        """
        self.ensure_one()
        self.check_access("read")
        if not self.env.user.has_group(GROUP):
            raise AccessError(
                self.env._("Follow-up is there for who works by the playbook.")
            )
        entries, count = self._find_follow_up()
        return {
            "entries": entries._tell(),
            "count": count,
            "others": self.env["playbook.workflow"]._tell_why_not(self),
        }

    def _find_follow_up(self):
        """What is shown of it, and how many there are."""
        Enrollment = self.env["playbook.enrollment"]
        domain = Domain(self._get_follow_up_column(), "=", self.id)
        if not self.env["playbook.workflow"].has_access("write"):
            # What would be done is for who prepares workflows.
            domain &= Domain("simulated", "=", False)
        followed = Domain("state", "in", FOLLOWED)
        left_alone = Domain("state", "in", (BACKLOG, SIMULATED))
        entries = Enrollment.browse()
        for part in (followed, left_alone, ~(followed | left_alone)):
            if len(entries) < ENTRIES:
                entries += Enrollment.search(
                    domain & part, limit=ENTRIES - len(entries)
                )
        if len(entries) < ENTRIES:
            return entries, len(entries)
        return entries, Enrollment.search_count(domain)

    def action_open_playbook_follow_up(self):
        """Open what workflows do with this record, as a list."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_playbook.playbook_enrollment_action"
        )
        action["domain"] = [(self._get_follow_up_column(), "=", self.id)]
        action["context"] = {}
        return action
