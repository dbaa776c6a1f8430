import {registry} from "@web/core/registry";

const LEVEL = ".o_field_widget[name=quality_level]";
const QUALITY = "[name=playbook_quality]";

registry.category("web_tour.tours").add("playbook_quality", {
    steps: () => [
        {
            content: "half of what is asked for is missing, and it says what",
            trigger: `${LEVEL}:contains(Fair)`,
        },
        {
            trigger: `${QUALITY}:contains(Missing: Phone)`,
        },
        {
            content: "a phone number that is none",
            trigger: ".o_field_widget[name=phone] input",
            run: "edit 123 && press Tab",
        },
        {
            trigger: ".o_form_button_save:visible",
            run: "click",
        },
        {
            trigger: ".o_form_saved",
        },
        {
            content: "does not help",
            trigger: `${QUALITY}:contains(Missing: Phone)`,
        },
        {
            content: "a real one",
            trigger: ".o_field_widget[name=phone] input",
            run: "edit +34 600 100 200 && press Tab",
        },
        {
            trigger: ".o_form_button_save:visible",
            run: "click",
        },
        {
            content: "does, at once",
            trigger: `${LEVEL}:contains(Good)`,
        },
        {
            trigger: `${QUALITY}:not(:contains(Missing))`,
        },
        {
            trigger: ".o_form_saved",
        },
    ],
});
