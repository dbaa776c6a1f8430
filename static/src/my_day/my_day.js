import {
    Component,
    onWillStart,
    onWillUnmount,
    useExternalListener,
    useRef,
    useState,
} from "@odoo/owl";
import {DateTimePickerPopover} from "@web/core/datetime/datetime_picker_popover";
import {Dropdown} from "@web/core/dropdown/dropdown";
import {DropdownItem} from "@web/core/dropdown/dropdown_item";
import {serializeDate} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";
import {usePopover} from "@web/core/popover/popover_hook";
import {registry} from "@web/core/registry";
import {user} from "@web/core/user";
import {KeepLast} from "@web/core/utils/concurrency";
import {useService} from "@web/core/utils/hooks";
import {useDebounced} from "@web/core/utils/timing";
import {Layout} from "@web/search/layout";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";

const {DateTime} = luxon;
// Milliseconds: how old the list may be when the person comes back to the window, and
// what passes until somebody else's change is looked at.
const OLD = 60000;
const DELAY = 1500;
const NOON = 12;
const EVENING = 18;

export class MyDay extends Component {
    static template = "crm_playbook.MyDay";
    static components = {Dropdown, DropdownItem, Layout};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.picker = usePopover(DateTimePickerPopover, {position: "bottom-end"});
        this.root = useRef("root");
        this.keepLast = new KeepLast();
        // What the person has just dealt with is out of sight before the server says so.
        this.state = useState({day: null, gone: new Set()});
        onWillStart(() => this.load());
        useExternalListener(window, "focus", () => this.refresh(OLD));
        this.onActivities = useDebounced(() => this.refresh(DELAY * 2), DELAY);
        this.bus = this.env.services.bus_service;
        if (this.bus) {
            this.bus.subscribe("mail.activity/updated", this.onActivities);
            onWillUnmount(() =>
                this.bus.unsubscribe("mail.activity/updated", this.onActivities)
            );
        }
    }

    // What is shown

    get greeting() {
        const {hour} = DateTime.local();
        const name = user.name;
        if (hour < NOON) {
            return _t("Good morning, %(name)s", {name});
        }
        if (hour < EVENING) {
            return _t("Good afternoon, %(name)s", {name});
        }
        return _t("Good evening, %(name)s", {name});
    }

    get today() {
        return DateTime.local().toLocaleString(DateTime.DATE_HUGE);
    }

    get lines() {
        return this.state.day.lines.filter((line) => !this.state.gone.has(line.key));
    }

    get sections() {
        const late = this.lines.filter((line) => line.state === "late");
        const today = this.lines.filter((line) => line.state !== "late");
        return [
            {key: "late", title: _t("Late"), lines: late},
            {key: "today", title: _t("Today"), lines: today},
        ].filter((section) => section.lines.length);
    }

    badgeClass(line) {
        return (
            {late: "text-bg-danger", today: "text-bg-warning"}[line.state] ||
            "text-bg-info"
        );
    }

    details(line) {
        return [line.document, line.customer]
            .filter((text, index, texts) => text && texts.indexOf(text) === index)
            .join(" · ");
    }

    finishLabel(line) {
        return _t("%(finish)s: %(title)s", {
            finish: line.finish_label,
            title: line.title,
        });
    }

    postponeLabel(line) {
        return _t("Postpone: %(title)s", {title: line.title});
    }

    // Loading

    async load() {
        this.show(await this.keepLast.add(this.orm.call("playbook.day", "get_my_day")));
    }

    async refresh(age) {
        if (Date.now() - this.loadedAt > age && !this.state.gone.size) {
            await this.load();
        }
    }

    show(day) {
        this.loadedAt = Date.now();
        this.state.day = day;
        this.state.gone = new Set();
    }

    // Finishing and postponing

    finish(line) {
        return this.act(line, "finish_line", [line.key]);
    }

    postpone(line, when) {
        return this.act(line, "postpone_line", [line.key, when]);
    }

    pickDay(line) {
        const target = this.root.el.querySelector(
            `.o_playbook_day_postpone[data-line="${line.key}"]`
        );
        const tomorrow = DateTime.local().startOf("day").plus({days: 1});
        this.picker.open(target, {
            pickerProps: {
                type: "date",
                value: tomorrow,
                minDate: tomorrow,
                onSelect: (date) => {
                    this.picker.close();
                    this.postpone(line, serializeDate(date));
                },
            },
        });
    }

    async act(line, method, args) {
        if (this.state.gone.has(line.key)) {
            return;
        }
        this.state.gone.add(line.key);
        let answer = null;
        try {
            answer = await this.orm.call("playbook.day", method, args);
        } catch (error) {
            this.state.gone.delete(line.key);
            await this.load();
            throw error;
        }
        this.notification.add(answer.message, {
            type: answer.done ? "success" : "warning",
        });
        this.state.gone.delete(line.key);
        // With several in hand, the answer to the last one tells how it stands.
        if (!this.state.gone.size) {
            this.show(answer.day);
        } else {
            this.state.day.lines = this.state.day.lines.filter(
                (each) => each.key !== line.key
            );
        }
    }

    // Opening

    async open(line) {
        if (line.res_model === "mail.activity") {
            const action = await this.orm.call(
                "mail.activity",
                "action_open_document",
                [[line.res_id]]
            );
            return this.doAction(action);
        }
        return this.doAction({
            type: "ir.actions.act_window",
            res_model: line.res_model,
            res_id: line.res_id,
            views: [[false, "form"]],
        });
    }

    doAction(action) {
        return this.action.doAction(action, {onClose: () => this.load()});
    }
}

registry.category("actions").add("crm_playbook.my_day", MyDay);
