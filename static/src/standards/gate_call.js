import {RPCError} from "@web/core/network/rpc";
import {Deferred} from "@web/core/utils/concurrency";

export const GATE_ERROR =
    "odoo.addons.crm_playbook.models.standards.gate_error.PlaybookGateError";

/** The user does not want to record what is asked for: the call did nothing. */
export class GateCancelled extends Error {
    constructor({move, put_back: putBack}) {
        super("What the server asks for was not given.");
        this.name = "GateCancelled";
        this.model = move.model;
        // The fields of that model that show what did not happen.
        this.putBack = putBack || [];
    }
}

/**
 * @param {Error} error
 * @returns {boolean} whether a call is refused until something is recorded
 */
export function isRefusal(error) {
    return (
        error instanceof RPCError &&
        error.exceptionName === GATE_ERROR &&
        Boolean(error.data.context?.playbook)
    );
}

/** An action takes the context of the call along: what was answered goes no further. */
function withoutAnswers(result) {
    for (const action of [result, result?.action]) {
        if (action?.context?.playbook_answers) {
            delete action.context.playbook_answers;
        }
    }
    return result;
}

/** A call that was refused, until it is repeated with success or given up. */
export class GateCall {
    /**
     * @param {RPCError} error
     * @param {(answers: Object) => Promise} repeat
     */
    constructor(error, repeat) {
        this.payload = error.data.context.playbook;
        this.repeat = repeat;
        this.answers = {values: {}, reason: false, covers: []};
        this.done = new Deferred();
        this.isClosed = false;
        this.isSending = false;
    }

    /** Add what was typed now to what was typed before; both may be asked for again. */
    merge({values, reason}) {
        for (const [model, typed] of Object.entries(values)) {
            this.answers.values[model] = {...this.answers.values[model], ...typed};
        }
        for (const {model, tokens} of this.payload.documents) {
            if (tokens && values[model]) {
                // It was typed for these, and for no others.
                this.answers.given = this.answers.given || [];
                this.answers.given.push({model, tokens, values: values[model]});
            }
        }
        this.answers.reason = reason || this.answers.reason;
        if (reason) {
            // It is the reason for what was shown, and for nothing else.
            this.answers.covers.push(...(this.payload.covers || []));
        }
    }

    /**
     * Repeat it with the answers.
     *
     * @returns {Promise<{done?: boolean, refused?: boolean, error?: Error}>}
     */
    async send() {
        this.isSending = true;
        try {
            this.done.resolve(withoutAnswers(await this.repeat(this.answers)));
            return {done: true};
        } catch (error) {
            if (!isRefusal(error)) {
                return {error};
            }
            this.payload = error.data.context.playbook;
            return {refused: true};
        } finally {
            this.isSending = false;
            if (this.isClosed) {
                this.close();
            }
        }
    }

    /** Nobody asks any more: without success it is given up. */
    close() {
        this.isClosed = true;
        // What is on its way may still succeed.
        if (!this.isSending) {
            this.done.reject(new GateCancelled(this.payload));
        }
    }
}
