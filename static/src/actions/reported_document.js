import {Component, onWillStart} from "@odoo/owl";
import {deserializeDate, deserializeDateTime} from "@web/core/l10n/dates";
import {useService} from "@web/core/utils/hooks";
import {deepCopy} from "@web/core/utils/objects";
import {parseXML} from "@web/core/utils/xml";
import {Record} from "@web/model/record";
import {extractFieldsFromArchInfo} from "@web/model/relational_model/utils";
import {FormArchParser} from "@web/views/form/form_arch_parser";
import {FormRenderer} from "@web/views/form/form_renderer";

const NAMES = /[a-z_]\w*/gi;
// Nobody leaves the form, or makes something new, while reporting.
const RELATION_OPTIONS = "{'no_open': True, 'no_create': True}";

/** What `write` takes, as the form takes it. */
function parseValue(field, value) {
    if (!value) {
        return value;
    }
    switch (field.type) {
        case "date":
            return deserializeDate(value);
        case "datetime":
            return deserializeDateTime(value);
        case "many2one":
            return {id: value};
    }
    return value;
}

/** A form with some fields of one document, which it reads and never saves. */
export class ReportedDocument extends Component {
    static template = "crm_playbook.ReportedDocument";
    static components = {FormRenderer, Record};
    static props = {
        model: String,
        // False for a document that is not there yet, or several: an empty one is shown.
        resId: {type: [Number, {value: false}]},
        fields: Array,
        readonly: {type: Boolean, optional: true},
        values: Object,
        // What an empty one is given, for what the domains of its fields name.
        context: {type: Object, optional: true},
        // Whether what a field is for stands below it, not in its tooltip.
        showHelp: {type: Boolean, optional: true},
        onLoaded: Function,
        onChanged: {type: Function, optional: true},
    };

    setup() {
        this.fieldService = useService("field");
        this.hooks = {
            onRootLoaded: (root) => this.restore(root),
            onRecordChanged: (_record, changes) => this.props.onChanged?.(changes),
            // Some widgets save by themselves.
            onWillSaveRecord: () => false,
        };
        onWillStart(() => this.load());
    }

    async load() {
        const {model} = this.props;
        const asked = this.props.fields.map((field) => field.name);
        const fields = await this.loadFields(asked);
        const others = this.getOthers(fields);
        Object.assign(fields, await this.loadFields(others));
        // What the user may not read has no definition.
        const models = {[model]: {fields}};
        const arch = this.getArch(fields);
        this.archInfo = new FormArchParser().parse(arch, models, model);
        Object.assign(this, extractFieldsFromArchInfo(this.archInfo, fields));
    }

    async loadFields(fieldNames) {
        if (!fieldNames.length) {
            return {};
        }
        const {model} = this.props;
        return deepCopy(await this.fieldService.loadFields(model, {fieldNames}));
    }

    /** What the fields need to be shown: currencies, and what their domains name. */
    getOthers(fields) {
        const names = new Set();
        for (const field of Object.values(fields)) {
            if (field.type === "monetary") {
                names.add(field.currency_field || "currency_id");
            }
            if (typeof field.domain === "string") {
                field.domain.match(NAMES)?.forEach((name) => names.add(name));
            }
        }
        return [...names].filter((name) => !(name in fields));
    }

    getArch(fields) {
        const arch = parseXML("<t><group/></t>");
        const group = arch.querySelector("group");
        const asked = new Map(this.props.fields.map((field) => [field.name, field]));
        for (const name in fields) {
            const node = arch.ownerDocument.createElement("field");
            node.setAttribute("name", name);
            this.setAttributes(node, fields[name], asked.get(name));
            group.append(node);
            if (this.props.showHelp && asked.get(name)?.help) {
                group.append(this.getHelp(arch, asked.get(name).help));
            }
        }
        return arch;
    }

    getHelp(arch, help) {
        const node = arch.ownerDocument.createElement("div");
        node.setAttribute("colspan", "2");
        node.setAttribute("class", "o_playbook_help text-muted small");
        node.textContent = help;
        return node;
    }

    setAttributes(node, field, asked) {
        if (!asked) {
            node.setAttribute("invisible", "1");
            return;
        }
        if (asked.required) {
            node.setAttribute("required", "1");
        }
        if (asked.help && !this.props.showHelp) {
            node.setAttribute("help", asked.help);
        }
        if (field.type === "many2many") {
            node.setAttribute("widget", "many2many_tags");
        }
        if (["many2one", "many2many"].includes(field.type)) {
            node.setAttribute("options", RELATION_OPTIONS);
        }
    }

    /** Give the fields what was typed before this form was made. */
    async restore(root) {
        this.props.onLoaded(root);
        const names = this.props.fields.map((field) => field.name);
        const typed = names.filter(
            (name) => name in this.props.values && name in this.fields
        );
        if (typed.length) {
            const values = typed.map((name) => [
                name,
                parseValue(this.fields[name], deepCopy(this.props.values[name])),
            ]);
            await root.update(Object.fromEntries(values));
        }
    }
}
