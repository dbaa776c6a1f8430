import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {SelectMenu} from "@web/core/select_menu/select_menu";
import {KeepLast} from "@web/core/utils/concurrency";
import {useService} from "@web/core/utils/hooks";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/** Shows what the server has found, and knows what is chosen though it is not there. */
export class LoadChoiceMenu extends SelectMenu {
    static props = {...SelectMenu.props, label: String, search: Function};

    /** Opened once there is something to show: on the phone, as high as that is. */
    async onBeforeOpen() {
        await this.onInput("");
    }

    async onInput(text) {
        this.filterOptions("", await this.props.search(text));
    }

    getSelectedChoice({value, label}) {
        return value ? {value, label} : undefined;
    }
}

/**
 * A text that stands for something: a field, an option, a person. The method
 * `get_choices` of the record tells what there is; another field says it in words.
 */
export class LoadChoiceField extends Component {
    static template = "crm_playbook.LoadChoiceField";
    static components = {LoadChoiceMenu};
    static props = {
        ...standardFieldProps,
        labelField: String,
        placeholder: {type: String, optional: true},
    };

    setup() {
        this.orm = useService("orm");
        this.keepLast = new KeepLast();
        this.found = [];
        // Said in words at once, before the server does.
        this.chosen = {};
    }

    get value() {
        return this.props.record.data[this.props.name] || undefined;
    }

    get label() {
        const {value} = this;
        if (!value) {
            return "";
        }
        return value === this.chosen.value
            ? this.chosen.label
            : this.props.record.data[this.props.labelField] || value;
    }

    /** @returns {Promise<Object[]>} groups of choices, as the menu wants them */
    async search(text) {
        const {resId, resModel} = this.props.record;
        this.found = await this.keepLast.add(
            this.orm.call(resModel, "get_choices", [[resId], text])
        );
        const groups = new Map();
        for (const {value, label, group} of this.found) {
            if (!groups.has(group)) {
                groups.set(group, {label: group || "", choices: []});
            }
            groups.get(group).choices.push({value, label});
        }
        return [...groups.values()];
    }

    choose(value) {
        this.chosen = this.found.find((choice) => choice.value === value) || {};
        return this.props.record.update({[this.props.name]: value ?? false});
    }
}

export const loadChoiceField = {
    component: LoadChoiceField,
    displayName: _t("Choice that the server proposes"),
    supportedTypes: ["char"],
    supportedOptions: [
        {
            label: _t("Field with the choice in words"),
            name: "label_field",
            type: "field",
            availableTypes: ["char"],
        },
    ],
    fieldDependencies: ({options}) => [{name: options.label_field, type: "char"}],
    extractProps: ({options, placeholder}) => ({
        labelField: options.label_field,
        placeholder,
    }),
};

registry.category("fields").add("playbook_load_choice", loadChoiceField);
