import {Activity} from "@mail/core/common/activity_model";
import {patch} from "@web/core/utils/patch";

patch(Activity.prototype, {
    setup() {
        super.setup(...arguments);
        /**
         * How it can end; empty where nothing is asked of this user.
         * @type {{id: number, name: string, result: string, help: string}[]}
         */
        this.playbook_choices = [];
        // One of them must be chosen.
        this.playbook_required = false;
    },

    /**
     * Finish it, or ask the server what else must be told.
     *
     * @param {{outcomeId?: number|false, scheduleNext?: boolean}} [params]
     * @returns {Promise<{done: boolean, message: string, action: Object|false}>}
     */
    async playbookFinish({outcomeId = false, scheduleNext = false} = {}) {
        const answer = await this.store.env.services.orm.call(
            "mail.activity",
            "action_playbook_finish",
            [[this.id]],
            {
                outcome_id: outcomeId,
                feedback: this.feedback || false,
                schedule_next: scheduleNext,
            }
        );
        this.playbookTellTabs();
        return answer;
    },

    /** The same document may be open in another tab, as in Odoo's own markAsDone. */
    playbookTellTabs() {
        this.store.activityBroadcastChannel?.postMessage({
            type: "RELOAD_CHATTER",
            payload: {id: this.res_id, model: this.res_model},
        });
    },
});
