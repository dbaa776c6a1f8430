import {registry} from "@web/core/registry";
import {stepUtils} from "@web_tour/tour_utils";

const USER_MENU = ".o_user_menu button";

function menuEntry(xmlid) {
    return `.o_menu_sections [data-menu-xmlid="${xmlid}"]`;
}

// Somebody who holds two profiles works in the other one, and asks for everything.
registry.category("web_tour.tours").add("playbook_switch_profile", {
    steps: () => [
        {
            content: "Sales has no configuration among its entries",
            trigger: `.o_menu_sections:not(:has([data-menu-xmlid="crm.crm_menu_config"]))`,
        },
        {
            content: "Open the menu under my name",
            trigger: USER_MENU,
            run: "click",
        },
        {
            content: "Work as Configurator",
            trigger: ".dropdown-item:contains('Work as CRM Configurator')",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "The Configurator has configuration, and no pipeline",
            trigger: `.o_menu_sections:not(:has([data-menu-xmlid="crm.crm_menu_sales"])) [data-menu-xmlid="crm.crm_menu_config"]`,
        },
        {
            content: "Open the menu under my name again",
            trigger: USER_MENU,
            run: "click",
        },
        {
            content: "Work as Sales again",
            trigger: ".dropdown-item:contains('Work as Sales')",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Open the pipeline",
            trigger: menuEntry("crm.crm_menu_sales"),
            run: "click",
        },
        {
            content: "My Pipeline",
            trigger: ".dropdown-item[data-menu-xmlid='crm.menu_crm_opportunities']",
            run: "click",
        },
        {
            content: "Open the deal",
            trigger: ".o_kanban_record:contains('AAA Tour deal')",
            run: "click",
        },
        {
            content: "Tags are left out at the first level",
            trigger:
                ".o_form_view:not(:has(.o_field_widget[name='tag_ids'])) .o_field_widget[name='priority']",
        },
        {
            content: "Ask for everything",
            trigger: USER_MENU,
            run: "click",
        },
        {
            content: "Show everything",
            trigger: ".dropdown-item[data-menu='playbook_reveal']",
            run: "click",
        },
        {
            content: "Tags are there, and so is configuration",
            trigger: ".o_form_view .o_field_widget[name='tag_ids']",
        },
        {
            content: "Configuration is there too",
            trigger: menuEntry("crm.crm_menu_config"),
        },
    ],
});

// The Configurator leaves a field out of the form of Sales.
registry.category("web_tour.tours").add("playbook_shape_screen", {
    steps: () => [
        {
            content: "Open the form of leads for Sales",
            trigger:
                ".o_data_row:contains('Sales'):contains('Lead or opportunity') td[name='entity']",
            run: "click",
        },
        {
            content: "The meter says how full it is",
            trigger: ".o_field_widget[name='meter']",
        },
        {
            content: "Choose the field Priority",
            trigger:
                ".o_data_row:contains('Priority'):contains('Field') td[name='shown']",
            run: "click",
        },
        {
            content: "Open what may be chosen",
            trigger: ".o_data_row.o_selected_row [name='shown'] input",
            run: "click",
        },
        {
            content: "Show it only with everything",
            trigger: ".o_select_menu_item:contains('Only with Show everything')",
            run: "click",
        },
        ...stepUtils.saveForm(),
    ],
});
