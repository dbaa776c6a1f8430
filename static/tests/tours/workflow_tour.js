import {registry} from "@web/core/registry";

const addStep = (summary, more) => [
    {
        content: "add a step",
        trigger: ".o_field_widget[name=step_ids] .o-kanban-button-new",
        run: "click",
    },
    {
        content: "say what is done",
        trigger: ".modal .o_field_widget[name=summary] input",
        run: `edit ${summary}`,
    },
    ...more,
    {
        content: "that is the step",
        trigger: ".modal .o_form_button_save",
        run: "click",
    },
    {
        content: "it stands in the timeline",
        trigger: `body:not(:has(.modal)) .o_playbook_timeline .o_kanban_record:contains(${summary})`,
    },
];

registry.category("web_tour.tours").add("playbook_workflow", {
    steps: () => [
        {
            content: "make a workflow",
            trigger: ".o_list_button_add",
            run: "click",
        },
        {
            content: "name it",
            trigger:
                ".o_field_widget[name=name] input, .o_field_widget[name=name] textarea",
            run: "edit AAA Tour workflow",
        },
        {
            content: "it says in words what it does",
            trigger:
                ".o_field_widget[name=in_words]:contains(no stage change for 14 days)",
        },
        ...addStep("Call the customer", []),
        ...addStep("Ask the team leader", [
            {
                content: "choose what it does",
                trigger: ".modal .o_field_widget[name=kind] input",
                run: "click",
            },
            {
                content: "the team leader gets it",
                trigger: ".o_select_menu_item:contains(Escalate to the team leader)",
                run: "click",
            },
            {
                content: "a week later",
                trigger: ".modal .o_field_widget[name=delay] input",
                run: "edit 7",
            },
        ]),
        {
            content: "the second step has its day",
            trigger:
                ".o_playbook_timeline .o_kanban_record:contains(Day 21):contains(Ask the team leader)",
        },
        {
            content: "save it",
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "simulate it",
            trigger:
                ".o_statusbar_buttons button[name=action_simulate]:contains(Simulate)",
            run: "click",
        },
        {
            content: "it is in simulation; go live",
            trigger: ".o_statusbar_buttons button[name=action_go_live]",
            run: "click",
        },
        {
            content: "the dialog says what it does, and who would get how many",
            trigger:
                ".modal .o_field_widget[name=in_words]:contains(Ask the team leader)",
        },
        {
            content: "go live",
            trigger: ".modal footer button[name=action_confirm]:visible",
            run: "click",
        },
        {
            content: "it is live",
            trigger:
                ".o_field_widget[name=mode] .o_arrow_button_current:contains(Live)",
        },
        {
            content: "back to the list",
            trigger: ".breadcrumb-item a, .o_back_button",
            run: "click",
        },
        {
            content: "open one that has been simulated for a while",
            trigger: ".o_data_row:contains(AAA Counted) .o_data_cell[name=name]",
            run: "click",
        },
        {
            content: "what became of the records stands at the step; open them",
            trigger:
                ".o_playbook_timeline .o_kanban_record a[name=action_open_records]:contains(2 simulated)",
            run: "click",
        },
        {
            content: "these are the records",
            trigger: ".o_list_view .o_data_row:contains(AAA Tour deal)",
        },
    ],
});
