import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

const WIDTH = 640;
const HEIGHT = 220;
const LEFT = 12;
const RIGHT = 12;
const TOP = 16;
const BOTTOM = 28;

/** What was expected of an objective and what was measured: see `_make_course`. */
export class ObjectiveCourseField extends Component {
    static template = "crm_playbook.ObjectiveCourseField";
    static props = {...standardFieldProps};

    get course() {
        return this.props.record.data[this.props.name];
    }

    get box() {
        return `0 0 ${WIDTH} ${HEIGHT}`;
    }

    get range() {
        const numbers = this.course.points
            .flatMap((point) => [point.expected, point.measured])
            .filter((number) => number !== null);
        const low = Math.min(...numbers);
        const high = Math.max(...numbers);
        // Room above and below, and for a line that is level.
        const room = (high - low) * 0.1 || Math.abs(high) * 0.1 || 1;
        return {low: low - room, high: high + room};
    }

    get labels() {
        const count = this.course.points.length;
        // No more than fit beside each other on a phone.
        const step = Math.ceil(count / 6);
        return this.course.points
            .map((point, index) => ({text: point.label, x: this.getX(index), index}))
            .filter(({index}) => index % step === 0);
    }

    get measured() {
        return this.getPlaces("measured");
    }

    get summary() {
        return _t("%(title)s: expected and measured, month by month", {
            title: this.course.title,
        });
    }

    /** What is expected first and last, at the ends of its line. */
    get ends() {
        const places = this.getPlaces("expected");
        const [first, last] = [places.at(0), places.at(-1)];
        if (!first || first.index === last.index) {
            return [];
        }
        const texts = this.course.points.map((point) => point.expected_text);
        // Where the line does not go.
        const falls = last.y >= first.y;
        const above = (place) => Math.max(place.y - 10, 12);
        const below = (place) => Math.min(place.y + 20, HEIGHT - BOTTOM - 4);
        return [
            {...first, anchor: "start", y: falls ? above(first) : below(first)},
            {...last, anchor: "end", y: falls ? below(last) : above(last)},
        ].map((place) => ({...place, text: texts[place.index]}));
    }

    getX(index) {
        const last = Math.max(this.course.points.length - 1, 1);
        // The outer words stay inside.
        const inner = WIDTH - LEFT - RIGHT - 60;
        return LEFT + 30 + (inner * index) / last;
    }

    getPlaces(name) {
        const {low, high} = this.range;
        return this.course.points
            .map((point, index) => ({
                index,
                x: this.getX(index),
                y:
                    TOP +
                    (HEIGHT - TOP - BOTTOM) *
                        (1 - ((point[name] ?? low) - low) / (high - low)),
                text: `${point.month}: ${point[`${name}_text`]}`,
                open: point.open,
                known: point[name] !== null,
            }))
            .filter(({known}) => known);
    }

    getLine(name) {
        // A month that goes on would look like a fall.
        return this.getPlaces(name)
            .filter(({open}) => name === "expected" || !open)
            .map(({x, y}) => `${x.toFixed(1)},${y.toFixed(1)}`)
            .join(" ");
    }
}

export const objectiveCourseField = {
    component: ObjectiveCourseField,
    displayName: _t("Course of an objective"),
    supportedTypes: ["json"],
};

registry.category("fields").add("playbook_objective_course", objectiveCourseField);
