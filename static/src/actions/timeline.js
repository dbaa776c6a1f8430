import {Customer360} from "../customer_360/customer_360";
import {registry} from "@web/core/registry";

/** What was done on an opportunity, block by block as the page Customer 360. */
export class Timeline extends Customer360 {
    async load(leadId) {
        this.state.blocks = leadId
            ? await this.orm.call("crm.lead", "get_playbook_timeline", [leadId])
            : [];
    }
}

registry.category("view_widgets").add("playbook_timeline", {component: Timeline});
