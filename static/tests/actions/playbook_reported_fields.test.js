import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {beforeEach, expect, test} from "@odoo/hoot";
import {queryAllTexts} from "@odoo/hoot-dom";
import {
    clickSave,
    contains,
    defineModels,
    fields,
    models,
    mountView,
    onRpc,
    serverState,
} from "@web/../tests/web_test_helpers";

const ARCH = `
    <form>
        <field name="outcome" on_change="1"/>
        <field name="reported_fields" invisible="1"/>
        <widget name="playbook_reported_fields"/>
    </form>`;
const WIDGET = ".o_widget_playbook_reported_fields";
const INPUT = (name) => `${WIDGET} .o_field_widget[name=${name}] input`;
const ASK = (names, required = []) =>
    names.map((name) => ({
        model: "deal",
        id: 7,
        name,
        required: required.includes(name),
        help: "",
    }));

class Log extends models.Model {
    outcome = fields.Char();
    reported_fields = fields.Json();
    reported = fields.Json();

    _records = [{id: 1, reported_fields: [], reported: {}}];
    _onChanges = {
        outcome(record) {
            record.reported_fields = ASK(record.outcome.split(" "));
        },
    };
}

class Deal extends models.Model {
    name = fields.Char();
    notes = fields.Text();
    seats = fields.Integer();
    discount = fields.Float();
    revenue = fields.Monetary({currency_field: "currency_id"});
    currency_id = fields.Many2one({relation: "res.currency"});
    urgent = fields.Boolean();
    priority = fields.Selection({
        selection: [
            ["0", "Low"],
            ["1", "High"],
        ],
    });
    deadline = fields.Date();
    meeting_at = fields.Datetime();
    team = fields.Char();
    reason_id = fields.Many2one({relation: "reason", domain: "[('name', '!=', team)]"});
    tag_ids = fields.Many2many({relation: "reason", string: "Tags"});

    _records = [
        {id: 7, name: "Desks", currency_id: 1, seats: 3, team: "Price", tag_ids: [2]},
    ];
}

class Reason extends models.Model {
    name = fields.Char();
    _records = [
        {id: 1, name: "Price"},
        {id: 2, name: "Quality"},
        {id: 3, name: "Delivery"},
    ];
}

defineMailModels();
defineModels([Log, Deal, Reason]);

beforeEach(() => {
    serverState.currencies = [{id: 1, name: "USD", symbol: "$", position: "before"}];
    // The document is read, never written.
    onRpc("deal", "web_save", () => expect.step("deal saved"));
    onRpc("deal", "write", () => expect.step("deal written"));
    onRpc("log", "web_save", ({args}) => expect.step(args[1].reported));
});

async function mountForm(names, required) {
    Log._records[0].reported_fields = ASK(names, required);
    await mountView({type: "form", resModel: "log", resId: 1, arch: ARCH});
}

test("text, numbers and money", async () => {
    await mountForm(["name", "notes", "seats", "discount", "revenue"]);
    expect(queryAllTexts(`${WIDGET} .o_form_label`)).toEqual([
        "Name",
        "Notes",
        "Seats",
        "Discount",
        "Revenue",
    ]);
    expect(INPUT("name")).toHaveValue("Desks");
    expect(INPUT("seats")).toHaveValue("3");
    expect(`${WIDGET} .o_field_monetary`).toHaveText(/\$/);
    await contains(INPUT("name")).edit("Chairs");
    await contains(`${WIDGET} [name=notes] textarea`).edit("Soon");
    await contains(INPUT("seats")).edit("12");
    await contains(INPUT("discount")).edit("2.5");
    await contains(INPUT("revenue")).edit("1000");
    await clickSave();
    expect.verifySteps([
        {
            deal: {
                name: "Chairs",
                notes: "Soon",
                seats: 12,
                discount: 2.5,
                revenue: 1000,
            },
        },
    ]);
});

test("a box, a selection, days and moments", async () => {
    await mountForm(["urgent", "priority", "deadline", "meeting_at"]);
    await contains(`${WIDGET} [name=urgent] input`).click();
    await contains(INPUT("priority")).click();
    await contains(".o_select_menu_item:contains(High)").click();
    await contains(`${WIDGET} [name=deadline] button, ${INPUT("deadline")}`).click();
    await contains(INPUT("deadline")).edit("02/14/2030");
    await contains(
        `${WIDGET} [name=meeting_at] button, ${INPUT("meeting_at")}`
    ).click();
    await contains(INPUT("meeting_at")).edit("02/15/2030 11:30:00");
    await clickSave();
    expect.verifySteps([
        {
            deal: {
                urgent: true,
                priority: "1",
                deadline: "2030-02-14",
                // The user is one hour ahead of UTC.
                meeting_at: "2030-02-15 10:30:00",
            },
        },
    ]);
});

