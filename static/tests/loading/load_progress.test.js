import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {beforeEach, expect, test} from "@odoo/hoot";
import {advanceTime, animationFrame} from "@odoo/hoot-mock";
import {
    contains,
    defineModels,
    fields,
    makeServerError,
    models,
    mountView,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";

const WIDGET = ".o_playbook_load_progress";
const FORM = `
    <form>
        <header><button name="action_resume" type="object" string="Resume"/></header>
        <field name="state" invisible="1"/>
        <field name="name"/>
        <field name="loaded"/>
        <widget name="playbook_load_progress" invisible="state == 'done'"/>
    </form>`;

class Load extends models.Model {
    name = fields.Char();
    loaded = fields.Integer();
    state = fields.Selection({
        selection: [
            ["loading", "Loading"],
            ["paused", "Paused"],
            ["done", "Loaded"],
        ],
    });

    _records = [{id: 1, name: "Customers", state: "loading", loaded: 0}];
}

defineMailModels();
defineModels([Load]);

let progress = {};

beforeEach(() => {
    progress = {
        state: "loading",
        label: "Loading",
        done: 1200,
        total: 4800,
        percent: 25,
        seconds_left: 120,
        loaded: 1190,
        failed: 10,
        text: "1,200 of 4,800 lines loaded, about 2 minutes left",
        error: false,
        working: true,
    };
});

onRpc("load", "get_progress", () => {
    expect.step("asked");
    if (!progress) {
        throw makeServerError();
    }
    return progress;
});

function mountForm() {
    return mountView({type: "form", resModel: "load", resId: 1, arch: FORM});
}

async function pass(milliseconds) {
    await advanceTime(milliseconds);
    await animationFrame();
}

/** What the server says from now on. */
function end(values) {
    Object.assign(progress, {state: values.state, working: false});
    onRpc("load", "web_read", ({parent}) => {
        const records = parent();
        return records.map((record) => ({...record, ...values}));
    });
}

/** Whether somebody looks at the page. */
function makeVisibility() {
    let state = "visible";
    patchWithCleanup(document, {
        get visibilityState() {
            return state;
        },
    });
    return {
        set(value) {
            state = value;
            document.dispatchEvent(new Event("visibilitychange"));
        },
    };
}

test("how far it is, asked every two seconds", async () => {
    await mountForm();
    await animationFrame();
    expect(`${WIDGET} [role=progressbar]`).toHaveAttribute("aria-valuenow", "25");
    expect(".o_playbook_load_percent").toHaveText("25 %");
    expect(".o_playbook_load_text").toHaveText(progress.text);
    expect(WIDGET).toHaveText(/Loaded: 1,190/);
    expect(WIDGET).toHaveText(/Failed: 10/);
    Object.assign(progress, {percent: 50});
    await pass(1900);
    expect.verifySteps(["asked"]);
    await pass(200);
    expect(".o_playbook_load_percent").toHaveText("50 %");
    expect.verifySteps(["asked"]);
});

test("nobody knows how many there are, while it is read", async () => {
    Object.assign(progress, {total: 0, percent: 0});
    await mountForm();
    await animationFrame();
    expect(".o_playbook_load_percent").toHaveCount(0);
    expect(`${WIDGET} [role=progressbar]`).not.toHaveAttribute("aria-valuenow");
    expect.verifySteps(["asked"]);
});

test("it has ended: the form shows it, and asks no more", async () => {
    await mountForm();
    await animationFrame();
    end({state: "done", loaded: 4790});
    await pass(2000);
    await animationFrame();
    expect(WIDGET).toHaveCount(0);
    expect(".o_field_widget[name=loaded] input").toHaveValue("4,790");
    await pass(10000);
    expect.verifySteps(["asked", "asked"]);
});

test("what is being typed is not thrown away", async () => {
    await mountForm();
    await animationFrame();
    await contains(".o_field_widget[name=name] input").edit("Clients", {
        confirm: false,
    });
    end({state: "done", loaded: 4790});
    await pass(2000);
    expect(".o_field_widget[name=name] input").toHaveValue("Clients");
    expect.verifySteps(["asked", "asked"]);
});

test("paused: it waits, until it is resumed", async () => {
    Load._records[0].state = "paused";
    Object.assign(progress, {state: "paused", label: "Paused", working: false});
    onRpc("load", "action_resume", () => {
        Object.assign(progress, {state: "loading", label: "Loading", working: true});
        onRpc("load", "web_read", ({parent}) =>
            parent().map((record) => ({...record, state: "loading"}))
        );
        return false;
    });
    await mountForm();
    await animationFrame();
    expect(".o_playbook_load_label").toHaveText("Paused");
    await pass(10000);
    expect.verifySteps(["asked"]);
    await contains("button[name=action_resume]").click();
    await animationFrame();
    expect(".o_playbook_load_label").toHaveText("Loading");
    await pass(2000);
    expect.verifySteps(["asked", "asked"]);
});

test("nobody answers: it asks less and less, and bothers nobody", async () => {
    await mountForm();
    await animationFrame();
    const before = progress;
    progress = false;
    await pass(2000);
    expect.verifySteps(["asked", "asked"]);
    expect(".o_error_dialog").toHaveCount(0);
    expect(".o_playbook_load_percent").toHaveText("25 %");
    await pass(3900);
    expect.verifySteps([]);
    progress = {...before, percent: 75};
    await pass(200);
    expect(".o_playbook_load_percent").toHaveText("75 %");
    expect.verifySteps(["asked"]);
    await pass(2000);
    expect.verifySteps(["asked"]);
});

test("nobody looks: it does not ask", async () => {
    await mountForm();
    await animationFrame();
    const visibility = makeVisibility();
    visibility.set("hidden");
    await pass(10000);
    expect.verifySteps(["asked"]);
    visibility.set("visible");
    await animationFrame();
    expect.verifySteps(["asked"]);
});

test("why it does not go on", async () => {
    Load._records[0].state = "paused";
    Object.assign(progress, {
        state: "paused",
        working: false,
        error: "The disk is full.",
    });
    await mountForm();
    await animationFrame();
    expect(`${WIDGET} [role=alert]`).toHaveText("The disk is full.");
    expect.verifySteps(["asked"]);
});
