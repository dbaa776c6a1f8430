import {registry} from "@web/core/registry";

const line = (title) => `.o_playbook_day_line:contains(${title})`;
const NO_LINE = (title) => `.o_playbook_day:not(:has(${line(title)}))`;

const FINISH_AND_OPEN = [
    {
        content: "three figures",
        trigger: ".o_playbook_day_figure:eq(2)",
    },
    {
        content: "what is late comes first, with its customer and what it is worth",
        trigger: `section[data-section=late] ${line("Tour late call")}:contains(Tour Customer):contains("5")`,
    },
    {
        content: "what is planned for later is counted",
        trigger: ".o_playbook_day_later:contains(1)",
    },
    {
        content: "done",
        trigger: `${line("Tour late call")} .o_playbook_day_finish`,
        run: "click",
    },
    {
        content: "it is told, and the line is gone",
        trigger: NO_LINE("Tour late call"),
    },
    {
        trigger: ".o_notification",
    },
    {
        content: "not today",
        trigger: `${line("Tour visit")} .o_playbook_day_postpone`,
        run: "click",
    },
    {
        content: "next week",
        trigger: ".o_playbook_day_next_week",
        run: "click",
    },
    {
        content: "it is gone",
        trigger: NO_LINE("Tour visit"),
    },
    {
        content: "two are planned for later now",
        trigger: ".o_playbook_day_later:contains(2)",
    },
    {
        content: "open what is left",
        trigger: `${line("Tour offer")} .o_playbook_day_open`,
        run: "click",
    },
    {
        content: "the deal is open",
        trigger: ".o_form_view .o_field_widget[name=partner_id]",
    },
    {
        content: "back to the day",
        trigger: ".o_back_button, .breadcrumb-item a",
        run: "click",
    },
    {
        content: "it stands there still",
        trigger: line("Tour offer"),
    },
];

registry.category("web_tour.tours").add("playbook_my_day", {
    steps: () => [
        ...FINISH_AND_OPEN,
        {
            content: "another day",
            trigger: `${line("Tour lunch")} .o_playbook_day_postpone`,
            run: "click",
        },
        {
            trigger: ".o_playbook_day_pick",
            run: "click",
        },
        {
            content: "of the next month",
            trigger: ".o_datetime_picker .o_next",
            run: "click",
        },
        {
            trigger:
                ".o_datetime_picker .o_date_item_cell:not(.o_out_of_range):contains(/^15$/)",
            run: "click",
        },
        {
            content: "it is gone",
            trigger: NO_LINE("Tour lunch"),
        },
        {
            content: "three are planned for later now",
            trigger: ".o_playbook_day_later:contains(3)",
        },
        {
            content: "open a figure",
            trigger: ".o_playbook_day_figure[data-figure=my_pipeline]",
            run: "click",
        },
        {
            content: "it lists what it counts",
            trigger: ".o_list_view .o_data_row:contains(AAA Tour deal)",
        },
    ],
});

registry.category("web_tour.tours").add("playbook_my_day_phone", {
    steps: () => [
        {
            content: "nothing is wider than the screen",
            trigger: ".o_playbook_day",
            run() {
                const {scrollWidth, clientWidth} = document.querySelector(".o_content");
                if (scrollWidth > clientWidth) {
                    throw new Error(`${scrollWidth} wider than ${clientWidth}`);
                }
                for (const button of document.querySelectorAll(
                    ".o_playbook_day_button"
                )) {
                    if (button.getBoundingClientRect().height < 40) {
                        throw new Error("a button is too small for a thumb");
                    }
                }
            },
        },
        ...FINISH_AND_OPEN,
    ],
});
