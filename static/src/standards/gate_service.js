import {browser} from "@web/core/browser/browser";
import {WarningDialog} from "@web/core/errors/error_dialogs";
import {_t} from "@web/core/l10n/translation";
import {rpc} from "@web/core/network/rpc";
import {registry} from "@web/core/registry";
import {Mutex} from "@web/core/utils/concurrency";
import {omit} from "@web/core/utils/objects";
import {patch} from "@web/core/utils/patch";
import {GATE_ERROR, GateCall, GateCancelled, isRefusal} from "./gate_call";
import {GateDialog} from "./gate_dialog";

export {GateCancelled};

const BUTTON = "/web/dataset/call_button";
const METHOD = "/web/dataset/call_kw";

// The gate of the page, once its services have started.
let gate = null;

function isRepeatable(url, params) {
    return Boolean(
        params?.kwargs && (url.startsWith(METHOD) || url.startsWith(BUTTON))
    );
}

function addAnswers(params, answers) {
    const context = {...params.kwargs.context, playbook_answers: answers};
    return {...params, kwargs: {...params.kwargs, context}};
}

patch(rpc, {
    _rpc(url, params, settings) {
        let request = super._rpc(url, params, settings);
        if (!gate || settings.cache || !isRepeatable(url, params)) {
            return request;
        }
        const repeat = (answers) => {
            // A request of the caller's own has been used up.
            const others = omit(settings, "xhr");
            request = super._rpc(url, addAnswers(params, answers), others);
            return request;
        };
        const promise = request.catch((error) => {
            if (!isRefusal(error)) {
                throw error;
            }
            return gate.ask(new GateCall(error, repeat), url.startsWith(BUTTON));
        });
        promise.abort = (...args) => request.abort(...args);
        return promise;
    },
});

/** Asks for what is missing, one refused call after the other. */
class Gate {
    constructor({action, dialog}) {
        this.action = action;
        this.dialog = dialog;
        this.mutex = new Mutex();
    }

    /**
     * @param {GateCall} call
     * @param {boolean} isButton
     * @returns {Promise} what the call returns in the end
     */
    ask(call, isButton) {
        return this.mutex.exec(() => {
            let isInterrupted = false;
            const openAction = (action) => {
                isInterrupted = true;
                return this.openAction(action);
            };
            this.dialog.add(
                GateDialog,
                {call, openAction},
                {
                    onClose: () => {
                        call.close();
                        if (isButton && isInterrupted) {
                            this.resume(call);
                        }
                    },
                }
            );
            return call.done;
        });
    }

    /** Open the place where something is done, above what waits for it. */
    openAction(action) {
        // What is refused up there is asked at once: the user does not reach the dialog
        // below until it is answered.
        this.mutex = new Mutex();
        // In the place of the view that waits, leaving it would wait for ever.
        return this.action.doAction({...action, target: "new"});
    }

    /** Do what follows a button, which Odoo forgets when another action is opened. */
    async resume(call) {
        const result = await call.done.catch(() => false);
        await this.action.doAction({type: "ir.actions.client", tag: "soft_reload"});
        if (result && typeof result === "object") {
            await this.action.doAction(result);
        }
    }
}

registry.category("services").add("playbook_gate", {
    dependencies: ["action", "dialog"],
    start(env, services) {
        gate = new Gate(services);
        // At once: the error service comes too late to keep it from the console.
        browser.addEventListener("unhandledrejection", (ev) => {
            if (ev.reason instanceof GateCancelled) {
                ev.preventDefault();
            }
        });
        return gate;
    },
});

registry.category("error_handlers").add(
    "playbook_gate_cancelled",
    (env, error, originalError) => {
        if (originalError instanceof GateCancelled) {
            error.unhandledRejectionEvent?.preventDefault();
            return true;
        }
        return false;
    },
    {sequence: 50}
);

/** For calls that cannot be repeated, as those of a page that is not a view. */
class GateErrorDialog extends WarningDialog {
    setup() {
        super.setup();
        this.message = this.props.data?.message || this.message;
    }

    inferTitle() {
        return _t("Stage requirements");
    }
}

registry.category("error_dialogs").add(GATE_ERROR, GateErrorDialog);
