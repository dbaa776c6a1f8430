import {Component, useEffect, useExternalListener, useState} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {formatInteger} from "@web/views/fields/formatters";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";

// Milliseconds between two questions; longer each time that nobody answers.
const PAUSE = 2000;
const LONGEST_PAUSE = 30000;

/** How far a data load is, asked again and again while it is on its way. */
export class LoadProgress extends Component {
    static template = "crm_playbook.LoadProgress";
    static props = {...standardWidgetProps};

    setup() {
        this.orm = useService("orm");
        this.formatInteger = formatInteger;
        this.state = useState({progress: false});
        this.round = 0;
        useExternalListener(document, "visibilitychange", () => this.ask());
        useEffect(
            () => {
                this.pause = PAUSE;
                this.ask();
                return () => this.stop();
            },
            () => [this.props.record.resId, this.props.record.data.state]
        );
    }

    get isUnknown() {
        const {progress} = this.state;
        return !progress || (progress.working && !progress.total);
    }

    get percent() {
        return this.isUnknown ? 100 : Math.round(this.state.progress.percent);
    }

    /** Whatever is still asked or waited for is not listened to any more. */
    stop() {
        this.round++;
        browser.clearTimeout(this.timer);
    }

    async ask() {
        this.stop();
        if (document.visibilityState === "hidden") {
            return;
        }
        const {round} = this;
        const progress = await this.fetch();
        if (round !== this.round) {
            return;
        }
        if (progress) {
            this.pause = PAUSE;
            this.state.progress = progress;
            if (progress.state !== this.props.record.data.state) {
                await this.reload();
            }
        } else {
            this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
        }
        // Otherwise the reloaded record has begun another round.
        if (round === this.round && (!progress || progress.working)) {
            this.timer = browser.setTimeout(() => this.ask(), this.pause);
        }
    }

    /** @returns {Promise<Object|false>} nothing when the server cannot be reached */
    async fetch() {
        const {resId, resModel} = this.props.record;
        try {
            return await this.orm.silent.call(resModel, "get_progress", [[resId]]);
        } catch {
            return false;
        }
    }

    async reload() {
        const {record} = this.props;
        if (!(await record.isDirty())) {
            await record.load();
        }
    }
}

registry.category("view_widgets").add("playbook_load_progress", {
    component: LoadProgress,
    additionalClasses: ["d-block", "w-100"],
    fieldDependencies: [{name: "state", type: "selection"}],
});
