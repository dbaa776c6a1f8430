import {Component, useState} from "@odoo/owl";
import {useService} from "@web/core/utils/hooks";

const WRONG = "went_wrong";

/** Is this clear? Asked once of each version; what is wrong may be said at any time. */
export class PlaybookGuidanceVoice extends Component {
    static template = "crm_playbook.GuidanceVoice";
    static props = {
        onTold: Function,
        procedure: Object,
        resId: Number,
        resModel: String,
        severities: Array,
    };

    setup() {
        this.orm = useService("orm");
        this.notification = useService("notification");
        this.state = useState({
            answer: "",
            comment: "",
            severity: "",
            open: false,
            busy: false,
        });
    }

    get isWrong() {
        return this.state.answer === WRONG;
    }

    get canSend() {
        const {busy, comment, severity} = this.state;
        return !busy && comment.trim() && (!this.isWrong || severity);
    }

    get name() {
        return `o_playbook_severity_${this.props.procedure.id}`;
    }

    open() {
        this.state.open = true;
    }

    choose(answer) {
        Object.assign(this.state, {answer, open: true});
    }

    cancel() {
        Object.assign(this.state, {
            answer: "",
            comment: "",
            severity: "",
            open: false,
        });
    }

    async tell(answer) {
        if (this.state.busy) {
            return;
        }
        this.state.busy = true;
        const {comment, severity} = this.state;
        const {procedure, resId, resModel} = this.props;
        try {
            const {guidance, message} = await this.orm.call(
                resModel,
                "tell_playbook_procedure",
                [[resId], procedure.id, answer, comment, severity]
            );
            this.notification.add(message, {type: "success"});
            this.cancel();
            this.props.onTold(guidance);
        } finally {
            this.state.busy = false;
        }
    }
}
