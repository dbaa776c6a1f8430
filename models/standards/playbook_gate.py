"""Whether a change may happen, and what follows where something is missing."""

import logging
from typing import Any, NamedTuple

from odoo import api, models

from .channel import DIRECT, IMPORT, get_allowed, get_channel
from .playbook_procedure import ACTION as DONE
from .playbook_procedure import ENFORCE, OBSERVE
from .playbook_requirement import ACTION, LEAD, NEXT_STEP

_logger = logging.getLogger(__name__)

# What is asked first may show what else is missing: who the customer is, and then what
# is not known of them.
ROUNDS = 2
# Kinds of moves whose stay in a stage says why they went on.
TOLD_BY_STAYS = ("stage", "won", "lost", "restore", "create")


class Case(NamedTuple):
    """Records at one moment.

    :param stage: which is entered or left, at those moments.
    :param passed: ids of the stages that are gone past.
    :param activity_type_id: of what was done, at that moment.
    :param purpose_id: of what was done, at that moment.
    """

    moment: str
    records: Any
    stage: Any = None
    passed: frozenset = frozenset()
    activity_type_id: int = False
    purpose_id: int = False


class Shortfall(NamedTuple):
    """Records of which something is missing.

    :param state: of the procedure.
    """

    state: str
    on_import: str
    requirement: Any
    records: Any


class Move(NamedTuple):
    """What is being done.

    :param kind: ``stage``, ``won``, ``lost``, or something else that is not repeated
        later.
    :param title: in words, as the title of a dialog.
    :param put_back: names of fields that have their old value if it does not happen.
    :param is_new: whether the records are just being created.
    :param is_write: whether the user has just written the records.
    :param refused: pairs of records and the text why they may not move there.
    """

    kind: str
    title: str
    put_back: tuple = ()
    stage_id: int = False
    lost_reason_id: int = False
    is_new: bool = False
    is_write: bool = False
    refused: tuple = ()


class Verdict(NamedTuple):
    """How it was allowed.

    :param lacking: from ids of records to what was missing, in words.
    :param reason: of who continued without it, or allowed it.
    :param allowed_by_id: the user who did.
    """

    channel: str
    lacking: dict = {}
    reason: str = False
    allowed_by_id: int = False


