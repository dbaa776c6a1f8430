import {Component, useRef} from "@odoo/owl";
import {DateTimePickerPopover} from "@web/core/datetime/datetime_picker_popover";
import {Dropdown} from "@web/core/dropdown/dropdown";
import {DropdownItem} from "@web/core/dropdown/dropdown_item";
import {deserializeDate, formatDate, serializeDate} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";
import {usePopover} from "@web/core/popover/popover_hook";

const {DateTime} = luxon;
const RESULTS = {positive: "text-success", negative: "text-danger"};
const BADGES = {late: "text-bg-danger", today: "text-bg-warning", new: "text-bg-info"};

/** One thing to do; what happens with it decides the list. */
export class MyDayLine extends Component {
    static template = "crm_playbook.MyDayLine";
    static components = {Dropdown, DropdownItem};
    static props = {
        line: Object,
        // The days to which it can be postponed.
        postpone: Array,
        onFinish: Function,
        onPostpone: Function,
        onOpen: Function,
    };

    setup() {
        this.root = useRef("root");
        this.picker = usePopover(DateTimePickerPopover, {position: "bottom-end"});
    }

    get badgeClass() {
        return BADGES[this.props.line.state];
    }

    get date() {
        const {date} = this.props.line;
        return date ? formatDate(deserializeDate(date)) : "";
    }

    get details() {
        const {document: name, customer} = this.props.line;
        return [...new Set([name, customer])].filter(Boolean).join(" · ");
    }

    get finishLabel() {
        const {finish_label: finish, title} = this.props.line;
        return _t("%(finish)s: %(title)s", {finish, title});
    }

    /** How it can end; one of them is told when it is finished. */
    get choices() {
        return this.props.line.can_finish ? this.props.line.choices : [];
    }

    getChoiceClass({result}) {
        return `d-flex align-items-center ${RESULTS[result] || ""} o_playbook_day_choice`;
    }

    get postponeLabel() {
        return _t("Postpone: %(title)s", {title: this.props.line.title});
    }

    pickDay() {
        const tomorrow = DateTime.local().startOf("day").plus({days: 1});
        const button = this.root.el.querySelector(".o_playbook_day_postpone");
        this.picker.open(button, {
            pickerProps: {
                type: "date",
                value: tomorrow,
                minDate: tomorrow,
                onSelect: (date) => {
                    this.picker.close();
                    this.props.onPostpone(this.props.line, serializeDate(date));
                },
            },
        });
    }
}
