import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const CARD = ".o_kanban_record:contains(AAA Tour deal)";
const DIALOG = ".modal .o_playbook_gate_document";
const REVENUE = `${DIALOG} .o_field_widget[name=expected_revenue] input`;
const SAVE = ".modal .o_playbook_gate_save";

function column(name) {
    return `.o_kanban_group:contains(${name})`;
}

const closed = {content: "the dialog is closed", trigger: "body:not(:has(.modal))"};

tours.add("playbook_standards_board", {
    steps: () => [
        {
            content: "drop the card on the stage",
            trigger: `${column("Tour begin")} ${CARD}`,
            run: `drag_and_drop(${column("Tour proposal")})`,
        },
        {
            content: "it asks for what is missing, and says what for",
            trigger: `.modal:contains(Before “Tour proposal”) .o_playbook_help:contains(forecast)`,
        },
        {
            content: "never mind",
            trigger: ".modal .o_playbook_gate_cancel",
            run: "click",
        },
        closed,
        {
            content: "the card is where it was",
            trigger: `${column("Tour begin")} ${CARD}`,
            run: `drag_and_drop(${column("Tour proposal")})`,
        },
        {
            content: "nothing is no answer",
            trigger: SAVE,
            run: "click",
        },
        {
            trigger: `${DIALOG} .o_field_invalid`,
        },
        {
            content: "what it is worth",
            trigger: REVENUE,
            run: "edit 1200 && press Tab",
        },
        {
            trigger: SAVE,
            run: "click",
        },
        closed,
        {
            content: "the move is completed",
            trigger: `${column("Tour proposal")} ${CARD}:contains(1,200)`,
        },
    ],
});

tours.add("playbook_standards_form", {
    steps: () => [
        {
            content: "what do I do now?",
            trigger: ".o_playbook_guidance_toggle:contains(Expected Revenue)",
            run: "click",
        },
        {
            content: "how it is done here",
            trigger: ".o_playbook_guidance:contains(Find out what it is worth)",
        },
        {
            content: "on to the next stage",
            trigger: ".o_arrow_button:contains(Tour proposal)",
            run: "click",
        },
        {
            content: "cancel: the stage is put back",
            trigger: ".modal .o_playbook_gate_cancel",
            run: "click",
        },
        closed,
        {
            trigger: ".o_arrow_button_current:contains(Tour begin)",
        },
        {
            content: "nothing is left to save",
            trigger: ".o_form_saved, .o_form_status_indicator_buttons.invisible",
        },
        {
            trigger: ".o_arrow_button:contains(Tour proposal)",
            run: "click",
        },
        {
            trigger: REVENUE,
            run: "edit 900 && press Tab",
        },
        {
            trigger: SAVE,
            run: "click",
        },
        closed,
        {
            trigger: ".o_arrow_button_current:contains(Tour proposal)",
        },
        {
            content: "lost, and nobody said why",
            trigger:
                "button[name='%(crm.crm_lead_lost_action)d'], button:contains(Lost)",
            run: "click",
        },
        {
            trigger: ".modal button[name=action_lost_reason_apply]",
            run: "click",
        },
        {
            content: "it asks for the reason",
            trigger: `${DIALOG} .o_field_widget[name=lost_reason_id] input`,
            run: "edit Tour reason",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(Tour reason)",
            run: "click",
        },
        {
            trigger: SAVE,
            run: "click",
        },
        closed,
        {
            content: "it is lost",
            trigger: ".ribbon:contains(Lost), .o_widget_web_ribbon:contains(Lost)",
        },
    ],
});

tours.add("playbook_standards_ask", {
    steps: () => [
        {
            trigger: ".o_arrow_button:contains(Tour proposal)",
            run: "click",
        },
        {
            content: "ask whoever leads the team",
            trigger: ".modal .o_playbook_gate_ask:contains(Tour Leader)",
            run: "click",
        },
        {
            trigger: ".modal .o_playbook_gate_reason textarea",
            run: "edit They decide today",
        },
        {
            trigger: ".modal .o_playbook_gate_ask",
            run: "click",
        },
        {
            content: "it is told what follows",
            trigger: ".o_notification:contains(Asked Tour Leader)",
        },
        closed,
        {
            trigger: ".o_arrow_button_current:contains(Tour begin)",
        },
    ],
});

tours.add("playbook_standards_allow", {
    steps: () => [
        {
            content: "somebody asks",
            trigger:
                ".o_playbook_day_line:contains(They decide today) .o_playbook_day_finish",
            run: "click",
        },
        {
            trigger: ".dropdown-item:contains(Allow)",
            run: "click",
        },
        {
            content: "it has moved",
            trigger: ".o_notification:contains(Allowed)",
        },
    ],
});

tours.add("playbook_standards_fix", {
    steps: () => [
        {
            content: "a point to fix",
            trigger:
                ".o_playbook_day_line:contains(Complete: Expected Revenue) .o_playbook_day_finish",
            run: "click",
        },
        {
            content: "it asks for just that",
            trigger: REVENUE,
            run: "edit 700 && press Tab",
        },
        {
            trigger: SAVE,
            run: "click",
        },
        closed,
        {
            content: "it is gone",
            trigger: ".o_notification:contains(complete now)",
        },
    ],
});

tours.add("playbook_standards_list", {
    steps: () => [
        {
            content: "two at once",
            trigger:
                ".o_data_row:contains(AAA Tour deal) .o_list_record_selector input",
            run: "click",
        },
        {
            trigger:
                ".o_data_row:contains(AAB Tour deal) .o_list_record_selector input",
            run: "click",
        },
        {
            trigger: ".o_data_row:contains(AAA Tour deal) td[name=stage_id]",
            run: "click",
        },
        {
            trigger: ".o_data_row td[name=stage_id] input",
            run: "edit Tour proposal",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(Tour proposal)",
            run: "click",
        },
        {
            content: "Odoo asks whether to change both",
            trigger: ".modal .modal-footer .btn-primary",
            run: "click",
        },
        {
            content: "asked once for both",
            trigger: `.modal:contains(2 opportunities) ${REVENUE.replace(".modal ", "")}`,
            run: "edit 50 && press Tab",
        },
        {
            trigger: SAVE,
            run: "click",
        },
        closed,
        {
            trigger:
                ".o_data_row:contains(AAB Tour deal) td[name=stage_id]:contains(Tour proposal)",
        },
    ],
});

tours.add("playbook_standards_phone", {
    steps: () => [
        {
            content: "the stages, on the phone",
            trigger:
                ".o_statusbar_status button.dropdown-toggle, .o_statusbar_status .o_arrow_button_current",
            run: "click",
        },
        {
            trigger:
                ".o-dropdown--menu .dropdown-item:contains(Tour proposal), .o_bottom_sheet .dropdown-item:contains(Tour proposal)",
            run: "click",
        },
        {
            content: "cancel: it is put back",
            trigger: ".modal .o_playbook_gate_cancel",
            run: "click",
        },
        closed,
        {
            trigger: ".o_statusbar_status button:contains(Tour begin)",
            run: "click",
        },
        {
            trigger:
                ".o-dropdown--menu .dropdown-item:contains(Tour proposal), .o_bottom_sheet .dropdown-item:contains(Tour proposal)",
            run: "click",
        },
        {
            trigger: REVENUE,
            run: "edit 300 && press Tab",
        },
        {
            trigger: SAVE,
            run: "click",
        },
        closed,
        {
            trigger: ".o_statusbar_status button:contains(Tour proposal)",
        },
    ],
});
