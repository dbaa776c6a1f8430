import {beforeEach, expect, test} from "@odoo/hoot";
import {queryAllTexts} from "@odoo/hoot-dom";
import {animationFrame} from "@odoo/hoot-mock";
import {
    contains,
    getService,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";
import {MainComponentsContainer} from "@web/core/main_components_container";
import {
    CANCEL,
    defineGateModels,
    DIALOG,
    makeDocument,
    makePayload,
    REASON,
    refuse,
    REVENUE,
    SAVE,
    call,
    guardMove,
} from "./gate_helpers";

const CONTINUE = `${DIALOG} .o_playbook_gate_continue`;
const ASK = `${DIALOG} .o_playbook_gate_ask`;
const ALERT = `${DIALOG} [role=alert]`;

defineGateModels();

beforeEach(async () => {
    await mountWithCleanup(MainComponentsContainer);
});

test("asks for what is missing and repeats the call with it", async () => {
    guardMove({
        procedures: [
            {name: "Proposal", instruction: "<p>Ask for <b>the budget</b>.</p>"},
            {name: "Other", instruction: false},
        ],
    });
    await call();
    expect(`${DIALOG} .modal-title`).toHaveText("Before “Proposal”");
    expect(`${DIALOG} .modal-body > p`).toHaveText("Chairs");
    expect(`${DIALOG} h5`).toHaveCount(0);
    expect(`${DIALOG} .o_playbook_help`).toHaveText("The forecast needs it.");
    expect(`${DIALOG} details`).toHaveCount(1);
    expect(`${DIALOG} details b`).toHaveCount(1);
    expect(queryAllTexts(`${DIALOG} .modal-footer button`)).toEqual([
        "Save and continue",
        "Cancel",
    ]);
    expect(REVENUE).toBeFocused();
    await contains(REVENUE).edit("500");
    await contains(SAVE).click();
    expect(DIALOG).toHaveCount(0);
    expect.verifySteps([
        "move refused",
        "move done",
        {values: {"crm.lead": {revenue: 500}}, reason: false, covers: []},
        "move: moved",
    ]);
});

test("what is required is marked, and nothing is sent", async () => {
    const fields = [
        {name: "note", required: true, help: ""},
        {name: "revenue", required: true, help: ""},
        {name: "name", required: false, help: ""},
    ];
    guardMove({documents: [makeDocument({fields})]});
    await call();
    await contains(SAVE).click();
    expect(ALERT).toHaveText("Please fill in what is marked.");
    expect(`${DIALOG} .o_field_widget.o_field_invalid`).toHaveCount(2);
    expect(`${DIALOG} [name=note] input`).toBeFocused();
    await contains(`${DIALOG} [name=note] input`).edit("Soon");
    await contains(SAVE).click();
    expect(`${DIALOG} .o_field_widget.o_field_invalid`).toHaveCount(1);
    expect(REVENUE).toBeFocused();
    await contains(REVENUE).edit("5");
    await contains(SAVE).click();
    expect.verifySteps([
        "move refused",
        "move done",
        {values: {"crm.lead": {note: "Soon", revenue: 5}}, reason: false, covers: []},
        "move: moved",
    ]);
});

test("Escape and Cancel give the call up", async () => {
    guardMove();
    await call();
    await contains(CANCEL).click();
    expect(DIALOG).toHaveCount(0);
    expect.verifySteps(["move refused", "move: GateCancelled"]);
    await call();
    await contains(REVENUE).press("Escape");
    expect(DIALOG).toHaveCount(0);
    expect.verifySteps(["move refused", "move: GateCancelled"]);
});

test("a call that nobody waits for is given up in silence", async () => {
    expect.errors(1);
    guardMove();
    getService("orm").silent.call("crm.lead", "move", [[1]]);
    await contains(CANCEL).click();
    await animationFrame();
    expect(".o_dialog").toHaveCount(0);
    expect.verifyErrors(["GateCancelled"]);
    expect.verifySteps(["move refused"]);
});

test("refused twice: asks again, with what was typed", async () => {
    const fields = ["revenue", "note"].map((name) => ({
        name,
        required: true,
        help: "",
    }));
    guardMove({}, ({answers}) => answers?.values["crm.lead"].note);
    onRpc("crm.lead", "move", ({kwargs}) => {
        const typed = kwargs.context.playbook_answers?.values["crm.lead"];
        if (typed && !typed.note) {
            expect.step("refused again");
            refuse(makePayload({documents: [makeDocument({fields})]}));
        }
    });
    await call();
    await contains(REVENUE).edit("500");
    await contains(SAVE).click();
    await contains(`${DIALOG} [name=note] input`).edit("Soon");
    expect(ALERT).toHaveText("Something is still missing.");
    expect(REVENUE).toHaveValue("500.00");
    await contains(SAVE).click();
    expect.verifySteps([
        "move refused",
        "refused again",
        "move done",
        {values: {"crm.lead": {revenue: 500, note: "Soon"}}, reason: false, covers: []},
        "move: moved",
    ]);
});

test("continue with a reason, which must be given", async () => {
    guardMove({may_continue: true});
    await call();
    await contains(CONTINUE).click();
    expect(REASON).toBeFocused();
    await contains(CONTINUE).click();
    expect(ALERT).toHaveText("Please give a reason.");
    expect(REASON).toHaveClass("is-invalid");
    await contains(REASON).edit("They decide today.");
    await contains(CONTINUE).click();
    expect.verifySteps([
        "move refused",
        "move done",
        {values: {}, reason: "They decide today.", covers: []},
        "move: moved",
    ]);
});

test("ask somebody: the call is given up", async () => {
    guardMove({ask: "Ana Ruiz"});
    onRpc("crm.lead", "playbook_ask_permission", ({args}) => {
        expect.step(args);
        return "Ana Ruiz was asked.";
    });
    await call();
    await contains(`${ASK}:contains(Ask Ana Ruiz)`).click();
    await contains(REVENUE).edit("5");
    await contains(REASON).edit("They decide today.");
    await contains(ASK).click();
    expect(".o_notification").toHaveText("Ana Ruiz was asked.");
    expect(DIALOG).toHaveCount(0);
    expect.verifySteps([
        "move refused",
        [
            {kind: "stage", model: "crm.lead", ids: [1]},
            {
                values: {"crm.lead": {revenue: 5}},
                reason: "They decide today.",
                covers: [],
            },
        ],
        "move: GateCancelled",
    ]);
});
