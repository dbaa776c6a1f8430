import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/** A sentence in a box whose colour tells at a glance whether all is well. */
export class LoadBannerField extends Component {
    static template = "crm_playbook.LoadBannerField";
    static props = {...standardFieldProps, toneField: String};

    get text() {
        return this.props.record.data[this.props.name];
    }

    get tone() {
        return this.props.record.data[this.props.toneField] || "info";
    }
}

export const loadBannerField = {
    component: LoadBannerField,
    displayName: _t("Banner"),
    supportedTypes: ["char", "text"],
    supportedOptions: [
        {
            label: _t("Field with the colour"),
            name: "tone_field",
            type: "field",
            availableTypes: ["char"],
        },
    ],
    fieldDependencies: ({options}) => [{name: options.tone_field, type: "char"}],
    extractProps: ({options}) => ({toneField: options.tone_field}),
};

registry.category("fields").add("playbook_load_banner", loadBannerField);
