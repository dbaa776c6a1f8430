import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {beforeEach, expect, test} from "@odoo/hoot";
import {queryAllTexts} from "@odoo/hoot-dom";
import {
    contains,
    getService,
    mockService,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";
import {WebClient} from "@web/webclient/webclient";

const FINISH = ".o_playbook_day_finish";
const CHOICES = [
    {id: 1, name: "Meeting set", result: "positive", help: "A day is agreed"},
    {id: 2, name: "Call back", result: "neutral", help: ""},
    {id: 3, name: "Not interested", result: "negative", help: ""},
];
const LINE = {
    key: "activity-5",
    source: "activity",
    res_model: "res.partner",
    res_id: 3,
    document: "Desk Corp",
    customer: "",
    date: false,
    badge: "",
    state: "today",
    icon: "fa-phone",
    title: "Call them",
    responsible: "",
    can_finish: true,
    can_postpone: false,
    finish_label: "Done",
    worth_text: "",
    choices: CHOICES,
    choice_required: false,
};
const DAY = {
    lines: [],
    waiting: false,
    more: false,
    later: false,
    next: false,
    figures: [],
    postpone: [],
    create: false,
    log: false,
    settings_action: false,
};

defineMailModels();

let answer = null;

beforeEach(() => {
    answer = {done: true, message: "Done.", action: false, day: DAY};
    onRpc("playbook.day", "finish_line", ({args}) => {
        expect.step(args);
        return answer;
    });
});

async function openDay(values = {}, day = {}) {
    onRpc("playbook.day", "get_my_day", () => {
        expect.step("loaded");
        return {...DAY, lines: [{...LINE, ...values}], ...day};
    });
    await mountWithCleanup(WebClient);
    await getService("action").doAction("crm_playbook.my_day");
    expect.verifySteps(["loaded"]);
}

/** A dialog that is closed as soon as it is open. */
function mockDialog() {
    mockService("action", {
        async doAction(action, options) {
            if (typeof action === "string") {
                return super.doAction(...arguments);
            }
            expect.step(action.name);
            options.onClose();
        },
    });
}

test("two taps: finish, and how it ended", async () => {
    await openDay();
    await contains(FINISH).click();
    expect(queryAllTexts(".o-dropdown-item")).toEqual([
        "Meeting set",
        "Call back",
        "Not interested",
        "Done, without an outcome",
    ]);
    expect(".o_playbook_day_choice:contains(Meeting set)").toHaveClass("text-success");
    expect(".o_playbook_day_choice:contains(Not interested)").toHaveClass(
        "text-danger"
    );
    await contains(".o_playbook_day_choice:contains(Not interested)").click();
    expect.verifySteps([["activity-5", 3]]);
    expect(".o_playbook_day_line").toHaveCount(0);
    expect(".o_notification").toHaveText("Done.");
});

test("without an outcome, where none must be told", async () => {
    await openDay();
    await contains(FINISH).click();
    await contains(".o_playbook_day_no_choice").click();
    expect.verifySteps([["activity-5", false]]);
});

test("one must be told", async () => {
    await openDay({choice_required: true});
    await contains(FINISH).click();
    expect(".o_playbook_day_choice").toHaveCount(3);
    expect(".o_playbook_day_no_choice").toHaveCount(0);
});

test("no choices: one tap, as ever", async () => {
    await openDay({choices: []});
    await contains(FINISH).click();
    expect.verifySteps([["activity-5", false]]);
    expect(".o-dropdown-item").toHaveCount(0);
});

test("who may not finish it is asked nothing", async () => {
    await openDay({can_finish: false});
    expect(FINISH).not.toBeEnabled();
});

test("more is asked: a dialog instead of a message, then the list again", async () => {
    mockDialog();
    await openDay();
    answer = {
        done: false,
        message: "Tell more.",
        action: {type: "ir.actions.act_window", name: "How did it end?"},
        day: {...DAY, lines: [LINE]},
    };
    await contains(FINISH).click();
    await contains(".o_playbook_day_choice:contains(Meeting set)").click();
    expect.verifySteps([["activity-5", 1], "How did it end?", "loaded"]);
    expect(".o_notification").toHaveCount(0);
    expect(".o_playbook_day_line").toHaveCount(1);
});

test("the button Log, where there is something to open", async () => {
    mockDialog();
    await openDay({}, {log: {type: "ir.actions.act_window", name: "Log a contact"}});
    await contains(".o_playbook_day_log").click();
    expect.verifySteps(["Log a contact", "loaded"]);
});

test("no button Log otherwise", async () => {
    await openDay();
    expect(".o_playbook_day_log").toHaveCount(0);
});
