import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {beforeEach, expect, test} from "@odoo/hoot";
import {queryAllTexts} from "@odoo/hoot-dom";
import {animationFrame} from "@odoo/hoot-mock";
import {
    contains,
    defineModels,
    fields,
    getMockEnv,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";

const WIDGET = ".o_playbook_load_compare";
const DECIDE = (label) => `.o_playbook_load_decide:contains(${label})`;
const FORM = `
    <form>
        <field name="summary"/>
        <widget name="playbook_load_compare"/>
    </form>`;

class Line extends models.Model {
    summary = fields.Char();

    _records = [
        {id: 1, summary: "Deco Adict"},
        {id: 2, summary: "Lamps"},
    ];
}

defineMailModels();
defineModels([Line]);

let comparison = {};

beforeEach(() => {
    comparison = {
        number: 7,
        verdict: "duplicate",
        verdict_label: "Duplicate",
        reason: "Similar name",
        decision: "undecided",
        can_decide: true,
        asks: true,
        titles: [
            {id: 0, title: "In the file", how: ""},
            {id: 12, title: "Deco Addict", how: "Similar name (83 %)"},
            {id: 13, title: "Deco", how: "Similar name (70 %)"},
        ],
        rows: [
            {
                label: "Name",
                values: ["Deco Adict", "Deco Addict", "Deco"],
                differs: true,
            },
            {label: "City", values: ["Vigo", "Vigo", false], differs: true},
            {label: "Country", values: ["Spain", "Spain", "Spain"], differs: false},
        ],
        chosen: false,
    };
});

onRpc("line", "get_comparison", () => comparison);
onRpc("line", "decide", ({args}) => {
    const [ids, decision, record] = args;
    expect.step(`${ids} ${decision} ${record}`);
    Object.assign(comparison, {decision, chosen: record});
    return false;
});

async function mountForm() {
    await mountView({
        type: "form",
        resModel: "line",
        resId: 1,
        resIds: [1, 2],
        arch: FORM,
    });
    await animationFrame();
}

function queryDiffering() {
    return queryAllTexts(`${WIDGET} .o_playbook_load_differs`);
}

test("what differs from the file is marked", async () => {
    await mountForm();
    // An empty one, too.
    expect(queryDiffering().sort()).toEqual(["Deco", "Deco Addict", "–"]);
    expect(`${WIDGET} :is(th[scope=col], .card-header)`).toHaveCount(3);
    expect(WIDGET).toHaveText(/Similar name \(83 %\)/);
    expect(WIDGET).toHaveText(/Is it one of these, or is it new\?/);
});

test("it is one of them", async () => {
    await mountForm();
    expect(DECIDE("It is this one")).toHaveCount(2);
    await contains(`${DECIDE("It is this one")}:eq(0)`).click();
    await animationFrame();
    expect(`${DECIDE("It is this one")}:eq(0)`).toHaveAttribute("aria-pressed", "true");
    expect(`${DECIDE("It is this one")}:eq(1)`).toHaveAttribute(
        "aria-pressed",
        "false"
    );
    expect(`${WIDGET} [aria-label=Chosen]`).toHaveCount(1);
    expect.verifySteps(["1 load 12"]);
});

test("it is new, and then it is left out", async () => {
    await mountForm();
    await contains(DECIDE("It is new")).click();
    await animationFrame();
    expect(DECIDE("It is new")).toHaveAttribute("aria-pressed", "true");
    await contains(DECIDE("Leave out")).click();
    await animationFrame();
    expect(DECIDE("Leave out")).toHaveAttribute("aria-pressed", "true");
    expect(DECIDE("It is new")).toHaveAttribute("aria-pressed", "false");
    expect.verifySteps(["1 load 0", "1 leave false"]);
});

test("a line that is new for certain", async () => {
    Object.assign(comparison, {verdict: "new", decision: "load", asks: false});
    comparison.titles = comparison.titles.slice(0, 1);
    await mountForm();
    expect(queryAllTexts(".o_playbook_load_decide")).toEqual(["Load", "Leave out"]);
    expect(DECIDE("Load")).toHaveAttribute("aria-pressed", "true");
    expect(queryDiffering()).toEqual([]);
});

test("a record that the file and somebody have changed", async () => {
    Object.assign(comparison, {verdict: "conflict", chosen: 12, asks: false});
    comparison.titles = comparison.titles.slice(0, 2);
    await mountForm();
    expect(queryAllTexts(".o_playbook_load_decide")).toEqual([
        "Take over the file",
        "Leave out",
    ]);
    await contains(DECIDE("Take over the file")).click();
    expect.verifySteps(["1 load 12"]);
});

test("nothing to decide", async () => {
    comparison.can_decide = false;
    await mountForm();
    expect(".o_playbook_load_decide").toHaveCount(0);
    expect(WIDGET).not.toHaveText(/Is it one of these/);
});

test("on to the next line", async () => {
    await mountForm();
    await contains(".o_playbook_load_next").click();
    await animationFrame();
    expect(".o_field_widget[name=summary] input").toHaveValue("Lamps");
    expect(".o_playbook_load_next").toHaveCount(0);
    await contains(DECIDE("It is new")).click();
    expect.verifySteps(["2 load 0"]);
});

test("beside each other, or below each other on the phone", async () => {
    await mountForm();
    const small = getMockEnv().isSmall;
    expect(`${WIDGET} table`).toHaveCount(small ? 0 : 1);
    expect(`${WIDGET} .card`).toHaveCount(small ? 3 : 0);
});
