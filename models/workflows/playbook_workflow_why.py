"""Why a workflow has not taken up a record: each of its conditions, one by one."""

from psycopg2 import Error

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..profiles.condition import parse
from . import people_sql, trigger_sql
from .group_sql import has_left
from .playbook_enrollment import OPEN_STATES
from .playbook_workflow import (
    ACTING,
    DRAFT,
    PILOT,
    RFM_GROUP,
    SEGMENT,
    SIMULATION,
    STALE,
    UNANSWERED,
)
from .quotation_sql import answered_since
from .targets import LEAD, TARGETS

# What a wrong condition may raise.
WRONG = (Error, KeyError, SyntaxError, UserError, ValueError)


class PlaybookWorkflow(models.Model):
    """The same parts of the same queries as the engine's, asked of one record: so it
    cannot come to another answer. Only words and dates are found out beside them.
    """

    _inherit = "playbook.workflow"

    @api.model
    def _tell_why_not(self, document):
        """Why the workflows that this user may read do not follow up ``document``.

        What has an entry beside these is left out: that says what there is to say.

        :return: a list of dictionaries with ``id``, ``name`` and ``reasons``, texts.
        """
        if not self.has_access("read"):
            return []
        targets = [
            name for name, target in TARGETS.items() if target.model == document._name
        ]
        domain = Domain("target", "in", targets)
        prepares = self.has_access("write")
        if not prepares:
            domain &= Domain("mode", "!=", DRAFT)
        workflows = self.search(domain)
        former = self._find_former(document)
        # What is only simulated is shown to who prepares workflows.
        shown = self._find_simulated(document) if prepares else ()
        others = workflows.filtered(
            lambda workflow: (
                not any(row.state in OPEN_STATES for row in former.get(workflow.id, ()))
                and not (workflow.mode == SIMULATION and workflow.id in shown)
            )
        )
        if others:
            self.env.flush_all()
        # Asked as the engine asks; of a record that this user reads.
        engine = others.with_user(SUPERUSER_ID)
        told = [
            {
                "id": workflow.id,
                "name": workflow.name,
                "reasons": workflow._get_reasons(
                    document, asked, former.get(workflow.id, ())
                ),
            }
            for workflow, asked in zip(others, engine, strict=True)
        ]
        return [other for other in told if other["reasons"]]

    @api.model
    def _find_simulated(self, document):
        """The ids of the workflows that have simulated something for it."""
        groups = self.env["playbook.enrollment"]._read_group(
            [
                (document._get_follow_up_column(), "=", document.id),
                ("simulated", "=", True),
            ],
            ["workflow_id"],
        )
        return {workflow.id for (workflow,) in groups}

    @api.model
    def _find_former(self, document):
        """What was taken up before, simulations apart: by a workflow's id."""
        Enrollment = self.env["playbook.enrollment"]
        found = Enrollment.search(
            [
                (document._get_follow_up_column(), "=", document.id),
                ("simulated", "=", False),
            ]
        )
        # How a follow-up is called is told to who reads it.
        rows = found.sudo().grouped("workflow_id")
        return {workflow.id: list(former) for workflow, former in rows.items()}

    def _get_reasons(self, document, asked, former):
        """What keeps ``document`` out; nothing where ``former`` says it already.

        :param asked: this workflow as the engine has it.
        :param former: what was taken up before.
        """
        self.ensure_one()
        if self.mode not in ACTING:
            return [self._get_mode_words()]
        reasons, facts = self._ask(document, asked)
        if former and facts and (facts["known"] or facts["closed"]):
            return []
        if reasons:
            return reasons
        if asked._get_entry_room() == 0:
            return [
                self.env._(
                    "It is meant, and the workflow has taken up as many new records as "
                    "it may within a day: it follows on the next days."
                )
            ]
        return [self.env._("It is taken up with the next run, within minutes.")]

    def _get_held_words(self, document):
        """Why what waits for its turn on ``document`` does not begin, in words.

        :return: an empty text where nothing but its turn is missing.
        """
        self.ensure_one()
        if self.mode not in ACTING:
            return ""
        self.env.flush_all()
        # As the engine asks; whoever is told reads the record.
        reasons, _facts = self._ask(document, self.with_user(SUPERUSER_ID))
        return " ".join(reasons)

    def _ask(self, document, asked):
        """What keeps ``document`` out now.

        :param asked: this workflow as the engine has it.
        :return: a list of texts, empty where it matches; and the facts, if there are.
        """
        try:
            with self.env.cr.savepoint(flush=False):
                facts = asked._find_facts(document.id)
        except WRONG:
            words = self.env._(
                "Its condition cannot be searched with. Tell who answers for the "
                "workflow."
            )
            return [words], None
        if not facts:
            return [self._get_nothing_words(document)], None
        return self._weigh(document, facts), facts

    def _find_facts(self, record_id):
        """What holds of one record, for its occasion that comes closest.

        :return: a dictionary, or None where there is no occasion.
        """
        self.ensure_one()
        trigger, now = self._get_trigger(), fields.Datetime.now()
        columns = {
            "matches": trigger.matches,
            "occurrence": trigger.occurrence,
            "since": trigger.since,
            "days": trigger_sql.days_since(trigger.since, now, self._unknown_zones()),
            "closed": self._closed_sql(trigger),
            "somebody": SQL("%s IS NOT NULL", self._person_sql()),
            "every": SQL(" AND ").join(self._conditions()),
            **self._fact_columns(trigger),
        }
        rows = self.env.execute_query_dict(
            SQL(
                "SELECT %s FROM %s %s WHERE %s = %s"
                " ORDER BY matches DESC NULLS LAST, occurrence DESC LIMIT 1",
                SQL(", ").join(
                    SQL("(%s) AS %s", part, SQL.identifier(name))
                    for name, part in columns.items()
                ),
                trigger.source,
                people_sql.joins(self.target),
                self._record_sql(),
                record_id,
            )
        )
        return rows[0] if rows else None

    def _fact_columns(self, trigger):
        """The conditions of :meth:`_conditions`, each under a name."""
        acting, record = self._acting_env(), self._record_sql()
        Document = acting[self._get_target().model]
        readable = Document._search([])
        chosen = Document._search(parse(self.domain, acting.uid))
        kind = list(self._kind_conditions())
        is_kind = kind.pop(0) if self.target == LEAD else SQL("TRUE")
        known_sql = self._known_sql(trigger, simulated=False)
        columns = {
            "known": SQL("EXISTS (%s)", known_sql),
            "is_kind": is_kind,
            "not_loaded": SQL(" AND ").join([SQL("TRUE"), *kind]),
            "in_company": SQL("TRUE"),
            "readable": SQL("%s IN %s", record, readable.subselect()),
            "chosen": SQL("%s IN %s", record, chosen.subselect()),
            "in_pilot": self._pilot_sql() if self.mode == PILOT else SQL("TRUE"),
            "delay": SQL("%s", self.delay_days),
        }
        if self.company_id:
            columns["in_company"] = SQL(
                "COALESCE(company.id = %s, FALSE)", self.company_id.id
            )
        if self.trigger == STALE:
            columns["delay"] = SQL(
                "COALESCE(NULLIF(stage.rotting_threshold_days, 0), %s)", self.delay_days
            )
        if self.trigger == SEGMENT:
            columns["has_left"] = SQL("stay.date_to IS NOT NULL")
        if self.trigger == RFM_GROUP:
            columns["has_left"] = has_left()
        if self.trigger == UNANSWERED:
            columns["answered"] = answered_since(SQL("sale.playbook_sent_date"))
        return columns

    def _weigh(self, document, facts):
        """What of the ``facts`` keeps it out, in words: the plainest alone, or all."""
        env = self.env
        if self.target == "opportunity" and document.type == "lead":
            return [env._("It is a lead, and the workflow is for opportunities.")]
        if not facts["is_kind"]:
            return [env._("It is no lead any more, and the workflow is for leads.")]
        if facts["closed"]:
            return [self._get_closed_words(facts["closed"])]
        reasons = [
            words
            for name, words in self._get_condition_words().items()
            if not facts[name]
        ]
        if not facts["matches"]:
            reasons.append(self._get_trigger_words(document, facts))
        if not (reasons or facts["every"]):
            reasons = [env._("It does not meet all conditions of the workflow.")]
        return reasons
