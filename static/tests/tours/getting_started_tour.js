import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("playbook_getting_started", {
    steps: () => [
        {
            content: "the stale deals are counted and can be opened",
            trigger: "button[name=action_open_stale]",
            run: "click",
        },
        {
            content: "the figure opens its records",
            trigger: ".o_data_row:contains(AAA Tour deal)",
        },
        {
            content: "back to the page",
            trigger: ".breadcrumb-item a",
            run: "click",
        },
        {
            content: "open the deals whose source is not known",
            trigger: "button[name=action_open_missing]",
            run: "click",
        },
        {
            content: "here too",
            trigger: ".o_breadcrumb:contains(Open opportunities without Source)",
        },
        {
            content: "back to the page",
            trigger: ".breadcrumb-item a",
            run: "click",
        },
        {
            content: "switch the workflow on",
            trigger: "button[name=action_switch_on]",
            run: "click",
        },
        {
            content: "how many each person would get is shown first",
            trigger: ".modal .o_data_row:contains(Tour Salesperson)",
        },
        {
            content: "take all of them",
            trigger: ".modal .o_radio_item:contains(Take all of them now) input",
            run: "click",
        },
        {
            content: "that is what they would get",
            trigger:
                ".modal .o_data_row:contains(Tour Salesperson) .o_data_cell[name=taken_count]:contains(1)",
        },
        {
            content: "go live",
            trigger: ".modal footer button[name=action_confirm]:visible",
            run: "click",
        },
        {
            content: "it is live",
            trigger: ".o_form_view [name=workflow_mode] .badge:contains(Live)",
        },
    ],
});
