import {expect, test} from "@odoo/hoot";
import {queryAllTexts, waitFor} from "@odoo/hoot-dom";
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
    PROPOSAL,
    REVENUE,
    SAVE,
    Stage,
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
const KANBAN = `
    <kanban js_class="crm_kanban" on_create="quick_create">
        <templates><t t-name="card"><field name="name"/></t></templates>
    </kanban>`;
const NOTE = ".o_form_view .o_field_widget[name=note] input";
const ANSWER = {values: {"crm.lead": {revenue: 500}}, reason: false};

defineGateModels();

async function answer() {
    await contains(REVENUE).edit("500");
    await contains(SAVE).click();
    await animationFrame();
}

async function mountForm(params = {}) {
    await mountView({
        type: "form",
        resModel: "crm.lead",
        resId: 1,
        arch: FORM,
        ...params,
    });
}

async function mountKanban() {
    onRpc("crm.lead", "get_rainbowman_message", () => {
        expect.step("rainbow");
        return false;
    });
    await mountView({
        type: "kanban",
        resModel: "crm.lead",
        arch: KANBAN,
        groupBy: ["stage_id"],
    });
}

const getColumn = (number) =>
    queryAllTexts(`.o_kanban_group:eq(${number}) .o_kanban_record`);

test.tags("desktop");
test("a card that is dropped stays where it was dropped", async () => {
    Lead._records.push({id: 4, name: "Rugs", stage_id: PROPOSAL});
    guardProposal();
    await mountKanban();
    await contains(".o_kanban_record:contains(Chairs)").dragAndDrop(
        ".o_kanban_group:eq(2)"
    );
    await answer();
    expect(DIALOG).toHaveCount(0);
    expect(getColumn(0)).toEqual(["Desks"]);
    expect(getColumn(2).sort()).toEqual(["Chairs", "Rugs"]);
    expect.verifySteps(["web_save refused", "web_save done", ANSWER, "rainbow"]);
});

test.tags("desktop");
test("a card that is dropped goes back when it is given up", async () => {
    expect.errors(1);
    Lead._records.push({id: 4, name: "Rugs", stage_id: PROPOSAL});
    guardProposal();
    await mountKanban();
    await contains(".o_kanban_record:contains(Chairs)").dragAndDrop(
        ".o_kanban_group:eq(2)"
    );
    await contains(CANCEL).click();
    await animationFrame();
    expect(".o_dialog").toHaveCount(0);
    expect(getColumn(0)).toEqual(["Chairs", "Desks"]);
    expect(getColumn(2)).toEqual(["Rugs"]);
    expect.verifyErrors(["GateCancelled"]);
    expect.verifySteps(["web_save refused"]);
    // And it can be dropped again.
    await contains(".o_kanban_record:contains(Chairs)").dragAndDrop(
        ".o_kanban_group:eq(2)"
    );
    await answer();
    expect(getColumn(2).sort()).toEqual(["Chairs", "Rugs"]);
    expect.verifySteps(["web_save refused", "web_save done", ANSWER, "rainbow"]);
});

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
    expect.verifySteps(["move refused", "move done", {values: {}, reason: false}]);
});

test.tags("desktop");
test("many rows: asked once, and discarded when given up", async () => {
    expect.errors(1);
    guardProposal({
        documents: [makeDocument({id: false, count: 2, name: "2 opportunities"})],
    });
    await mountView({
        type: "list",
        resModel: "crm.lead",
        arch: `<list multi_edit="1"><field name="name"/><field name="stage_id"/></list>`,
    });
    const edit = async () => {
        await contains(".o_data_row:eq(0) .o_data_cell[name=stage_id]").click();
        await contains(".o_field_widget[name=stage_id] input").click();
        await contains(".o-autocomplete--dropdown-item:contains(Proposal)").click();
        await contains(".modal-footer .btn-primary:contains(Update)").click();
        await animationFrame();
    };
    const getStages = () => queryAllTexts(".o_data_cell[name=stage_id]");
    await contains(".o_data_row:eq(0) .o_list_record_selector input").click();
    await contains(".o_data_row:eq(1) .o_list_record_selector input").click();
    await edit();
    await contains(CANCEL).click();
    await animationFrame();
    expect(".o_dialog").toHaveCount(0);
    expect(getStages()).toEqual(["New", "New", "Qualified"]);
    expect.verifyErrors(["GateCancelled"]);
    expect.verifySteps(["web_save refused"]);
    await edit();
    await answer();
    expect(getStages()).toEqual(["Proposal", "Proposal", "Qualified"]);
    expect.verifySteps(["web_save refused", "web_save done", ANSWER]);
});

test.tags("desktop");
test("quick create: what was typed stays, to be tried again", async () => {
    guard(
        ["name_create"],
        ({answers}) => !answers && makePayload({documents: [makeDocument({id: false})]})
    );
    await mountKanban();
    await contains(".o_kanban_group:eq(0) .o_kanban_quick_add").click();
    await contains(".o_kanban_quick_create input").edit("Sofas", {confirm: false});
    await contains(".o_kanban_quick_create .o_kanban_add").click();
    await contains(CANCEL).click();
    await animationFrame();
    expect(".o_dialog").toHaveCount(0);
    expect(".o_kanban_quick_create input").toHaveValue("Sofas");
    await contains(".o_kanban_quick_create .o_kanban_add").click();
    await answer();
    expect(getColumn(0)).toInclude("Sofas");
    expect.verifySteps([
        "name_create refused",
        "name_create refused",
        "name_create done",
        ANSWER,
    ]);
});
