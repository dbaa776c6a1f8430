from typing import Any, NamedTuple

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

from ...models.standards.playbook_procedure import IN_FORCE

MONTHS = 6
USER = "crm_playbook.group_user"
MANAGEMENT = "crm_playbook.group_sales_management"


class Due(NamedTuple):
    """Something that is to be looked at again.

    :param kind: what it is, in words.
    :param user: who answers for it.
    """

    record: Any
    kind: str
    user: Any
    date: Any


class PlaybookReview(models.TransientModel):
    """What is due for review: one list for each person who answers for it.

    A room adds to it by extending :meth:`_find_due`, and by a method
    ``_set_review_date(day)`` on its records.
    """

    _name = "playbook.review"
    _description = "Review"

    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    line_ids = fields.One2many(
        "playbook.review.line", "review_id", string="To be looked at", readonly=True
    )

    # ------------------------------------------------------------------
    # What is due
    # ------------------------------------------------------------------

    @api.model
    def _find_due(self, day, users=None):
        """What is due until ``day`` and read by the user, oldest first.

        :param users: of these responsible people; None: of all.
        :return: a list of :class:`Due`.
        """
        Procedure = self.env["playbook.procedure"]
        domain = self._get_due_domain(day, users, "user_id")
        found = Procedure.search(domain & Domain("state", "in", IN_FORCE))
        kind = self.env._("Procedure")
        return [Due(each, kind, each.user_id, each.review_date) for each in found]

    @api.model
    def _get_due_domain(self, day, users, name):
        domain = Domain("review_date", "<=", day)
        if users is not None:
            domain &= Domain(name, "in", users.ids)
        return domain

    @api.model
    def _get_last_day(self):
        """The end of the month: what is due until then is one item."""
        today = fields.Date.context_today(self)
        return today + relativedelta(day=31)

    @api.model
    def _find_mine(self):
        """What the current user looks at: what they answer for, whoever is absent
        answers for, and whoever has left answered for.

        :return: from each person who answers for it to a list of :class:`Due`.
        """
        all_due = sorted(self._find_due(self._get_last_day()), key=lambda due: due.date)
        people = self.env["res.users"].union(*(due.user for due in all_due))
        mine = self._filter_mine(people)
        manages = self.env.user.has_group(MANAGEMENT)
        found = {}
        for due in all_due:
            if due.user in mine and due.user:
                found.setdefault(due.user, []).append(due)
            elif not due.user and manages:
                # Nobody answers for it.
                found.setdefault(self.env.user, []).append(due)
        return found

    @api.model
    def _filter_mine(self, people):
        covered = self.env.user._get_covered_users()
        # Whether colleagues still work here is no secret.
        left = people.filtered(lambda user: not user.sudo()._reviews())
        mine = people & covered
        if not left:
            return mine
        leaders = left.sudo()._get_team_leaders()  # as above
        manages = self.env.user.has_group(MANAGEMENT)
        for user in left:
            leader = leaders.get(user)
            if leader and leader._reviews():
                mine |= user if leader in covered else user.browse()
            elif manages:
                mine |= user
        return mine

    # ------------------------------------------------------------------
    # The list
    # ------------------------------------------------------------------

    @api.model
    def _open_of(self, user, dues):
        """Open the list of ``dues``, of which ``user`` answers."""
        next_date = fields.Date.context_today(self) + relativedelta(months=MONTHS)
        review = self.create({"user_id": user.id})
        # The rows are the addon's, of what the user reads.
        review.sudo().line_ids = [
            fields.Command.create(
                {
                    "res_model": due.record._name,
                    "res_id": due.record.id,
                    "kind": due.kind,
                    "name": due.record.display_name,
                    "date_due": due.date,
                    "next_date": next_date,
                }
            )
            for due in dues
        ]
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_playbook.playbook_review_line_action"
        )
        return {**action, "domain": [("review_id", "=", review.id)]}

    def _set_dates(self, looked_at):
        """Note what has been looked at, and when to do so again.

        :param looked_at: pairs of records and a day.
        :raise UserError: for what is not the user's to look at, or is not due.
        """
        mine = {due.record for dues in self._find_mine().values() for due in dues}
        for records, day in looked_at:
            self._check_next_date(day)
            for record in records:
                if record not in mine:
                    raise UserError(
                        self.env._(
                            "“%(record)s” is not due any more, or somebody else looks "
                            "at it now. Open the list in My Day again.",
                            record=record.display_name,
                        )
                    )
            # It is the date alone, of what one answers for or stands in for.
            own = records.sudo()
            own._set_review_date(day)
            if own and "message_ids" in own._fields:
                body = self.env._(
                    "Looked at: it still serves. Next time: %(day)s.",
                    day=format_date(self.env, day),
                )
                own._message_log_batch(bodies=dict.fromkeys(own.ids, body))

    @api.model
    def _check_next_date(self, day):
        if not day or day <= fields.Date.context_today(self):
            raise UserError(
                self.env._(
                    "It is looked at again on a later day: choose one after today."
                )
            )
