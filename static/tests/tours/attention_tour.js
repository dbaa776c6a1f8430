import {registry} from "@web/core/registry";

function dayInSummer(day) {
    return `07/0${day}/2131`;
}

registry.category("web_tour.tours").add("playbook_attention", {
    steps: () => [
        {
            content: "be told at eight",
            trigger: ".modal div[name=summary_hour] input",
            run: "click",
        },
        {
            content: "choose the hour",
            trigger: ".o_select_menu_item:contains(08:00)",
            run: "click",
        },
        {
            content: "an absence",
            trigger: ".modal div[name=absence_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            content: "from",
            trigger: ".modal .o_selected_row [name=date_from] input",
            run: `edit ${dayInSummer(1)}`,
        },
        {
            content: "to",
            trigger: ".modal .o_selected_row [name=date_to]",
            run: "click",
        },
        {
            content: "to, a day",
            trigger: ".modal .o_selected_row [name=date_to] input",
            run: `edit ${dayInSummer(5)}`,
        },
        {
            content: "the substitute",
            trigger: ".modal .o_selected_row [name=substitute_id] input",
            run: "edit Tour Substitute",
        },
        {
            content: "choose the substitute",
            trigger: ".o-autocomplete--dropdown-item:contains(Tour Substitute)",
            run: "click",
        },
        {
            content: "the reason",
            trigger: ".modal .o_selected_row [name=reason] input",
            run: "edit Holidays",
        },
        {
            content: "save",
            trigger: ".modal footer button[name=action_save]",
            run: "click",
        },
        {
            content: "the dialog is closed",
            trigger: "body:not(:has(.modal))",
        },
    ],
});

registry.category("web_tour.tours").add("playbook_customer_360", {
    steps: () => [
        {
            content: "open the page",
            trigger: ".o_notebook a[name=playbook_360]",
            run: "click",
        },
        {
            content: "no order yet",
            trigger: ".o_playbook_360 section[data-block=revenue] p.text-muted",
        },
        {
            content: "the open opportunity",
            trigger:
                ".o_playbook_360 section[data-block=deals] a:contains(AAA Tour deal)",
            run: "click",
        },
        {
            content: "it opens",
            trigger:
                ".o_form_view div[name=name] :value(AAA Tour deal), .o_form_view [name=name]:contains(AAA Tour deal)",
        },
    ],
});
