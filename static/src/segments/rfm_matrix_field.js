import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/** From which RFM group to which how many customers went: see `_get_matrix`. */
export class RfmMatrixField extends Component {
    static template = "crm_playbook.RfmMatrixField";
    static props = {...standardFieldProps};

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
    }

    get matrix() {
        return this.props.record.data[this.props.name];
    }

    get stayed() {
        const {stayed, total} = this.matrix;
        return _t("%(stayed)s of %(total)s customers are where they were.", {
            stayed,
            total,
        });
    }

    nameRow({id, name}) {
        return id ? name : _t("None: they came");
    }

    nameColumn({id, name}) {
        return id ? name : _t("None: they left");
    }

    getLabel(row, group, count) {
        return _t("%(count)s customers from %(from)s to %(to)s", {
            count,
            from: row.name,
            to: group.name,
        });
    }

    async open(fromId, toId) {
        const action = await this.orm.call(
            "playbook.rfm.migration",
            "action_open_customers",
            [this.matrix, fromId, toId]
        );
        return this.action.doAction(action);
    }
}

export const rfmMatrixField = {
    component: RfmMatrixField,
    displayName: _t("Movements between RFM groups"),
    supportedTypes: ["json"],
};

registry.category("fields").add("playbook_rfm_matrix", rfmMatrixField);
