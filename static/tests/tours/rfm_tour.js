import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("playbook_rfm_grid", {
    steps: () => [
        {
            content: "the grid has all its cells, and this one is for loyal customers",
            trigger:
                ".o_playbook_rfm_grid:has(td:nth-child(6)) [data-cell='4-4']:contains(Loyal)",
            run: "click",
        },
        {
            content: "choose another group",
            trigger: ".o_playbook_rfm_choice:contains(Champions)",
            run: "click",
        },
        {
            content: "the cell says so at once",
            trigger: "[data-cell='4-4']:contains(Champions)",
        },
        {
            content: "save",
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "saved",
            trigger: ".o_form_saved:has([data-cell='4-4']:contains(Champions))",
        },
    ],
});

registry.category("web_tour.tours").add("playbook_rfm_movements", {
    steps: () => [
        {
            content: "somebody came to a group; open them",
            trigger: ".o_playbook_rfm_matrix [data-move^='0-']",
            run: "click",
        },
        {
            content: "the customer who came",
            trigger:
                ".o_data_row .o_data_cell[name=complete_name]:contains(AAA Rfm Tour Ltd)",
            run: "click",
        },
        {
            content: "where there are many buttons, some stand under More",
            trigger: ".o_form_view .o-form-buttonbox",
            run: ({anchor}) => anchor.querySelector(".o_button_more")?.click(),
        },
        {
            content: "its group opens its history",
            trigger: "button[name=action_open_rfm_history]",
            run: "click",
        },
        {
            content: "as a chart",
            trigger: ".o_graph_view canvas, .o_graph_view .o_view_nocontent",
        },
    ],
});
