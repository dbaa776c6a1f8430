"""Since when a procedure is enforced, and which of its requirements are in doubt."""

from odoo import api, fields, models

from .playbook_procedure import ENFORCE

DECISION = "crm_playbook.decision_procedure"
# What changes of which records it is asked.
ASKED_OF = (
    *("moment", "stage_ids", "also_when_skipped", "activity_type_ids", "purpose_ids"),
    *("profile_ids", "domain", "customer_kind", "company_id"),
)


class PlaybookProcedure(models.Model):
    _inherit = "playbook.procedure"

    date_enforced = fields.Datetime(
        string="Enforced since",
        readonly=True,
        copy=False,
        help="Answers from then on say whether a requirement is in doubt.",
    )
    doubt_ids = fields.One2many("playbook.doubt", "procedure_id", readonly=True)
    doubt_count = fields.Integer(compute="_compute_doubt", compute_sudo=True)
    doubt_words = fields.Text(compute="_compute_doubt", compute_sudo=True)

    @api.depends("doubt_ids.state", "doubt_ids.rate", "requirement_ids.only_warns")
    @api.depends_context("lang")
    def _compute_doubt(self):
        """The number and the sentence are no secret to who reads the procedure."""
        for procedure in self:
            open_ones = procedure.doubt_ids.filtered(lambda each: each.state == "asked")
            procedure.doubt_count = len(procedure.doubt_ids)
            sentences = [each._get_warning() for each in open_ones]
            fallen = procedure.requirement_ids.filtered("only_warns")
            if fallen:
                sentences.append(
                    self.env._(
                        "Only warns, as too many answers said nothing: %(names)s.",
                        names=", ".join(f"“{each.label}”" for each in fallen),
                    )
                )
            procedure.doubt_words = "\n".join(sentences) or False

    @api.model_create_multi
    def create(self, vals_list):
        procedures = super().create(vals_list)
        procedures.filtered(lambda each: each.state == ENFORCE)._note_enforced()
        return procedures

    def write(self, vals):
        before = self.filtered(lambda each: each.state == ENFORCE and each.active)
        asked_of = {}
        if not set(ASKED_OF).isdisjoint(vals):
            asked_of = {each: [each[name] for name in ASKED_OF] for each in before}
        result = super().write(vals)
        changed = self.browse().union(
            *(
                each
                for each, values in asked_of.items()
                if values != [each[name] for name in ASKED_OF]
            )
        )
        # As below: of others nobody was asked before.
        changed.requirement_ids.sudo()._begin_anew()
        if not {"active", "state"}.isdisjoint(vals):
            (self - before)._note_enforced()
            over = self.filtered(lambda each: not each.active or each.state != ENFORCE)
            # What was in doubt is so no longer; whoever may change it, does that too.
            over.sudo()._end_doubts()
        return result

    def _note_enforced(self):
        enforced = self.filtered(lambda each: each.state == ENFORCE)
        if enforced:
            # Whoever enforces it, says since when.
            enforced.sudo().date_enforced = fields.Datetime.now()

    def _end_doubts(self):
        self.requirement_ids.filtered("only_warns").write({"only_warns": False})
        self.doubt_ids._end()

    @api.model
    def _get_decision_type(self):
        """Who decides what comes into force, and what goes on asking."""
        return self.env.ref(DECISION)

    def action_open_doubts(self):
        """Open the requirements that are or were in doubt, with the evidence."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_playbook.playbook_doubt_action"
        )
        action["domain"] = [("procedure_id", "=", self.id)]
        action["context"] = {}
        return action
