import {registry} from "@web/core/registry";

const LETTER = "AAA Tour letter";
const DEAL = "AAA Tour deal";
const PERSON = "Tour Salesperson";
const MODAL = ".modal:not(.o_inactive_modal)";

const choose = (name, text) => [
    {
        content: `look for ${text}`,
        trigger: `.o_field_widget[name=${name}] input:visible`,
        run: `edit ${text}`,
    },
    {
        content: `choose ${text}`,
        trigger: `.o-autocomplete--dropdown-item a:contains(${text}):not(:contains(Create))`,
        run: "click",
    },
];

const activity = [
    {
        content: "add a step",
        trigger: ".o_field_widget[name=step_ids] .o-kanban-button-new",
        run: "click",
    },
    {
        content: "say what is done",
        trigger: `${MODAL} .o_field_widget[name=summary] input`,
        run: "edit Call the customer",
    },
    {
        content: "that is the step",
        trigger: `${MODAL} .o_form_button_save`,
        run: "click",
    },
    {
        content: "it stands in the timeline, and nobody is written to",
        trigger:
            "body:not(:has(.modal)) .o_playbook_timeline .o_kanban_record:contains(Call the customer)",
    },
];

const letter = [
    {
        content: "add one more step",
        trigger: ".o_field_widget[name=step_ids] .o-kanban-button-new",
        run: "click",
    },
    {
        content: "choose what it does",
        trigger: `${MODAL} .o_field_widget[name=kind] input`,
        run: "click",
    },
    {
        content: "the customer gets an e-mail",
        trigger: ".o_select_menu_item:contains(E-mail the customer)",
        run: "click",
    },
    ...choose("template_id", LETTER),
    {
        content: "it is called as the template, as nobody has said otherwise",
        trigger: `${MODAL} .o_field_widget[name=summary] input:value(${LETTER})`,
    },
    {
        content: "it asks something",
        trigger: `${MODAL} .o_field_widget[name=asks_for] input[data-value=interest]`,
        run: "click",
    },
    {
        content: "three days later",
        trigger: `${MODAL} .o_field_widget[name=delay] input`,
        run: "edit 3",
    },
    {
        content: "what the customer would read, and may answer",
        trigger: `${MODAL} .o_field_widget[name=preview_body] iframe`,
    },
    {
        content: "that is the step",
        trigger: `${MODAL} .o_form_button_save`,
        run: "click",
    },
    {
        content: "it stands in the timeline",
        trigger: `body:not(:has(.modal)) .o_playbook_timeline .o_kanban_record:contains(${LETTER})`,
    },
    {
        content: "it says that it writes to customers, and whom not",
        trigger:
            ".o_field_widget[name=in_words]:contains(still interested?):contains(a meeting is planned)",
    },
    {
        content: "there is a page for it",
        trigger: ".o_notebook a[name=customers]",
    },
];

const test = [
    ...choose("lead_id", DEAL),
    {
        content: "it would be taken up",
        trigger: `${MODAL} .alert-success:contains(It would be taken up now)`,
    },
    {
        content: "open the e-mail",
        trigger: `${MODAL} .o_kanban_record:contains(${LETTER})`,
        run: "click",
    },
    {
        content: "read it",
        trigger: `${MODAL} .o_field_widget[name=mail_body] iframe`,
    },
    {
        content: "close it",
        trigger: `${MODAL} .btn-close, ${MODAL} .o_form_button_cancel, ${MODAL} .oi-arrow-left`,
        run: "click",
    },
    {
        content: "that is enough",
        trigger: `${MODAL}:not(:has([name=mail_body])) footer button:contains(Close)`,
        run: "click",
    },
];

const confirm = (label) => [
    {
        content: "the dialog says that it writes to customers",
        trigger: `${MODAL} .alert-warning:contains(It writes to customers):contains(${LETTER})`,
    },
    {
        content: label,
        trigger: `${MODAL} footer button[name=action_confirm]:visible:contains(${label})`,
        run: "click",
    },
];

registry.category("web_tour.tours").add("playbook_workflow_builder", {
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
            run: "edit AAA Builder workflow",
        },
        ...activity,
        ...letter,
        ...choose("pilot_user_ids", PERSON),
        {
            content: "save it",
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "test it on a record",
            trigger: ".o_statusbar_buttons button[name=action_test]:enabled",
            run: "click",
        },
        ...test,
        {
            content: "start the pilot",
            trigger:
                "body:not(:has(.modal)) .o_statusbar_buttons button[name=action_start_pilot]",
            run: "click",
        },
        ...confirm("Start the pilot"),
        {
            content: "it is a pilot",
            trigger:
                ".o_field_widget[name=mode] .o_arrow_button_current:contains(Pilot)",
        },
        {
            content: "switch it on",
            trigger:
                "body:not(:has(.modal)) .o_statusbar_buttons button[name=action_go_live]",
            run: "click",
        },
        ...confirm("Go live"),
        {
            content: "it is live",
            trigger:
                ".o_field_widget[name=mode] .o_arrow_button_current:contains(Live)",
        },
    ],
});

registry.category("web_tour.tours").add("playbook_workflow_builder_phone", {
    steps: () => [
        {
            content: "open the step that writes to the customer",
            trigger: `.o_playbook_timeline .o_kanban_record:contains(${LETTER})`,
            run: "click",
        },
        {
            content: "read what the customer would read",
            trigger: `${MODAL} .o_field_widget[name=preview_body]:contains(Hello)`,
        },
        {
            content: "nothing is wider than the phone",
            trigger: `${MODAL} .o_form_view`,
            run() {
                const body = document.querySelector(".modal .modal-body");
                if (body.scrollWidth > body.clientWidth + 1) {
                    throw new Error(`${body.scrollWidth} > ${body.clientWidth}`);
                }
            },
        },
        {
            content: "leave it as it is",
            trigger: `${MODAL} .o_form_button_cancel`,
            run: "click",
        },
        {
            content: "open the other buttons",
            trigger: "body:not(:has(.modal)) .o_statusbar_buttons .dropdown-toggle",
            run: "click",
        },
        {
            content: "test it on a record",
            trigger: ".o-dropdown--menu button[name=action_test]",
            run: "click",
        },
        {
            content: "look for a record",
            trigger: `${MODAL} .o_field_widget[name=lead_id] input`,
            run: "click",
        },
        {
            content: "choose it",
            trigger: `.o_kanban_record:contains(${DEAL}), .o-autocomplete--dropdown-item a:contains(${DEAL})`,
            run: "click",
        },
        {
            content: "each step says how it would go",
            trigger: `${MODAL} .o_kanban_record:contains(${LETTER}):contains(Would be done)`,
        },
        {
            content: "that is enough",
            trigger: `${MODAL} footer button:contains(Close)`,
            run: "click",
        },
        {
            content: "back on the form",
            trigger: "body:not(:has(.modal)) .o_playbook_timeline",
        },
    ],
});
