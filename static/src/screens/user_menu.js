import {markup} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {user} from "@web/core/user";
import {session} from "@web/session";

const userMenu = registry.category("user_menuitems");
// Told by ir.http for who holds a profile.
const playbook = session.playbook || {profiles: [], reveal: false};

/** What the screens leave out is shown as long as this is in the user's context. */
function applyReveal(reveal) {
    user.updateContext({playbook_reveal: reveal});
}

if (playbook.reveal) {
    applyReveal(true);
}

async function switchProfile(env, profileId) {
    await env.services.orm.call("res.users", "set_playbook_profile", [profileId]);
    // Menus, home and views are others now; what the tab has kept is of the last profile.
    browser.sessionStorage.removeItem("current_action");
    browser.location.assign("/odoo");
}

function profileItem(profile, index) {
    const active = profile.id === playbook.active;
    const description = _t("Work as %s", profile.name);
    return (env) => ({
        type: "item",
        id: `playbook_profile_${profile.id}`,
        description: markup`<span>${description}</span>
            <i class="fa fa-check ms-3 ${active ? "" : "invisible"}"></i>`,
        hide: playbook.profiles.length < 2,
        callback: () => {
            if (!active) {
                switchProfile(env, profile.id);
            }
        },
        sequence: 41 + index / 100,
    });
}

let toggling = false;

async function toggleReveal(env) {
    if (toggling) {
        // A click on the switch itself is told twice.
        return;
    }
    toggling = true;
    try {
        const reveal = !playbook.reveal;
        await env.services.orm.call("res.users", "set_playbook_reveal", [reveal]);
        playbook.reveal = reveal;
        applyReveal(reveal);
        await env.services.menu.reload();
        await env.services.action.doAction("soft_reload");
    } finally {
        toggling = false;
    }
}

function revealItem(env) {
    return {
        type: "switch",
        id: "playbook_reveal",
        description: _t("Show everything"),
        isChecked: playbook.reveal,
        callback: () => toggleReveal(env),
        sequence: 43,
    };
}

function attentionItem(env) {
    return {
        type: "item",
        id: "playbook_attention",
        description: _t("Attention"),
        callback: () =>
            env.services.action.doAction("crm_playbook.playbook_attention_action"),
        sequence: 43.5,
    };
}

function separator() {
    return {type: "separator", id: "playbook_separator", sequence: 44};
}

if (playbook.profiles.length) {
    playbook.profiles.forEach((profile, index) => {
        userMenu.add(`playbook_profile_${profile.id}`, profileItem(profile, index));
    });
    userMenu.add("playbook_reveal", revealItem);
    userMenu.add("playbook_attention", attentionItem);
    userMenu.add("playbook_separator", separator);
}
