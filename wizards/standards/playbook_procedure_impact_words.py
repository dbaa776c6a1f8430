"""What a step up of a procedure would do, in words."""

from odoo import models

from ...models.standards.playbook_procedure import (
    CONFIRMED,
    CONTACT,
    CUSTOMER,
    ENFORCE,
    ENTERED,
    IN_FORCE,
    LEAD,
    LEFT,
    LOST,
    OBSERVE,
    SENT,
    WARN,
    WON,
)
from ...models.standards.playbook_procedure_preview import BEGINNING


class PlaybookProcedureImpact(models.TransientModel):
    _inherit = "playbook.procedure.impact"

    def _get_sentence(self):
        """How many fall short of how many: what whoever decides reads first."""
        moment = self.procedure_id.moment
        values = {
            "short": self.short_count,
            "total": self.total_count,
            "what": self._get_what(),
        }
        if not self.total_count:
            return self.env._(
                "Nothing is concerned today: there are no %(what)s.",
                what=values["what"],
            )
        if moment == LOST:
            return self.env._("%(short)s of %(total)s %(what)s fell short.", **values)
        if moment in BEGINNING:
            return self.env._(
                "%(short)s of %(total)s %(what)s fall short now.", **values
            )
        if self.shown_state == OBSERVE:
            return self.env._(
                "%(short)s of %(total)s %(what)s would fall short today.", **values
            )
        if self.shown_state == WARN:
            return self.env._(
                "%(short)s of %(total)s %(what)s would go on with a point to fix "
                "today.",
                **values,
            )
        values["short"] = self.blocked_count
        return self.env._(
            "%(short)s of %(total)s %(what)s could not go on today.", **values
        )

    def _get_what(self):
        procedure = self.procedure_id
        stages = ", ".join(f"“{name}”" for name in procedure.stage_ids.mapped("name"))
        env = self.env
        return {
            CUSTOMER: env._("customers"),
            CONTACT: env._("contacts of customers"),
            LEAD: env._("open leads"),
            ENTERED: self._get_entering_words(stages),
            LEFT: env._("open opportunities that leave %(stages)s next", stages=stages),
            WON: env._("open opportunities that are won next"),
            LOST: env._("opportunities lost in the last 90 days"),
            SENT: env._("quotations that are not sent yet"),
            CONFIRMED: env._("quotations that are not confirmed yet"),
        }.get(
            procedure.moment,
            env._("leads, opportunities and customers with such an action planned"),
        )

    def _get_entering_words(self, stages):
        if self.env["crm.lead"]._uses_leads():
            return self.env._(
                "open leads and opportunities that come to %(stages)s next",
                stages=stages,
            )
        return self.env._(
            "open opportunities that come to %(stages)s next", stages=stages
        )

    def _get_consequence(self):
        """What happens to them from then on."""
        revised = self.procedure_id.revises_id
        if revised.state not in IN_FORCE:
            return self._get_state_words()
        words = {
            "number": revised.version,
            "name": revised.name,
            "consequence": self._get_state_words(),
        }
        if self.shown_state == ENFORCE:
            return self.env._(
                "It takes the place of version %(number)s of “%(name)s”, which is "
                "enforced. %(consequence)s",
                **words,
            )
        if self.shown_state == WARN:
            return self.env._(
                "It takes the place of version %(number)s of “%(name)s”, which warns. "
                "%(consequence)s",
                **words,
            )
        return self.env._(
            "It takes the place of version %(number)s of “%(name)s”, which is "
            "observed. %(consequence)s",
            **words,
        )

    def _get_state_words(self):
        if self.shown_state == OBSERVE:
            return self.env._(
                "Nobody is asked for it: what is missing is counted, and lowers the "
                "quality that records show."
            )
        procedure = self.procedure_id
        stops = any(procedure._binds(each) for each in procedure.requirement_ids)
        if self.shown_state == WARN or not stops:
            return self.env._(
                "The work goes on. What is missing becomes a point to fix of whoever "
                "is responsible."
            )
        if any(each.grace_days for each in procedure.requirement_ids):
            return self.env._(
                "What is missing is asked for before the work goes on; what has days "
                "of grace becomes a point to fix. It binds everybody it is for, and "
                "programs."
            )
        return self.env._(
            "What is missing is asked for before the work goes on - of everybody it "
            "is for, and of programs."
        )

    def _get_further(self):
        """What should be known besides; False for nothing."""
        moment = self.procedure_id.moment
        later = self.short_count - self.blocked_count
        if moment == LOST:
            return self.env._(
                "What is open is not stopped by it: it is asked when an opportunity is "
                "lost."
            )
        if moment in BEGINNING:
            return self.env._(
                "What is there already stays as it is: it is asked when a new one "
                "comes."
            )
        if self.shown_state == ENFORCE and later:
            return self.env._(
                "%(count)s more would go on, with a point to fix.", count=later
            )
        return False
