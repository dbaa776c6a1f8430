import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {expect} from "@odoo/hoot";
import {queryText} from "@odoo/hoot-dom";
import {animationFrame} from "@odoo/hoot-mock";
import {
    contains,
    defineModels,
    fields,
    getMockEnv,
    getService,
    makeServerError,
    models,
    onRpc,
} from "@web/../tests/web_test_helpers";

export const DIALOG = ".o_playbook_gate";
export const SAVE = `${DIALOG} .o_playbook_gate_save`;
export const CANCEL = `${DIALOG} .o_playbook_gate_cancel`;
export const REVENUE = `${DIALOG} .o_field_widget[name=revenue] input`;
export const REASON = `${DIALOG} .o_playbook_gate_reason textarea`;
export const PROPOSAL = 3;

export class Lead extends models.Model {
    _name = "crm.lead";

    name = fields.Char();
    note = fields.Char();
    revenue = fields.Float();
    probability = fields.Integer();
    stage_id = fields.Many2one({relation: "crm.stage"});
    reason_id = fields.Many2one({
        relation: "crm.stage",
        string: "Why",
        domain: "[('name', '!=', note)]",
    });

    _records = [
        {id: 1, name: "Chairs", note: "", stage_id: 1},
        {id: 2, name: "Desks", note: "", stage_id: 1},
        {id: 3, name: "Lamps", note: "", stage_id: 2},
    ];
    _onChanges = {
        stage_id(record) {
            record.probability = record.stage_id * 10;
        },
    };
}

export class Stage extends models.Model {
    _name = "crm.stage";

    name = fields.Char();

    _records = [
        {id: 1, name: "New"},
        {id: 2, name: "Qualified"},
        {id: PROPOSAL, name: "Proposal"},
    ];
}

export function defineGateModels() {
    defineMailModels();
    defineModels([Lead, Stage]);
}

/** What the server wants to know, unless told otherwise: the expected revenue. */
export function makePayload(values = {}) {
    return {
        title: "Before “Proposal”",
        what: "Chairs",
        move: {kind: "stage", model: "crm.lead", ids: [1]},
        put_back: ["stage_id"],
        documents: [makeDocument()],
        points: [],
        procedures: [],
        may_continue: false,
        ask: false,
        ...values,
    };
}

export function makeDocument(values = {}) {
    return {
        model: "crm.lead",
        id: 1,
        count: 1,
        name: "Chairs",
        values: {},
        fields: [{name: "revenue", required: true, help: "The forecast needs it."}],
        ...values,
    };
}

export function refuse(payload) {
    throw makeServerError({
        errorName:
            "odoo.addons.crm_playbook.models.standards.gate_error.PlaybookGateError",
        description: "Record the expected revenue first.",
        context: {playbook: payload},
    });
}

/**
 * Refuse what the function has a payload for; the answers to it are steps of the test.
 *
 * @param {string[]} methods
 * @param {(call: {answers?: Object, args: any[]}) => Object|false} getPayload
 */
export function guard(methods, getPayload) {
    onRpc("crm.lead", methods, function ({args, kwargs, method, parent}) {
        const answers = kwargs.context.playbook_answers;
        const payload = getPayload({answers, args});
        expect.step(`${method} ${payload ? "refused" : "done"}`);
        if (answers) {
            expect.step(answers);
        }
        if (payload) {
            refuse(payload);
        }
        return parent();
    });
}

/** Refuse the stage Proposal until somebody answers. */
export function guardProposal(values) {
    guard(
        ["web_save"],
        ({answers, args}) =>
            args[1].stage_id === PROPOSAL && !answers && makePayload(values)
    );
}

export async function chooseStage(name) {
    if (getMockEnv().isSmall) {
        await contains(".o_statusbar_status .dropdown-toggle:not(.d-none)").click();
        await contains(`.dropdown-item:contains(${name})`).click();
    } else {
        await contains(
            `.o_statusbar_status .o_arrow_button:not(.d-none):contains(${name})`
        ).click();
    }
}

/** @returns {string} what the status bar shows as the stage */
export function getStage() {
    const current = getMockEnv().isSmall
        ? ".o_statusbar_status .dropdown-toggle:not(.d-none)"
        : ".o_statusbar_status .o_arrow_button_current";
    return queryText(current);
}

/** Call something that is refused, and tell how it ended as steps of the test. */
export async function call(name = "move") {
    getService("orm")
        .call("crm.lead", name, [[1]])
        .then(
            (result) => expect.step(`${name}: ${result}`),
            (error) => expect.step(`${name}: ${error.name}`)
        );
    await animationFrame();
    await animationFrame();
}

export function guardMove(values, until = ({answers}) => answers) {
    onRpc("crm.lead", "move", () => "moved");
    guard(["move"], (params) => !until(params) && makePayload(values));
}

export async function answer() {
    await contains(REVENUE).edit("500");
    await contains(SAVE).click();
    await animationFrame();
}
