import {expect, test} from "@odoo/hoot";
import {waitFor} from "@odoo/hoot-dom";
import {animationFrame} from "@odoo/hoot-mock";
import {
    clickSave,
    contains,
    getService,
    mountView,
    mountWithCleanup,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import {WebClient} from "@web/webclient/webclient";
import {
    CANCEL,
    chooseStage,
    defineGateModels,
    DIALOG,
    getStage,
    guard,
    guardProposal,
    Lead,
    makeDocument,
    makePayload,
    REVENUE,
    SAVE,
    Stage,
    answer,
} from "./gate_helpers";

const FORM = `
    <form>
        <header>
            <button name="move" type="object" string="Move"/>
            <field name="stage_id" widget="statusbar" options="{'clickable': 1}" on_change="1"/>
        </header>
        <field name="name"/>
        <field name="note"/>
        <field name="probability"/>
    </form>`;
const NOTE = ".o_form_view .o_field_widget[name=note] input";
const ANSWER = {values: {"crm.lead": {revenue: 500}}, reason: false, covers: []};

defineGateModels();

async function mountForm(params = {}) {
    await mountView({
        type: "form",
        resModel: "crm.lead",
        resId: 1,
        arch: FORM,
        ...params,
    });
}

test("the status bar moves on", async () => {
    guardProposal();
    await mountForm();
    await chooseStage("Proposal");
    await answer();
    expect(getStage()).toBe("Proposal");
    expect.verifySteps(["web_save refused", "web_save done", ANSWER]);
});

test("the status bar goes back, and the form is as clean as before", async () => {
    guardProposal();
    await mountForm();
    await chooseStage("Proposal");
    expect(".o_field_widget[name=probability] input").toHaveValue("30");
    await contains(CANCEL).click();
    await animationFrame();
    expect(getStage()).toBe("New");
    expect(".o_field_widget[name=probability] input").toHaveValue("0");
    expect(".o_form_status_indicator_buttons.invisible").toHaveCount(1);
    await clickAway();
    expect.verifySteps(["web_save refused"]);
});

test("other edits stay, and are saved without the stage", async () => {
    guardProposal();
    await mountForm();
    await contains(NOTE).edit("Soon");
    await chooseStage("Proposal");
    await contains(CANCEL).click();
    await animationFrame();
    expect(getStage()).toBe("New");
    expect(NOTE).toHaveValue("Soon");
    onRpc("crm.lead", "web_save", ({args}) => expect.step(args[1]));
    await clickSave();
    expect.verifySteps(["web_save refused", {note: "Soon"}, "web_save done"]);
});

/** Leave the page as its tab is left: a form that is dirty saves itself. */
async function clickAway() {
    patchWithCleanup(document, {
        get visibilityState() {
            return "hidden";
        },
    });
    document.dispatchEvent(new Event("visibilitychange"));
    await animationFrame();
}

test.tags("desktop");
test("leaving a dirty form: whoever gives up stays", async () => {
    guard(["web_save"], ({answers}) => !answers && makePayload());
    await mountForm({resIds: [1, 2]});
    await contains(NOTE).edit("Soon");
    await contains(".o_pager_next").click();
    // The form that waits is not saved again with the page.
    await clickAway();
    await contains(CANCEL).click();
    await animationFrame();
    expect(".o_dialog").toHaveCount(0);
    expect(".o_field_widget[name=name] input").toHaveValue("Chairs");
    expect(NOTE).toHaveValue("Soon");
    expect.verifySteps(["web_save refused"]);
    await contains(".o_pager_next").click();
    await answer();
    expect(".o_field_widget[name=name] input").toHaveValue("Desks");
    expect.verifySteps(["web_save refused", "web_save done", ANSWER]);
});

test("a new record: what was typed stays", async () => {
    guard(
        ["web_save"],
        ({answers}) => !answers && makePayload({documents: [makeDocument({id: false})]})
    );
    await mountForm({resId: false});
    await contains(NOTE).edit("Soon");
    await clickSave();
    await contains(CANCEL).click();
    await animationFrame();
    expect(NOTE).toHaveValue("Soon");
    await clickSave();
    await answer();
    expect(DIALOG).toHaveCount(0);
    expect.verifySteps([
        "web_save refused",
        "web_save refused",
        "web_save done",
        ANSWER,
    ]);
});

test("a button goes on, or does nothing", async () => {
    expect.errors(1);
    onRpc("crm.lead", "move", () => false);
    guard(["move"], ({answers}) => !answers && makePayload());
    await mountForm();
    await clickMove();
    await contains(CANCEL).click();
    await animationFrame();
    expect(".o_dialog").toHaveCount(0);
    expect.verifyErrors(["GateCancelled"]);
    expect.verifySteps(["move refused"]);
    await clickMove();
    await contains(REVENUE).edit("500");
    onRpc("crm.lead", "web_read", () => expect.step("read again"));
    await contains(SAVE).click();
    await animationFrame();
    expect(DIALOG).toHaveCount(0);
    expect.verifySteps(["move refused", "move done", ANSWER, "read again"]);
});

async function clickMove() {
    const menu = ".o_statusbar_buttons .dropdown-toggle, .o_cp_action_menus button";
    if (!document.querySelector("button[name=move]")) {
        await contains(menu).click();
    }
    await contains("button[name=move]").click();
}

test("a button goes on after something was done elsewhere", async () => {
    Stage._views = {form: `<form><field name="name"/></form>`};
    Lead._views = {form: FORM};
    const action = {
        type: "ir.actions.act_window",
        res_model: "crm.stage",
        res_id: 2,
        views: [[false, "form"]],
    };
    onRpc("crm.lead", "move", () => ({...action, target: "new", name: "What follows"}));
    const points = [{text: "Next step planned", reason: "", action}];
    guard(["move"], ({answers}) => !answers && makePayload({documents: [], points}));
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.act_window",
        res_model: "crm.lead",
        res_id: 1,
        views: [[false, "form"]],
    });
    await clickMove();
    await contains(`${DIALOG} li button`).click();
    await contains(
        ".o_dialog:not(.o_inactive_modal) .o_field_widget[name=name] input"
    ).edit("Known");
    await contains(".o_dialog:not(.o_inactive_modal) .o_form_button_save").click();
    await animationFrame();
    await contains(SAVE).click();
    await waitFor(".modal-title:contains(What follows)");
    expect(DIALOG).toHaveCount(0);
    expect(".o_statusbar_buttons button:disabled").toHaveCount(0);
    expect.verifySteps([
        "move refused",
        "move done",
        {values: {}, reason: false, covers: []},
    ]);
});
