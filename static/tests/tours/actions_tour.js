import {registry} from "@web/core/registry";

const CARD = ".o_kanban_record:contains(AAA Tour lead)";
const DONE = ".o_notification:contains(Done.)";

registry.category("web_tour.tours").add("playbook_actions_card", {
    steps: () => [
        {
            content: "what is planned, on the card",
            trigger: `${CARD} .o-mail-ActivityButton`,
            run: "click",
        },
        {
            content: "it is done",
            trigger: ".o-mail-ActivityListPopoverItem-markAsDone",
            run: "click",
        },
        {
            content: "it asks how it went: one click",
            trigger: ".o_playbook_outcome:contains(Tour interested)",
            run: "click",
        },
        {
            content: "what follows is told",
            trigger: `${DONE}:contains(Next)`,
        },
        {
            content: "log what nobody planned",
            trigger: `${CARD} .o_playbook_log`,
            run: "click",
        },
        {
            content: "what for",
            trigger:
                ".modal .o_field_widget[name=purpose_id] .o_playbook_choice:contains(Tour purpose)",
            run: "click",
        },
        {
            content: "how it went",
            trigger:
                ".modal .o_field_widget[name=outcome_id] .o_playbook_choice:contains(Tour later)",
            run: "click",
        },
        {
            content: "in a few words",
            trigger: ".modal .o_field_widget[name=note] textarea",
            run: "edit In spring",
        },
        {
            trigger: ".modal button[name=action_save]",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal))",
        },
        {
            content: "open the deal",
            trigger: `${CARD} span:contains(AAA Tour lead)`,
            run: "click",
        },
        {
            content: "what was done stands there",
            trigger: ".o_form_view .nav-link:contains(Actions)",
            run: "click",
        },
        {
            trigger:
                "[data-block=actions]:contains(In spring):contains(Tour interested)",
        },
    ],
});

registry.category("web_tour.tours").add("playbook_actions_chatter", {
    steps: () => [
        {
            content: "the chatter asks too",
            trigger: ".o-mail-Activity-markDone",
            run: "click",
        },
        {
            content: "a note is asked for: the dialog opens",
            trigger: ".o_playbook_outcome:contains(Tour no)",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=note] textarea",
            run: "edit Too dear",
        },
        {
            content: "no next step is planned; say one",
            trigger: ".modal .o_field_widget[name=next_type_id] input",
            run: "edit Call",
        },
        {
            trigger:
                ".ui-autocomplete a:contains(Call), .o-autocomplete--dropdown-item:contains(Call)",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=next_date]",
        },
        {
            trigger: ".modal button[name=action_save]",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal))",
        },
        {
            content: "the next step stands in the chatter",
            trigger: ".o-mail-Activity:contains(Call)",
        },
    ],
});

registry.category("web_tour.tours").add("playbook_actions_day", {
    steps: () => [
        {
            content: "the tick asks how it went",
            trigger: ".o_playbook_day_line:contains(Tour ring) .o_playbook_day_finish",
            run: "click",
        },
        {
            trigger: ".o-dropdown-item:contains(Tour interested)",
            run: "click",
        },
        {
            trigger: DONE,
        },
        {
            content: "a meeting that is over asks",
            trigger:
                ".o_playbook_day_line:contains(Tour meeting) .o_playbook_day_finish",
            run: "click",
        },
        {
            trigger:
                ".modal .o_field_widget[name=outcome_id] .o_playbook_choice:contains(Went well)",
            run: "click",
        },
        {
            trigger: ".modal button[name=action_save]",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal))",
        },
        {
            content: "it asks no more",
            trigger:
                ".o_playbook_day:not(:has(.o_playbook_day_line:contains(Tour meeting)))",
        },
    ],
});

registry.category("web_tour.tours").add("playbook_actions_log_phone", {
    steps: () => [
        {
            content: "first tap",
            trigger: ".o_playbook_day_log_phone",
            run: "click",
        },
        {
            content: "with whom",
            trigger: ".modal .o_field_widget[name=partner_id] input",
            run: "click",
        },
        {
            trigger:
                ".o_kanban_record:contains(Tour Customer), .o-autocomplete--dropdown-item:contains(Tour Customer)",
            run: "click",
        },
        {
            content: "how it went",
            trigger:
                ".modal .o_field_widget[name=outcome_id] .o_playbook_choice:contains(Tour later)",
            run: "click",
        },
        {
            trigger: ".modal button[name=action_save]",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal))",
        },
    ],
});

registry.category("web_tour.tours").add("playbook_actions_read_only", {
    steps: () => [
        {
            content: "who directs sees what was done on the deal",
            trigger: ".o_data_row:contains(Ring them up):contains(Tour interested)",
        },
        {
            content: "and with the customer, where Odoo shows no activities",
            trigger: ".o_data_row:contains(Said hello) td[name=name]",
            run: "click",
        },
        {
            trigger:
                ".o_form_view .o_field_widget[name=commercial_partner_id]:contains(Tour Customer)",
        },
        {
            content: "nobody changes it",
            trigger: ".o_form_view:not(:has(.o_form_button_save:visible))",
        },
    ],
});

const ANSWER = [
    {
        trigger:
            ".modal .o_field_widget[name=outcome_id] .o_playbook_choice:contains(Tour later)",
        run: "click",
    },
    {
        trigger: ".modal button[name=action_save]",
        run: "click",
    },
    {
        trigger: "body:not(:has(.modal))",
    },
];

registry.category("web_tour.tours").add("playbook_actions_list", {
    steps: () => [
        {
            content: "the button of a row asks",
            trigger: ".o_data_row:contains(Tour ring) button[name=action_done]",
            run: "click",
        },
        ...ANSWER,
        {
            content: "the row is gone",
            trigger: ".o_list_view:not(:has(.o_data_row:contains(Tour ring)))",
        },
        {
            content: "and the button for what is selected",
            trigger: ".o_data_row:contains(Tour again) .o_list_record_selector input",
            run: "click",
        },
        {
            trigger: ".o_control_panel button[name=action_done]",
            run: "click",
        },
        ...ANSWER,
        {
            trigger: ".o_list_view:not(:has(.o_data_row:contains(Tour again)))",
        },
    ],
});

registry.category("web_tour.tours").add("playbook_actions_schedule", {
    steps: () => [
        {
            trigger: ".o-mail-Chatter-activity",
            run: "click",
        },
        {
            trigger: ".modal .o_selection_badge:contains(Call)",
            run: "click",
        },
        {
            content: "what it is for",
            trigger: ".modal .o_playbook_choice:contains(Tour purpose)",
            run: "click",
        },
        {
            content: "it is done already: how did it go?",
            trigger: ".modal button[name=action_schedule_activities_done]",
            run: "click",
        },
        ...ANSWER,
        {
            content: "it stands in the chatter",
            trigger: ".o-mail-Message:contains(Call)",
        },
    ],
});

registry.category("web_tour.tours").add("playbook_actions_calendar", {
    steps: () => [
        {
            content: "a meeting that is over asks on its form",
            trigger: "button[name=action_playbook_outcome]",
            run: "click",
        },
        {
            trigger:
                ".modal .o_field_widget[name=outcome_id] .o_playbook_choice:contains(Went well)",
            run: "click",
        },
        {
            trigger: ".modal button[name=action_save]",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal))",
        },
        {
            content: "and asks no more",
            trigger: ".o_form_view:not(:has(button[name=action_playbook_outcome]))",
        },
        {
            content: "the form is as it is on the server",
            trigger: ".o_form_view .o_form_status_indicator_buttons:not(:visible)",
        },
    ],
});