class PlaybookGate(models.AbstractModel):
    """Every way by which a record comes to a moment of a procedure asks here."""

    _name = "playbook.gate"
    _description = "Stage requirements"

    @api.model
    def _check(self, cases, move):
        """Refuse what may not happen; take note of what is missing where it may.

        :param cases: a list of :class:`Case`, after the change.
        :param move: the :class:`Move`.
        :return: the :class:`Verdict`.
        :raise PlaybookGateError: if something enforced is missing, and the change is
            made by somebody who can be told.
        """
        channel = get_channel(self.env)
        shortfalls = self._find_shortfalls(cases, channel, move)
        blocking = [each for each in shortfalls if self._blocks(each, channel, move)]
        refused = move.refused if channel in DIRECT or channel == IMPORT else ()
        reason, allowed_by_id = False, False
        for _round in range(ROUNDS):
            if not blocking or not self._take_answers(blocking, move):
                break
            shortfalls = self._find_shortfalls(cases, channel, move)
            blocking = [
                each for each in shortfalls if self._blocks(each, channel, move)
            ]
        if blocking or refused:
            reason, allowed_by_id = self._pass_or_raise(blocking, move, refused)
        self._record(shortfalls, blocking, channel)
        lacking = self._get_lacking(shortfalls, refused)
        if reason and move.kind not in TOLD_BY_STAYS:
            self._log_reason(blocking, lacking, reason)
        return Verdict(channel, lacking, reason, allowed_by_id)

    @api.model
    def _find_shortfalls(self, cases, channel, move):
        """What is missing of the records of ``cases``, as :class:`Shortfall`."""
        asked = channel in DIRECT or channel == IMPORT
        group_ids = set(self.env.user._get_group_ids()) if asked else None
        find = self.env["playbook.procedure"]._find_definitions
        # Each procedure once, whatever makes it hold.
        concerned = {}
        for case in cases:
            for each in find(case.moment, case.stage, case.passed, group_ids):
                if case.moment == DONE and not self._is_of_action(each, case):
                    continue
                records = concerned.setdefault(each, case.records.browse())
                concerned[each] = records | case.records
        found = []
        for definition, records in concerned.items():
            if not asked:
                records = self._filter_bound(definition, records)
            found += self._find_shortfalls_of(definition, records)
        return found

    @api.model
    def _filter_bound(self, definition, records):
        """Those of ``records`` that a procedure is for by whose they are: what happens
        by itself is done by nobody. It is for what is nobody's yet.
        """
        if not definition.group_ids:
            return records
        Finding = self.env["playbook.finding"]

        def is_bound(record):
            # Which profiles a colleague has is compared, not told.
            person = Finding._get_person(record.sudo(), self.env.user).sudo()
            groups = person.all_group_ids.ids
            return not person or not definition.group_ids.isdisjoint(groups)

        return records.filtered(is_bound)

    @api.model
    def _is_of_action(self, definition, case):
        """Whether a procedure about actions is about this one."""
        types, purposes = definition.activity_type_ids, definition.purpose_ids
        return (not types or case.activity_type_id in types) and (
            not purposes or case.purpose_id in purposes
        )

    @api.model
    def _find_shortfalls_of(self, definition, records):
        # What is missing does not depend on what whoever moves a record may see of it.
        procedure = self.env["playbook.procedure"].sudo().browse(definition.id)
        records = records.sudo()  # as above
        found = []
        try:
            records = procedure._filter_concerned(records)
            for requirement in procedure.requirement_ids if records else ():
                short = records - requirement._filter_met(records)
                if short:
                    found.append(
                        Shortfall(
                            definition.state, definition.on_import, requirement, short
                        )
                    )
        except ValueError as error:
            # Told on its form; it traps nobody.
            _logger.warning("Procedure %s is not asked: %s", procedure.name, error)
        return found

    @api.model
    def _blocks(self, shortfall, channel, move):
        requirement = shortfall.requirement
        if shortfall.state != ENFORCE or not requirement._may_stop():
            return False
        if move.is_new and requirement.kind in (ACTION, NEXT_STEP):
            # Nothing can be done on what is not there yet.
            return False
        if channel == IMPORT:
            return shortfall.on_import == "refuse"
        return channel in DIRECT

    @api.model
    def _get_lacking(self, shortfalls, refused):
        lacking = {}
        for each in shortfalls:
            if each.state == OBSERVE:
                continue
            for record in each.records:
                lacking.setdefault(record.id, []).append(each.requirement.label)
        for records, text in refused:
            for record in records:
                lacking.setdefault(record.id, []).append(text)
        return {key: "; ".join(texts) for key, texts in lacking.items()}

    @api.model
    def _pass_or_raise(self, blocking, move, refused):
        """:return: the reason for which it goes on, and the id of who allowed it."""
        records = self._get_records(blocking, refused)
        allowed = get_allowed(self.env)
        if (
            allowed
            and records._name == LEAD
            and allowed.lead_ids.issuperset(records.ids)
        ):
            return allowed.reason, allowed.user_id
        answers = self._get_answers()
        shown = answers["covers"]
        asked = self._get_covered(blocking, move)
        if (
            answers["reason"]
            and (shown is None or asked <= shown)
            and self._may_continue(records)
        ):
            return answers["reason"], self.env.uid
        raise self._make_error(blocking, move, refused)

    @api.model
    def _get_records(self, blocking, refused):
        """The records that cannot go on, as the user sees them."""
        found = [each.records for each in blocking] + [each for each, _text in refused]
        return found[0].union(*found[1:]).with_env(self.env)
