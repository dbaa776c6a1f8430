import {
    Component,
    onWillStart,
    onWillUnmount,
    useExternalListener,
    useState,
} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {user} from "@web/core/user";
import {KeepLast} from "@web/core/utils/concurrency";
import {useService} from "@web/core/utils/hooks";
import {useDebounced} from "@web/core/utils/timing";
import {Layout} from "@web/search/layout";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {MyDayLine} from "./my_day_line";

const {DateTime} = luxon;
// Milliseconds: how old the list may be when the person comes back to the window, and
// what passes until somebody else's change is looked at.
const OLD = 60000;
const DELAY = 1500;
const NOON = 12;
const EVENING = 18;

export class MyDay extends Component {
    static template = "crm_playbook.MyDay";
    static components = {Layout, MyDayLine};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.keepLast = new KeepLast();
        // What the person has just dealt with is out of sight before the server says so.
        this.overlapping = false;
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

    finish(line, choice = false) {
        return this.act(line, "finish_line", [line.key, choice]);
    }

    postpone(line, when) {
        return this.act(line, "postpone_line", [line.key, when]);
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
        this.tell(answer);
        if (this.state.gone.size > 1) {
            // None of the answers knows of all that is in hand.
            this.overlapping = true;
            this.state.day.lines = this.state.day.lines.filter(
                (each) => each.key !== line.key || !answer.done
            );
            this.state.gone.delete(line.key);
        } else if (this.overlapping) {
            this.overlapping = false;
            await this.load();
        } else {
            this.show(answer.day);
        }
        if (answer.action) {
            await this.doAction(answer.action);
        }
    }

    tell({done, message, action}) {
        // Where more is asked, the dialog says so itself.
        if (message && (done || !action)) {
            this.notification.add(message, {type: done ? "success" : "warning"});
        }
    }

    // Opening

    async open(line) {
        if (line.opens_by_finishing) {
            return this.finish(line);
        }
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
