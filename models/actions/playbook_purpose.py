from odoo import api, fields, models
from odoo.fields import Domain

FAMILIES = [
    ("sale", "Sale"),
    ("support", "Support"),
    ("complaint", "Complaint"),
    ("promotion", "Promotion"),
    ("retention", "Retention"),
]
# So many are offered at first; the rest is behind "More".
FIRST = 5


class PlaybookPurpose(models.Model):
    """What an activity is for: to get a meeting, to win a customer back.

    (What the sources call *objetivo*; *objective* is that of the room results alone.)
    """

    _name = "playbook.purpose"
    _description = "Purpose of activities"
    _inherit = ["playbook.retirable.mixin"]
    _order = "sequence, id"
    _carried_in = "purpose_id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    purpose_family = fields.Selection(
        FAMILIES,
        required=True,
        default="sale",
        help="What kind of work it is: reports tell them apart.",
    )
    description = fields.Text(
        translate=True,
        help="When to choose it, in one sentence: shown when a person points at it.",
    )
    activity_type_ids = fields.Many2many(
        "mail.activity.type",
        "playbook_purpose_activity_type_rel",
        "purpose_id",
        "activity_type_id",
        string="Activity types",
        help="Offered for these; for all that ask for an outcome where there are none.",
    )
    stage_ids = fields.Many2many(
        "crm.stage",
        "playbook_purpose_stage_rel",
        "purpose_id",
        "stage_id",
        string="First in stages",
        help="On opportunities in these stages it is among the first that are offered.",
    )
    outcome_ids = fields.Many2many(
        "playbook.outcome",
        "playbook_outcome_purpose_rel",
        "purpose_id",
        "outcome_id",
        string="Outcomes of its own",
        help="Besides those that are offered for every purpose.",
    )
    usage_count = fields.Integer(string="Actions", compute="_compute_usage_count")

    _name_unique = models.UniqueIndex(
        "((name->>'en_US')) WHERE active IS TRUE",
        "Another purpose has this name already.",
    )

    @api.model
    def _get_offered(self, activity_type, stage):
        """The purposes of ``activity_type``, those of ``stage`` first.

        :return: the purposes in the order in which they are offered, and how many of
            them are shown at first.
        """
        domain = Domain("activity_type_ids", "=", False)
        domain |= Domain("activity_type_ids", "in", activity_type.ids)
        purposes = self.search(domain)
        here = purposes.filtered(lambda each: stage and stage in each.stage_ids)
        general = purposes.filtered(lambda each: not each.stage_ids)
        first = (here | general) if here else purposes
        return first | purposes, min(FIRST, len(first))

    @api.model
    def _format_choices(self, activity_type, stage):
        """What the client shows of the purposes of ``activity_type``."""
        purposes, count = self._get_offered(activity_type, stage)
        return [
            {
                "id": purpose.id,
                "name": purpose.name,
                "help": purpose.description or "",
                "first": position < count,
            }
            for position, purpose in enumerate(purposes)
        ]

    @api.model
    def _fit_shipped_to_company(self):
        """Bring what the addon ships together with what this company has: its stages,
        by their order, and the activity type Email, which can have been deleted.
        """
        stages = self.env["crm.stage"].search([("name", "!=", False)])
        won = stages.filtered("is_won")
        first, second, third, *_rest = [*(stages - won)[:3], *[won.browse()] * 3]
        for names, places in (
            ("get_meeting promotion", first),
            ("visit", first | second),
            ("showing quote", second | third),
            ("close", third),
            ("onboard support", won),
        ):
            for name in names.split():
                purpose = self.env.ref(f"crm_playbook.playbook_purpose_{name}")
                purpose.stage_ids = places
        email = self.env.ref("mail.mail_activity_data_email", raise_if_not_found=False)
        if email:
            email.write(
                {"playbook_channel": "email", "playbook_outcome_policy": "offer"}
            )
            agreed = self.env.ref("crm_playbook.playbook_outcome_meeting_agreed")
            agreed.activity_type_ids |= email
