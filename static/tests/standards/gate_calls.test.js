import {beforeEach, expect, test} from "@odoo/hoot";
import {queryAllTexts} from "@odoo/hoot-dom";
import {animationFrame, Deferred, runAllTimers} from "@odoo/hoot-mock";
import {
    contains,
    makeServerError,
    mockService,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";
import {MainComponentsContainer} from "@web/core/main_components_container";
import {rpc} from "@web/core/network/rpc";
import {
    CANCEL,
    defineGateModels,
    DIALOG,
    guard,
    makeDocument,
    makePayload,
    refuse,
    REVENUE,
    SAVE,
    call,
    guardMove,
} from "./gate_helpers";

const ALERT = `${DIALOG} [role=alert]`;
const POINT = {text: "Next step planned", reason: "So that it moves on."};

defineGateModels();

beforeEach(async () => {
    await mountWithCleanup(MainComponentsContainer);
});

test("another error is told in the dialog, where what was typed stays", async () => {
    let error = makeServerError({
        type: "ValidationError",
        description: "Not that much.",
        message: "Odoo Server Error",
    });
    guardMove();
    onRpc("crm.lead", "move", ({kwargs}) => {
        if (kwargs.context.playbook_answers && error) {
            throw error;
        }
    });
    await call();
    await contains(REVENUE).edit("500");
    await contains(SAVE).click();
    expect(ALERT).toHaveText("Not that much.");
    expect(REVENUE).toHaveValue("500.00");
    expect(SAVE).toBeEnabled();
    error = null;
    await contains(REVENUE).edit("400");
    await contains(SAVE).click();
    expect(DIALOG).toHaveCount(0);
    expect.verifySteps([
        "move refused",
        "move done",
        {values: {"crm.lead": {revenue: 400}}, reason: false, covers: []},
        "move: moved",
    ]);
});

test("a lost connection is told in the dialog", async () => {
    let lost = true;
    guardMove();
    onRpc("crm.lead", "move", ({kwargs}) => {
        if (kwargs.context.playbook_answers && lost) {
            return new Response("", {status: 502});
        }
    });
    await call();
    await contains(REVENUE).edit("500");
    await contains(SAVE).click();
    expect(ALERT).toHaveText(/^The connection was lost/);
    lost = false;
    await contains(SAVE).click();
    expect.verifySteps([
        "move refused",
        "move done",
        {values: {"crm.lead": {revenue: 500}}, reason: false, covers: []},
        "move: moved",
    ]);
});

test("a double click sends once", async () => {
    const sent = new Deferred();
    guardMove();
    onRpc("crm.lead", "move", async ({kwargs}) => {
        if (kwargs.context.playbook_answers) {
            expect.step("sent");
            await sent;
        }
    });
    await call();
    await contains(REVENUE).edit("5");
    await contains(SAVE).click();
    expect(SAVE).not.toBeEnabled();
    expect(CANCEL).not.toBeEnabled();
    // Nor is it given up before it is known how it ends.
    await contains(`${DIALOG} .modal-header button`).click();
    expect(DIALOG).toHaveCount(1);
    sent.resolve();
    await animationFrame();
    expect(DIALOG).toHaveCount(0);
    expect.verifySteps([
        "move refused",
        "sent",
        "move done",
        {values: {"crm.lead": {revenue: 5}}, reason: false, covers: []},
        "move: moved",
    ]);
});

test("two refusals: one dialog after the other", async () => {
    for (const name of ["first", "second"]) {
        onRpc("crm.lead", name, () => "moved");
        guard([name], ({answers}) => !answers && makePayload({title: name}));
    }
    await call("first");
    await call("second");
    expect(`${DIALOG} .modal-title`).toHaveText("first");
    await contains(REVENUE).edit("1");
    await contains(SAVE).click();
    await animationFrame();
    expect(`${DIALOG} .modal-title`).toHaveText("second");
    await contains(CANCEL).click();
    expect.verifySteps([
        "first refused",
        "second refused",
        "first done",
        {values: {"crm.lead": {revenue: 1}}, reason: false, covers: []},
        "first: moved",
        "second: GateCancelled",
    ]);
});

test("points are done elsewhere, then the call is tried again", async () => {
    mockService("action", {
        doAction: (action) => expect.step([action.res_model, action.target]),
    });
    guardMove({
        documents: [],
        points: [
            {...POINT, action: {type: "ir.actions.act_window", res_model: "crm.stage"}},
            {text: "Decision maker known", reason: "", action: false},
        ],
    });
    await call();
    expect(queryAllTexts(`${DIALOG} li`)).toEqual([
        "Next step planned\nSo that it moves on.\nDo it now",
        "Decision maker known",
    ]);
    expect(SAVE).toHaveText("Try again");
    await contains(`${DIALOG} li button`).click();
    // What is refused there does not wait for the dialog below it.
    onRpc("crm.lead", "other", () => refuse(makePayload({title: "Above"})));
    await call("other");
    expect(`${DIALOG} .modal-title:last`).toHaveText("Above");
    await contains(`.o_dialog:last ${CANCEL}`).click();
    await contains(SAVE).click();
    expect.verifySteps([
        "move refused",
        ["crm.stage", "new"],
        "other: GateCancelled",
        "move done",
        {values: {}, reason: false, covers: []},
        "move: moved",
    ]);
});

test.tags("desktop");
test("several documents, and several records at once", async () => {
    guardMove({
        what: "3 opportunities",
        documents: [
            makeDocument({
                id: false,
                count: 3,
                name: "3 opportunities",
                values: {note: "New"},
                fields: ["revenue", "reason_id", "name"].map((name) => ({
                    name,
                    required: name !== "name",
                    help: "",
                })),
            }),
            {
                ...makeDocument({model: "crm.stage", id: 2, name: "Northwind"}),
                fields: [{name: "name", required: true, help: ""}],
            },
        ],
    });
    await call();
    expect(queryAllTexts(`${DIALOG} h5`)).toEqual(["3 opportunities", "Northwind"]);
    expect(`${DIALOG} .o_field_widget[name=note]`).toHaveCount(0);
    await contains(`${DIALOG} [name=reason_id] input`).edit("e", {confirm: false});
    await runAllTimers();
    // Its domain knows what the empty record was given.
    const choices = queryAllTexts(".o-autocomplete--dropdown-item");
    expect(choices).toInclude("Qualified");
    expect(choices).not.toInclude("New");
    await contains(".o-autocomplete--dropdown-item:contains(Qualified)").click();
    await contains(REVENUE).edit("7");
    await contains(SAVE).click();
    expect.verifySteps([
        "move refused",
        "move done",
        {values: {"crm.lead": {reason_id: 2, revenue: 7}}, reason: false, covers: []},
        "move: moved",
    ]);
});

test("what cannot be repeated is told", async () => {
    expect.errors(1);
    onRpc("/test", () => refuse(makePayload()));
    rpc("/test", {});
    await animationFrame();
    await animationFrame();
    expect(".modal-title").toHaveText("Stage requirements");
    expect(".modal-body").toHaveText("Record the expected revenue first.");
    expect.verifyErrors(["RPC_ERROR"]);
});
