import {Component, markup, onWillStart, onWillUpdateProps, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";
import {PlaybookGuidanceVoice} from "./guidance_voice";

/** What do I do now? One line above the form, which unfolds: see `get_playbook_guidance`. */
export class PlaybookGuidance extends Component {
    static template = "crm_playbook.Guidance";
    static components = {PlaybookGuidanceVoice};
    static props = {...standardWidgetProps};

    setup() {
        this.orm = useService("orm");
        this.state = useState({guidance: false, open: false});
        onWillStart(() => this.load(this.props.record));
        onWillUpdateProps(({record}) => this.load(record));
    }

    async load(record) {
        const {resId, resModel, _values: saved} = record;
        // What is typed and not saved is not known to the server.
        if (saved === this.saved) {
            return;
        }
        this.saved = saved;
        let guidance = false;
        try {
            guidance =
                resId &&
                (await this.orm.silent.call(resModel, "get_playbook_guidance", [
                    resId,
                ]));
        } catch {
            // The form is worth more than what stands above it.
        }
        if (saved === this.saved) {
            this.state.guidance = guidance;
        }
    }

    get summary() {
        const {count, missing} = this.state.guidance;
        if (!count) {
            return "";
        }
        if (!missing.length) {
            return _t("All is there");
        }
        return _t("%(missing)s of %(count)s still missing: %(names)s", {
            missing: missing.length,
            count,
            names: missing.join(", "),
        });
    }

    /** The server has cleaned it. */
    asMarkup(instruction) {
        return markup(instruction);
    }

    /** What was just said is known. */
    onTold(guidance) {
        this.state.guidance = guidance;
    }

    toggle() {
        this.state.open = !this.state.open;
    }
}

registry.category("view_widgets").add("playbook_guidance", {
    component: PlaybookGuidance,
    additionalClasses: ["d-block", "w-100"],
});
