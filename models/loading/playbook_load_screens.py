import base64

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Binary, Char, Domain

from ...tools.table_write import write_csv, write_xlsx
from .playbook_load import DRAFT, LOADING, MODELS, OVER, PAUSED, REVIEWED
from .playbook_load_line import CONFLICT, LOAD

VERDICT_FILTERS = {
    *("new", "update", "unchanged", "duplicate", "conflict", "invalid"),
}
LINE_FILTERS = {
    *("undecided", "rejected", "loaded", "to_load"),
    *("created", "updated", "left_out"),
}
# Some of its lines may have been loaded.
BEGUN = (LOADING, PAUSED, *OVER)
# A decision on duplicates: each is the record that it may be.
SAME = "same"


class PlaybookLoad(models.Model):
    """What one opens and takes along from a load."""

    _inherit = "playbook.load"

    reject_file = Binary(compute="_compute_reject_file", exportable=False)
    reject_name = Char(compute="_compute_reject_file", exportable=False)

    def _compute_reject_file(self):
        """The lines that were not loaded, with the reason; they can be corrected and
        loaded again.
        """
        added = [self.env._("Rejected line"), self.env._("Why it was rejected")]
        for load in self:
            # Rejects of rejects have these columns already.
            columns = load.column_ids.sorted("number").filtered(
                lambda column: column.column_name not in added
            )
            headers = [*columns.mapped("column_name"), *added]
            rows = [
                [
                    *map(line._get_content, columns),
                    line.number,
                    line.reason or "",
                ]
                for line in load._get_rejected()
            ]
            is_text = (load.file_name or "").lower().endswith((".csv", ".txt", ".tsv"))
            if is_text:
                content = write_csv(headers, rows, load.separator or ",")
            else:
                content = write_xlsx(headers, rows)
            load.reject_file = base64.b64encode(content) if rows else False
            name = self.env._("Rejected - %(name)s", name=load.name)
            suffix = ".csv" if is_text else ".xlsx"
            load.reject_name = f"{name.rsplit('.', 1)[0]}{suffix}"

    def _get_rejected(self):
        return self.env["playbook.load.line"].search(
            [("load_id", "=", self.id), ("is_rejected", "=", True)]
        )

    # ------------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------------

    def action_open_lines(self):
        """The lines of one verdict, or of one filter: as the context says."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_playbook.playbook_load_line_action"
        )
        wanted = self.env.context.get("load_verdict") or self.env.context.get(
            "load_filter"
        )
        # Then what came of a line is shown, before it what shall be done with it.
        context = {"default_load_id": self.id, "load_over": self.state in BEGUN}
        if wanted in VERDICT_FILTERS | LINE_FILTERS:
            context[f"search_default_{wanted}"] = 1
        return {**action, "domain": [("load_id", "=", self.id)], "context": context}

    def action_open_records(self):
        """What was loaded."""
        self.ensure_one()
        model = MODELS[self.kind]
        lines = self.env["playbook.load.line"].search(
            [("load_id", "=", self.id), ("state", "=", "loaded")]
        )
        return {
            "type": "ir.actions.act_window",
            "name": dict(self._fields["kind"]._description_selection(self.env))[
                self.kind
            ],
            "res_model": model,
            "view_mode": "list,form",
            "domain": [("id", "in", lines.mapped("res_id"))],
            "context": {"active_test": False},
        }

    def action_decide_all(self):
        """Load all lines of a verdict, as new or as what they may be, or leave them
        out: as the context says.
        """
        self._check_state(REVIEWED)
        verdict = self.env.context.get("load_verdict")
        decision = self.env.context.get("load_decision")
        domain = Domain("load_id", "=", self.id) & Domain("verdict", "=", verdict)
        if verdict == CONFLICT and decision == LOAD:
            # Which record it is, is said one by one.
            domain &= Domain("res_id", "!=", False)
        lines = self.env["playbook.load.line"].search(domain)
        if decision == SAME:
            lines._decide_same()
        else:
            lines._decide(decision)

    def action_load_rejected(self):
        """A new load of the lines that were rejected here, to be corrected first."""
        self._check_state(*OVER)
        if not self.rejected_count:
            raise UserError(
                self.env._("“%(load)s” has no rejected lines.", load=self.display_name)
            )
        # The file of rejects is written as this addon writes files.
        load = self.copy(
            {
                "name": self.reject_name,
                "header_row": 0,
                **dict.fromkeys(
                    ("encoding", "separator", "quote", "sheet_name"), False
                ),
            }
        )
        load.write({"file": self.reject_file, "file_name": self.reject_name})
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": load.id,
            "view_mode": "form",
        }

    @api.onchange("file_name")
    def _onchange_file_name(self):
        if self.file_name and self.state == DRAFT:
            self.name = self.file_name
