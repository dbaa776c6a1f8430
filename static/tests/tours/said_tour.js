import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const VOICE = ".o_playbook_guidance_voice:first";

tours.add("playbook_said_not_clear", {
    steps: () => [
        {
            content: "what do I do now?",
            trigger: ".o_playbook_guidance_toggle:contains(Expected Revenue)",
            run: "click",
        },
        {
            content: "is this clear? It is not",
            trigger: `${VOICE}:contains(Is this clear?) .o_playbook_voice_not_clear`,
            run: "click",
        },
        {
            content: "nothing is sent without a word about it",
            trigger: `${VOICE} .o_playbook_voice_send:disabled`,
        },
        {
            trigger: `${VOICE} .o_playbook_voice_comment`,
            run: "edit Which amount?",
        },
        {
            trigger: `${VOICE} .o_playbook_voice_send:enabled`,
            run: "click",
        },
        {
            content: "it is told who gets it",
            trigger: ".o_notification:contains(Tour Leader gets it)",
        },
        {
            content: "it is asked no more",
            trigger: `${VOICE}:not(:contains(Is this clear?)):contains(waits for an answer) .o_playbook_voice_open`,
        },
        {
            content: "once it is, that is said too",
            trigger: `${VOICE} .o_playbook_voice_clear:contains(Clear now)`,
            run: "click",
        },
        {
            trigger: `${VOICE}:not(:contains(Clear now)):contains(waits for an answer)`,
        },
    ],
});

tours.add("playbook_said_answer", {
    steps: () => [
        {
            content: "somebody says that it is not clear",
            trigger:
                ".o_playbook_day_line:contains(Not clear: “Which amount?”) .o_playbook_day_finish",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=comment]:contains(Which amount?)",
        },
        {
            trigger: ".modal .o_field_widget[name=reply] textarea",
            run: "edit The one they named",
        },
        {
            trigger: ".modal button[name=action_send]",
            run: "click",
        },
        {
            content: "it is gone",
            trigger:
                "body:not(:has(.modal)):not(:has(.o_playbook_day_line:contains(Not clear)))",
        },
    ],
});
