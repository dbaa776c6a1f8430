import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/** Which moments have a procedure for whom: see `playbook.procedure.grid`. */
export class ProcedureGridField extends Component {
    static template = "crm_playbook.ProcedureGridField";
    static props = {...standardFieldProps};

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
    }

    get grid() {
        return this.props.record.data[this.props.name];
    }

    get summary() {
        const {open, total, in_draft} = this.grid;
        if (!open) {
            return _t("For every profile something is in force at every moment.");
        }
        if (!in_draft) {
            return _t(
                "For %(open)s of %(total)s combinations of profile and moment nothing is in force.",
                {open, total}
            );
        }
        return _t(
            "For %(open)s of %(total)s combinations of profile and moment nothing is in force (only in draft: %(in_draft)s).",
            {open, total, in_draft}
        );
    }

    get without() {
        return _t("No procedure in force names a profile of: %(departments)s.", {
            departments: this.grid.without.join(", "),
        });
    }

    /** What the colours mean, in their order. */
    get legend() {
        return ["enforce", "warn", "observe", "everybody", "draft", "none"].map(
            (state) => ({state, words: this.getWords(state)})
        );
    }

    getWords(state) {
        return {
            enforce: _t("Enforced"),
            warn: _t("Warns"),
            observe: _t("Observed"),
            everybody: _t("For everybody"),
            draft: _t("Only in draft"),
            none: _t("Nothing in force, no draft"),
        }[state];
    }

    /** What stands in a cell: how many are in force, else how many are drafts. */
    getText({state, own, shared, drafts}) {
        if (state === "none") {
            return this.grid.may_create ? "+" : "";
        }
        if (state === "draft") {
            return `(${drafts})`;
        }
        return `${own + shared}`;
    }

    getLabel(row, cell, moment) {
        return _t("%(who)s, %(when)s: %(state)s", {
            who: row.name,
            when: moment.name,
            state: this.getDescription(cell),
        });
    }

    /** The cell in words, with its figures. */
    getDescription({state, own, shared, drafts}) {
        if (state === "none") {
            return this.getWords("none");
        }
        const parts = [];
        if (own) {
            parts.push(_t("%(count)s in force", {count: own}));
        }
        if (shared) {
            parts.push(_t("%(count)s for everybody", {count: shared}));
        }
        if (drafts) {
            parts.push(_t("%(count)s in draft", {count: drafts}));
        }
        return parts.join(" · ");
    }

    isClosed(cell) {
        return cell.state === "none" && !this.grid.may_create;
    }

    async open(row, cell) {
        const action = await this.orm.call(
            "playbook.procedure.grid",
            "action_open_cell",
            [{company_id: this.grid.company_id}, row.id, cell.moment]
        );
        return this.action.doAction(action);
    }
}

export const procedureGridField = {
    component: ProcedureGridField,
    displayName: _t("Coverage by procedures"),
    supportedTypes: ["json"],
};

registry.category("fields").add("playbook_procedure_grid", procedureGridField);
