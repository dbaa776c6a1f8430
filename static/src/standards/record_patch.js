import {patch} from "@web/core/utils/patch";
import {Record} from "@web/model/relational_model/record";
import {isX2Many} from "@web/views/utils";
import {KanbanQuickCreateController} from "@web/views/kanban/kanban_record_quick_create";
import {GateCancelled} from "./gate_call";

/** Put back what shows a change that was given up; what else was typed stays. */
patch(Record.prototype, {
    _applyChanges(changes, serverChanges = {}) {
        this.playbookRemember(changes, serverChanges);
        return super._applyChanges(...arguments);
    },

    async _save(options = {}) {
        const {onError} = options;
        const onOtherError = (error, ...args) => {
            if (error instanceof GateCancelled) {
                throw error;
            }
            return onError(error, ...args);
        };
        try {
            return await super._save(
                onError ? {...options, onError: onOtherError} : options
            );
        } catch (error) {
            if (error instanceof GateCancelled) {
                this.playbookPutBack(error);
            }
            throw error;
        }
    },

    /**
     * Not saved, and nothing to tell: the form stays where it is. `_save` itself fails,
     * and so does `update` with `save`, for what follows a save must not follow: cards
     * go back to their column, no rainbow man comes.
     */
    async save() {
        try {
            return await super.save(...arguments);
        } catch (error) {
            if (error instanceof GateCancelled) {
                return false;
            }
            throw error;
        }
    },

    /** For each changed field: what its onchange has changed, as it was before. */
    playbookRemember(changes, serverChanges) {
        this.playbookBefore ||= new Map();
        for (const name in changes) {
            const known = name in this._changes && this.playbookBefore.get(name);
            const before = known || {};
            for (const other in serverChanges) {
                if (!(other in before)) {
                    before[other] = this._changes[other];
                }
            }
            this.playbookBefore.set(name, before);
        }
        // What was typed after an onchange is the user's.
        for (const before of this.playbookBefore.values()) {
            Object.keys(changes).forEach((name) => delete before[name]);
        }
    },

    playbookPutBack({model, putBack}) {
        if (!this.resId || this.resModel !== model) {
            return;
        }
        for (const name of putBack.filter((field) => field in this._changes)) {
            const before = this.playbookBefore?.get(name) || {};
            for (const [other, change] of Object.entries(before)) {
                this.playbookRestore(other, change);
            }
            this.playbookRestore(name);
        }
        this.data = {...this._values, ...this._changes};
        this.dirty = Object.keys(this._changes).some((name) =>
            this.playbookIsChanged(name)
        );
        this._setEvalContext();
    },

    /** @param {any} [change] the unsaved value that it had; none: the saved one */
    playbookRestore(name, change) {
        const isUnchanged = change === undefined;
        if (isX2Many(this.fields[name])) {
            if (isUnchanged) {
                this._changes[name]?._discard();
                delete this._changes[name];
            }
            return;
        }
        if (isUnchanged) {
            delete this._changes[name];
        } else {
            this._changes[name] = change;
        }
        if (name in this._textValues) {
            this._textValues[name] = isUnchanged
                ? this._initialTextValues[name]
                : change;
        }
        this._invalidFields.delete(name);
    },

    playbookIsChanged(name) {
        const {type} = this.fields[name];
        if (isX2Many(this.fields[name])) {
            return this._changes[name]._getCommands().length > 0;
        }
        const [changed, saved] = [this._changes[name], this._values[name]].map(
            (value) => JSON.stringify(this._formatServerValue(type, value))
        );
        return changed !== saved;
    },
});

/** What was typed stays, to be tried again. */
patch(KanbanQuickCreateController.prototype, {
    async validate() {
        try {
            return await super.validate(...arguments);
        } catch (error) {
            if (!(error instanceof GateCancelled)) {
                throw error;
            }
            this.state.disabled = false;
        }
    },
});
