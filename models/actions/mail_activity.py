from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.mail.tools.discuss import Store

from .mail_activity_type import NONE, REQUIRE
from .playbook_action_facts import DOCUMENTS

USER = "crm_playbook.group_user"


# What says which document an activity is about.
ABOUT = ("res_model_id", "res_id")


class Automatic:
    """Value of the context key ``playbook_automatic``: the software finishes them. An
    object of Python's, so that no remote call can send one.
    """


AUTOMATIC = Automatic()


class MailActivity(models.Model):
    """Activities on customers, leads, opportunities and orders have a purpose and end
    with an outcome; each that ends becomes an action (``playbook.action``).

    The place where they end is the change from active to archived: every way of
    finishing comes through it.
    """

    _inherit = "mail.activity"

    playbook_purpose_id = fields.Many2one(
        "playbook.purpose",
        string="Purpose",
        ondelete="set null",
        groups="base.group_user",
        help="What it is for.",
    )
    playbook_outcome_id = fields.Many2one(
        "playbook.outcome",
        string="Outcome",
        ondelete="set null",
        copy=False,
        groups="base.group_user",
        help="How it went. A program writes it when, or before, it finishes it.",
    )
    playbook_choices = fields.Json(
        compute="_compute_playbook_choices",
        compute_sudo=False,
        exportable=False,
        groups="base.group_user",
    )
    playbook_required = fields.Boolean(
        compute="_compute_playbook_choices",
        compute_sudo=False,
        exportable=False,
        groups="base.group_user",
    )

    # ------------------------------------------------------------------
    # What is asked
    # ------------------------------------------------------------------

    @api.depends("activity_type_id", "playbook_purpose_id", "res_model", "active")
    @api.depends_context("uid", "lang")
    def _compute_playbook_choices(self):
        """The outcomes among which this user chooses when they finish it."""
        none = self.env["playbook.outcome"]
        offered = {
            activity: activity._get_offered_outcomes() if activity.active else none
            for activity in self
        }
        # All that are read are read at once.
        every = self.env["playbook.outcome"].union(*offered.values())
        formatted = {}
        for activity in self:
            policy = activity.activity_type_id._get_policy()
            outcomes = offered[activity].with_prefetch(every.ids)
            key = (policy, tuple(outcomes.ids))
            if key not in formatted:
                formatted[key] = outcomes._format_choices(policy)
            activity.playbook_choices = formatted[key]
            activity.playbook_required = bool(outcomes) and policy.outcome == REQUIRE

    def _is_asked(self):
        """Whether people with a profile say how this activity went."""
        return (
            self.res_model in DOCUMENTS
            and self.activity_type_id._get_policy().outcome != NONE
        )

    @api.model
    def _is_finished_by_person(self):
        """Whether somebody can be asked; else the software finishes it, or somebody
        who does not work by the playbook.
        """
        return (
            not self.env.su
            and not isinstance(self.env.context.get("playbook_automatic"), Automatic)
            and self.env.user.has_group(USER)
        )

    def _get_offered_outcomes(self):
        """Among which outcomes this user chooses; none where nothing is asked."""
        if not self._is_finished_by_person() or not self._is_asked():
            return self.env["playbook.outcome"]
        return self._get_possible_outcomes()

    def _get_possible_outcomes(self):
        """The outcomes with which this may end, whoever ends it; no query."""
        return self.env["playbook.outcome"]._get_offered(
            self.activity_type_id, self.playbook_purpose_id
        )

    def _to_store_defaults(self, target):
        defaults = super()._to_store_defaults(target)
        if not self._is_finished_by_person():
            return defaults
        return [
            *defaults,
            Store.Attr("playbook_choices"),
            Store.Attr("playbook_required"),
        ]

    # ------------------------------------------------------------------
    # The end
    # ------------------------------------------------------------------

    def write(self, vals):
        if "active" not in vals or vals["active"]:
            return super().write(vals)
        moved = {name: vals[name] for name in ABOUT if name in vals}
        others = {
            name: value
            for name, value in vals.items()
            if name != "active" and name not in moved
        }
        if others:
            # How it went may be said with it.
            super().write(others)
        if moved:
            # It ends on what it was about; where that asked nothing, on what it is now.
            self.write({"active": False})
            result = super().write(moved)
            self._record_ended()
            return result
        ending = self.filtered(lambda each: each.active and each.res_model in DOCUMENTS)
        if not ending:
            return super().write({"active": False})
        ending._check_can_end()
        Action = self.env["playbook.action"]
        known = Action._get_ending().facts or {}
        unknown = ending.filtered(lambda each: each.id not in known)
        facts = {**known, **Action._get_facts(unknown)}
        result = super().write({"active": False})
        # Whoever ends it at the same moment is told so by the database now: the request
        # is repeated, and answered.
        ending.flush_recordset(["active", "date_done"])
        Action._record(ending, facts)
        return result

    @api.model_create_multi
    def create(self, vals_list):
        """What is made as finished is asked for, and written down, as all others."""
        activities = super().create(vals_list)
        activities._record_ended()
        return activities

    def _record_ended(self):
        """Ask for, and write down, those that are finished and not written down yet."""
        Action = self.env["playbook.action"]
        ended = self.filtered(
            lambda each: not each.active and each.res_model in DOCUMENTS
        )
        ended -= Action._get_recorded(ended)
        if ended:
            ended._check_can_end()
            Action._record(ended, Action._get_facts(ended))

    def unlink(self):
        """What is deleted while it is open was given up."""
        given_up = self.filtered(
            lambda each: each.active and each.res_model in DOCUMENTS
        )
        if given_up:
            given_up.check_access("unlink")
            self.env["playbook.action"]._record_cancelled(given_up)
        return super().unlink()

    def _action_done(self, feedback=False, attachment_ids=None):
        self._check_open()
        ending = self.filtered(lambda each: each.res_model in DOCUMENTS)
        if feedback:
            # Odoo writes it after the end; the action takes it from here.
            ending.feedback = feedback
        # Before anything is written into the chatter.
        ending._check_can_end()
        Action = self.env["playbook.action"]
        facts = Action._get_facts(ending)
        # Odoo deletes what it finishes where the document is gone: it was done.
        gone = ending.filtered(lambda each: not facts[each.id].exists)
        Action._record(gone, facts)
        known = Action._get_ending()._replace(facts=facts)
        records = self.with_context(playbook_ending=known)
        return super(MailActivity, records)._action_done(
            feedback=feedback, attachment_ids=attachment_ids
        )

    def _check_open(self):
        """Nobody finishes what somebody has finished meanwhile."""
        ended = self.filtered(
            lambda each: not each.active and each.res_model in DOCUMENTS
        )
        if not ended or not self._is_finished_by_person():
            return
        # Who finished it is no secret to who may finish it.
        action = (
            self.env["playbook.action"]
            .sudo()
            .search([("activity_id", "=", ended[0].id)], limit=1)
        )
        if not action:
            raise UserError(
                self.env._(
                    "“%(activity)s” is finished already. Load the page again.",
                    activity=ended[0].display_name,
                )
            )
        raise UserError(
            self.env._(
                "“%(activity)s” is finished already: %(person)s, %(outcome)s. Load the "
                "page again.",
                activity=ended[0].display_name,
                person=action.user_id.name or self.env._("the software"),
                outcome=action.outcome_id.name or self.env._("without an outcome"),
            )
        )
