import {registry} from "@web/core/registry";

const OPEN_REPORT = [
    {
        content: "the report is in the list; open it",
        trigger: ".o_data_row:contains(Tour report) .o_data_cell[name=name]",
        run: "click",
    },
    {
        content: "it says when it is sent",
        trigger: ".o_field_widget[name=in_words]:contains(Monday)",
    },
];
const PREVIEW_AS_A_SALESPERSON = [
    {
        content: "look at it",
        trigger: "button[name=action_preview]",
        run: "click",
    },
    {
        content: "as a salesperson",
        trigger: ".modal .o_field_widget[name=user_id] input",
        run: "edit Tour Seller",
    },
    {
        content: "who is found",
        trigger: ".modal .o-autocomplete--dropdown-item a:contains(Tour Seller)",
        run: "click",
    },
    {
        content: "what stands in it is shown",
        trigger: ".modal .o_field_widget[name=body] iframe",
    },
    {
        content: "that is what Tour Seller gets",
        trigger:
            ".modal .o_field_widget[name=body] :iframe body:contains(New customers of the week)",
    },
    {
        content: "that is enough",
        trigger: ".modal footer button[special=cancel], .modal footer .btn-primary",
        run: "click",
    },
    {
        content: "the dialog is gone",
        trigger: "body:not(:has(.modal))",
    },
];

registry.category("web_tour.tours").add("playbook_reports_preview_and_send", {
    steps: () => [
        ...OPEN_REPORT,
        ...PREVIEW_AS_A_SALESPERSON,
        {
            content: "switch it on",
            trigger: "button[name=action_activate]",
            run: "click",
        },
        {
            content: "it is active",
            trigger: ".o_statusbar_status .o_arrow_button_current:contains(Active)",
        },
        {
            content: "send it to myself",
            trigger: "button[name=action_send_me]",
            run: "click",
        },
        {
            content: "it is told where it goes",
            trigger: ".o_notification:contains(tour@reports.x)",
        },
        {
            content: "and it can be read here",
            trigger:
                ".o_field_widget[name=body] :iframe body:contains(New customers of the week)",
        },
    ],
});
