"""The ways in which people finish activities."""

from odoo import api, models
from odoo.exceptions import UserError

from .playbook_action_record import Ending


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def action_playbook_finish(
        self, outcome_id=False, feedback=False, attachment_ids=None, schedule_next=False
    ):
        """Finish these activities with an outcome; ask for what is missing.

        :param outcome_id: the id of a ``playbook.outcome``, or False.
        :param feedback: what happened, in words.
        :param schedule_next: whether the next step is to be planned by hand, where the
            outcome plans none.
        :return: a dictionary: whether they are ``done``, the ``message`` to show, and
            the ``action`` to open, or False: our dialog where something is missing.
        :raise UserError: if they are finished already, or the outcome is of others.
        """
        self._check_open()
        outcome = self._find_outcome(outcome_id)
        if not outcome_id and len(self.playbook_outcome_id) == 1:
            outcome = self.playbook_outcome_id
        elif outcome_id and not outcome:
            raise UserError(
                self.env._(
                    "This outcome has been deleted meanwhile. Load the page again and "
                    "choose another."
                )
            )
        for activity in self:
            activity._check_outcome(outcome)
        if self._needs_dialog(outcome, feedback):
            action = self._open_dialog(outcome, feedback, schedule_next=schedule_next)
            return {"done": False, "message": "", "action": action}
        return self._finish_with(outcome, feedback, attachment_ids, schedule_next)

    @api.model
    def _find_outcome(self, outcome_id):
        Outcome = self.env["playbook.outcome"].with_context(active_test=False)
        if not isinstance(outcome_id, int):
            return Outcome.browse().with_env(self.env)
        return Outcome.search([("id", "=", outcome_id)]).with_env(self.env)

    def _finish_with(self, outcome, feedback, attachment_ids=None, schedule_next=False):
        """As :meth:`action_playbook_finish`, where nothing is missing."""
        if outcome:
            self.playbook_outcome_id = outcome
        following = self._get_next_action() if schedule_next else False
        _messages, chained = self._action_done(
            feedback=feedback, attachment_ids=attachment_ids
        )
        action = self._get_actions()
        planned = chained or action.next_activity_id
        return {
            "done": True,
            "message": self._get_finished_words(action),
            "action": following if following and not planned else False,
        }

    def _get_actions(self):
        """What was recorded of these, as far as the user may read it: whoever finishes
        one need not have a profile, nor be allowed to read its document.
        """
        Action = self.env["playbook.action"]
        if not Action.has_access("read"):
            return Action
        return Action.search([("activity_id", "in", self.ids)])

    def _get_finished_words(self, actions):
        done = self.env._("Done.")
        if len(actions) == 1 and actions.followed_by:
            return f"{done} {actions.followed_by}"
        return done

    def _get_next_action(self):
        """Odoo's form in which the next activity is planned."""
        if len(self) != 1:
            return False
        return {
            "name": self.env._("Schedule an Activity"),
            "context": {
                "default_previous_activity_type_id": self.activity_type_id.id,
                "activity_previous_deadline": self.date_deadline,
                "default_res_id": self.res_id,
                "default_res_model": self.res_model,
            },
            "view_mode": "form",
            "res_model": "mail.activity",
            "views": [(False, "form")],
            "type": "ir.actions.act_window",
            "target": "new",
        }

    # ------------------------------------------------------------------
    # The dialog
    # ------------------------------------------------------------------

    def _needs_dialog(self, outcome=None, feedback=False):
        """Whether somebody must still be asked before these can be finished."""
        if not self._is_finished_by_person():
            return False
        return any(
            activity._find_lacking(
                activity.playbook_outcome_id if outcome is None else outcome,
                feedback or activity.feedback,
            )
            for activity in self
            if activity.active
        )

    def _open_dialog(self, outcome=None, feedback=False, **values):
        """The action that opens the dialog in which these are finished."""
        activities = self.filtered("active")
        self.env["playbook.action.log"]._check_alike(activities)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("How did it go?"),
            "res_model": "playbook.action.log",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_activity_ids": activities.ids,
                "default_outcome_id": outcome.id if outcome else False,
                "default_note": feedback or activities[:1].feedback or False,
                "dialog_size": "medium",
                **{f"default_{name}": value for name, value in values.items()},
            },
        }

    # ------------------------------------------------------------------
    # Odoo's ways
    # ------------------------------------------------------------------

    def action_done(self):
        """The buttons of forms and lists: they ask, where something is missing."""
        if self._needs_dialog():
            return self._open_dialog()
        return super().action_done()

    def action_done_schedule_next(self):
        if self._needs_dialog():
            return self._open_dialog(schedule_next=True)
        return super().action_done_schedule_next()

    def action_feedback_schedule_next(self, feedback=False, attachment_ids=None):
        if self._needs_dialog(feedback=feedback):
            return self._open_dialog(feedback=feedback, schedule_next=True)
        action = super().action_feedback_schedule_next(
            feedback=feedback, attachment_ids=attachment_ids
        )
        # The outcome has planned it.
        return False if self._get_actions().next_activity_id else action

    def action_done_redirect_to_other(self):
        if self._needs_dialog():
            return self._open_dialog(redirect=True)
        return super().action_done_redirect_to_other()

    # ------------------------------------------------------------------
    # Lists
    # ------------------------------------------------------------------

    @api.model
    def action_open_overdue(self):
        """Open what is late of one's own and one's colleagues'; everybody's for who
        directs.
        """
        return self._open_team_by("filter_date_deadline_past", self.env._("Overdue"))

    @api.model
    def action_open_planned(self):
        """Open what is planned for later, as :meth:`action_open_overdue`."""
        return self._open_team_by("filter_date_deadline_future", self.env._("Planned"))

    @api.model
    def _open_team_by(self, name, title):
        action = self.action_open_team()
        action["display_name"] = action["name"] = title
        action["context"] = {
            "force_search_count": 1,
            "search_default_group_by_user_id": 1,
            f"search_default_{name}": 1,
        }
        return action

    def _end_as(self, **values):
        """These activities, to be finished in the way that ``values`` of
        :class:`~.playbook_action_record.Ending` say.
        """
        return self.with_context(playbook_ending=Ending(**values))
