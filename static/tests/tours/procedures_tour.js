import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const button = (name, text) =>
    `.o_statusbar_buttons button[name=${name}]:contains(${text})`;
const state = (text) => `.o_arrow_button_current:contains(${text})`;

tours.add("playbook_procedures_draft_to_enforce", {
    steps: () => [
        {
            content: "it is not clear yet: the example is missing",
            trigger:
                ".o_field_widget[name=clarity] li:contains(Example):has(.fa-square-o)",
        },
        {
            trigger: ".nav-link:contains(What to do)",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=example] textarea",
            run: "edit 20 chairs, 4,200 €",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "it is clear",
            trigger: ".o_field_widget[name=clarity]:not(:has(.fa-square-o))",
        },
        {
            trigger: button("action_observe", "Observe"),
            run: "click",
        },
        {
            content: "whom it touches is shown first",
            trigger: ".modal button[name=action_go]",
            run: "click",
        },
        {
            trigger: state("Observe"),
        },
        {
            trigger: button("action_warn", "Warn"),
            run: "click",
        },
        {
            content: "whom it touches is shown first",
            trigger: ".modal button[name=action_go]",
            run: "click",
        },
        {
            trigger: state("Warn"),
        },
        {
            trigger: button("action_enforce", "Enforce"),
            run: "click",
        },
        {
            content: "whom it touches is shown first",
            trigger: ".modal button[name=action_go]",
            run: "click",
        },
        {
            trigger: state("Enforce"),
        },
        {
            content: "what was agreed first",
            trigger: ".nav-link:contains(Versions)",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=version_ids] .o_data_row:contains(1)",
        },
    ],
});
