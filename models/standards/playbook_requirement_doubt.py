"""A requirement that people answer with filler stops asking, and only warns."""

from odoo import api, fields, models
from odoo.exceptions import AccessError

from .playbook_procedure import ENFORCE

# What changes which answers are looked at.
ASKING = (
    *("procedure_id", "kind", "model", "field_name", "condition", "only_if"),
    *("zero_counts", "grace_days"),
)
# What the addon alone writes.
NOTED = {"only_warns", "date_answers_from"}


class PlaybookRequirement(models.Model):
    _inherit = "playbook.requirement"

    only_warns = fields.Boolean(
        string="Falls back to warn",
        readonly=True,
        copy=False,
        help="Its procedure is enforced, but too many answers said nothing: the work "
        "goes on without it, and it becomes a point to fix.",
    )
    date_answers_from = fields.Datetime(
        readonly=True,
        copy=False,
        help="Answers from then on say whether it is in doubt; all of them since its "
        "procedure was enforced, where it is empty.",
    )
    date_watched = fields.Datetime(
        string="Answers looked at on", readonly=True, copy=False, exportable=False
    )
    doubt_ids = fields.One2many("playbook.doubt", "requirement_id", readonly=True)

    def _may_stop(self):
        """Whether work stops where it is missing, when its procedure is enforced."""
        return not self.grace_days and not self.only_warns

    @api.model_create_multi
    def create(self, vals_list):
        if any(vals.get(name) for vals in vals_list for name in NOTED):
            self._check_own_writing()
        if not self.env.su:
            # Nor does it come from the context, or from the user's defaults.
            noted = dict.fromkeys(NOTED, False)
            vals_list = [{**vals, **noted} for vals in vals_list]
        requirements = super().create(vals_list)
        # Nobody was asked before; whoever adds it, says since when.
        asked = requirements.filtered(lambda each: each.procedure_id.state == ENFORCE)
        asked.sudo()._begin_anew()
        return requirements

    def write(self, vals):
        if not NOTED.isdisjoint(vals):
            self._check_own_writing()
        before = {}
        if not set(ASKING).isdisjoint(vals):
            before = {each: [each[name] for name in ASKING] for each in self}
        result = super().write(vals)
        changed = self.browse().union(
            *(
                each
                for each, values in before.items()
                if values != [each[name] for name in ASKING]
            )
        )
        asked = changed.filtered(lambda each: each.procedure_id.state == ENFORCE)
        # Who may change it, begins anew with what it asks.
        asked.sudo()._begin_anew()
        return result

    def _check_own_writing(self):
        if not self.env.su:
            raise AccessError(
                self.env._(
                    "Whether a requirement falls back to warn is decided on the "
                    "requirement in doubt: open it there, and choose to keep it, to "
                    "let it fall back or to enforce it again."
                )
            )

    def _begin_anew(self):
        """Ask again in full, and look at answers from now on alone."""
        if not self:
            return
        self.write({"only_warns": False, "date_answers_from": fields.Datetime.now()})
        self.doubt_ids._end()

    def action_enforce_again(self):
        """Stop the work again where it is missing.

        :raise AccessError: for who may not decide on procedures.
        """
        self.check_access("write")
        for requirement in self.filtered("only_warns"):
            procedure = requirement.procedure_id
            procedure._get_decision_type()._check_may_decide(procedure)
            # Who decides is checked before; written by the addon alone.
            requirement.sudo()._begin_anew()
            procedure.sudo()._message_log(  # as above
                body=self.env._(
                    "“%(requirement)s” is enforced again.",
                    requirement=requirement.label,
                ),
                author_id=self.env.user.partner_id.id,
            )
