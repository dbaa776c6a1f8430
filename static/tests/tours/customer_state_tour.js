import {registry} from "@web/core/registry";

const OPEN_CUSTOMER = [
    {
        content: "open the company found by its name",
        trigger:
            ".o_kanban_record:contains(AAA Tour Prospect Ltd), .o_data_row:contains(AAA Tour Prospect Ltd) .o_data_cell[name=complete_name]",
        run: "click",
    },
    {
        content: "no state yet: nothing was ever asked or sold",
        trigger: ".o_form_view:not(:has(div[name=customer_state] .badge))",
    },
];

const TICK_PROSPECT = [
    {
        content: "open the page Customer",
        trigger: ".o_notebook a[name=playbook]",
        run: "click",
    },
    {
        content: "treat it as a prospect",
        trigger: "div[name=is_prospect] input",
        run: "click",
    },
    {
        content: "save",
        trigger: ".o_form_button_save",
        run: "click",
    },
    {
        content: "the badge is there at once",
        trigger: "div[name=customer_state] .badge.text-bg-info",
    },
];

registry.category("web_tour.tours").add("playbook_customer_state", {
    steps: () => [
        {
            content: "no contact carries a badge before",
            trigger: ".o_list_view, .o_kanban_view",
        },
        ...OPEN_CUSTOMER,
        ...TICK_PROSPECT,
        {
            content: "back to the list",
            trigger: ".o_back_button",
            run: "click",
        },
        {
            content: "open the search menu",
            trigger: ".o_searchview_dropdown_toggler",
            run: "click",
        },
        {
            content: "only prospects",
            trigger: ".o_filter_menu .o_menu_item:contains(/^Prospects$/)",
            run: "click",
        },
        {
            content: "group by state",
            trigger: ".o_group_by_menu .o_menu_item:contains(/^Customer state$/)",
            run: "click",
        },
        {
            content: "the group has the name of the state and holds the company",
            trigger:
                ".o_group_header:contains(Prospect), .o_kanban_group:contains(AAA Tour Prospect Ltd)",
        },
    ],
});

registry.category("web_tour.tours").add("playbook_customer_state_phone", {
    steps: () => [...OPEN_CUSTOMER, ...TICK_PROSPECT],
});
