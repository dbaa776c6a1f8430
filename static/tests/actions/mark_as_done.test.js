import {
    click,
    contains,
    insertText,
    mailModels,
    openFormView,
    openKanbanView,
    start,
    startServer,
} from "@mail/../tests/mail_test_helpers";
import {beforeEach, expect, test} from "@odoo/hoot";
import {
    asyncStep,
    defineModels,
    fields,
    mockService,
    onRpc,
    waitForSteps,
} from "@web/../tests/web_test_helpers";

const CHOICES = [
    {id: 1, name: "Meeting set", result: "positive", help: "", asks: false},
    {id: 2, name: "Not interested", result: "negative", help: "", asks: true},
];
const DIALOG = {
    type: "ir.actions.act_window",
    res_model: "playbook.action.log",
    views: [[false, "form"]],
    target: "new",
};
const POPOVER = ".o-mail-ActivityMarkAsDone";
const OUTCOME = `${POPOVER} .o_playbook_outcome`;
const DONE = `${POPOVER} button[aria-label='Done']`;
const NEXT = `${POPOVER} button[aria-label='Done and Schedule Next']`;

class MailActivity extends mailModels.MailActivity {
    _name = "mail.activity";

    playbook_choices = fields.Json();
    playbook_required = fields.Boolean();

    get _to_store_defaults() {
        return [...super._to_store_defaults, "playbook_choices", "playbook_required"];
    }
}

defineModels({...mailModels, MailActivity});

let answer = null;

beforeEach(() => {
    answer = {done: true, message: "Done: the meeting is set.", action: false};
    onRpc("mail.activity", "action_playbook_finish", function ({args, kwargs}) {
        const {outcome_id: outcome, feedback, schedule_next: next} = kwargs;
        asyncStep(`finish ${outcome} ${feedback} ${next}`);
        if (answer.done) {
            this.env["mail.activity"].action_feedback(args[0]);
        }
        return answer;
    });
});

async function prepare(values = {}) {
    const pyEnv = await startServer();
    const partnerId = pyEnv["res.partner"].create({name: "Desk Corp"});
    const activityId = pyEnv["mail.activity"].create({
        activity_category: "not_upload_file",
        can_write: true,
        playbook_choices: CHOICES,
        playbook_required: false,
        res_id: partnerId,
        res_model: "res.partner",
        state: "today",
        summary: "Call them",
        ...values,
    });
    pyEnv["res.partner"].write([partnerId], {activity_ids: [activityId]});
    return partnerId;
}

async function openChatter(values) {
    const partnerId = await prepare(values);
    await start();
    await openFormView("res.partner", partnerId, {
        arch: `<form><sheet><field name="name"/></sheet><chatter/></form>`,
    });
    await click(".o-mail-Activity-markDone");
    await contains(POPOVER);
}

function mockDialog() {
    mockService("action", {
        async doAction(action, options) {
            if (action?.target !== "new") {
                return super.doAction(...arguments);
            }
            asyncStep(`dialog ${action.res_model}`);
            options.onClose();
        },
    });
}

test("in the chatter: one click finishes it, and the form is reloaded", async () => {
    await openChatter();
    await contains(OUTCOME, {count: 2});
    await contains(`${OUTCOME}.btn-outline-success`, {text: "Meeting set"});
    await contains(`${OUTCOME}.btn-outline-danger`, {text: "Not interested..."});
    await contains(DONE);
    await insertText(`${POPOVER} textarea`, "They said yes");
    onRpc("res.partner", "web_read", () => asyncStep("form reloaded"));
    await click(OUTCOME, {text: "Meeting set"});
    await contains(".o_notification", {text: "Done: the meeting is set."});
    await contains(POPOVER, {count: 0});
    await waitForSteps(["finish 1 They said yes false", "form reloaded"]);
});

test("more is asked: the dialog opens, and all is reloaded when it closes", async () => {
    mockDialog();
    answer = {done: false, message: "", action: DIALOG};
    await openChatter();
    onRpc("res.partner", "web_read", () => asyncStep("form reloaded"));
    await click(OUTCOME, {text: "Not interested..."});
    await contains(POPOVER, {count: 0});
    await waitForSteps([
        "finish 2 false false",
        "dialog playbook.action.log",
        "form reloaded",
    ]);
    await contains(".o-mail-Activity");
    await contains(".o_notification", {count: 0});
});

test("one must be chosen: no Done, and Schedule Next asks for it", async () => {
    mockDialog();
    onRpc("mail.activity", "action_feedback_schedule_next", () => asyncStep("Odoo's"));
    answer = {done: false, message: "", action: DIALOG};
    await openChatter({playbook_required: true});
    await contains(OUTCOME, {count: 2});
    await contains(DONE, {count: 0});
    await click(NEXT);
    await waitForSteps(["finish false false true", "dialog playbook.action.log"]);
});

test("none must be chosen: Odoo's buttons do what they always did", async () => {
    onRpc("mail.activity", "action_feedback", () => asyncStep("feedback"));
    await openChatter();
    await click(DONE);
    await waitForSteps(["feedback"]);
});

test("without choices all is as in Odoo", async () => {
    onRpc("mail.activity", "action_feedback", () => asyncStep("feedback"));
    await openChatter({playbook_choices: []});
    await contains(OUTCOME, {count: 0});
    await contains(".o_playbook_outcomes", {count: 0});
    await contains(NEXT);
    onRpc("res.partner", "web_read", () => asyncStep("form reloaded"));
    await click(DONE);
    await waitForSteps(["feedback"]);
});

async function openCard(attributes = "") {
    await prepare();
    await start();
    await openKanbanView("res.partner", {
        arch: `
            <kanban ${attributes}>
                <templates><t t-name="card">
                    <field name="name"/>
                    <field name="activity_ids" widget="kanban_activity"/>
                </t></templates>
            </kanban>`,
        domain: [["name", "=", "Desk Corp"]],
    });
    await click(".o_kanban_record .o-mail-ActivityButton");
    await click(".o-mail-ActivityListPopoverItem-markAsDone");
    await contains(OUTCOME, {count: 2});
}

test("on a card: the list closes and the columns are loaded again", async () => {
    await openCard(`default_group_by="name"`);
    onRpc("res.partner", "web_read_group", () => asyncStep("columns loaded"));
    await click(OUTCOME, {text: "Meeting set"});
    await contains(".o-mail-ActivityListPopover", {count: 0});
    await waitForSteps(["finish 1 false false", "columns loaded"]);
});

test("on a card without columns it is the card that is loaded again", async () => {
    await openCard();
    onRpc("res.partner", "web_read", () => asyncStep("card loaded"));
    onRpc("res.partner", "web_search_read", () => asyncStep("all loaded"));
    await click(OUTCOME, {text: "Meeting set"});
    await contains(".o-mail-ActivityListPopover", {count: 0});
    await waitForSteps(["finish 1 false false", "card loaded"]);
});

test("on a card, more is asked: the list makes room for the dialog", async () => {
    mockDialog();
    answer = {done: false, message: "", action: DIALOG};
    await openCard();
    await click(OUTCOME, {text: "Not interested..."});
    await contains(".o-mail-ActivityListPopover", {count: 0});
    await waitForSteps(["finish 2 false false", "dialog playbook.action.log"]);
});
