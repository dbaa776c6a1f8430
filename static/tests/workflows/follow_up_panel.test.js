import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {beforeEach, expect, test} from "@odoo/hoot";
import {queryAllTexts} from "@odoo/hoot-dom";
import {animationFrame} from "@odoo/hoot-mock";
import {
    clickSave,
    contains,
    defineModels,
    fields,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";

const PANEL = ".o_playbook_follow_up";
const ENTRY = `${PANEL}_entry`;
const ARCH = `
    <form>
        <field name="name"/>
        <widget name="playbook_follow_up"/>
    </form>`;

class Deal extends models.Model {
    name = fields.Char();
    _records = [{id: 1, name: "Chairs"}];
}

defineMailModels();
defineModels([Deal]);

let followUp = {};

const STEP = (status, values) => ({
    key: status,
    kind: "activity",
    name: `Step ${status}`,
    status,
    label: `Label ${status}`,
    when: "",
    person: "",
    detail: "",
    ...values,
});
const ENTRY_OF = (values) => ({
    id: 5,
    workflow: "Stale deals",
    state: "running",
    state_label: "In follow-up",
    simulated: false,
    is_open: true,
    person: "Ann",
    entered: "5/8/30",
    ended: "",
    ending: "",
    reason: "",
    author: "",
    note: "",
    may: [],
    steps: [],
    ...values,
});

beforeEach(() => {
    followUp = {entries: [], count: 0, others: []};
    onRpc("deal", "get_playbook_follow_up", ({args}) => {
        expect.step(`asked for ${args[0]}`);
        return followUp;
    });
});

async function mountForm(resId = 1) {
    await mountView({type: "form", resModel: "deal", resId, arch: ARCH});
}

test("nothing yet", async () => {
    await mountForm();
    expect(`${PANEL}_empty`).toHaveText(/No workflow has taken this up/);
    expect(ENTRY).toHaveCount(0);
    expect(`${PANEL}_why`).toHaveCount(0);
    expect.verifySteps(["asked for 1"]);
});

test("what is not saved yet is not asked for", async () => {
    await mountForm(false);
    expect(PANEL).toHaveCount(0);
    expect.verifySteps([]);
});

test("what happened and what comes", async () => {
    const steps = [
        STEP("done", {when: "5/1/30", person: "Ann", detail: "They will think."}),
        STEP("open"),
        STEP("failed", {detail: "The field is gone.\nMend it."}),
        STEP("comes"),
    ];
    followUp.entries = [
        ENTRY_OF({steps, note: "A note", reason: "A reason", author: "By Ann"}),
    ];
    followUp.count = 4;
    await mountForm();
    expect(`${ENTRY} .badge`).toHaveText("In follow-up");
    expect(queryAllTexts(`${PANEL}_steps > li`)).toEqual([
        "Step done\nLabel done · 5/1/30 · Ann\nThey will think.",
        "Step open\nLabel open",
        "Step failed\nLabel failed\nThe field is gone.\nMend it.",
        "Step comes\nLabel comes",
    ]);
    expect(`${PANEL}_note`).toHaveText("A note");
    expect(`${PANEL}_reason`).toHaveText("By Ann\nA reason");
    expect(`${PANEL} > p`).toHaveText("and 3 more, from before");
    expect(`${PANEL}_buttons`).toHaveCount(0);
    expect.verifySteps(["asked for 1"]);
});

test("what is over is folded", async () => {
    const over = {is_open: false, state: "done", ending: "All steps done"};
    followUp.entries = [ENTRY_OF({...over, steps: [STEP("done")]})];
    followUp.count = 1;
    await mountForm();
    expect(ENTRY).toHaveText(/All steps done/);
    expect(`${PANEL}_steps`).toHaveCount(0);
    await contains(`${ENTRY} > button`).click();
    expect(`${PANEL}_steps > li`).toHaveCount(1);
    await contains(`${ENTRY} > button`).click();
    expect(`${PANEL}_steps`).toHaveCount(0);
    expect.verifySteps(["asked for 1"]);
});

test("why not the others", async () => {
    followUp.others = [
        {id: 1, name: "Welcome", reasons: ["It is a draft."]},
        {id: 2, name: "Remind", reasons: ["Nobody looks after it.", "Not yet."]},
    ];
    await mountForm();
    expect(`${PANEL}_others`).toHaveCount(0);
    expect(`${PANEL}_why`).toHaveText("Why not: 2 others");
    await contains(`${PANEL}_why`).click();
    expect(queryAllTexts(`${PANEL}_others > *`)).toEqual([
        "Welcome",
        "It is a draft.",
        "Remind",
        "Nobody looks after it.",
        "Not yet.",
    ]);
    expect.verifySteps(["asked for 1"]);
});

test("it is asked for again after a change and when the record is saved", async () => {
    followUp.entries = [ENTRY_OF({may: ["pause", "stop"]})];
    followUp.count = 1;
    onRpc("playbook.enrollment", "action_pause", ({args}) => {
        expect.step(`pause ${args[0]}`);
        followUp = {
            ...followUp,
            entries: [ENTRY_OF({state: "paused", state_label: "Paused"})],
        };
        return {type: "ir.actions.act_window_close"};
    });
    await mountForm();
    expect(queryAllTexts(`${PANEL}_buttons button`)).toEqual(["Pause", "Stop"]);
    await contains(`${PANEL}_buttons [data-what=pause]`).click();
    expect(`${ENTRY} .badge`).toHaveText("Paused");
    expect(`${PANEL}_buttons`).toHaveCount(0);
    expect.verifySteps(["asked for 1", "pause 5", "asked for 1"]);
    await contains(".o_field_widget[name=name] input").edit("Tables");
    expect.verifySteps([]);
    await clickSave();
    await animationFrame();
    expect.verifySteps(["asked for 1"]);
});

test("what is in quarantine is tried again at once", async () => {
    followUp.entries = [ENTRY_OF({state: "quarantined", may: ["retry"]})];
    followUp.count = 1;
    followUp.others = [{id: 1, name: "Welcome", reasons: ["Not yet."]}];
    onRpc("playbook.enrollment", "action_retry", ({args}) => {
        expect.step(`retry ${args[0]}`);
        followUp = {...followUp, entries: [ENTRY_OF({})]};
        return false;
    });
    await mountForm();
    expect(`${PANEL}_why`).toHaveText("Why not: 1 other");
    expect(queryAllTexts(`${PANEL}_buttons button`)).toEqual(["Try again"]);
    await contains(`${PANEL}_buttons [data-what=retry]`).click();
    expect(`${ENTRY} .badge`).toHaveText("In follow-up");
    expect.verifySteps(["asked for 1", "retry 5", "asked for 1"]);
});
