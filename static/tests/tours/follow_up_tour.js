import {registry} from "@web/core/registry";

const PANEL = ".o_playbook_follow_up";

/** Press a button of the panel and say why. */
const CHANGE = (what, reason) => [
    {
        content: `press ${what}`,
        trigger: `${PANEL}_buttons [data-what=${what}]`,
        run: "click",
    },
    {
        content: "say why",
        trigger: ".modal .o_field_widget[name=reason] textarea",
        run: `edit ${reason}`,
    },
    {
        content: "do it",
        trigger: ".modal button[name=action_confirm]:visible",
        run: "click",
    },
    {
        content: "the dialog is closed",
        trigger: "body:not(:has(.modal))",
    },
];
const OPEN = [
    {
        content: "open the page",
        trigger: ".o_notebook a[name=playbook_follow_up]",
        run: "click",
    },
    {
        content: "what is open, and for whom",
        trigger: `${PANEL}_steps li[data-status=open]:contains(Tour Salesperson)`,
    },
    {
        content: "what comes",
        trigger: `${PANEL}_steps li[data-status=comes]:contains(Ask once more)`,
    },
];
const PAUSE = [
    ...CHANGE("pause", "They are moving house."),
    {
        content: "it is paused, and why",
        trigger: `${PANEL}_entry[data-state=paused] ${PANEL}_reason:contains(moving house)`,
    },
];

registry.category("web_tour.tours").add("playbook_follow_up", {
    steps: () => [
        {
            content: "it is counted above the form",
            trigger: "button[name=action_open_playbook_follow_up]:contains(1)",
        },
        ...OPEN,
        ...PAUSE,
        {
            content: "it stands in the chatter too",
            trigger: ".o-mail-Message:contains(follow-up paused)",
        },
        ...CHANGE("go_on", "They are there."),
        {
            content: "it goes on",
            trigger: `${PANEL}_entry[data-state=running] [data-what=pause]`,
        },
        ...CHANGE("stop", "They bought elsewhere."),
        {
            content: "it is over, and folded",
            trigger: `${PANEL}_entry[data-state=cancelled]:not(:has(${PANEL}_steps)) > button`,
            run: "click",
        },
        {
            content: "how it ended",
            trigger: `${PANEL}_entry[data-state=cancelled] ${PANEL}_reason:contains(elsewhere)`,
        },
        {
            content: "who stopped it",
            trigger: `${PANEL}_entry[data-state=cancelled] ${PANEL}_reason:contains(Stopped by Tour Salesperson)`,
        },
    ],
});

registry.category("web_tour.tours").add("playbook_follow_up_phone", {
    steps: () => [
        ...OPEN,
        {
            content: "nothing is wider than the screen",
            trigger: PANEL,
            run: () => {
                const {right} = document.querySelector(PANEL).getBoundingClientRect();
                if (right > window.innerWidth) {
                    throw new Error(`The panel ends at ${right}`);
                }
            },
        },
        ...PAUSE,
    ],
});
