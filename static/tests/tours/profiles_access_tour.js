import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("playbook_new_profile", {
    steps: () => [
        {
            content: "make a profile",
            trigger: ".o_control_panel button:contains(New Profile)",
            run: "click",
        },
        {
            content: "its name",
            trigger: ".modal .o_field_widget[name=name] input",
            run: "edit Tour Juniors",
        },
        {
            content: "made after Marketing",
            trigger: ".modal .o_field_widget[name=model_id] input",
            run: "edit Marketing",
        },
        {
            content: "choose it",
            trigger: ".o-autocomplete--dropdown-item:contains(Marketing)",
            run: "click",
        },
        {
            content: "what that may do stands there; change what it may do with leads",
            trigger:
                ".modal .o_data_row:has([name=ir_model_id]:contains(/^Lead$/)) [name=perm_create]",
            run: "click",
        },
        {
            content: "it creates none",
            trigger: ".modal .o_data_row [name=perm_create] input:enabled",
            run: "uncheck",
        },
        {
            content: "make it",
            trigger: ".modal button[name=action_confirm]:visible",
            run: "click",
        },
        {
            content: "here it is",
            trigger:
                "body:not(:has(.modal)) .o_form_view .o_field_widget[name=model_id]:contains(Marketing)",
        },
    ],
});

registry.category("web_tour.tours").add("playbook_hand_decision_over", {
    steps: () => [
        {
            content: "open the workflow",
            trigger: ".o_data_row:contains(Stale) .o_data_cell[name=name]",
            run: "click",
        },
        {
            content: "switch it live",
            trigger: "button[name=action_go_live]",
            run: "click",
        },
        {
            content: "that is not theirs to decide: who does is proposed",
            trigger: ".modal .o_field_widget[name=user_id] input:value(Tour Director)",
        },
        {
            content: "hand it over",
            trigger: ".modal button[name=action_confirm]",
            run: "click",
        },
        {
            content: "they are asked",
            trigger: ".o_notification:contains(Tour Director is asked to decide)",
        },
        {
            content: "and the dialog is gone",
            trigger: "body:not(:has(.modal)) .o_form_view",
        },
    ],
});

registry.category("web_tour.tours").add("playbook_explain_access", {
    steps: () => [
        {
            content: "the action menu",
            trigger: ".o_cp_action_menus .dropdown-toggle, .o_cp_action_menus button",
            run: "click",
        },
        {
            content: "explain access",
            trigger: ".o-dropdown--menu .dropdown-item:contains(Explain Access)",
            run: "click",
        },
        {
            content: "of the salesperson",
            trigger: ".modal .o_field_widget[name=user_id] input",
            run: "edit Other Salesperson",
        },
        {
            content: "choose them",
            trigger: ".o-autocomplete--dropdown-item:contains(Other Salesperson)",
            run: "click",
        },
        {
            content: "they cannot read it, and it says why",
            trigger:
                ".modal .o_field_widget[name=explanation]:contains(Other Salesperson cannot read it):contains(Personal Leads)",
        },
        {
            content: "close it",
            trigger: ".modal footer button:contains(Close)",
            run: "click",
        },
        {
            content: "back on the deal",
            trigger: "body:not(:has(.modal)) .o_form_view",
        },
    ],
});
