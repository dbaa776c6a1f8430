import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {expect, test} from "@odoo/hoot";
import {press, queryAllTexts, queryFirst} from "@odoo/hoot-dom";
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

const FORM = (attributes = "") => `
    <form>
        <field name="outcome_id" widget="playbook_choice"
               options="{'choices': 'outcome_choices'}" ${attributes}/>
    </form>`;
const CHOICE = (name) => `.o_playbook_choice:contains(${name})`;

class Log extends models.Model {
    outcome_id = fields.Many2one({relation: "outcome"});
    // Not in the view: it comes with the widget.
    outcome_choices = fields.Json();

    _records = [
        {
            id: 1,
            outcome_id: false,
            outcome_choices: [
                {id: 1, name: "Meeting set", result: "positive", icon: "fa-smile-o"},
                {id: 2, name: "Call back", result: "neutral", help: "On another day"},
                {id: 3, name: "Not interested", result: "negative"},
                {id: 4, name: "Wrong number", result: "negative", first: false},
                {id: 5, name: "Retired", result: "negative", first: false},
            ],
        },
    ];
}

class Outcome extends models.Model {
    name = fields.Char();
    _records = [
        {id: 1, name: "Meeting set"},
        {id: 2, name: "Call back"},
        {id: 3, name: "Not interested"},
        {id: 4, name: "Wrong number"},
        {id: 5, name: "Retired"},
        {id: 6, name: "No longer offered"},
    ];
}

defineMailModels();
defineModels([Log, Outcome]);

function mountForm(attributes) {
    return mountView({type: "form", resModel: "log", resId: 1, arch: FORM(attributes)});
}

test("those that come first are shown, the others behind More", async () => {
    await mountForm();
    expect(queryAllTexts(".o_playbook_choice")).toEqual([
        "Meeting set",
        "Call back",
        "Not interested",
    ]);
    expect(".o_playbook_more").toHaveText("More (2)");
    expect("[role=radiogroup]").toHaveAttribute("aria-label", "Outcome");
    await contains(".o_playbook_more").click();
    expect(".o_playbook_choice").toHaveCount(5);
    expect(".o_playbook_more").toHaveCount(0);
    expect(CHOICE("Wrong number")).toBeFocused();
});

test("each looks like what it means, and is big enough for a thumb", async () => {
    await mountForm();
    expect(CHOICE("Meeting set")).toHaveClass("btn-outline-success");
    expect(`${CHOICE("Meeting set")} .fa-smile-o`).toHaveCount(1);
    expect(CHOICE("Call back")).toHaveClass("btn-outline-secondary");
    expect(CHOICE("Call back")).toHaveAttribute("data-tooltip", "On another day");
    expect(CHOICE("Not interested")).toHaveClass("btn-outline-danger");
    const {height} = queryFirst(CHOICE("Meeting set")).getBoundingClientRect();
    expect(height).toBeGreaterThan(39);
});

test("choose one, another, and none", async () => {
    onRpc("log", "web_save", ({args}) => expect.step(args[1].outcome_id));
    await mountForm();
    await contains(CHOICE("Call back")).click();
    expect(CHOICE("Call back")).toHaveAttribute("aria-checked", "true");
    expect(CHOICE("Call back")).toHaveClass("active");
    await contains(CHOICE("Meeting set")).click();
    expect("[aria-checked=true]").toHaveText("Meeting set");
    await clickSave();
    await contains(CHOICE("Meeting set")).click();
    expect("[aria-checked=true]").toHaveCount(0);
    await clickSave();
    expect.verifySteps([1, false]);
});

test("the one that must be chosen stays", async () => {
    await mountForm(`required="1"`);
    await contains(CHOICE("Call back")).click();
    await contains(CHOICE("Call back")).click();
    expect("[aria-checked=true]").toHaveText("Call back");
});

test("with the keyboard: one of the group by Tab, the others by arrows", async () => {
    await mountForm();
    expect("[role=radio][tabindex='0']").toHaveText("Meeting set");
    await contains(CHOICE("Meeting set")).focus();
    await press("ArrowRight");
    expect(CHOICE("Call back")).toBeFocused();
    await press("ArrowUp");
    await press("ArrowUp");
    expect(CHOICE("Not interested")).toBeFocused();
    await press("Enter");
    await animationFrame();
    expect("[aria-checked=true]").toHaveText("Not interested");
    expect("[role=radio][tabindex='0']").toHaveText("Not interested");
});

test("what is chosen is shown, though it is one of the others", async () => {
    Log._records[0].outcome_id = 5;
    await mountForm();
    expect("[aria-checked=true]").toHaveText("Retired");
    expect(".o_playbook_more").toHaveText("More (1)");
});

test("what is chosen is shown, though it is offered no longer", async () => {
    Log._records[0].outcome_id = 6;
    await mountForm();
    expect("[aria-checked=true]").toHaveText("No longer offered");
    expect(".o_playbook_choice").toHaveCount(4);
});

test("its name where nothing can be changed", async () => {
    Log._records[0].outcome_id = 1;
    await mountForm(`readonly="1"`);
    expect(".o_field_playbook_choice").toHaveText("Meeting set");
    expect(".o_field_playbook_choice button").toHaveCount(0);
});

test("nothing to choose from", async () => {
    Log._records[0].outcome_choices = false;
    await mountForm();
    expect(".o_field_playbook_choice button").toHaveCount(0);
});
