import {click, waitFor} from "@odoo/hoot-dom";
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const FILE = [
    "Account ID;Company;E-mail;City;Salesperson",
    "T-1;Tour Chairs Ltd;info@tourchairs.example;Leeds;Tour Marketing",
    "T-2;Tour Furnitures Ltd;;Vigo;Tour Marketing",
    "T-3;;lamps@tour.example;Vigo;Tour Marketing",
    "T-4;Tour Desks Ltd;desks@tour.example;Bilbao;J. Unknown",
].join("\n");
const TILE = (name, count) =>
    `.o_playbook_load_tiles button:contains(${name}) .o_field_integer:contains(/^${count}$/)`;
const LINE = (name) =>
    `.o_data_row:contains(${name}) .o_data_cell[name=summary], .o_kanban_record:contains(${name}):contains(Duplicate)`;
const DECIDE = (label) => `.o_playbook_load_decide:contains(${label})`;
const OPTION = (label) =>
    `.o_playbook_load_choices .o_select_menu_item:contains(${label})`;

function bring(text, name) {
    return () => {
        const input = document.querySelector(".o_playbook_load_drop input[type=file]");
        const transfer = new DataTransfer();
        transfer.items.add(new File([text], name, {type: "text/csv"}));
        input.files = transfer.files;
        input.dispatchEvent(new Event("change", {bubbles: true}));
    };
}

async function chooseInSheet(label) {
    const choice = await waitFor(`.o_bottom_sheet ${OPTION(label)}`);
    await click(choice);
}

function button(name, content) {
    return {content, trigger: `button[name=${name}]:visible`, run: "click"};
}

/** From nothing to the columns of a file. */
function begin(source) {
    return [
        {
            content: "a new data load",
            trigger: ".o_list_button_add, .o-kanban-button-new",
            run: "click",
        },
        ...source,
        {
            content: "the file",
            trigger: ".o_playbook_load_drop",
            run: bring(FILE, "tour.csv"),
        },
        {
            content: "it is there",
            trigger: ".o_playbook_load_name:contains(tour.csv)",
        },
        button("action_read", "read it"),
        {
            content: "its columns",
            trigger:
                ".o_arrow_button_current:contains(Columns), .o_field_statusbar:contains(Columns)",
        },
    ];
}

const REVIEWED = [
    {content: "one is new", trigger: TILE("New", 1)},
    {content: "one may be in Odoo", trigger: TILE("Duplicates", 1)},
    {content: "two are not valid", trigger: TILE("Not valid", 2)},
    {
        content: "what happens next, in words",
        trigger: "[name=plan_text]:contains(Load will create one record)",
    },
];

const DECIDED = [
    {
        content: "which one may it be?",
        trigger: ".o_playbook_load_tiles button:contains(Duplicates)",
        run: "click",
    },
    {trigger: LINE("Tour Furnitures Ltd"), run: "click"},
    {
        content: "beside what is in Odoo",
        trigger: ".o_playbook_load_compare:contains(Tour Furniture Ltd)",
    },
    {trigger: DECIDE("It is this one"), run: "click"},
    {trigger: `${DECIDE("It is this one")}[aria-pressed=true]`},
];

