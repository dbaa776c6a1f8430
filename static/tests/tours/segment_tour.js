import {registry} from "@web/core/registry";

const LAST = ".modal .o_tree_editor_condition:last";

/** A new rule, of the field with this label. */
function chooseField(label) {
    return [
        {
            content: `a rule on ${label}`,
            trigger: ".modal .o_tree_editor a:contains(New Rule)",
            run: "click",
        },
        {
            content: "open the fields",
            trigger: ".modal .o_tree_editor_condition:last .o_model_field_selector",
            run: "click",
        },
        {
            content: "look for the field",
            trigger: ".o_model_field_selector_popover_search input",
            run: `edit ${label}`,
        },
        {
            content: "take it",
            trigger: `.o_model_field_selector_popover_item_name:contains(/^${label}$/)`,
            run: "click",
        },
        {
            content: "it is the rule's field",
            trigger: `.modal .o_tree_editor_condition:last .o_model_field_selector:contains(${label})`,
        },
    ];
}

/** One of the records by its name. */
function chooseRecord(name) {
    return [
        {
            content: `look for ${name}`,
            trigger: `${LAST} .o-autocomplete--input`,
            run: `edit ${name}`,
        },
        {
            content: `take ${name}`,
            trigger: `.o-autocomplete--dropdown-item a:contains(/^${name}$/)`,
            run: "click",
        },
        {
            content: `${name} is chosen`,
            trigger: `${LAST} .o_tag:contains(${name})`,
        },
    ];
}

registry.category("web_tour.tours").add("playbook_segment", {
    steps: () => [
        {
            content: "a new segment",
            trigger: ".o_list_button_add",
            run: "click",
        },
        {
            content: "its name",
            trigger: "div[name=name] input",
            run: "edit Loyal in the Tour North",
        },
        {
            content: "who belongs to it",
            trigger:
                "div[name=domain] .o_domain_show_selection_button, div[name=domain] button:contains(Edit Domain)",
            run: "click",
        },
        ...chooseField("RFM group"),
        ...chooseRecord("Tour Loyal"),
        ...chooseField("Territory"),
        ...chooseRecord("Tour North"),
        ...chooseField("Purchase potential"),
        ...chooseRecord("Tour High"),
        ...chooseField("Days since the last purchase"),
        {
            content: "more than so many days",
            trigger: `${LAST} .o_tree_editor_editor:nth-of-type(2) select`,
            run: "selectByLabel greater than",
        },
        {
            content: "ninety",
            trigger: `${LAST} .o_tree_editor_editor:last input`,
            run: "edit 90 && press Tab",
        },
        {
            content: "that is all",
            trigger: ".modal-footer .btn-primary:contains(/^(Confirm|Save)$/)",
            run: "click",
        },
        {
            content: "save",
            trigger: "body:not(:has(.modal)) .o_form_button_save",
            run: "click",
        },
        {
            content: "one customer belongs to it; look who",
            trigger: "button[name=action_open_customers]:contains(1)",
            run: "click",
        },
        {
            content: "the customer in the North",
            trigger:
                ".o_data_row:contains(AAA Segment Tour Ltd), .o_kanban_record:contains(AAA Segment Tour Ltd)",
        },
        {
            content: "back",
            trigger:
                ".o_back_button, .breadcrumb-item a:contains(Loyal in the Tour North)",
            run: "click",
        },
        {
            content: "its trend",
            trigger: "button[name=action_open_sizes]",
            run: "click",
        },
        {
            content: "as a graph",
            trigger: ".o_graph_renderer canvas",
        },
    ],
});

registry.category("web_tour.tours").add("playbook_segment_phone", {
    steps: () => [
        {
            content: "open the segment",
            trigger: ".o_kanban_record:contains(Tour prospects)",
            run: "click",
        },
        {
            content: "how we work with them",
            trigger: "div[name=offer]:contains(A visit)",
        },
        {
            content: "what is counted, on a phone",
            trigger: ".o_button_more",
            run: "click",
        },
        {
            content: "who belongs to it",
            trigger: ".o-form-buttonbox-small button[name=action_open_customers]",
            run: "click",
        },
        {
            content: "the customer",
            trigger: ".o_kanban_record:contains(AAA Segment Tour Ltd)",
            run: "click",
        },
        {
            content: "the segment stands on the customer",
            trigger: "div[name=main_segment_id]:contains(Tour prospects)",
        },
    ],
});
