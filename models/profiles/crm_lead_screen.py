"""The screens of leads offer what the person may do, and nothing else."""

import ast

from odoo import api, fields, models

from .reader_screen import add_condition, hide_buttons, is_top_field
from .role_action import role_action
from .screen_arch import REVEAL

USER = "crm_playbook.group_user"
USE_LEAD = "crm.group_use_lead"
# Profiles that read leads which they may not write.
READERS = (
    "crm_playbook.group_marketing,crm_playbook.group_customer_service,"
    "crm_playbook.group_sales_management"
)
# They change the lead, as does all that stands in the header but these.
CHANGE_NODES = {"action_set_automated_probability", "pls_tooltip_button"}
HARMLESS = {"action_hand_over", "action_reassign", "action_sale_quotations_new"}
LOST_ACTION = "crm.crm_lead_lost_action"
CONVERT_ACTION = "crm.action_crm_lead2opportunity_partner"
# Buttons, the model that they open and what they do with it.
OTHER_BUTTONS = (
    ("action_sale_quotations_new", "sale.order", "create"),
    ("action_view_sale_order", "sale.order", "read"),
    ("action_view_sale_quotation", "sale.order", "read"),
    (CONVERT_ACTION, "crm.lead2opportunity.partner", "create"),
    (LOST_ACTION, "crm.lead.lost", "create"),
)
# Which screens a button of ours belongs to.
BUTTONS_OF = {"action_hand_over": "marketing", "action_reassign": "sales_management"}
# Marketing hands over instead: see crm_lead.py.
OF_SALES = {"stage_id", "team_id", "user_id"}


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = ["crm.lead", "playbook.screen.mixin"]
    _playbook_role_views = {
        "form": dict.fromkeys((None, "crm.crm_lead_view_form"), "crm_lead_view_form"),
        "list": {
            "crm.crm_case_tree_view_oppor": "crm_lead_view_list",
            "crm.crm_case_tree_view_leads": "crm_lead_view_list_leads",
        },
        "kanban": {
            "crm.crm_case_kanban_view_leads": "crm_lead_view_kanban",
            "crm.view_crm_lead_kanban": "crm_lead_view_kanban_leads",
        },
        "search": {
            "crm.view_crm_case_opportunities_filter": "crm_lead_view_search",
            "crm.view_crm_case_leads_filter": "crm_lead_view_search_leads",
        },
    }

    playbook_can_write = fields.Boolean(
        compute="_compute_playbook_can_write",
        exportable=False,
        groups="base.group_user",
    )

    @api.depends_context("uid")
    def _compute_playbook_can_write(self):
        writable = self._origin._filtered_access("write")
        for lead in self:
            lead.playbook_can_write = not lead._origin or lead._origin in writable

    @api.model
    def action_open_overview(self):
        """Open all opportunities that one may read, for who has none of their own."""
        action = None
        if self.env["res.users"]._get_screen() != "sales":
            action = role_action(self.env, "crm_lead_action")
        action = action or self.env["ir.actions.act_window"]._for_xml_id(
            "crm_playbook.crm_lead_action_overview"
        )
        # Marketing makes leads; where there are none, opportunities.
        creates = self._only_prepares_leads() and not self.env.user.has_group(USE_LEAD)
        if not creates:
            action["context"] = self._add_to_context(action, create=False)
        return action

    @api.model
    def _add_to_context(self, action, **values):
        return {**ast.literal_eval(action["context"] or "{}"), **values}

    @api.model
    def _get_view_cache_key(self, view_id=None, view_type="form", **options):
        key = super()._get_view_cache_key(view_id, view_type, **options)
        return (*key, *self._get_screen_rights())

    @api.model
    def _get_screen_rights(self):
        """What the screens of the current user depend on."""
        user = self.env.user
        if not user.has_group(USER):
            return ()
        return (
            self._reads_more_than_it_writes(),
            user.has_group(USE_LEAD),
            self.browse().has_access("write"),
            self._only_prepares_leads(),
            *(self.env[model].has_access(right) for _n, model, right in OTHER_BUTTONS),
        )

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        self._leave_out_buttons(arch)
        if not self._reads_more_than_it_writes():
            return arch, view
        if view_type == "form":
            self._adapt_form(arch)
        elif view_type == "list":
            self._adapt_list(arch, view)
        elif view_type == "kanban" and (
            self._only_prepares_leads() or not self.browse().has_access("write")
        ):
            # Moving a card is changing its stage.
            arch.set("records_draggable", "0")
        return arch, view

    @api.model
    def _leave_out_buttons(self, arch):
        """What another of the user's profiles does stands there with the rest."""
        screen = self.env["res.users"]._get_screen()
        for name, theirs in BUTTONS_OF.items():
            if screen in (False, "standard", theirs):
                continue
            for button in arch.iter("button"):
                if button.get("name") == name:
                    add_condition(button, "invisible", f"not {REVEAL}")

    @api.model
    def _reads_more_than_it_writes(self):
        """Whether the current user has a profile and may read leads of others."""
        user = self.env.user
        return user.has_group(USER) and (not user._sells() or user.has_groups(READERS))

    @api.model
    def _adapt_list(self, arch, view):
        self._hide_other_buttons(arch)
        standard = self._opportunity_list()
        opportunities = standard in (view, view.inherit_id)
        if opportunities and self.env.user.has_group(USE_LEAD):
            hide_buttons(arch, "action_hand_over")
            if self._only_prepares_leads():
                hide_buttons(arch, self._button_name(LOST_ACTION))
                arch.set("multi_edit", "0")

    @api.model
    def _adapt_form(self, arch):
        changing = [
            button
            for button in arch.iterfind("header//button")
            if button.get("name") not in HARMLESS
        ]
        changing += [
            node
            for node in arch.iter("button", "a", "widget")
            if node.get("name") in CHANGE_NODES
        ]
        for node in changing:
            add_condition(node, "invisible", "not playbook_can_write")
        self._hide_other_buttons(arch)
        if self.browse().has_access("write"):
            self._adapt_fields(arch)

    @api.model
    def _hide_other_buttons(self, arch):
        for name, model, right in OTHER_BUTTONS:
            if not self.env[model].has_access(right):
                hide_buttons(arch, self._button_name(name))

    @api.model
    def _opportunity_list(self):
        return self.env.ref("crm.crm_case_tree_view_oppor").sudo()  # to be compared

    @api.model
    def _button_name(self, name):
        """The name of a button in a view: a method, or the id of an action."""
        if "." not in name:
            return name
        return str(self.env["ir.model.data"]._xmlid_to_res_id(name))

    @api.model
    def _adapt_fields(self, arch):
        """A lead that the person only reads cannot be typed into."""
        preparing = self._only_prepares_leads()
        for node in arch.iter("field"):
            field = self._fields.get(node.get("name"))
            if field is None or not is_top_field(node):
                continue
            if preparing and field.name in OF_SALES:
                node.set("readonly", "1")
            elif not field.readonly or node.get("readonly"):
                add_condition(node, "readonly", "not playbook_can_write")
