"""What a workflow would do with one record: asked, and nothing done or written."""

from typing import NamedTuple

from odoo import SUPERUSER_ID, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..profiles.condition import is_empty, parse
from . import people_sql, trigger_sql
from .playbook_workflow import ACTING
from .playbook_workflow_step import ASKING, MAIL, NOTIFY, REASSIGN
from .playbook_workflow_why import WRONG

# How a step would go.
WOULD = "would"
WAITS = "waits"
LEFT_OUT = "left_out"
FAULTY = "faulty"


class Trial(NamedTuple):
    """What came of it.

    :param reasons: why it is not taken up now, as texts; empty: it is.
    :param stops: what would end it now, in words; empty: nothing.
    :param steps: a list of dictionaries: see ``_try_step``.
    """

    reasons: list
    stops: str
    steps: list


class PlaybookWorkflow(models.Model):
    """The same parts of the same queries as the engine's (see ``_ask``), and the same
    questions that steps ask before they are carried out.
    """

    _inherit = "playbook.workflow"

    def action_test(self):
        """Ask for which record to look at what it would do."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Test: %(workflow)s", workflow=self.name),
            "res_model": "playbook.workflow.test",
            "view_mode": "form",
            "target": "new",
            "context": {"default_workflow_id": self.id},
        }

    def _try(self, document):
        """What it would do with ``document`` now, whatever its mode.

        With the rights of the user; what is live, as the engine asks.

        :return: a :class:`Trial`.
        """
        self.ensure_one()
        document.check_access("read")
        self.env.flush_all()
        # What acts in somebody's name looks with that person's eyes.
        acts = self.mode in ACTING
        asked = self.with_user(SUPERUSER_ID) if acts else self
        reasons, facts = self._ask(document, asked)
        if facts and facts["known"]:
            reasons = [
                *reasons,
                self.env._("It has taken this up already, and does it once each time."),
            ]
        stops = "" if facts is None else asked._find_stop(document.id, facts)
        return Trial(reasons, stops, self._try_steps(document, facts))

    def _find_stop(self, record_id, facts):
        """What would end it, had it been taken up now: in words, or nothing."""
        trigger = self._get_trigger()
        target = self._get_target()
        columns = {
            "workflow_id": self.id,
            "occurrence": facts["occurrence"],
            "date_entered": fields.Datetime.to_string(fields.Datetime.now()),
            target.column: record_id,
        }
        pairs = SQL(", ").join(
            SQL("%s, %s", SQL("%s::text", name), SQL("%s::text", str(value)))
            for name, value in columns.items()
        )
        query = SQL(
            """
            SELECT %(over)s
              FROM %(records)s
              JOIN (SELECT (jsonb_populate_record(
                        NULL::playbook_enrollment, jsonb_build_object(%(pairs)s))).*
                   ) enrollment ON TRUE
              %(occasion)s
             WHERE %(record)s = %(record_id)s
             LIMIT 1
            """,
            over=self._over_sql(trigger),
            records=trigger_sql.records(self.target),
            pairs=pairs,
            occasion=trigger.occasion,
            record=self._record_sql(),
            record_id=record_id,
        )
        try:
            with self.env.cr.savepoint(flush=False):
                rows = self.env.execute_query(query)
        except WRONG:
            return self.env._("The condition to stop cannot be searched with.")
        ending = rows[0][0] if rows else None
        endings = self.env["playbook.enrollment"]._fields["ending"]
        return dict(endings._description_selection(self.env)).get(ending, ending or "")

    # ------------------------------------------------------------------
    # The steps
    # ------------------------------------------------------------------

    def _try_steps(self, document, facts):
        """Each step in order, with when and for whom it would be."""
        steps = self.step_ids.sorted(lambda step: (step.sequence, step.id))
        rows = {
            row.pop("step_id"): row for row in self._find_people(document.id, facts)
        }
        # What colleagues are called is no secret.
        users = {user.id: user for user in self._get_people(rows.values())}
        moment, tried = fields.Datetime.now(), []
        for step in steps:
            row = rows.get(step.id)
            if not row:
                continue
            if step.delay:
                due = self._get_due_dates(step, moment)
                moment = due.get(row["company_id"], due[None])
            tried.append({**step._try_step(document, row, users), "date": moment})
        return tried

    def _get_people(self, rows):
        ids = {row[key] for row in rows for key in ("user_id", "stands_in_for_id")}
        return self.env["res.users"].sudo().browse(ids - {None})  # names, no secret

    def _find_people(self, record_id, facts):
        """A row for each step, as ``_run_step`` takes them; of no enrollment."""
        gets = people_sql.assignee(self._person_sql(), self._get_responsible_id())
        acts = self._acting_person(gets)
        target = self._get_target()
        found = self.env.execute_query_dict(
            SQL(
                """
                SELECT step.id AS step_id, %(record)s AS record_id,
                       %(record)s AS %(column)s, company.id AS company_id,
                       %(acts)s AS user_id,
                       NULLIF(%(gets)s, %(acts)s) AS stands_in_for_id,
                       %(person)s AS person_id, leader.id AS leader_id,
                       %(stage)s AS stage_id
                  FROM %(records)s %(joins)s
                  JOIN playbook_workflow_step step ON step.workflow_id = %(workflow)s
                 WHERE %(record)s = %(record_id)s
                """,
                record=self._record_sql(),
                column=SQL.identifier(target.column),
                acts=acts,
                gets=gets,
                person=self._person_sql(),
                stage=SQL("lead.stage_id")
                if target.alias == "lead"
                else SQL("NULL::integer"),
                records=trigger_sql.records(self.target),
                joins=people_sql.joins(self.target),
                workflow=self.id,
                record_id=record_id,
            )
        )
        empty = dict.fromkeys(("lead_id", "partner_id", "order_id"))
        shared = {
            "enrollment_id": 0,
            "occurrence": facts["occurrence"] if facts else 0,
            "since": (facts and facts["since"]) or fields.Date.context_today(self),
            "days": facts["days"] if facts else 0,
        }
        return [{**empty, **shared, **row} for row in found]


class PlaybookWorkflowStep(models.Model):
    _inherit = "playbook.workflow.step"

    def _try_step(self, document, row, users):
        """How this step would go for ``document`` today.

        :param row: of ``_find_people``.
        :param users: people by their id.
        :return: a dictionary: ``step``, ``status``, ``person``, ``note`` (in words)
            and for an e-mail ``mail``, as of :meth:`_preview_mail`.
        """
        self.ensure_one()
        notes, status = [self._tell_conditions()], WOULD
        for problem in self._find_faults():
            status, notes = FAULTY, [*notes, self._tell_problem(problem)]
        if status != FAULTY:
            status, told = self._try_fit(document, row)
            notes += told
        person = ""
        if self.kind in (*ASKING, NOTIFY, REASSIGN):
            person = self._tell_tried_person(row, users)
        return {
            "step": self,
            "status": status,
            "person": person,
            "note": "\n".join(filter(None, notes)),
            "mail": self._preview_mail(document)
            if self.kind == MAIL and self.template_id
            else {},
        }

    def _try_fit(self, document, row):
        """How it would go if what is asked before is done in time, and reported.

        :return: the status, and what is said of it.
        """
        if not is_empty(self.domain):
            domain = Domain("id", "=", document.id) & parse(self.domain, self.env.uid)
            if not document.search_count(domain, limit=1):
                why = self.env._("Today it does not meet the condition of the step.")
                return LEFT_OUT, [why]
        # As the engine asks; nothing is carried out.
        env = self.workflow_id._acting_env()
        for why in self._find_unfit([row], env).values():
            return LEFT_OUT, [why]
        for _moment, why in self._find_postponed([row], env).values():
            return WAITS, [why]
        if self.condition == "open":
            why = self.env._(
                "If what was asked before is done in time, it is left out. Here it is "
                "taken for done."
            )
            return LEFT_OUT, [why]
        return WOULD, []

    def _tell_tried_person(self, row, users):
        """For whom it would be."""
        if self.kind == NOTIFY and self.assign_to == "profiles":
            return ", ".join(self.notify_profile_ids.mapped("name"))
        user = users.get(row["user_id"])
        if not user:
            return self.env._("nobody")
        absent = users.get(row["stands_in_for_id"])
        if not absent:
            return user.name
        return self.env._(
            "%(person)s, in the place of %(absent)s",
            person=user.name,
            absent=absent.name,
        )
