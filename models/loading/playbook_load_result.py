from odoo import models

from .playbook_load import UPDATE_ALL
from .playbook_load_verdict import to_json
from .targets import RESULT, STAGE, STANDING

OPEN, WON, LOST = "open", "won", "lost"


class PlaybookLoad(models.Model):
    """Leads that are won, lost, or open again since they were loaded."""

    _inherit = "playbook.load"

    def _get_result_values(self, item):
        """What makes a new lead open, won or lost."""
        result = item.reading.result
        if result == WON:
            said, won = item.values.get(STAGE), item.won_stages
            stage_id = said if said in won or not won else won[0]
            return {"active": True, "stage_id": stage_id, "probability": 100}
        if result == LOST:
            return {"active": False, "probability": 0}
        return {"active": True} if result else {}

    def _change_results(self, items, current):
        """Find out which leads become open, won or lost, and note on ``items`` what is
        written for that.

        :param current: from ids of records to what they hold.
        """
        for item in items:
            standing = item.current = current[item.record_id]
            status = standing["won_status"].replace("pending", OPEN)
            said = self._get_said_result(item)
            item.result = self._choose_result(item, said, status)
            if item.result or status != OPEN:
                # Of what is over it is certain, whatever the file says.
                item.values.pop("probability", None)
            if WON in (item.result, status if not item.result else ""):
                self._keep_won_stage(item)
        changed = [item for item in items if item.result]
        stages = self._find_stages_before(
            [item for item in changed if item.result != WON], current
        )
        for item in changed:
            item.result_values = self._get_new_standing(
                item, current[item.record_id], stages
            )

    def _keep_won_stage(self, item):
        """It is not in the stage any more in which the file says that it was won."""
        if item.values.get(STAGE) not in item.won_stages:
            item.values.pop(STAGE, None)

    def _get_said_result(self, item):
        """Open, won or lost, as the line says it; where only the stage says so, any
        other stage says that it is open.
        """
        said, loaded = item.reading.result, (item.loaded or {}).get(RESULT)
        by_stage = RESULT not in self.column_ids.mapped("target")
        if not said and by_stage and loaded in (WON, LOST) and STAGE in item.values:
            return OPEN
        return said

    def _choose_result(self, item, said, status):
        """What a lead becomes; empty where it stays as it is."""
        if not said or said == status:
            return ""
        loaded = (item.loaded or {}).get(RESULT)
        if self.on_match != UPDATE_ALL or loaded == said:
            # Somebody has changed it in Odoo since, and the file has not.
            if self.on_match != UPDATE_ALL:
                item.kept_out |= {*STANDING, RESULT}
            return ""
        if loaded and loaded != status:
            self._tell_both_changed(item, self.env["crm.lead"]._fields["won_status"])
        return said

    def _get_new_standing(self, item, standing, stages):
        """What is written so that a lead is what the line says."""
        said = item.values.get("date_closed")
        closed = {"date_closed": said} if said else {}
        if item.result == WON:
            values = self._get_result_values(item)
            return {"lost_reason_id": False, **values, **closed}
        values = {}
        if standing[STAGE] in item.won_stages:
            values[STAGE] = item.values.get(STAGE) or stages.get(item.record_id)
        if item.result == LOST:
            return {**values, "active": False, "probability": 0, **closed}
        return {
            **values,
            "active": True,
            "lost_reason_id": False,
            "date_closed": said or False,
            # As far as it can be told: it is computed anew when it is written.
            "probability": item.values.get(
                "probability", standing["automated_probability"]
            ),
        }

    def _find_stages_before(self, items, current):
        """From ids of won leads to the stage in which each was before; else the first
        one.
        """
        won = {stage_id for item in items for stage_id in item.won_stages}
        ids = [
            item.record_id
            for item in items
            if current[item.record_id][STAGE] in won and STAGE not in item.values
        ]
        if not ids:
            return {}
        # Where a lead has been is no secret to who may change it.
        stays = (
            self.env["playbook.transition"]
            .sudo()
            .search([("lead_id", "in", ids)], order="date desc, id desc")
        )
        found = {}
        for stay in stays:
            for stage in (stay.to_stage_id, stay.from_stage_id):
                if stage and stage.id not in won:
                    found.setdefault(stay.lead_id.id, stage.id)
        open_stages = self.env["crm.stage"].search([("is_won", "=", False)])
        for record_id in ids:
            team_id = current[record_id]["team_id"]
            fit = open_stages.filtered(
                lambda each, team_id=team_id: not each.team_ids
                or team_id in each.team_ids.ids
            )
            found.setdefault(record_id, (fit or open_stages)[:1].id)
        return found

    def _reopen(self, items):
        """Odoo reckons with how probable open leads are, when nobody says it."""
        reopened = self.env["crm.lead"].browse(
            item.record_id
            for item in items
            if item.result == OPEN and "probability" not in item.values
        )
        if reopened:
            reopened._compute_probabilities()
        for lead in reopened:
            lead.probability = lead.automated_probability

    def _note_results(self, items):
        """What Odoo has set by itself: noted, so that all is told."""
        changed = {item.record_id: item for item in items if item.result}
        leads = self.env["crm.lead"].browse(changed)
        for standing in leads.read(STANDING, load=None):
            item = changed[standing["id"]]
            for name in STANDING:
                old, new = item.current[name], standing[name]
                if old != new:
                    item.before[name] = to_json(old)
                    item.after[name] = to_json(new)