test.tags("desktop");
test("one and many of another model", async () => {
    await mountForm(["reason_id", "tag_ids"]);
    expect(`${WIDGET} [name=team]`).toHaveCount(0);
    await contains(INPUT("reason_id")).click();
    expect(queryAllTexts(".o-autocomplete--dropdown-item")).not.toInclude("Price");
    await contains(".o-autocomplete--dropdown-item:contains(Quality)").click();
    expect(queryAllTexts(`${WIDGET} .o_tag`)).toEqual(["Quality"]);
    await contains(INPUT("tag_ids")).click();
    await contains(".o-autocomplete--dropdown-item:contains(Delivery)").click();
    await clickSave();
    expect.verifySteps([{deal: {reason_id: 2, tag_ids: [[4, 3]]}}]);
});

test.tags("desktop");
test("with another outcome, what was typed is kept", async () => {
    await mountForm([]);
    expect(`${WIDGET} .o_field_widget`).toHaveCount(0);
    await contains(".o_field_widget[name=outcome] input").edit(
        "name reason_id tag_ids deadline"
    );
    await contains(INPUT("name")).edit("Chairs");
    await contains(INPUT("reason_id")).click();
    await contains(".o-autocomplete--dropdown-item:contains(Quality)").click();
    await contains(INPUT("tag_ids")).click();
    await contains(".o-autocomplete--dropdown-item:contains(Delivery)").click();
    await contains(`${WIDGET} [name=deadline] button, ${INPUT("deadline")}`).click();
    await contains(INPUT("deadline")).edit("02/14/2030");
    await contains(".o_field_widget[name=outcome] input").edit("seats name");
    expect(queryAllTexts(`${WIDGET} .o_form_label`)).toEqual(["Seats", "Name"]);
    expect(INPUT("name")).toHaveValue("Chairs");
    await clickSave();
    // What is no longer asked for is not reported ...
    expect.verifySteps([{deal: {name: "Chairs"}}]);
    // ... and is there again when it is.
    await contains(".o_field_widget[name=outcome] input").edit(
        "reason_id tag_ids deadline name"
    );
    expect(INPUT("reason_id")).toHaveValue("Quality");
    expect(queryAllTexts(`${WIDGET} .o_tag`)).toEqual(["Quality", "Delivery"]);
    await clickSave();
    expect.verifySteps([
        {
            deal: {
                reason_id: 2,
                tag_ids: [[4, 3]],
                deadline: "2030-02-14",
                name: "Chairs",
            },
        },
    ]);
});

test.tags("desktop");
test("what must be told is asked for before anything is saved", async () => {
    await mountForm(["notes", "reason_id"], ["notes"]);
    expect(`${WIDGET} [name=notes]`).toHaveClass("o_required_modifier");
    expect(`${WIDGET} [name=reason_id]`).not.toHaveClass("o_required_modifier");
    await contains(INPUT("reason_id")).click();
    await contains(".o-autocomplete--dropdown-item:contains(Quality)").click();
    await clickSave();
    expect(".o_notification").toHaveText("Missing required fields");
    expect(`${WIDGET} [name=notes]`).toHaveClass("o_field_invalid");
    await contains(`${WIDGET} [name=notes] textarea`).edit("Soon");
    await clickSave();
    expect.verifySteps([{deal: {notes: "Soon", reason_id: 2}}]);
});

test("of several documents", async () => {
    Reason._records.push({id: 9, name: "Other"});
    Log._records[0].reported_fields = [
        ...ASK(["name"]),
        {model: "reason", id: 9, name: "name", required: false, help: ""},
    ];
    await mountView({type: "form", resModel: "log", resId: 1, arch: ARCH});
    expect(`${WIDGET} .o_field_widget[name=name]`).toHaveCount(2);
    await contains(`${INPUT("name")}:eq(0)`).edit("Chairs");
    await contains(`${INPUT("name")}:eq(1)`).edit("Colour");
    await clickSave();
    expect.verifySteps([{deal: {name: "Chairs"}, reason: {name: "Colour"}}]);
});

test("a field that the user may not read is left out", async () => {
    await mountForm(["name", "secret"]);
    expect(`${WIDGET} .o_field_widget`).toHaveCount(1);
});
