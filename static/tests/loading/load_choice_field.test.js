import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {expect, test} from "@odoo/hoot";
import {queryAllTexts} from "@odoo/hoot-dom";
import {animationFrame, runAllTimers} from "@odoo/hoot-mock";
import {
    clickSave,
    contains,
    defineModels,
    fields,
    getMockEnv,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";

const MENU = ".o_playbook_load_choices";
const TARGET = ".o_field_widget[name=target]";
const FIELD = (attributes = "") => `
    <field name="target" widget="playbook_load_choice" placeholder="Not loaded"
           options="{'label_field': 'target_label'}" ${attributes}/>`;
const CHOICES = [
    {value: "name", label: "Name", group: "Usual"},
    {value: "email", label: "Email", group: "Usual"},
    {value: "website", label: "Website", group: "Others"},
];

class Column extends models.Model {
    header = fields.Char();
    target = fields.Char();
    // Not in the view: it comes with the widget.
    target_label = fields.Char();

    _records = [
        {id: 1, header: "Company", target: "name", target_label: "Name"},
        {id: 2, header: "Mail", target: false, target_label: false},
    ];
}

defineMailModels();
defineModels([Column]);

onRpc("column", "get_choices", ({args}) => {
    const [ids, text] = args;
    expect.step(`${ids}: ${text}`);
    // What is looked for may stand in no label: the server knows it by other words.
    return text === "correo" ? [CHOICES[1]] : CHOICES;
});

function mountForm(attributes, resId = 1) {
    return mountView({
        type: "form",
        resModel: "column",
        resId,
        arch: `<form>${FIELD(attributes)}</form>`,
    });
}

async function search(text) {
    let input = `${TARGET} input`;
    if (getMockEnv().isSmall) {
        input = `${MENU} input`;
        // It shows that it has the focus first, and would show the old text again.
        await contains(input).click();
        await animationFrame();
    }
    await contains(input).edit(text, {confirm: false});
    await runAllTimers();
    await animationFrame();
}

test("in words, and what there is by groups", async () => {
    await mountForm();
    expect(`${TARGET} input`).toHaveValue("Name");
    expect.verifySteps([]);
    await contains(`${TARGET} input`).click();
    expect(queryAllTexts(`${MENU} .o_select_menu_group`)).toEqual(["Usual", "Others"]);
    expect(queryAllTexts(`${MENU} .o_select_menu_item`)).toEqual([
        "Name",
        "Email",
        "Website",
    ]);
    expect(`${MENU} .selected`).toHaveText("Name");
    expect.verifySteps(["1: "]);
});

test("what is chosen is saved, and said in words at once", async () => {
    onRpc("column", "web_save", ({args}) => expect.step(args[1]));
    await mountForm("", 2);
    expect(`${TARGET} input`).toHaveAttribute("placeholder", "Not loaded");
    await contains(`${TARGET} input`).click();
    await contains(`${MENU} .o_select_menu_item:contains(Email)`).click();
    expect(`${TARGET} input`).toHaveValue("Email");
    await clickSave();
    expect.verifySteps(["2: ", {target: "email"}]);
});

test("the server searches, by words that no label has", async () => {
    await mountForm();
    await contains(`${TARGET} input`).click();
    await search("correo");
    expect(queryAllTexts(`${MENU} .o_select_menu_item`)).toEqual(["Email"]);
    expect.verifySteps(["1: ", "1: correo"]);
});

test.tags("desktop");
test("emptied: it goes nowhere", async () => {
    onRpc("column", "web_save", ({args}) => expect.step(args[1]));
    await mountForm();
    await contains(`${TARGET} input`).click();
    await search("");
    await contains(".o_form_view").click();
    await animationFrame();
    await clickSave();
    expect.verifySteps(["1: ", "1: ", {target: false}]);
});

test("where nothing can be changed", async () => {
    await mountForm(`readonly="1"`);
    expect(TARGET).toHaveText("Name");
    expect(`${TARGET} input`).toHaveCount(0);
});

test("it goes nowhere, and nothing can be changed", async () => {
    await mountForm(`readonly="1"`, 2);
    expect(TARGET).toHaveText("Not loaded");
});

test.tags("desktop");
test("in the lines of a list", async () => {
    await mountView({
        type: "list",
        resModel: "column",
        arch: `<list editable="bottom"><field name="header" readonly="1"/>${FIELD()}</list>`,
    });
    expect(queryAllTexts(".o_data_cell[name=target]")).toEqual(["Name", "Not loaded"]);
    await contains(".o_data_row:eq(1) .o_data_cell[name=target]").click();
    await contains(`${TARGET} input`).click();
    await contains(`${MENU} .o_select_menu_item:contains(Website)`).click();
    await contains(".o_data_row:eq(0) .o_data_cell[name=target]").click();
    expect(".o_data_row:eq(1) .o_data_cell[name=target]").toHaveText("Website");
    expect.verifySteps(["2: "]);
});
