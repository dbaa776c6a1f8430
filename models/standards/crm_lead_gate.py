"""The moments of procedures that a lead comes to."""

from odoo import api, models

from .channel import DIRECT, IMPORT, MAIL, MERGE, get_channel, mark
from .filler import is_filler
from .playbook_gate import Case, Move, Verdict
from .playbook_procedure import ENTERED, LEAD, LEFT, LOST, OBSERVE, WON

PENDING = "pending"
# Where the transaction keeps which leads have become opportunities.
CONVERTED = "playbook.converted"
# What has its old value again when somebody is told that it cannot be.
PUT_BACK = ("stage_id", "active", "probability", "lost_reason_id", "type")


class CrmLead(models.Model):
    _inherit = "crm.lead"

    # ------------------------------------------------------------------
    # Ways on which nobody can be asked
    # ------------------------------------------------------------------

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        return super(CrmLead, mark(self, MAIL)).message_new(msg_dict, custom_values)

    @api.model
    def load(self, fields, data):
        return super(CrmLead, mark(self, IMPORT)).load(fields, data)

    def _merge_opportunity(self, *args, **kwargs):
        marked = super(CrmLead, mark(self, MERGE))
        return marked._merge_opportunity(*args, **kwargs).with_env(self.env)

    def action_set_lost(self, **additional_values):
        """Odoo archives first and says why afterwards; a deal without probability is
        lost with the first already.
        """
        if additional_values and self.env["playbook.procedure"]._get_definitions().get(
            LOST
        ):
            self.write(additional_values)
        return super().action_set_lost(**additional_values)

    # ------------------------------------------------------------------
    # Created, moved, converted
    # ------------------------------------------------------------------

    def _check_created(self):
        cases = [Case(LEAD, self)] if self else []
        opportunities = self.filtered(lambda lead: lead.type == "opportunity")
        for stage, leads in opportunities.grouped("stage_id").items():
            passed = leads._get_passed(None, stage)
            cases.append(Case(ENTERED, leads, stage, passed))
        cases += self._get_ended_cases(WON, LOST)
        title = self.env._("Before it is created")
        return self.env["playbook.gate"]._check(
            cases, Move("create", title, is_new=True)
        )

    def _get_ended_cases(self, *statuses):
        cases = []
        for status in statuses:
            leads = self.filtered(lambda lead, status=status: lead.won_status == status)
            if leads:
                cases.append(Case(status, leads))
        return cases

    def _check_moves(self, before, vals=None):
        """Ask whether these may be where they are now.

        :param before: a dictionary from a lead's id to the pair of the id of its stage
            and its ``won_status`` before.
        :param vals: what is written, where it is.
        :return: the :class:`~.playbook_gate.Verdict`.
        """
        # What is asked is past the rules: who moves a lead may lose sight of it.
        leads = self.sudo()
        cases, refused = [], []
        ways = leads.grouped(
            lambda lead: (*before[lead.id], lead.stage_id, lead.won_status)
        )
        for (stage_id, status, stage, new_status), group in ways.items():
            old = self.env["crm.stage"].browse(stage_id)
            if status != new_status and new_status != PENDING:
                cases.append(Case(new_status, group))
            opportunities = group.filtered(lambda lead: lead.type == "opportunity")
            came = old != stage or (new_status == PENDING and status != PENDING)
            if not opportunities or not came or new_status == LOST:
                continue
            cases += opportunities._get_stage_cases(old, stage)
            if old != stage and status == PENDING:
                refused += opportunities._get_refused(old, stage)
        if not cases and not refused:
            return Verdict(get_channel(self.env))
        move = self._describe_move(leads, vals or {}, tuple(refused))
        return self.env["playbook.gate"]._check(cases, move)

    def _get_stage_cases(self, old, stage):
        cases = []
        passed = self._get_passed(old, stage)
        if stage:
            cases.append(Case(ENTERED, self, stage, passed if old != stage else ()))
        forward = old and old._is_before(stage)
        if forward:
            # Going back is always free to do.
            cases.append(Case(LEFT, self, old, passed))
        return cases

    def _get_passed(self, old, stage):
        """The ids of the stages between: those that all these could have been in."""
        if not stage:
            return frozenset()
        return stage._get_stages_between(old, self.sudo().team_id)  # compared, not told

    def _get_refused(self, old, stage):
        allowed = old._get_allowed_next()[old.id] if old else None
        if allowed is None or stage.id in allowed:
            return []
        names = ", ".join(
            f"“{name}”" for name in stage.browse(allowed).exists().mapped("name")
        )
        text = self.env._(
            "From “%(old)s” it goes to %(names)s, not to “%(stage)s”",
            old=old.name,
            names=names or self.env._("no other stage"),
            stage=stage.name,
        )
        return [(self, text)]

    def _describe_move(self, leads, vals, refused):
        names = tuple(name for name in PUT_BACK if name in vals)
        statuses = set(leads.mapped("won_status"))
        reason_id = leads[:1].lost_reason_id.id
        if statuses == {LOST}:
            title = self.env._("Before it is lost")
            return Move("lost", title, names, lost_reason_id=reason_id, refused=refused)
        stage = leads[:1].stage_id
        title = self.env._("Before “%(stage)s”", stage=stage.name or "")
        restored = statuses == {PENDING} and "stage_id" not in vals
        kind = "other" if restored else "stage"
        return Move(kind, title, names, stage_id=stage.id, refused=refused)

    def _find_converted(self, vals):
        """The leads that ``vals`` makes opportunities of: that is entering a stage."""
        if vals.get("type") != "opportunity":
            return self.browse()
        return self.filtered(lambda lead: lead.type == "lead")

    def _check_converted(self):
        """Ask whether these may enter, as opportunities, the stage in which they are.

        Where it is only observed, later and for all that are converted: asking for the
        stage now would have it computed lead by lead.
        """
        definitions = self.env["playbook.procedure"]._get_definitions()
        asking = {each.state for each in definitions.get(ENTERED, ())}
        if not self or not asking:
            return
        if asking != {OBSERVE}:
            self._check_entered()
            return
        precommit = self.env.cr.precommit
        converted = precommit.data.get(CONVERTED)
        if converted is None:
            converted = precommit.data[CONVERTED] = set()
            precommit.add(self._check_expected_converted)
        converted.update(self.ids)

    @api.model
    def _check_expected_converted(self):
        ids = self.env.cr.precommit.data.pop(CONVERTED, ())
        # Counted alone, whoever may read them still.
        self.env["crm.lead"].sudo().browse(ids).exists()._check_entered()

    def _check_entered(self):
        leads = self.filtered(lambda lead: lead.won_status == PENDING)
        cases = [
            Case(ENTERED, group, stage)
            for stage, group in leads.grouped("stage_id").items()
            if stage
        ]
        if cases:
            title = self.env._("Before it becomes an opportunity")
            self.env["playbook.gate"]._check(cases, Move("convert", title, ("type",)))

    # ------------------------------------------------------------------
    # What a stage required is not emptied again
    # ------------------------------------------------------------------

    def _find_emptied(self, vals):
        """Which required fields ``vals`` would empty, and of which leads they were
        missing before.

        :return: None where there is nothing to look at; else the names, and what was
            missing.
        """
        kept = self.env["playbook.procedure"]._get_kept_fields(self._name)
        names = {
            name
            for name, value in vals.items()
            if name in kept and (not value or is_filler(value))
        }
        if not names or get_channel(self.env) not in DIRECT:
            return None
        return names, self._find_missing(names)

    def _find_missing(self, names):
        """Pairs of a requirement of one of the fields ``names`` and a lead that falls
        short of it where it is now.
        """
        leads = self.sudo()  # as _check_moves
        cases = [Case(LEAD, leads), *leads._get_ended_cases(WON, LOST)]
        opportunities = leads.filtered(
            lambda lead: lead.type == "opportunity" and lead.won_status != LOST
        )
        for stage, group in opportunities.grouped("stage_id").items():
            if stage:
                cases.append(Case(ENTERED, group, stage))
        return self.env["playbook.gate"]._find_missing(cases, names)

    def _check_emptied(self, emptied):
        if not emptied:
            return
        names, missing = emptied
        self.env["playbook.gate"]._check_emptied(
            lambda: self._find_missing(names), missing, tuple(names)
        )
