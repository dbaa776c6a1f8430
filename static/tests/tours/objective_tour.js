import {registry} from "@web/core/registry";

const field = (name) => `.o_field_widget[name=${name}]`;

registry.category("web_tour.tours").add("playbook_objective", {
    steps: () => [
        {
            content: "the board; write an objective",
            trigger: ".o_control_panel .o-kanban-button-new, .o_list_button_add",
            run: "click",
        },
        {
            content: "choose by what it is proved",
            trigger: `${field("indicator_id")} input`,
            run: "edit Customer churn",
        },
        {
            trigger:
                ".ui-menu-item:contains(Customer churn), .o-autocomplete--dropdown-item:contains(Customer churn)",
            run: "click",
        },
        {
            content: "how much",
            trigger: `${field("amount")} input`,
            run: "edit 25 && press Tab",
        },
        {
            content: "what is still to be said stands there",
            trigger: `${field("clarity")} li:contains(Deadline):has(.fa-square-o)`,
        },
        {
            content: "until when",
            trigger: `${field("date_deadline")} input, ${field("date_deadline")} button`,
            run: "click",
        },
        {
            trigger: `${field("date_deadline")} input`,
            run: ({anchor}) => {
                const date = luxon.DateTime.now().plus({years: 1}).endOf("year");
                anchor.value = date.toFormat("MM/dd/yyyy");
                anchor.dispatchEvent(new Event("input", {bubbles: true}));
                anchor.dispatchEvent(new Event("change", {bubbles: true}));
            },
        },
        {
            content: "the sentence says it",
            trigger: `${field("sentence")}:contains(from 20.0 % to 15.0 %)`,
        },
        {
            content: "everything is said",
            trigger: `${field("clarity")}:not(:has(.fa-square-o))`,
        },
        {
            trigger: ".o_statusbar_buttons button[name=action_approve]",
            run: "click",
        },
        {
            trigger: ".o_arrow_button_current:contains(Active)",
        },
        {
            content: "baseline",
            trigger: `${field("baseline_words")}:contains(20.0 %)`,
        },
        {
            content: "state",
            trigger: `${field("result")}:contains(On track)`,
        },
        {
            content: "path",
            trigger:
                ".o_playbook_course svg polyline.o_playbook_course_expected[points*=',']",
        },
        {
            content: "and as a table",
            trigger: ".o_playbook_course summary",
            run: "click",
        },
        {
            trigger: ".o_playbook_course details[open] td:contains(20.0 %)",
        },
        {
            content: "on the board it stands where it is",
            trigger: ".o_breadcrumb .o_back_button, .breadcrumb-item a",
            run: "click",
        },
        {
            trigger:
                ".o_kanban_group:contains(On track) .o_kanban_record:contains(customer churn)",
        },
    ],
});
