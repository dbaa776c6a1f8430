import {expect, test} from "@odoo/hoot";
import {queryAllTexts} from "@odoo/hoot-dom";
import {animationFrame} from "@odoo/hoot-mock";
import {contains, mountView, onRpc} from "@web/../tests/web_test_helpers";
import {
    CANCEL,
    defineGateModels,
    DIALOG,
    guard,
    guardProposal,
    Lead,
    makeDocument,
    makePayload,
    PROPOSAL,
    answer,
} from "./gate_helpers";

const KANBAN = `
    <kanban js_class="crm_kanban" on_create="quick_create">
        <templates><t t-name="card"><field name="name"/></t></templates>
    </kanban>`;
const ANSWER = {values: {"crm.lead": {revenue: 500}}, reason: false, covers: []};

defineGateModels();

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
