import {Activity} from "@mail/core/web/activity";
import {ActivityButton} from "@mail/core/web/activity_button";
import {patch} from "@web/core/utils/patch";

/** In the chatter: the form is reloaded too, an outcome may have changed the document. */
patch(Activity.prototype, {
    async onClickMarkAsDone(ev) {
        const {activity, onActivityChanged, reloadParentView} = this.props;
        if (!activity.playbook_choices?.length || this.markDonePopover.isOpen) {
            return super.onClickMarkAsDone(...arguments);
        }
        this.markDonePopover.open(ev.currentTarget, {
            activity,
            hasHeader: true,
            onActivityChanged,
            reloadParentView,
        });
    },
});

/** On cards in columns: an outcome may have moved the card to another one. */
patch(ActivityButton.prototype, {
    onActivityChanged() {
        super.onActivityChanged(...arguments);
        const {record} = this.props;
        const {root} = record.model;
        const activities = this.env.services["mail.store"]["mail.activity"];
        const asked = record.data.activity_ids.currentIds.some(
            (id) => activities.get(id)?.playbook_choices?.length
        );
        if (asked && root.isGrouped) {
            root.load();
        }
    },
});
