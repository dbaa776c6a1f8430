"""What is done where an objective is at risk: activities on it."""

from odoo import api, fields, models

from .playbook_objective import ACTIVE, AT_RISK, CLOSED, INITIATIVE, RESULTS, STRATEGY
from .playbook_objective_figures import PARTS


class PlaybookObjective(models.Model):
    _inherit = "playbook.objective"

    corrective_count = fields.Integer(
        string="Actions",
        compute="_compute_corrective",
        exportable=False,
        help="What was planned and done to reach it.",
    )
    corrective_done_count = fields.Integer(
        string="Done", compute="_compute_corrective", exportable=False
    )
    child_count = fields.Integer(compute="_compute_children", exportable=False)
    children_words = fields.Char(
        string="What serves it", compute="_compute_children", exportable=False
    )

    @api.model
    def _get_corrective_domain(self):
        """Activities on objectives that are no decision."""
        return [
            ("res_model", "=", self._name),
            ("playbook_decision_type_id", "=", False),
        ]

    def _compute_corrective(self):
        self.corrective_count = self.corrective_done_count = 0
        # Numbers alone; which ones is asked of each user.
        Activity = self.env["mail.activity"].sudo().with_context(active_test=False)
        rows = Activity._read_group(
            [*self._get_corrective_domain(), ("res_id", "in", self.ids)],
            ["res_id", "active"],
            ["__count"],
        )
        own = {objective.id: objective for objective in self}
        for res_id, is_open, count in rows:
            own[res_id].corrective_count += count
            if not is_open:
                own[res_id].corrective_done_count += count

    @api.depends("child_ids.result", "child_ids.state", "child_ids.active")
    @api.depends_context("lang", "uid")
    def _compute_children(self):
        names = dict(self._fields["result"]._description_selection(self.env))
        for objective in self:
            # Those that the user may read.
            children = objective.child_ids._filtered_access("read")
            objective.child_count = len(children)
            counts = {
                result: len(
                    children.filtered(lambda each, at=result: each.result == at)
                )
                for result, _name in RESULTS
            }
            objective.children_words = ", ".join(
                f"{count} {names[result].lower()}"
                for result, count in counts.items()
                if count
            )

    def _find_unplanned(self):
        """Those of these for which nothing is planned from today on."""
        # Whether somebody has planned something is no secret.
        planned = (
            self.env["mail.activity"]
            .sudo()
            ._read_group(
                [
                    *self._get_corrective_domain(),
                    ("res_id", "in", self.ids),
                    ("date_deadline", ">=", fields.Date.context_today(self)),
                ],
                ["res_id"],
            )
        )
        return self - self.browse([res_id for (res_id,) in planned])

    @api.model
    def _find_at_risk(self, ids=None):
        """Those at risk for which the user answers, and nothing is planned: their own,
        and those of whoever is absent, has left, or was never named.
        """
        domain = [("state", "=", ACTIVE), ("result", "=", AT_RISK)]
        if ids is not None:
            domain.append(("id", "in", ids))
        objectives = self.search(domain)
        if not objectives:
            return objectives
        mine = self.env["playbook.review"]._filter_mine(objectives.user_id)
        manages = self.env.user.has_group("crm_playbook.group_sales_management")
        return objectives.filtered(
            lambda each: each.user_id in mine if each.user_id else manages
        )._find_unplanned()

    def _get_gap_words(self):
        """Where it is, and where it would be on its way."""
        return self.env._(
            "%(now)s, expected %(expected)s",
            now=self._format(self.current_value),
            expected=self._format(self.expected_value),
        )

    # ------------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------------

    def action_plan(self):
        """Open the dialog in which something is planned to reach this."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What do you do about it?"),
            "res_model": "mail.activity.schedule",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "active_model": self._name,
                "active_id": self.id,
                "active_ids": self.ids,
                "dialog_size": "large",
            },
        }

    def action_open_corrective(self):
        """Open what was planned and done to reach this."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Actions"),
            "res_model": "mail.activity",
            "views": [
                (
                    self.env.ref("crm_playbook.mail_activity_view_list_objective").id,
                    "list",
                ),
                (False, "form"),
            ],
            "domain": [*self._get_corrective_domain(), ("res_id", "=", self.id)],
            "context": {"active_test": False, "create": False},
        }

    def action_write_next(self):
        """Write the one that follows a closed one: for as long, from where it ended."""
        self.ensure_one()
        self._check_state(CLOSED)
        begin = fields.Date.add(self.date_deadline, days=1)
        length = begin - self.date_start
        months = max(round(length.days / 30.44), 1)
        deadline = fields.Date.subtract(fields.Date.add(begin, months=months), days=1)
        following = self.copy({"date_start": begin, "date_deadline": deadline})
        return following._open_form()

    def action_open_children(self):
        """Open what serves this."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_playbook.playbook_objective_action"
        )
        return {
            **action,
            "domain": [("parent_id", "=", self.id)],
            "context": {
                "default_parent_id": self.id,
                "default_level": INITIATIVE if self.level == STRATEGY else STRATEGY,
            },
            "views": [(False, "list"), (False, "kanban"), (False, "form")],
        }

    def action_open_measurements(self):
        """Open the measurements that its figures are made of."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_playbook.playbook_measurement_action_objective"
        )
        scope = self._get_scope()
        domain = [
            ("indicator_id", "=", self.indicator_id.id),
            ("company_id", "=", scope.company_id),
            ("kind", "=", "month"),
            ("cut", "=", "main"),
        ]
        domain += [
            (name, "=", getattr(scope, name))
            for name in PARTS.values()
            if getattr(scope, name)
        ]
        return {**action, "domain": domain}
