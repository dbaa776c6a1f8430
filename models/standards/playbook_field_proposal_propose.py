"""What is proposed for the forms of profiles, and when it is proposed again."""

from odoo import models

from ..profiles.playbook_screen_usage import ENOUGH
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
    UNUSED,
    WORKED_OUT,
)
from .playbook_field_usage import YES_NO

# With a valid value on fewer than so many percent of the records, a field can go.
HARDLY = 5.0
# An answer counts until half as many have it, or twice as many records are there.
MUCH = 2


class PlaybookFieldUsage(models.Model):
    _inherit = "playbook.field.usage"

    def _propose(self, items):
        """Say of each field of these forms whether it should stay there.

        :param items: the fields on the forms of profiles, all of one kind of form.
        """
        usages = {usage.field_name: usage for usage in self}
        Proposal = self.env["playbook.field.proposal"]
        known = {each.item_id: each for each in self.proposal_ids}
        gone = [each for item, each in known.items() if item not in items]
        Proposal.union(*gone).unlink()
        create_vals = []
        for item in items:
            values = usages[item.name]._get_proposal(item)
            if item in known:
                known[item]._take(values)
                continue
            state = PROPOSED if _changes(values, item) else SETTLED
            create_vals.append(
                {
                    **values,
                    "state": state,
                    "usage_id": usages[item.name].id,
                    "item_id": item.id,
                }
            )
        Proposal.create(create_vals)

    def _get_proposal(self, item):
        """Whether the field should stay on the form, and why."""
        reason = self._get_reason(item)
        hide = reason in (UNUSED, NOTHING)
        return {"proposal": HIDE if hide else KEEP, "reason": reason}

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
        values = {**values, "state": self._get_next_state(values)}
        changed = {name: each for name, each in values.items() if self[name] != each}
        if changed:
            self.write(changed)

    def _get_next_state(self, values):
        changes = _changes(values, self.item_id)
        if self.state == APPLIED:
            if values["proposal"] != self.proposal:
                return PROPOSED if changes else SETTLED
            # Somebody may have put it back on the screen: that was an answer, too.
            return DECLINED if changes else APPLIED
        if not changes:
            return SETTLED
        if self.state == DECLINED and not self._is_raised_again(values):
            return DECLINED
        return PROPOSED

    def _is_raised_again(self, values):
        """Whether so much has changed that a declined proposal is made again."""
        usage = self.usage_id
        return (
            values["reason"] != self.decided_reason
            or usage.valid_rate * MUCH < self.decided_rate
            or usage.record_count >= MUCH * max(1, self.decided_records)
        )


def _changes(values, item):
    """Whether doing what is proposed would change the form.

    What is left out is proposed to be shown again only where a procedure requires it.
    """
    if values["proposal"] == HIDE:
        return item.shown != NEVER_SHOWN
    return values["reason"] == PROCEDURE and item.shown == NEVER_SHOWN
