import {Component, onWillStart, onWillUpdateProps, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";

const LOAD = "load";
const LEAVE = "leave";

/**
 * A line of a file and the records that it may be, beside each other; on the phone
 * below each other. Whoever looks at them decides here.
 */
export class LoadCompare extends Component {
    static template = "crm_playbook.LoadCompare";
    static props = {...standardWidgetProps};

    setup() {
        this.orm = useService("orm");
        this.ui = useState(useService("ui"));
        this.state = useState({comparison: false, busy: false});
        this.round = 0;
        onWillStart(() => this.load(this.props.record));
        onWillUpdateProps(({record}) => {
            if (record.resId !== this.props.record.resId) {
                return this.load(record);
            }
        });
    }

    async load({resId, resModel}) {
        const round = ++this.round;
        const comparison = await this.orm.call(resModel, "get_comparison", [[resId]]);
        // Otherwise another line has been asked for meanwhile.
        if (round === this.round) {
            this.state.comparison = comparison;
        }
    }

    /** One for the line of the file, one for each record: with what it says, row by row. */
    get columns() {
        const {titles, rows} = this.state.comparison;
        return titles.map(({id, title, how}, place) => ({
            id,
            title,
            how,
            isChosen: this.isChosen(id),
            buttons: this.getButtons(id),
            cells: rows.map(({label, values, differs}) => ({
                label,
                text: this.asText(values[place]),
                // From what the file says.
                differs: Boolean(differs && place && values[place] !== values[0]),
            })),
        }));
    }

    get hint() {
        const {asks, can_decide: canDecide} = this.state.comparison;
        if (!canDecide || !asks) {
            return "";
        }
        return _t("Is it one of these, or is it new?");
    }

    asText(value) {
        return value === false || value === null || value === undefined
            ? ""
            : String(value);
    }

    isChosen(id) {
        const {chosen, decision} = this.state.comparison;
        return decision === LOAD && chosen === id;
    }

    /** @returns {Object[]} what can be decided below the column of this record */
    getButtons(id) {
        const {
            asks,
            can_decide: canDecide,
            decision,
            titles,
            verdict,
        } = this.state.comparison;
        if (!canDecide) {
            return [];
        }
        if (id) {
            return asks
                ? [this.makeButton(LOAD, id, _t("It is this one"), this.isChosen(id))]
                : [];
        }
        const leave = this.makeButton(
            LEAVE,
            false,
            _t("Leave out"),
            decision === LEAVE
        );
        if (asks) {
            return [this.makeButton(LOAD, 0, _t("It is new"), this.isChosen(0)), leave];
        }
        const label = verdict === "conflict" ? _t("Take over the file") : _t("Load");
        const target = titles[1]?.id || 0;
        return [this.makeButton(LOAD, target, label, decision === LOAD), leave];
    }

    makeButton(decision, id, label, active) {
        return {key: `${decision}${id}`, decision, id, label, active};
    }

    /** The line after this one of the list that it was opened from. */
    get next() {
        const {resId, resIds} = this.props.record;
        return resIds[resIds.indexOf(resId) + 1];
    }

    async decide({decision, id}) {
        if (this.state.busy) {
            return;
        }
        this.state.busy = true;
        const {record} = this.props;
        try {
            await this.orm.call(record.resModel, "decide", [
                [record.resId],
                decision,
                id,
            ]);
            await Promise.all([record.load(), this.load(record)]);
        } finally {
            this.state.busy = false;
        }
    }

    goToNext() {
        return this.props.record.model.load({resId: this.next});
    }
}

registry.category("view_widgets").add("playbook_load_compare", {
    component: LoadCompare,
    additionalClasses: ["d-block", "w-100"],
});
