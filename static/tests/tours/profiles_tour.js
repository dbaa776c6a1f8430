import {registry} from "@web/core/registry";

/** Choose `name` in the many2one `field` of the open dialog. */
function choose(field, name) {
    return [
        {
            content: `search for ${name}`,
            trigger: `.modal .o_field_widget[name=${field}] input`,
            run: `edit ${name}`,
        },
        {
            content: `choose ${name}`,
            trigger: `.o-autocomplete--dropdown-item:contains(${name}), .o_kanban_record:contains(${name})`,
            run: "click",
        },
    ];
}

const HAND_OVER = [
    {
        content: "open the lead",
        trigger:
            ".o_data_row:contains(AAA Tour lead) .o_data_cell[name=name], .o_kanban_record:contains(AAA Tour lead)",
        run: "click",
    },
    {
        content: "Marketing cannot convert it as Sales does",
        trigger:
            ".o_form_view:not(:has(.o_statusbar_buttons button:contains(Convert)))",
    },
    {
        content: "hand it over",
        trigger: "button[name=action_hand_over]",
        run: "click",
    },
];

const HANDED_OVER = [
    {
        content: "say why",
        trigger: ".modal .o_field_widget[name=note] textarea",
        run: "edit They want 40 chairs",
    },
    {
        content: "confirm",
        trigger: ".modal button[name=action_confirm]:visible",
        run: "click",
    },
    {
        content: "it is an opportunity now, and nothing to be handed over",
        trigger:
            "body:not(:has(.modal)) .o_form_view:not(:has(button[name=action_hand_over])) .o_field_widget[name=stage_id]",
    },
    {
        content: "it tells why",
        trigger: ".o-mail-Message:contains(They want 40 chairs)",
    },
    {
        content: "it is read, and not typed into any more",
        trigger: ".o_form_view .o_field_widget[name=name].o_readonly_modifier",
    },
];

registry.category("web_tour.tours").add("playbook_hand_over", {
    steps: () => [
        ...HAND_OVER,
        ...choose("user_id", "Tour Salesperson"),
        ...HANDED_OVER,
        {
            content: "who has it now",
            trigger: ".o_field_widget[name=user_id]:contains(Tour Salesperson)",
        },
    ],
});

registry.category("web_tour.tours").add("playbook_hand_over_phone", {
    steps: () => [
        ...HAND_OVER,
        {
            content: "choose who gets it: a list on the phone",
            trigger: ".modal .o_field_widget[name=user_id] input",
            run: "click",
        },
        {
            content: "the salesperson",
            trigger: ".modal .o_kanban_record:contains(Tour Salesperson)",
            run: "click",
        },
        ...HANDED_OVER,
    ],
});

registry.category("web_tour.tours").add("playbook_reassign", {
    steps: () => [
        {
            content: "all opportunities, as a list",
            trigger: ".o_switch_view.o_list",
            run: "click",
        },
        {
            content: "choose the first deal",
            trigger:
                ".o_data_row:contains(AAA Tour deal) .o_list_record_selector input",
            run: "click",
        },
        {
            content: "choose the second deal",
            trigger:
                ".o_data_row:contains(BBB Tour deal) .o_list_record_selector input",
            run: "click",
        },
        {
            content: "nothing is offered that Sales Management may not do",
            trigger:
                ".o_control_panel:not(:has(button:contains(Mark Lost))) button[name=action_reassign]",
            run: "click",
        },
        ...choose("user_id", "Other Salesperson"),
        {
            content: "confirm",
            trigger: ".modal button[name=action_confirm]:visible",
            run: "click",
        },
        {
            content: "both have changed hands",
            trigger:
                "body:not(:has(.modal)) .o_data_row:contains(AAA Tour deal) [name=user_id]:contains(Other)",
        },
        {
            content: "the other too; open it",
            trigger: ".o_data_row:contains(BBB Tour deal) .o_data_cell[name=name]",
            run: "click",
        },
        {
            content: "it is read, and nothing else is offered",
            trigger:
                ".o_form_view:not(:has(button[name=action_set_won_rainbowman])) button[name=action_reassign]",
        },
    ],
});

registry.category("web_tour.tours").add("playbook_give_profile", {
    steps: () => [
        {
            content: "open Sales",
            trigger:
                ".o_data_row:contains(Sales) .o_data_cell[name=name]:contains(/^Sales$/)",
            run: "click",
        },
        {
            content: "add somebody",
            trigger: "button[name=action_give]",
            run: "click",
        },
        ...choose("add_user_ids", "Tour Newcomer"),
        {
            content: "it tells what they may do without it",
            trigger:
                ".modal .o_data_row:contains(Tour Newcomer) [name=beyond]:contains(All Documents)",
        },
        {
            content: "take that away",
            trigger: ".modal .o_data_row:contains(Tour Newcomer) [name=take_away]",
            run: "click",
        },
        {
            content: "tick it",
            trigger: ".modal .o_data_row [name=take_away] input",
            run: "check",
        },
        {
            content: "confirm",
            trigger: ".modal button[name=action_confirm]:visible",
            run: "click",
        },
        {
            content: "the members",
            trigger: "body:not(:has(.modal)) a[name=members]",
            run: "click",
        },
        {
            content: "the newcomer is one of them",
            trigger:
                ".o_field_widget[name=user_ids] .o_data_row:contains(Tour Newcomer)",
        },
    ],
});
