import {Component, toRaw, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useRecordObserver} from "@web/model/relational_model/utils";
import {useService} from "@web/core/utils/hooks";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";

const STEP_ICONS = {
    done: "fa-check-circle text-success",
    open: "fa-clock-o text-primary",
    left_out: "fa-minus-circle text-muted",
    failed: "fa-exclamation-triangle text-danger",
    comes: "fa-circle-o text-muted",
    turn: "fa-hourglass-half text-info",
    stopped: "fa-ban text-muted",
    simulated: "fa-flask text-info",
};
const STATE_BADGES = {
    waiting: "text-bg-info",
    running: "text-bg-primary",
    paused: "text-bg-warning",
    quarantined: "text-bg-danger",
    done: "text-bg-success",
};

/** What workflows did with a record and what comes: see `get_playbook_follow_up`. */
export class FollowUpPanel extends Component {
    static template = "crm_playbook.FollowUpPanel";
    static props = {...standardWidgetProps};

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.state = useState({followUp: false, unfolded: {}, othersOpen: false});
        useRecordObserver((record) => this.load(record));
    }

    async load(record, again = false) {
        const {resId, resModel} = record;
        const saved = toRaw(record._values);
        // What is typed and not saved is not known to the server.
        if ((saved === this.saved || this.refreshing) && !again) {
            return;
        }
        this.saved = saved;
        const followUp =
            resId && (await this.orm.call(resModel, "get_playbook_follow_up", [resId]));
        // Somebody may have gone on to another record meanwhile.
        if (saved === this.saved) {
            this.state.followUp = followUp;
        }
    }

    get buttons() {
        return [
            {what: "retry", label: _t("Try again"), icon: "fa-refresh"},
            {what: "pause", label: _t("Pause"), icon: "fa-pause"},
            {what: "go_on", label: _t("Go on"), icon: "fa-play"},
            {what: "skip", label: _t("Leave the next step out"), icon: "fa-forward"},
            {what: "stop", label: _t("Stop"), icon: "fa-stop"},
        ];
    }

    /** What this user can say of an e-mail that is not sent yet. */
    mailButtons(step) {
        return [
            {
                what: "send_now",
                label: _t("Send it now"),
                icon: "fa-paper-plane-o",
            },
            {
                what: "retry",
                method: "send_now",
                label: _t("Try again"),
                icon: "fa-refresh",
            },
            {what: "skip", label: _t("Not this one"), icon: "fa-ban"},
        ].filter((button) => step.mail_may.includes(button.what));
    }

    stepIcon(step) {
        return STEP_ICONS[step.status] || STEP_ICONS.comes;
    }

    stateBadge(entry) {
        return STATE_BADGES[entry.state] || "text-bg-light border";
    }

    /** What is followed up is shown whole, the others when they are asked for. */
    isUnfolded(entry) {
        return this.state.unfolded[entry.id] ?? entry.is_open;
    }

    toggle(entry) {
        this.state.unfolded[entry.id] = !this.isUnfolded(entry);
    }

    toggleOthers() {
        this.state.othersOpen = !this.state.othersOpen;
    }

    joined(...texts) {
        return texts.filter(Boolean).join(" · ");
    }

    about(entry) {
        return this.joined(
            entry.person,
            _t("since %s", entry.entered),
            entry.ending,
            entry.ended
        );
    }

    get more() {
        const {count, entries} = this.state.followUp;
        const left = count - entries.length;
        return left > 0 ? _t("and %s more, from before", left) : "";
    }

    get othersTitle() {
        const {length} = this.state.followUp.others;
        return length === 1 ? _t("Why not: 1 other") : _t("Why not: %s others", length);
    }

    change(entry, what) {
        return this.call("playbook.enrollment", entry.id, what);
    }

    decideMail(step, {method, what}) {
        return this.call("playbook.customer.mail", step.mail, method || what);
    }

    async call(model, id, what) {
        const {record} = this.props;
        const action = await this.orm.call(model, `action_${what}`, [[id]]);
        if (typeof action === "object" && action) {
            await this.action.doAction(action, {onClose: () => this.refresh(record)});
        } else {
            await this.refresh(record);
        }
    }

    openMail(step) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "playbook.customer.mail",
            res_id: step.mail,
            views: [[false, "form"]],
        });
    }

    /** What was said stands in the chatter too, and is counted above the form. */
    async refresh(record) {
        const {resId: id, resModel: model} = record;
        this.refreshing = true;
        try {
            if (!(await record.isDirty())) {
                await record.load();
            }
            await this.load(record, true);
        } finally {
            this.refreshing = false;
        }
        this.env.bus.trigger("MAIL:RELOAD-THREAD", {model, id});
    }
}

registry.category("view_widgets").add("playbook_follow_up", {
    component: FollowUpPanel,
    additionalClasses: ["d-block", "w-100"],
});
