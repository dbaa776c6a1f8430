"""How customer actions are written: by the addon alone, once."""

from datetime import datetime
from typing import Any, NamedTuple

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG

from .playbook_action import CANCELLED, DONE
from .playbook_outcome_effects import Ended

HUNDRED = 100.0


class Ending(NamedTuple):
    """How activities end that are not simply finished: the value of the context key
    ``playbook_ending``. It is an object of Python's, so that no remote call can send
    one.
    """

    origin: str = "planned"
    date_done: datetime | None = None
    next_step: Any = None
    event_id: int = False
    facts: Any = None


class PlaybookAction(models.Model):
    _inherit = "playbook.action"

    def write(self, vals):  # pylint: disable=method-required-super
        raise AccessError(
            self.env._(
                "What was done with a customer is not changed afterwards: log another "
                "action that says how it is."
            )
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        if not self.env.context.get(MODULE_UNINSTALL_FLAG):
            raise UserError(
                self.env._(
                    "What was done with a customer is not deleted: reports count it. "
                    "Erase the person if it must not be known any more."
                )
            )

    @api.model
    def _get_ending(self):
        ending = self.env.context.get("playbook_ending")
        return ending if isinstance(ending, Ending) else Ending()

    @api.model
    def _record(self, activities, facts, state=DONE):
        """Write down that ``activities`` have ended, and let follow what follows.

        What is written down already - it was reopened - stays as it was.

        :param facts: of :meth:`_get_facts`, from before they ended.
        :return: the new actions.
        """
        activities -= self._get_recorded(activities)
        if not activities:
            return self.browse()
        ending = self._get_ending()
        # What else ends because of them ends in its own way.
        activities = activities.with_context(playbook_ending=None)
        ended = [
            Ended(
                activity,
                activity.playbook_outcome_id,
                facts[activity.id],
                ending.next_step,
            )
            for activity in activities
        ]
        # Read at once, past rules that there are none of: saves asking for them.
        activities.playbook_outcome_id.sudo().mapped("result")
        told, following = {}, {}
        if state == DONE and activities._is_finished_by_person():
            told, following = activities.playbook_outcome_id.browse()._apply(ended)
        rows = [
            {
                **self._prepare(each, state, ending),
                "followed_by": " · ".join(told.get(each.activity.id, ())),
                "next_activity_id": following.get(each.activity.id, activities[:0]).id,
            }
            for each in ended
        ]
        # Written by the addon alone: nobody has the right, whoever finishes something.
        actions = self.sudo().create(rows)
        self.env["playbook.last.contact"]._tell_actions(actions)
        return actions.with_env(self.env)

    @api.model
    def _get_recorded(self, activities):
        """Those of ``activities`` that have ended before."""
        if not activities:
            return activities
        rows = self.env.execute_query(
            SQL(
                "SELECT activity_id FROM playbook_action WHERE activity_id = ANY(%s)",
                activities.ids,
            )
        )
        return activities.browse(activity_id for (activity_id,) in rows)

    @api.model
    def _prepare(self, ended, state, ending):
        """The values of an action."""
        activity, outcome, facts = ended.activity, ended.outcome, ended.facts
        kind = activity.activity_type_id
        date_done = ending.date_done or fields.Datetime.now()
        values = {
            "name": activity.summary or kind.name or facts.document,
            "activity_id": activity.id,
            "activity_type_id": kind.id,
            "activity_type_name": kind.name,
            "channel": not outcome.no_contact and kind._get_policy().channel,
            "no_contact": outcome.no_contact,
            "state": state,
            "origin": ending.origin,
            "lead_id": facts.lead_id,
            "had_lead": bool(facts.lead_id),
            "partner_id": facts.partner_id,
            "commercial_partner_id": facts.commercial_partner_id,
            "order_id": facts.order_id,
            "event_id": ending.event_id or activity.calendar_event_id.id,
            "company_id": facts.company_id,
            "team_id": facts.team_id,
            "user_id": facts.done_by_id,
            "responsible_id": activity.user_id.id,
            "stage_id": facts.stage_id,
            "purpose_id": activity.playbook_purpose_id.id,
            "purpose_family": activity.playbook_purpose_id.purpose_family,
            "document_name": facts.document,
            "date_done": date_done,
            "note": activity.feedback,
        }
        if state == DONE:
            values |= self._prepare_result(outcome)
            values["reported"] = activity._get_reported_words(facts)
        if ending.origin == "planned":
            values["date_planned"] = activity.date_deadline
            if state == DONE:
                values |= self._prepare_promise(activity, date_done)
        return values

    @api.model
    def _prepare_result(self, outcome):
        if not outcome:
            return {}
        positive = outcome.result == "positive"
        return {
            "outcome_id": outcome.id,
            "result": outcome.result,
            "positive_rate": HUNDRED if positive else 0.0,
        }

    @api.model
    def _prepare_promise(self, activity, date_done):
        """Kept, where it was done by the end of the day of whose it is."""
        # In which time zone somebody works is no secret.
        zone = activity.user_id.sudo().tz or self.env.context.get("tz") or "UTC"
        day = fields.Datetime.context_timestamp(
            self.with_context(tz=zone), date_done
        ).date()
        kept = day <= activity.date_deadline
        return {
            "promise": "kept" if kept else "missed",
            "kept_rate": HUNDRED if kept else 0.0,
        }

    @api.model
    def _record_cancelled(self, activities):
        """Write down that ``activities`` are given up, before they are deleted."""
        facts = self._get_facts(activities)
        # Of what is gone itself nothing is left to say.
        known = activities.filtered(lambda each: facts[each.id].exists)
        return self._record(known, facts, CANCELLED)

    # ------------------------------------------------------------------
    # Merging and erasing
    # ------------------------------------------------------------------

    @api.model
    def _move_to(self, kept, merged):
        """Give the actions of the ``merged`` leads to the ``kept`` one."""
        self._update_rows(
            SQL(
                "UPDATE playbook_action SET lead_id = %s WHERE lead_id = ANY(%s)",
                kept.id,
                merged.ids,
            )
        )

    @api.model
    def _erase(self, partners):
        """Empty what was written about ``partners``; that it was done still counts.

        The finished activities too: they hold the same words.
        """
        # Everybody's: whoever erases people does so everywhere.
        actions = self.sudo().search(self._get_domain_about(partners))
        self.env["mail.activity"].flush_model()
        self._update_rows(
            SQL(
                """
                UPDATE playbook_action
                   SET name = NULL, note = NULL, reported = NULL,
                       document_name = NULL, followed_by = NULL,
                       satisfaction_comment = NULL
                 WHERE id = ANY(%s)
                """,
                actions.ids,
            )
        )
        self.env.cr.execute(
            SQL(
                """
                UPDATE mail_activity
                   SET feedback = NULL, note = NULL, summary = NULL, res_name = NULL
                 WHERE active IS NOT TRUE
                   AND (id = ANY(%s) OR res_model = 'res.partner' AND res_id = ANY(%s))
                """,
                actions.activity_id.ids,
                partners.ids,
            )
        )
        self.env["mail.activity"].invalidate_model(flush=False)

    @api.model
    def _get_domain_about(self, partners):
        """What was done with ``partners``, or on leads of theirs."""
        Lead = self.env["crm.lead"].with_context(active_test=False)
        leads = Lead._search([("partner_id", "in", partners.ids)], bypass_access=True)
        domain = Domain("partner_id", "in", partners.ids)
        domain |= Domain("commercial_partner_id", "in", partners.ids)
        return domain | Domain("lead_id", "in", leads)

    @api.model
    def _take_customer(self, leads):
        """Give what was done on leads to the customer who became known later."""
        self.env["crm.lead"].flush_model(["partner_id"])
        # The customer may have been made just now.
        self.env["res.partner"].flush_model(["commercial_partner_id"])
        customers = self._update_rows(
            SQL(
                """
                UPDATE playbook_action action
                   SET partner_id = customer.id,
                       commercial_partner_id = customer.commercial_partner_id
                  FROM crm_lead lead
                  JOIN res_partner customer ON customer.id = lead.partner_id
                 WHERE lead.id = action.lead_id
                   AND lead.id = ANY(%s)
                   AND action.partner_id IS NULL
             RETURNING customer.commercial_partner_id
                """,
                leads.ids,
            )
        )
        self.env["playbook.last.contact"]._refresh([each for (each,) in customers])

    @api.model
    def _update_rows(self, query):
        """Run an UPDATE, and return what it returns."""
        self.flush_model()
        self.env.cr.execute(query)
        self.invalidate_model(flush=False)
        return self.env.cr.fetchall() if self.env.cr.description else []
