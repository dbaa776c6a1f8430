"""What the buttons of an indicator open."""

from odoo import models
from odoo.exceptions import UserError

FIGURES = "crm_playbook.playbook_measurement_action"


class PlaybookIndicator(models.Model):
    _inherit = "playbook.indicator"

    def action_open_figures(self):
        """By month."""
        return self._open_figures("main", "graph", ["date_from:month"])

    def action_open_by_team(self):
        return self._open_figures("main", "pivot", ["team_id"])

    def action_open_by_person(self):
        return self._open_figures("main", "pivot", ["user_id"])

    def action_open_by_segment(self):
        return self._open_figures("main", "pivot", ["segment_id"])

    def action_open_by_source(self):
        return self._open_figures("source", "pivot", ["source_id"])

    def action_open_by_stage(self):
        return self._open_figures("stage", "pivot", ["stage_id"])

    def action_open_by_rfm(self):
        return self._open_figures("rfm", "pivot", ["rfm_group_id"])

    def action_open_runs(self):
        """When and how it was measured."""
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "crm_playbook.playbook_measurement_run_action"
            ),
            "domain": [("indicator_id", "=", self.id)],
            "context": {},
        }

    def action_measure_now(self):
        """Bring this month and week, and those before, up to date."""
        self.check_access("write")
        Run = self.env["playbook.measurement.run"]
        for company in self.env.companies:
            Run._measure_indicators_now(self, company)
        failed = self.filtered("problem")
        message = "\n".join(failed.mapped("problem")) or self.env._(
            "The figures are up to date."
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": message,
                "type": "danger" if failed else "success",
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_try(self):
        """Show what it would count, before anything is measured."""
        self.ensure_one()
        self.check_access("read")
        if not self.counted_model:
            raise UserError(
                self.env._(
                    "“%(indicator)s” does not say yet what it counts. Choose it first.",
                    indicator=self.name,
                )
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Try It: %(indicator)s", indicator=self.name),
            "res_model": "playbook.indicator.try",
            "view_mode": "form",
            "target": "new",
            "context": {"default_indicator_id": self.id},
        }

    def _open_figures(self, cut, view, groups):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(FIGURES)
        views = [view, *(one for one in ("graph", "pivot", "list") if one != view)]
        if "date_from:month" not in groups and view == "pivot":
            columns = ["date_from:month"]
        else:
            columns = []
        context = {
            "search_default_months": 1,
            "graph_groupbys": groups,
            "graph_measure": "value",
            "graph_mode": "bar",
            "pivot_row_groupby": groups,
            "pivot_column_groupby": columns,
            "pivot_measures": ["value"],
        }
        return {
            **action,
            "name": self.name,
            "display_name": self.name,
            "view_mode": ",".join(views),
            "views": [[False, one] for one in views],
            "domain": [("indicator_id", "=", self.id), ("cut", "=", cut)],
            "context": context,
        }
