import {
    Component,
    markup,
    onMounted,
    onWillUnmount,
    useChildSubEnv,
    useEffect,
    useRef,
    useState,
} from "@odoo/owl";
import {Dialog} from "@web/core/dialog/dialog";
import {_t} from "@web/core/l10n/translation";
import {ConnectionLostError} from "@web/core/network/rpc";
import {useChildRef, useService} from "@web/core/utils/hooks";
import {getDefaultConfig} from "@web/views/view";
import {ReportedDocument} from "../actions/reported_document";

// A form takes them for filled in whatever they are; here they are asked for because
// they are 0 or not ticked.
const NEVER_EMPTY = ["boolean", "float", "integer", "monetary"];

/** @returns {string} what to tell the user */
function getMessage(error) {
    if (error instanceof ConnectionLostError) {
        return _t("The connection was lost. Nothing typed here is: please try again.");
    }
    return error.data?.message || error.message;
}

/** Asks for what is missing, and repeats the call that was refused with it. */
export class GateDialog extends Component {
    static template = "crm_playbook.GateDialog";
    static components = {Dialog, ReportedDocument};
    static props = {
        call: Object,
        close: Function,
        openAction: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.notification = useService("notification");
        this.state = useState({
            busy: false,
            error: "",
            // Counts what the user is told to fill in, to lead there each time.
            invalid: 0,
            reason: "",
            round: 0,
            // What the reason is for: to continue, or to ask somebody.
            wanted: false,
        });
        this.modalRef = useChildRef();
        this.reasonRef = useRef("reason");
        useChildSubEnv({config: getDefaultConfig()});
        // Waits for the answer, for nobody knows yet what closing would put back.
        this.env.dialogData.dismiss = () => this.pending;
        this.startRound();
        useEffect(
            (wanted) => wanted && this.reasonRef.el.focus(),
            () => [this.state.wanted]
        );
        useEffect(
            (invalid) => invalid && this.focusInvalid(),
            () => [this.state.invalid]
        );
        // A form that is behind a dialog is not saved when the page is hidden.
        const {bus} = this.env;
        onMounted(() => bus.trigger("FORM-CONTROLLER:FORM-IN-DIALOG:ADD"));
        onWillUnmount(() => bus.trigger("FORM-CONTROLLER:FORM-IN-DIALOG:REMOVE"));
    }

    /** Make the forms of what is asked for now, with what was typed before. */
    startRound() {
        this.roots = new Map();
        // Required, and marked here because the form itself would not.
        this.empty = new Set();
        const {answers, payload} = this.props.call;
        this.payload = payload;
        this.documents = payload.documents.map((document, index) => ({
            ...document,
            // The same objects for each rendering: others would load the form anew.
            key: `${this.state.round},${index}`,
            typed: {...answers.values[document.model]},
        }));
        this.instructions = payload.procedures
            .filter(({instruction}) => instruction)
            .map(({name, instruction}) => ({name, text: markup(instruction)}));
    }

    get saveLabel() {
        return this.documents.length ? _t("Save and continue") : _t("Try again");
    }

    get askLabel() {
        return _t("Ask %(name)s", {name: this.payload.ask});
    }

    getOpenLabel(point) {
        return _t("Do it now: %(point)s", {point: point.text});
    }

    get isReasonMissing() {
        return this.state.invalid && !this.state.reason.trim();
    }

    get reasonLabel() {
        return this.state.wanted === "ask"
            ? _t("What should %(name)s know?", {name: this.payload.ask})
            : _t("Why do you continue without it?");
    }

    onLoaded(document, root) {
        this.roots.set(document.key, root);
    }

    focusInvalid() {
        const field = ":is(input, textarea, button, [contenteditable=true])";
        this.modalRef.el
            .querySelector(`.o_field_invalid ${field}, textarea.is-invalid`)
            ?.focus();
    }

    onSave() {
        return this.run(async () => {
            if (await this.isComplete()) {
                await this.send();
            }
        });
    }

    onContinue() {
        return this.runWithReason("continue", () => this.send());
    }

    onAsk() {
        return this.runWithReason("ask", async () => {
            const {call} = this.props;
            const {move} = this.payload;
            const message = await this.orm.call("crm.lead", "playbook_ask_permission", [
                move,
                call.answers,
            ]);
            this.notification.add(message, {type: "success"});
            this.props.close();
        });
    }

    onOpen(action) {
        return this.run(() => this.props.openAction(action));
    }

    /** The first click asks for the reason, the second one uses it. */
    async runWithReason(wanted, action) {
        if (this.state.busy) {
            return;
        }
        if (this.state.wanted !== wanted) {
            this.state.wanted = wanted;
            return;
        }
        await this.run(async () => {
            const reason = this.state.reason.trim();
            if (!reason) {
                this.tellInvalid(_t("Please give a reason."));
            } else if (await this.collect(reason)) {
                await action();
            }
        });
    }

    /** Once at a time; what goes wrong is told here, where everything typed stays. */
    run(action) {
        if (!this.state.busy) {
            Object.assign(this.state, {busy: true, error: ""});
            this.pending = this.runAlone(action);
        }
        return this.pending;
    }

    async runAlone(action) {
        try {
            await action();
        } catch (error) {
            this.state.error = getMessage(error);
        } finally {
            this.state.busy = false;
        }
    }

    async send() {
        const {call} = this.props;
        const {done, error} = await call.send();
        if (done) {
            this.props.close();
        } else if (error) {
            throw error;
        } else {
            this.state.round++;
            this.state.error = _t("Something is still missing.");
            this.startRound();
        }
    }

    tellInvalid(message) {
        this.state.error = message;
        this.state.invalid++;
    }

    /** Collect what was typed, if all that is required was. */
    async isComplete() {
        const valid = [];
        for (const {key, fields} of this.documents) {
            const root = this.roots.get(key);
            valid.push(await root.checkValidity());
            const empty = fields.filter(
                ({name, required}) =>
                    required &&
                    NEVER_EMPTY.includes(root.fields[name]?.type) &&
                    !root.data[name]
            );
            for (const {name} of empty) {
                this.empty.add(root.fields[name]);
                await root.setInvalidField(name);
                valid.push(false);
            }
        }
        if (!valid.every(Boolean)) {
            this.tellInvalid(_t("Please fill in what is marked."));
            return false;
        }
        return this.collect(false);
    }

    /** Give the call what was typed, unless something is no value at all. */
    async collect(reason) {
        const values = {};
        for (const {key, model, fields} of this.documents) {
            const root = this.roots.get(key);
            const changes = await root.getChanges();
            for (const {name} of fields) {
                if (this.isWrong(root, name)) {
                    this.tellInvalid(_t("Please correct what is marked."));
                    return false;
                }
                // A new record has changed what it was given, too.
                if (name in root._changes && name in changes) {
                    values[model] = {...values[model], [name]: changes[name]};
                }
            }
        }
        this.props.call.merge({values, reason});
        return true;
    }

    /** What is typed cannot be read, as letters in a number. */
    isWrong(root, name) {
        return (
            root.isFieldInvalid(name) &&
            !root._unsetRequiredFields.has(name) &&
            !this.empty.has(root.fields[name])
        );
    }
}
