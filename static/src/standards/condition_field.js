import {DomainField, domainField} from "@web/views/fields/domain/domain_field";
import {registry} from "@web/core/registry";

/**
 * A condition that may be written by people who do not read the records: they are not
 * counted then, and the condition is no worse for it.
 */
export class PlaybookConditionField extends DomainField {
    async checkProps(props = this.props) {
        await super.checkProps(props);
        if (this.state.isValid === false && (await this.quickValidityCheck(props))) {
            this.updateState({recordCount: 0});
        }
    }
}

registry.category("fields").add("playbook_condition", {
    ...domainField,
    component: PlaybookConditionField,
});
