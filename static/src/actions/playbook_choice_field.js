import {Component, useEffect, useRef, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {getResultClass} from "./results";

const STEPS = {ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1};

/**
 * A many2one as buttons, big enough for a thumb. What can be chosen stands in a JSON
 * field of the record; what is chosen rarely waits behind "More".
 */
export class PlaybookChoiceField extends Component {
    static template = "crm_playbook.PlaybookChoiceField";
    static props = {
        ...standardFieldProps,
        choicesField: String,
        required: {type: Boolean, optional: true},
    };

    setup() {
        this.root = useRef("root");
        this.state = useState({more: false});
        // The button More is gone then: the focus goes to what it has shown.
        useEffect(
            (more) => {
                if (more) {
                    this.buttons[this.before]?.focus();
                }
            },
            () => [this.state.more]
        );
    }

    get buttons() {
        return [...this.root.el.querySelectorAll("[role=radio]")];
    }

    get value() {
        return this.props.record.data[this.props.name];
    }

    get label() {
        return this.props.record.fields[this.props.name].string;
    }

    get choices() {
        const choices = this.props.record.data[this.props.choicesField] || [];
        const {id, display_name: name} = this.value || {};
        if (!id || choices.some((choice) => choice.id === id)) {
            return choices;
        }
        // It is chosen, and is offered no longer.
        return [{id, name}, ...choices];
    }

    get shown() {
        return this.choices.filter(
            (choice) =>
                this.state.more || choice.first !== false || this.isChosen(choice)
        );
    }

    get moreLabel() {
        return _t("More (%(count)s)", {
            count: this.choices.length - this.shown.length,
        });
    }

    isChosen(choice) {
        return Boolean(this.value) && choice.id === this.value.id;
    }

    /** One of the group is reached by Tab, the others by the arrows. */
    isReached(choice, shown) {
        return choice.id === (shown.find((each) => this.isChosen(each)) || shown[0]).id;
    }

    getClass(choice) {
        const active = this.isChosen(choice) ? " active" : "";
        return getResultClass(choice.result) + active;
    }

    choose({id, name}) {
        const chosen = this.value && this.value.id === id;
        if (chosen && this.props.required) {
            return;
        }
        const value = chosen ? false : {id, display_name: name};
        return this.props.record.update({[this.props.name]: value});
    }

    showMore() {
        const shown = this.shown;
        // Where the first of those that are hidden will stand.
        this.before = this.choices.findIndex((choice) => !shown.includes(choice));
        this.state.more = true;
    }

    onKeydown(ev) {
        const step = STEPS[ev.key];
        const buttons = this.buttons;
        const place = buttons.indexOf(ev.target);
        if (step && place >= 0) {
            ev.preventDefault();
            ev.stopPropagation();
            buttons.at((place + step) % buttons.length).focus();
        }
    }
}

export const playbookChoiceField = {
    component: PlaybookChoiceField,
    displayName: _t("Choices as buttons"),
    supportedTypes: ["many2one"],
    supportedOptions: [
        {
            label: _t("Field with the choices"),
            name: "choices",
            type: "field",
            availableTypes: ["json"],
        },
    ],
    fieldDependencies: ({options}) => [{name: options.choices, type: "json"}],
    extractProps: ({options}, {required}) => ({
        choicesField: options.choices,
        required,
    }),
};

registry.category("fields").add("playbook_choice", playbookChoiceField);
