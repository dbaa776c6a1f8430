import {Component, useEffect} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {useBus} from "@web/core/utils/hooks";
import {deepCopy} from "@web/core/utils/objects";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";
import {ReportedDocument} from "./reported_document";

/**
 * Fields of other documents, asked for on the form of this record.
 *
 * Which ones says its JSON field `reported_fields`; what is typed is collected in its
 * JSON field `reported`, as `write` takes it, and written by the server alone.
 */
export class PlaybookReportedFields extends Component {
    static template = "crm_playbook.PlaybookReportedFields";
    static components = {ReportedDocument};
    static props = {...standardWidgetProps};

    setup() {
        // All that was typed, also for what is not asked for at the moment: whoever
        // tries another outcome and comes back finds it again.
        this.typed = deepCopy(this.props.record.data.reported || {});
        this.roots = new Map();
        useEffect(
            () => {
                const keys = new Set(this.documents.map(({key}) => key));
                [...this.roots.keys()]
                    .filter((key) => !keys.has(key))
                    .forEach((key) => this.roots.delete(key));
                this.report();
            },
            () => [this.documents.map(({key}) => key).join()]
        );
        useBus(this.props.record.model.bus, "NEED_LOCAL_CHANGES", ({detail}) =>
            detail.proms.push(this.collect())
        );
    }

    get documents() {
        const documents = new Map();
        for (const field of this.props.record.data.reported_fields || []) {
            const {model, id} = field;
            const place = `${model},${id}`;
            if (!documents.has(place)) {
                documents.set(place, {model, id, fields: []});
            }
            documents.get(place).fields.push(field);
        }
        return [...documents].map(([place, document]) => ({
            ...document,
            // Other fields of the same document make another form.
            key: `${place}:${JSON.stringify(document.fields)}`,
        }));
    }

    /** Tell the record what was typed of what is asked for now. */
    async report() {
        const {record} = this.props;
        const reported = {};
        for (const {model, fields} of this.documents) {
            const typed = this.typed[model] || {};
            for (const {name} of fields.filter((field) => field.name in typed)) {
                reported[model] = {...reported[model], [name]: typed[name]};
            }
        }
        const before = record.data.reported || {};
        if (JSON.stringify(reported) !== JSON.stringify(before)) {
            await record.update({reported});
        }
    }

    onLoaded(document, root) {
        this.roots.set(document.key, root);
    }

    onChanged({model, fields}, changes) {
        const typed = {...this.typed[model]};
        for (const {name} of fields) {
            delete typed[name];
            if (name in changes) {
                typed[name] = changes[name];
            }
        }
        this.typed[model] = typed;
        return this.report();
    }

    /** Before the record is saved: what is being typed, and whether all is there. */
    async collect() {
        const {record} = this.props;
        const roots = this.documents.map(({key}) => this.roots.get(key));
        const valid = await Promise.all(
            roots.filter(Boolean).map((root) => root.checkValidity())
        );
        await this.report();
        if (!valid.every(Boolean)) {
            await record.setInvalidField("reported");
        } else if (record.isFieldInvalid("reported")) {
            await record.resetFieldValidity("reported");
        }
    }
}

registry.category("view_widgets").add("playbook_reported_fields", {
    component: PlaybookReportedFields,
    additionalClasses: ["d-block", "w-100"],
    fieldDependencies: [
        {name: "reported_fields", type: "json"},
        {name: "reported", type: "json", readonly: false},
    ],
});
