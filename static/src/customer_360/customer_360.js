import {Component, onWillStart, onWillUpdateProps, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";

/** What is known of a customer, block by block: see `get_playbook_360`. */
export class Customer360 extends Component {
    static template = "crm_playbook.Customer360";
    static props = {...standardWidgetProps};

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.state = useState({blocks: []});
        onWillStart(() => this.load(this.props.record.resId));
        onWillUpdateProps(({record}) => this.load(record.resId));
    }

    async load(partnerId) {
        this.state.blocks = partnerId
            ? await this.orm.call("res.partner", "get_playbook_360", [partnerId])
            : [];
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

registry.category("view_widgets").add("playbook_customer_360", {
    component: Customer360,
});
