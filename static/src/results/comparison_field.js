import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

// So many of the newest months fit on a phone.
const ON_PHONE = 2;
const COLOURS = {better: "text-success", worse: "text-danger"};

/** Indicators side by side, month by month: see `_make_table`. */
export class ComparisonField extends Component {
    static template = "crm_playbook.ComparisonField";
    static props = {...standardFieldProps};

    get table() {
        return this.props.record.data[this.props.name];
    }

    /** A phone shows the newest months alone. */
    getMonthClass(index) {
        const isNew = index >= this.table.months.length - ON_PHONE;
        return isNew ? "" : "d-none d-md-table-cell";
    }

    getColour(cell) {
        return COLOURS[cell.trend] || "";
    }
}

export const comparisonField = {
    component: ComparisonField,
    displayName: _t("Indicators side by side"),
    supportedTypes: ["json"],
};

registry.category("fields").add("playbook_comparison", comparisonField);
