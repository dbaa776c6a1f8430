import {registry} from "@web/core/registry";

const OPEN_DEAL = [
    {
        content: "the stale deal is in the list; open it",
        trigger:
            ".o_data_row:contains(AAA Tour deal) .o_data_cell[name=name], .o_kanban_record:contains(AAA Tour deal)",
        run: "click",
    },
    {
        content: "the follow-up that the workflow has planned stands in the chatter",
        trigger: ".o-mail-Activity:contains(this opportunity has not moved)",
    },
    {
        content: "it tells for how long",
        trigger: ".o-mail-Activity-note:contains(no stage change for 20 days)",
    },
];

registry.category("web_tour.tours").add("playbook_stale_opportunities", {
    steps: () => [
        {
            content: "how long it has been there",
            trigger:
                ".o_data_row:contains(AAA Tour deal) .o_data_cell[name=days_in_stage]:contains(20)",
        },
        {
            content: "who looks after it",
            trigger: ".o_data_row:contains(AAA Tour deal) .o_data_cell[name=user_id]",
        },
        {
            content: "nobody else's deals are there",
            trigger: ".o_list_view:not(:has(.o_data_row:contains(Somebody else)))",
        },
        {
            content: "show it as a graph",
            trigger: ".o_switch_view.o_graph",
            run: "click",
        },
        {
            content: "the graph is drawn",
            trigger: ".o_graph_renderer canvas",
        },
        {
            content: "back to the list",
            trigger: ".o_switch_view.o_list",
            run: "click",
        },
        ...OPEN_DEAL,
        {
            content: "move the deal on",
            trigger:
                ".o_statusbar_status button:contains(Tour next stage):not(:disabled)",
            run: "click",
        },
        {
            content: "it has moved",
            trigger:
                ".o_statusbar_status button.o_arrow_button_current:contains(Tour next stage)",
        },
        {
            content: "back to the list",
            trigger: ".breadcrumb-item a, .o_back_button",
            run: "click",
        },
        {
            content: "it is stale no longer",
            trigger: ".o_list_view:not(:has(.o_data_row:contains(AAA Tour deal)))",
        },
    ],
});

registry.category("web_tour.tours").add("playbook_stale_opportunities_phone", {
    steps: () => [
        {
            content: "how long it has been there",
            trigger: ".o_kanban_record:contains(AAA Tour deal):contains(20)",
        },
        {
            content: "open it",
            trigger: ".o_kanban_record:contains(AAA Tour deal)",
            run: "click",
        },
        {
            content: "the follow-up stands in the chatter",
            trigger: ".o-mail-Activity",
        },
    ],
});

registry.category("web_tour.tours").add("playbook_follow_up_done", {
    steps: () => [
        ...OPEN_DEAL.slice(0, 1),
        {
            content: "done: I have called",
            trigger: ".o-mail-Activity-markDone",
            run: "click",
        },
        {
            content: "say what came of it",
            trigger: ".o-mail-ActivityMarkAsDone textarea",
            run: "edit They will decide in March.",
        },
        {
            content: "done",
            trigger: ".o-mail-ActivityMarkAsDone button[aria-label=Done]",
            run: "click",
        },
        {
            content: "nothing is left to do here",
            trigger: ".o-mail-Chatter:not(:has(.o-mail-Activity))",
        },
    ],
});
