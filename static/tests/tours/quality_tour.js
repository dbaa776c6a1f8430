import {registry} from "@web/core/registry";

const QUALITY = "button[name=action_show_quality]";

registry.category("web_tour.tours").add("playbook_quality", {
    steps: () => [
        {
            content: "half of what is asked for is missing",
            trigger: `${QUALITY}:contains(Fair):contains(50)`,
            run: "click",
        },
        {
            content: "it says what",
            trigger: ".o_notification:contains(Missing: Phone)",
        },
        {
            content: "fill it in",
            trigger: ".o_field_widget[name=phone] input",
            run: "edit +34 600 100 200 && press Tab",
        },
        {
            trigger: ".o_form_button_save:visible",
            run: "click",
        },
        {
            content: "it counts at once",
            trigger: `${QUALITY}:contains(Good):contains(100)`,
        },
        {
            trigger: ".o_form_saved",
        },
    ],
});
