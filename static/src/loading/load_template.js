import {Component} from "@odoo/owl";
import {downloadFile} from "@web/core/network/download";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";

const TYPE = "application/octet-stream";

/** An empty file with the columns that can be loaded, made when it is asked for. */
export class LoadTemplate extends Component {
    static template = "crm_playbook.LoadTemplate";
    static props = {...standardWidgetProps};

    setup() {
        this.orm = useService("orm");
    }

    async download() {
        const {data, resModel} = this.props.record;
        const {name, content} = await this.orm.call(resModel, "get_template", [
            data.kind,
        ]);
        return downloadFile(`data:${TYPE};base64,${content}`, name, TYPE);
    }
}

registry.category("view_widgets").add("playbook_load_template", {
    component: LoadTemplate,
    fieldDependencies: [{name: "kind", type: "selection"}],
});
