import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {expect, test} from "@odoo/hoot";
import {
    manuallyDispatchProgrammaticEvent,
    setInputFiles,
    waitFor,
} from "@odoo/hoot-dom";
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

const DROP = ".o_playbook_load_drop";
const FORM = (attributes = "") => `
    <form>
        <field name="file_name" invisible="1"/>
        <field name="file" widget="playbook_load_file" filename="file_name" ${attributes}/>
    </form>`;

class Load extends models.Model {
    file = fields.Binary();
    file_name = fields.Char();

    _records = [
        {id: 1, file: false, file_name: false},
        {id: 2, file: "12.00 Kb", file_name: "customers.csv"},
    ];
}

defineMailModels();
defineModels([Load]);

function mountForm(resId = 1, attributes = "") {
    return mountView({type: "form", resModel: "load", resId, arch: FORM(attributes)});
}

function makeFile() {
    return new File(["Name"], "customers.csv", {type: "text/csv"});
}

test("choose a file", async () => {
    onRpc("load", "web_save", ({args}) => expect.step(args[1]));
    await mountForm();
    expect(DROP).toHaveText(/Drop a CSV, XLSX or ODS file here/);
    await contains(`${DROP} .o_select_file_button`).click();
    await setInputFiles([makeFile()]);
    await waitFor(".o_playbook_load_name:contains(customers.csv)");
    await clickSave();
    expect.verifySteps([{file: btoa("Name"), file_name: "customers.csv"}]);
});

test.tags("desktop");
test("drop a file", async () => {
    onRpc("load", "web_save", ({args}) => expect.step(args[1]));
    await mountForm();
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(makeFile());
    await manuallyDispatchProgrammaticEvent(document.querySelector(DROP), "dragover", {
        dataTransfer,
    });
    await animationFrame();
    expect(DROP).toHaveClass("o_playbook_load_over");
    await manuallyDispatchProgrammaticEvent(document.querySelector(DROP), "drop", {
        dataTransfer,
    });
    await waitFor(".o_playbook_load_name:contains(customers.csv)");
    expect(DROP).not.toHaveClass("o_playbook_load_over");
    await clickSave();
    expect.verifySteps([{file: btoa("Name"), file_name: "customers.csv"}]);
});

test("take it away", async () => {
    onRpc("load", "web_save", ({args}) => expect.step(args[1]));
    await mountForm(2);
    await contains(".o_clear_file_button").click();
    expect(".o_playbook_load_name").toHaveCount(0);
    await clickSave();
    expect.verifySteps([{file: false, file_name: false}]);
});

test("it is read: it can only be downloaded", async () => {
    await mountForm(2, `readonly="1"`);
    expect(DROP).toHaveCount(0);
    expect(".o_field_widget[name=file] a").toHaveText("customers.csv");
});
