import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {expect, test} from "@odoo/hoot";
import {defineModels, fields, models, mountView} from "@web/../tests/web_test_helpers";

const BANNER = ".o_playbook_load_banner";
const FORM = `
    <form>
        <field name="outcome" widget="playbook_load_banner"
               options="{'tone_field': 'tone'}"/>
    </form>`;

class Load extends models.Model {
    outcome = fields.Text();
    tone = fields.Char();

    _records = [
        {id: 1, outcome: "Nothing has been loaded.", tone: "danger"},
        {id: 2, outcome: "All is well."},
        {id: 3},
    ];
}

defineMailModels();
defineModels([Load]);

function mountForm(resId) {
    return mountView({type: "form", resModel: "load", resId, arch: FORM});
}

test("the colour is what another field says", async () => {
    await mountForm(1);
    expect(BANNER).toHaveText("Nothing has been loaded.");
    expect(BANNER).toHaveClass("alert-danger");
});

test("without it, it only informs", async () => {
    await mountForm(2);
    expect(BANNER).toHaveClass("alert-info");
});

test("nothing to say: no box", async () => {
    await mountForm(3);
    expect(BANNER).toHaveCount(0);
});
