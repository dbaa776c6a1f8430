import {registry} from "@web/core/registry";

// Of a team leader: who has what before them, and what each has sold.
registry.category("web_tour.tours").add("playbook_my_team", {
    steps: () => [
        {
            content: "a person of the team, with what is overdue",
            trigger:
                ".o_data_row:contains('Tina Tour') td[name=overdue_count]:contains(1)",
            run: "click",
        },
        {
            content: "what stands behind a figure",
            trigger:
                ".o_form_view .oe_stat_button:has([name=stepless_count]:contains(1))",
            run: "click",
        },
        {
            trigger: ".o_breadcrumb:contains('Without next step: Tina Tour')",
        },
        {
            content: "the deal for which nothing is planned",
            trigger: ".o_data_row:contains('Bare deal')",
        },
        {
            content: "opportunities and sales per person",
            trigger: "[data-menu-xmlid='crm.crm_menu_report']",
            run: "click",
        },
        {
            trigger: "[data-menu-xmlid='crm_playbook.playbook_sales_report_menu']",
            run: "click",
        },
        {
            trigger: ".o_pivot th:contains('Tina Tour')",
        },
    ],
});
