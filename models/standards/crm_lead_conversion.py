"""Leads that become opportunities, and opportunities that are put away."""

from odoo import api, models

from .channel import DIRECT, get_channel
from .crm_lead_gate import CONVERTING, CONVERTING_KEY, LOSING, LOSING_KEY, PENDING
from .playbook_gate import Case, Move
from .playbook_procedure import ENTERED, LEFT, LOST, OBSERVE, WON

# Where the transaction keeps which leads have become opportunities.
CONVERTED = "playbook.converted"


class CrmLead(models.Model):
    _inherit = "crm.lead"

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
        if not self or self.env.context.get(CONVERTING_KEY) is CONVERTING:
            return
        definitions = self.env["playbook.procedure"]._get_definitions()
        asking = {
            each.state
            for moment in (ENTERED, LEFT)
            for each in definitions.get(moment, ())
        }
        if not asking:
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
        cases = self._get_ended_cases(WON)
        for (stage, _team), group in self.grouped(
            lambda lead: (lead.stage_id, lead.team_id)
        ).items():
            cases += group._get_stage_cases(stage.browse(), stage)
        if cases:
            title = self.env._("Before it becomes an opportunity")
            self.env["playbook.gate"]._check(
                cases, Move("convert", title, ("type",), is_write=True)
            )

    # ------------------------------------------------------------------
    # Archived, which is lost without saying so
    # ------------------------------------------------------------------

    def _find_archived(self, vals):
        """The open deals that ``vals`` archives, though nobody says that they are lost.

        What losing requires is asked for then, too.
        """
        if (
            vals.get("active", True)
            or self.env.context.get(LOSING_KEY) is LOSING
            or get_channel(self.env) not in DIRECT
            or not self.env["playbook.procedure"]._get_definitions().get(LOST)
        ):
            return self.browse()
        return self.filtered(lambda lead: lead.active and lead.won_status == PENDING)

    def _check_archived(self):
        put_away = self.sudo().filtered(  # as _check_moves
            lambda lead: lead.won_status == PENDING
        )
        if not put_away:
            return
        title = self.env._("Before it is archived")
        move = Move("archive", title, ("active",), is_write=True)
        self.env["playbook.gate"]._check([Case(LOST, put_away)], move)
