import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {
    JournalDashboardGraphField,
    journalDashboardGraphField,
} from "@web/views/fields/journal_dashboard_graph/journal_dashboard_graph_field";

/** Odoo's small chart, whose line goes on over months without data. */
export class CourseGraphField extends JournalDashboardGraphField {
    getLineChartConfig() {
        const config = super.getLineChartConfig();
        config.options.spanGaps = true;
        return config;
    }
}

export const courseGraphField = {
    ...journalDashboardGraphField,
    component: CourseGraphField,
    displayName: _t("Course of an indicator"),
};

registry.category("fields").add("playbook_course_graph", courseGraphField);
