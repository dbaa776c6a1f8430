import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/** What is known of a customer, block by block, as `_get_playbook_360` tells it. */
export class Customer360Field extends Component {
    static template = "crm_playbook.Customer360";
    static props = {...standardFieldProps};

    setup() {
        this.action = useService("action");
    }

    get blocks() {
        return this.props.record.data[this.props.name] || [];
    }

    more(block) {
        return _t("and %s more", block.more);
    }

    url(row) {
        return `/odoo/${row.model}/${row.id}`;
    }

    open(row) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: row.model,
            res_id: row.id,
            views: [[false, "form"]],
        });
    }
}

export const customer360Field = {
    component: Customer360Field,
    displayName: _t("Customer 360"),
    supportedTypes: ["json"],
};

registry.category("fields").add("playbook_customer_360", customer360Field);
