"""What people read in what a step makes: why they got it."""

from markupsafe import Markup

from odoo import models
from odoo.tools import format_date

from .playbook_workflow import (
    CREATED,
    INACTIVE,
    OUTCOME,
    RFM_GROUP,
    SEGMENT,
    SOURCE,
    UNANSWERED,
    WON,
)


class PlaybookWorkflowStep(models.Model):
    _inherit = "playbook.workflow.step"

    def _get_note(self, row, stages, people):
        """What stands in an activity or a notification: the step's words, the facts,
        what was asked before, and in whose place it is done.

        :param stages: names of stages by id.
        :param people: names of users by id.
        """
        lines = [*(self.note or "").splitlines(), self._get_facts(row, stages)]
        lines += self._get_asked_lines(row, people)
        absent = people.get(row["stands_in_for_id"])
        if absent:
            lines.append(self.env._("You stand in for %(person)s.", person=absent))
        return Markup("<br/>").join(lines)

    def _get_facts(self, row, stages):
        """Why the workflow has taken the record up, in a sentence."""
        facts = {"date": format_date(self.env, row["since"]), "days": row["days"]}
        trigger = self.workflow_id.trigger
        if trigger == UNANSWERED:
            return self.env._(
                "Quotation sent on %(date)s, not answered for %(days)s days.", **facts
            )
        if trigger == INACTIVE:
            return self.env._(
                "No contact and no order since %(date)s: %(days)s days.", **facts
            )
        dated = {
            OUTCOME: self.env._("It follows an action of %(date)s.", **facts),
            SOURCE: self.env._("Received on %(date)s.", **facts),
            WON: self.env._("Won on %(date)s.", **facts),
            SEGMENT: self.env._("In the segment since %(date)s.", **facts),
            RFM_GROUP: self.env._("In this RFM group since %(date)s.", **facts),
        }
        if trigger in dated:
            return dated[trigger]
        stage = stages.get(row.get("stage_id"))
        if trigger == CREATED or not stage:
            return self.env._("Created on %(date)s.", **facts)
        return self.env._(
            "In “%(stage)s” since %(date)s: no stage change for %(days)s days.",
            stage=stage,
            **facts,
        )

    def _get_asked_lines(self, row, people):
        """What whoever looks after the record was asked, and has not done.

        Only where :meth:`_run_escalate` has put it into the row.
        """
        if "asked" not in row:
            return []
        person = people.get(row["person_id"])
        if person:
            lines = [
                self.env._("%(person)s looks after this record.", person=person),
            ]
        else:
            lines = [self.env._("Nobody looks after this record.")]
        for name, day, summary in row["asked"]:
            lines.append(
                self.env._(
                    "%(person)s was asked on %(date)s, and has not done it: "
                    "“%(step)s”.",
                    person=name,
                    date=format_date(self.env, day),
                    step=summary,
                )
            )
        return lines
