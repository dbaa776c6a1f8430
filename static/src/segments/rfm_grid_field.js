import {Component, onWillStart} from "@odoo/owl";
import {Dropdown} from "@web/core/dropdown/dropdown";
import {DropdownItem} from "@web/core/dropdown/dropdown_item";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

const STEPS = [1, 2, 3, 4, 5];

/**
 * The 25 cells of the RFM grid: recency across, value down. Each says its group and how
 * many customers are there now; a click on it offers the groups.
 */
export class RfmGridField extends Component {
    static template = "crm_playbook.RfmGridField";
    static components = {Dropdown, DropdownItem};
    static props = {...standardFieldProps};

    setup() {
        this.orm = useService("orm");
        this.groups = [];
        this.columns = STEPS;
        this.rows = STEPS.toReversed();
        onWillStart(async () => {
            this.groups = await this.orm.searchRead(
                "playbook.rfm.group",
                [],
                ["name", "color", "advice"]
            );
        });
    }

    get cells() {
        return this.props.record.data[this.props.name].records;
    }

    getCell(recency, value) {
        return this.cells.find(
            ({data}) => data.recency === recency && data.value === value
        );
    }

    getName(cell) {
        return cell.data.group_id ? cell.data.group_id.display_name : "";
    }

    getColor(cell) {
        const {id} = cell.data.group_id || {};
        const group = this.groups.find((each) => each.id === id);
        return group ? group.color : 0;
    }

    getLabel(recency, value, cell) {
        return _t("Recency %(recency)s, value %(value)s: %(group)s", {
            recency,
            value,
            group: this.getName(cell),
        });
    }

    getCount(cell) {
        return cell.data.customer_count === 1
            ? _t("1 customer")
            : _t("%(count)s customers", {count: cell.data.customer_count});
    }

    choose(cell, {id, name}) {
        return cell.update({group_id: {id, display_name: name}});
    }
}

export const rfmGridField = {
    component: RfmGridField,
    displayName: _t("RFM grid"),
    supportedTypes: ["one2many"],
    useSubView: false,
    relatedFields: [
        {name: "recency", type: "integer", readonly: true},
        {name: "value", type: "integer", readonly: true},
        {
            name: "group_id",
            type: "many2one",
            relation: "playbook.rfm.group",
            readonly: false,
        },
        {name: "customer_count", type: "integer", readonly: true},
    ],
};

registry.category("fields").add("playbook_rfm_grid", rfmGridField);
