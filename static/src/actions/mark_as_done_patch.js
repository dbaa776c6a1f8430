import {ActivityMarkAsDone} from "@mail/core/web/activity_markasdone_popover";
import {useState} from "@odoo/owl";
import {patch} from "@web/core/utils/patch";
import {getResultClass} from "./results";

ActivityMarkAsDone.props.push("reloadParentView?");

/** Ask how an activity ended; one click finishes it. */
patch(ActivityMarkAsDone.prototype, {
    setup() {
        super.setup(...arguments);
        this.playbookState = useState({busy: false});
    },

    get playbookChoices() {
        return this.props.activity.playbook_choices || [];
    },

    getPlaybookClass(choice) {
        return getResultClass(choice.result);
    },

    onClickPlaybookChoice(choice) {
        return this.playbookFinish({outcomeId: choice.id});
    },

    async onClickDoneAndScheduleNext() {
        if (this.props.activity.playbook_required) {
            // The server answers with the dialog that asks for the outcome.
            return this.playbookFinish({scheduleNext: true});
        }
        return super.onClickDoneAndScheduleNext(...arguments);
    },

    async playbookFinish(params) {
        if (this.playbookState.busy) {
            return;
        }
        this.playbookState.busy = true;
        const {activity} = this.props;
        const services = this.env.services;
        const thread = services["mail.store"].Thread.insert({
            model: activity.res_model,
            id: activity.res_id,
        });
        // What is used below, for this component goes with the popover.
        const {close, onActivityChanged, onClickDoneAndScheduleNext, reloadParentView} =
            this.props;
        const refresh = async () => {
            onActivityChanged?.(thread);
            await Promise.all([thread.fetchNewMessages(), reloadParentView?.()]);
        };
        let answer = null;
        try {
            answer = await activity.playbookFinish(params);
        } finally {
            this.playbookState.busy = false;
        }
        if (answer.message) {
            services.notification.add(answer.message, {
                type: answer.done ? "success" : "warning",
            });
        }
        close?.();
        if (answer.action) {
            // A list of activities closes too: what is asked next has the screen.
            onClickDoneAndScheduleNext?.();
            if (answer.done) {
                await refresh();
            }
            await new Promise((resolve) => {
                services.action.doAction(answer.action, {onClose: resolve});
            });
            activity.playbookTellTabs();
        }
        await refresh();
    },
});
