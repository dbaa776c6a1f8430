"""What follows from an outcome: on the lead, and the next step."""

from typing import Any, NamedTuple

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date
from odoo.tools.misc import clean_context

PENDING = "pending"


class Ended(NamedTuple):
    """An activity that has ended.

    :param facts: the :class:`~.playbook_action_facts.Facts` of what it was about.
    :param next_step: values of the next step in place of the outcome's; False: none;
        None: as the outcome has it.
    """

    activity: Any
    outcome: Any
    facts: Any
    next_step: Any = None


class PlaybookOutcome(models.Model):
    _inherit = "playbook.outcome"

    @api.model
    def _apply(self, ended):
        """Let follow what follows from the outcomes of ``ended``.

        With the rights of who finished them.

        :return: from ids of activities to the texts of what followed, and to the next
            activities.
        :raise UserError: if they may not do it: then nothing has been finished.
        """
        told = {each.activity.id: [] for each in ended}
        following = {}
        try:
            by_outcome = {}
            for each in ended:
                by_outcome.setdefault(each.outcome, []).append(each)
            for outcome, group in by_outcome.items():
                if outcome:
                    outcome._change_leads(group, told)
        except AccessError as error:
            raise UserError(
                self.env._(
                    "“%(outcome)s” changes the opportunity, which you may not. Choose "
                    "another outcome, or ask whoever is responsible for it to finish "
                    "this.\n\n%(error)s",
                    outcome=outcome.name,
                    error=error,
                )
            ) from error
        self._plan_next_steps(ended, told, following)
        return told, following

    # ------------------------------------------------------------------
    # Leads
    # ------------------------------------------------------------------

    def _changes_leads(self):
        return self.convert_lead or self.stage_id or self.mark_lost or self.set_field

    def _change_leads(self, ended, told):
        if not self._changes_leads():
            return
        lead_ids = {each.facts.lead_id for each in ended if each.facts.lead_id}
        # What is over stays as it is.
        leads = self.env["crm.lead"].browse(lead_ids)
        leads_sudo = leads.sudo()  # read only: the writing is the user's own
        over = leads_sudo.filtered(lambda lead: lead.won_status != PENDING).ids
        pending = leads.filtered(lambda lead: lead.id not in over)
        closed = self.env._("Closed before: left as it was")
        texts = {lead_id: [closed] for lead_id in over}
        for change in (self._convert, self._move, self._set_values, self._lose):
            for lead, text in change(pending):
                texts.setdefault(lead.id, []).append(text)
        for each in ended:
            told[each.activity.id] += texts.get(each.facts.lead_id, [])

    def _convert(self, leads):
        """Make opportunities of leads; with leads switched off, bring opportunities in
        their first stage into the next one.
        """
        if not self.convert_lead:
            return []
        converted = leads.filtered(lambda lead: lead.type == "lead")
        for partner, group in converted.grouped("partner_id").items():
            group.convert_opportunity(partner)
        text = self.env._("Now an opportunity")
        changed = [(lead, text) for lead in converted]
        if self.env.user.has_group("crm.group_use_lead"):
            return changed
        first = self.env["crm.stage"]._get_first_stage_domain()
        begun = (leads - converted).filtered_domain(first)
        for (team, stage), group in begun.grouped(
            lambda lead: (lead.team_id, lead.stage_id)
        ).items():
            further = [("sequence", ">", stage.sequence), ("is_won", "=", False)]
            following = group._stage_find(team_id=team.id, domain=further)
            if following:
                group.stage_id = following
                text = self._get_stage_words(following)
                changed += [(lead, text) for lead in group]
        return changed

    def _move(self, leads):
        """Bring opportunities into the stage, never back."""
        stage = self.stage_id
        moved = leads.filtered(
            lambda lead: (
                stage
                and lead.stage_id.sequence < stage.sequence
                and (not stage.team_ids or lead.team_id in stage.team_ids)
            )
        )
        if moved:
            moved.stage_id = stage
        return [(lead, self._get_stage_words(stage)) for lead in moved]

    def _get_stage_words(self, stage):
        return self.env._("Stage: %(stage)s", stage=stage.name)

    def _lose(self, leads):
        if not self.mark_lost or not leads:
            return []
        leads.action_set_lost(lost_reason_id=self.lost_reason_id.id)
        text = self.env._("Lost: %(reason)s", reason=self.lost_reason_id.name)
        return [(lead, text) for lead in leads]

    def _set_values(self, leads):
        # The field may have gone with another addon.
        if not leads or self.set_field not in leads._fields:
            return []
        leads.write({self.set_field: self._get_set_value()})
        return [(lead, self._get_set_words()) for lead in leads]

    # ------------------------------------------------------------------
    # The next step
    # ------------------------------------------------------------------

    @api.model
    def _plan_next_steps(self, ended, told, following):
        """Plan what comes next after each of ``ended``, all at once."""
        planned, vals_list = [], []
        today = fields.Date.context_today(self)
        for each in ended:
            step = each.next_step
            if step is None:
                step = each.outcome._get_next_step(each, today)
            if step and each.facts.exists:
                planned.append(each)
                vals_list.append(
                    {
                        "res_model_id": self.env["ir.model"]._get_id(
                            each.activity.res_model
                        ),
                        "res_id": each.activity.res_id,
                        "previous_activity_type_id": each.activity.activity_type_id.id,
                        **step,
                    }
                )
        if not vals_list:
            return
        activities = self._create_next_steps(planned, vals_list)
        for each, activity in zip(planned, activities, strict=True):
            following[each.activity.id] = activity
            told[each.activity.id].append(self._get_next_words(activity))

    @api.model
    def _create_next_steps(self, planned, vals_list):
        context = {
            **clean_context(self.env.context),
            # No mail: it is seen in Odoo.
            "mail_activity_quick_update": True,
            "playbook_ending": None,
        }
        Activity = self.env["mail.activity"].with_context(**context)
        try:
            return Activity.create(vals_list).with_env(self.env)
        except AccessError as error:
            raise UserError(
                self.env._(
                    "You may not plan the next step after “%(activity)s”. Choose "
                    "another outcome, leave the next step out, or ask whoever is "
                    "responsible to finish this.\n\n%(error)s",
                    activity=planned[0].activity.display_name,
                    error=error,
                )
            ) from error

    def _get_next_step(self, ended, today):
        """The values of the next step, False where there is none."""
        if not self._plans_next_step(ended.activity):
            return False
        return {
            "activity_type_id": self.next_type_id.id,
            "summary": self._get_next_summary(ended.activity),
            "date_deadline": self._get_next_date(today),
            "user_id": self._get_next_person(ended.facts).id,
            "playbook_purpose_id": (
                self.next_purpose_id or ended.activity.playbook_purpose_id
            ).id,
        }

    def _plans_next_step(self, activity):
        """Whether this outcome plans something after ``activity``: not where Odoo does
        so already, nor what is planned on other documents alone.
        """
        kind = self.next_type_id
        return bool(
            kind
            and activity.activity_type_id.chaining_type != "trigger"
            and (not kind.res_model or kind.res_model == activity.res_model)
        )

    def _get_next_summary(self, activity):
        """What the next step is called: the same again, where it is tried again."""
        again = activity.activity_type_id == self.next_type_id and activity.summary
        return self.next_summary or again or self.next_type_id.summary

    def _get_next_person(self, facts):
        """For whom the next step is: nobody who has left."""
        # Who works here is no secret.
        people = self.env["res.users"].sudo()
        people = people.browse(facts.get_people(self.next_person)).filtered("active")
        return people[:1].sudo(False) or self.env.user

    def _get_next_date(self, today):
        """When the next step is due: on a day on which the company works."""
        delay = relativedelta(**{self.next_delay_unit: self.next_delay})
        return self.env["playbook.day"]._get_working_day(today + delay)

    @api.model
    def _get_next_words(self, activity):
        person = activity.user_id
        day = format_date(self.env, activity.date_deadline, date_format="EEE d MMM")
        if person and person != self.env.user:
            return self.env._(
                "Next: %(step)s, %(day)s, %(person)s",
                step=activity.display_name,
                day=day,
                # Who does it is no secret among colleagues.
                person=person.sudo().name,
            )
        return self.env._(
            "Next: %(step)s, %(day)s", step=activity.display_name, day=day
        )
