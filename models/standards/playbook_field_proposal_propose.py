"""What is proposed for the forms of profiles, and when it is proposed again."""

from odoo import models

from ..profiles.playbook_screen_usage import ENOUGH
from .field_uses import REQUIRED
from .playbook_field_proposal import (
    APPLIED,
    DECLINED,
    ELSEWHERE,
    FEW,
    FILLED,
    FORM,
    HIDE,
    KEEP,
    NEVER_SHOWN,
    NOTHING,
    PROCEDURE,
    PROPOSED,
    SETTLED,
    SHOW,
    UNUSED,
    WORKED_OUT,
)
from .playbook_field_usage import YES_NO
from .playbook_procedure import IN_FORCE

# With a valid value on fewer than so many percent of the records, a field can go.
HARDLY = 5.0
# An answer counts until half as many have it, or twice as many records are there.
MUCH = 2


class PlaybookFieldUsage(models.Model):
    _inherit = "playbook.field.usage"

    def _propose(self, items, uses):
        """Say of each field of these forms whether it should stay there.

        :param items: the fields on the forms of profiles, all of one kind of form.
        :param uses: what :meth:`_get_uses` found.
        """
        usages = {usage.field_name: usage for usage in self}
        Proposal = self.env["playbook.field.proposal"]
        known = {each.item_id: each for each in self.proposal_ids}
        gone = [each for item, each in known.items() if item not in items]
        Proposal.union(*gone).unlink()
        create_vals = []
        for item in items:
            usage, before = usages[item.name], known.get(item, Proposal)
            asked = before.state == APPLIED or usage._is_asked_of(item, uses)
            values = usage._get_proposal(item, asked)
            if before:
                before._take(values)
                continue
            state = SETTLED if values["proposal"] == KEEP else PROPOSED
            create_vals.append(
                {
                    **values,
                    "state": state,
                    "usage_id": usages[item.name].id,
                    "item_id": item.id,
                }
            )
        Proposal.create(create_vals)

    def _is_asked_of(self, item, uses):
        """Whether a procedure in force requires the field of that profile by name."""
        profile = item.screen_id.profile_id
        return any(
            use.source == REQUIRED
            and use.owner.state in IN_FORCE
            and profile in use.owner.profile_ids
            for use in uses.get((self.entity, self.field_name), ())
        )

    def _get_proposal(self, item, asked):
        """What to do with the field on the form, and why.

        :param asked: whether to propose to show it again where a procedure requires
            it: what is shipped as left out is so on purpose.
        """
        reason, proposal = self._get_reason(item), KEEP
        if reason in (UNUSED, NOTHING) and item.shown != NEVER_SHOWN:
            proposal = HIDE
        elif reason == PROCEDURE and asked and item.shown == NEVER_SHOWN:
            proposal = SHOW
        return {"proposal": proposal, "reason": reason}

    def _get_reason(self, item):
        if item.is_required:
            return FORM
        if self.procedure_count:
            return PROCEDURE
        if self.use_count:
            return ELSEWHERE
        if not self.is_counted:
            return WORKED_OUT
        if self.record_count < ENOUGH:
            return FEW
        if self.kind == YES_NO and self.filled_count:
            # No is an answer, too.
            return FILLED
        if self.fill_rate < HARDLY:
            return UNUSED
        return NOTHING if self.valid_rate < HARDLY else FILLED


class PlaybookFieldProposal(models.Model):
    _inherit = "playbook.field.proposal"

    def _take(self, values):
        """Bring it up to date; what people have decided counts until much changes."""
        self.ensure_one()
        if self.state == APPLIED and values["proposal"] == KEEP:
            # It is as they wanted it: what was done can still be undone.
            values = {}
        elif self.state == APPLIED and values["proposal"] == self.proposal:
            # Somebody has put it back on the screen: that was an answer, too.
            values = {**values, "state": DECLINED}
        elif self.state != DECLINED or self._is_raised_again(values):
            state = SETTLED if values["proposal"] == KEEP else PROPOSED
            values = {**values, "state": state}
        changed = {name: each for name, each in values.items() if self[name] != each}
        if changed:
            self.write(changed)

    def _is_raised_again(self, values):
        """Whether so much has changed that what was declined is looked at again."""
        usage = self.usage_id
        return (
            values["proposal"] == KEEP
            or values["reason"] != self.decided_reason
            or usage.valid_rate * MUCH < self.decided_rate
            or usage.record_count >= MUCH * max(1, self.decided_records)
        )
