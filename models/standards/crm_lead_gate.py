"""The moments of procedures that a lead comes to."""

from odoo import api, models
from odoo.fields import Domain

from .channel import MAIL, MERGE, get_channel, mark
from .playbook_gate import Case, Move, Verdict
from .playbook_procedure import ENTERED, LEAD, LEFT, LOST, WON

PENDING = "pending"
# Where the context says that what is archived is about to be lost: an object, which no
# program can send.
LOSING_KEY, LOSING, WINNING = "playbook_losing", object(), object()
# The same for several that are converted, and asked about together at the end.
CONVERTING_KEY, CONVERTING = "playbook_converting", object()
# What has its old value again when somebody is told that it cannot be.
PUT_BACK = ("stage_id", "active", "probability", "lost_reason_id", "type")


class CrmLead(models.Model):
    _inherit = "crm.lead"

    # ------------------------------------------------------------------
    # Ways on which nobody can be asked
    # ------------------------------------------------------------------

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        # The gateway is the software; anybody can call this.
        leads = mark(self, MAIL) if self.env.su else self
        return super(CrmLead, leads).message_new(msg_dict, custom_values)

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
        losing = super(CrmLead, self.with_context(**{LOSING_KEY: LOSING}))
        return losing.action_set_lost(**additional_values)

    def action_set_won(self):
        """Odoo restores first what was lost."""
        winning = super(CrmLead, self.with_context(**{LOSING_KEY: WINNING}))
        return winning.action_set_won()

    # ------------------------------------------------------------------
    # Created, moved, converted
    # ------------------------------------------------------------------

    def _check_created(self):
        cases = [Case(LEAD, self._filter_received())]
        opportunities = self.filtered(lambda lead: lead.type == "opportunity")
        for (stage, _team), leads in opportunities.grouped(
            lambda lead: (lead.stage_id, lead.team_id)
        ).items():
            cases += leads._get_stage_cases(stage.browse(), stage)
        cases += self._get_ended_cases(WON, LOST)
        title = self.env._("Before it is created")
        return self.env["playbook.gate"]._check(
            [case for case in cases if case.records],
            Move("create", title, is_new=True),
        )

    def _filter_received(self):
        """Those of these that are leads; where leads are switched off, opportunities in
        their first stage.
        """
        if not self.env["playbook.procedure"]._get_definitions().get(LEAD):
            return self.browse()
        # Compared past the rules, as in _check_moves.
        received = self.sudo().filtered_domain(self._get_received_domain())
        return received.with_env(self.env)

    @api.model
    def _uses_leads(self):
        # Asked with every lead that is saved: of what is cached.
        everybody, uses_leads = (
            self.env["ir.model.data"]._xmlid_to_res_id(xmlid)
            for xmlid in ("base.group_user", "crm.group_use_lead")
        )
        definitions = self.env["res.groups"]._get_group_definitions()
        return uses_leads in definitions.get_superset_ids([everybody])

    @api.model
    def _get_received_domain(self):
        """What :meth:`_filter_received` keeps."""
        if self._uses_leads():
            return Domain("type", "=", "lead")
        return self.env["crm.stage"]._get_first_stage_domain()

    def _get_ended_cases(self, *statuses):
        cases = []
        for status in statuses:
            leads = self.filtered(lambda lead, status=status: lead.won_status == status)
            if leads:
                cases.append(Case(status, leads))
        return cases

    def _check_moves(self, before, vals=None, converted=()):
        """Ask whether these may be where they are now.

        :param before: a dictionary from a lead's id to the pair of the id of its stage
            and its ``won_status`` before.
        :param vals: what is written, where it is.
        :param converted: those that were no opportunities before.
        :return: the :class:`~.playbook_gate.Verdict`.
        """
        # What is asked is past the rules: who moves a lead may lose sight of it.
        leads = self.sudo()
        # A deal that is won next is not asked to come back first.
        winning = self.env.context.get(LOSING_KEY) is WINNING
        cases, refused = [], []
        ways = leads.grouped(
            lambda lead: (
                *before[lead.id],
                lead.stage_id,
                lead.won_status,
                lead.team_id,
                lead in converted,
            )
        )
        for (stage_id, *way), group in ways.items():
            status, stage, new_status, _team, is_new = way
            # Where it was as a lead, nobody has seen.
            old = self.env["crm.stage"].browse(() if is_new else stage_id)
            if status != new_status and new_status != PENDING:
                cases.append(Case(new_status, group))
            opportunities = group.filtered(lambda lead: lead.type == "opportunity")
            restored = new_status == PENDING and status != PENDING
            if is_new and self.env.context.get(CONVERTING_KEY) is CONVERTING:
                continue
            if opportunities and (old != stage or (restored and not winning)):
                cases += opportunities._get_stage_cases(old, stage)
            if old and old != stage:
                refused += group._get_refused(old, stage)
        if not cases and not refused:
            return Verdict(get_channel(self.env))
        move = self._describe_move(leads, vals or {}, tuple(refused))
        return self.env["playbook.gate"]._check(cases, move)

    def _get_stage_cases(self, old, stage):
        """What coming from ``old`` to ``stage`` is about; from nowhere, without it."""
        passed = self._get_passed(old, stage) if old != stage else frozenset()
        cases = [Case(ENTERED, self, stage, passed)] if stage else []
        if old != stage and (not old or not stage or old._is_before(stage)):
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
            stage=stage.name or self.env._("no stage"),
        )
        return [(self, text)]

    def _describe_move(self, leads, vals, refused):
        names = tuple(name for name in PUT_BACK if name in vals)
        statuses = set(leads.mapped("won_status"))
        reason_id = leads[:1].lost_reason_id.id
        if statuses == {LOST}:
            title = self.env._("Before it is lost")
            return Move(
                "lost",
                title,
                names,
                lost_reason_id=reason_id,
                refused=refused,
                is_write=True,
            )
        stage = leads[:1].stage_id
        title = self.env._(
            "Before “%(stage)s”", stage=stage.name or self.env._("no stage")
        )
        restored = statuses == {PENDING} and "stage_id" not in vals
        kind = "restore" if restored else "stage"
        return Move(
            kind, title, names, stage_id=stage.id, refused=refused, is_write=True
        )