tours.add("playbook_loading", {
    steps: () => [
        ...begin([
            {
                content: "where it comes from",
                trigger: ".o_field_widget[name=source_id] input",
                run: "edit Tour system",
            },
            {
                trigger: ".o-autocomplete--dropdown-item:contains(Tour system)",
                run: "click",
            },
        ]),
        {
            content: "the city is what they call it",
            trigger: ".o_data_row:contains(City) .o_data_cell[name=target]",
            run: "click",
        },
        {
            trigger: ".o_selected_row .o_field_widget[name=target] input",
            run: "click",
        },
        {
            trigger: ".o_selected_row .o_field_widget[name=target] input",
            run: "edit Street",
        },
        {trigger: OPTION("Street"), run: "click"},
        {
            trigger: ".o_selected_row .o_field_widget[name=target] input:value(Street)",
        },
        button("action_review", "look at what would happen"),
        ...REVIEWED,
        {
            content: "one of the values is unknown",
            trigger:
                ".o_field_widget[name=value_ids] .o_data_row:contains(J. Unknown) .o_data_cell[name=option_value]",
            run: "click",
        },
        {
            trigger: ".o_selected_row .o_field_widget[name=option_value] input",
            run: "click",
        },
        {
            trigger: ".o_selected_row .o_field_widget[name=option_value] input",
            run: "edit Tour Marketing",
        },
        {trigger: OPTION("Tour Marketing"), run: "click"},
        {
            content: "it is somebody then",
            trigger: ".o_selected_row .o_field_widget[name=treatment] input:value(Is)",
        },
        button("action_review", "once more"),
        {content: "two are new now", trigger: TILE("New", 2)},
        ...DECIDED,
        {
            content: "back to the load",
            trigger: ".breadcrumb-item:contains(tour)",
            run: "click",
        },
        {
            content: "it will be updated",
            trigger:
                "[name=plan_text]:contains(create 2 records and update one record)",
        },
        button("action_load", "load"),
        {content: "all is loaded", trigger: TILE("Created", 2)},
        {trigger: TILE("Updated", 1)},
        {content: "one line was not", trigger: TILE("Rejected", 1)},
        {
            content: "it can be corrected",
            trigger: "button[name=action_download_rejected]",
        },
        button("action_open_records", "what was loaded"),
        {trigger: ".o_data_row:contains(Tour Chairs Ltd)"},
    ],
});

tours.add("playbook_loading_lines", {
    steps: () => [
        {
            content: "what is to be decided",
            trigger:
                ".o_playbook_load_review button[name=action_open_lines]:contains(Look at them)",
            run: "click",
        },
        {trigger: ".o_searchview_facet:contains(To decide)"},
        {
            content: "all of them",
            trigger: ".o_list_record_selector input",
            run: "click",
        },
        {
            trigger: ".o_list_view button[name=action_leave]:visible",
            run: "click",
        },
        {
            content: "nothing is left to decide",
            trigger: ".o_view_nocontent:contains(No line is like that)",
        },
        {
            trigger: ".o_searchview_facet .o_facet_remove",
            run: "click",
        },
        {
            trigger: ".o_data_row:contains(Tour Furnitures Ltd):contains(Leave out)",
        },
    ],
});

tours.add("playbook_loading_phone", {
    steps: () => [
        ...begin([
            {
                content: "where it comes from",
                trigger: ".o_field_widget[name=source_id] input",
                run: "click",
            },
            {
                trigger:
                    ".modal .o_kanban_record:contains(Tour system), .o_bottom_sheet :contains(Tour system), .o-autocomplete--dropdown-item:contains(Tour system)",
                run: "click",
            },
        ]),
        {
            content: "a column, as a card",
            trigger: ".o_kanban_record:contains(City)",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=target] input",
            run: "click",
        },
        {
            content: "in the sheet above the dialog, where tours may not click",
            trigger: ".modal",
            run: () => chooseInSheet("Street"),
        },
        {
            trigger: ".modal .o_field_widget[name=target] input:value(Street)",
        },
        {
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {trigger: "body:not(:has(.modal)) .o_kanban_record:contains(Street)"},
        button("action_review", "look at what would happen"),
        ...REVIEWED,
        ...DECIDED,
        {content: "back", trigger: ".o_back_button", run: "click"},
        {trigger: ".o_kanban_renderer"},
        {content: "back", trigger: ".o_back_button", run: "click"},
        {
            trigger:
                "[name=plan_text]:contains(create one record and update one record)",
        },
        button("action_load", "load"),
        {trigger: TILE("Created", 1)},
        {trigger: TILE("Rejected", 2)},
    ],
});
