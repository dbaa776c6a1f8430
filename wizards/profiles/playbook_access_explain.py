from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .access_reasons import Reasons
from .access_words import Words

MANAGER = "base.group_erp_manager"
# Offered besides the model of the record from whose menu it was called.
EXPLAINED_MODELS = ("crm.lead", "res.partner", "sale.order", "account.move")
TEMPLATE = "crm_playbook.playbook_access_explain_explanation"


class PlaybookAccessExplain(models.TransientModel):
    """Why a user may read, change, create or delete a record, or may not, in words.

    For those who give access: users with *Access Rights*.
    """

    _name = "playbook.access.explain"
    _description = "Explain Access"

    user_id = fields.Many2one(
        "res.users",
        required=True,
        ondelete="cascade",
        context={"active_test": False},
    )
    record_ref = fields.Reference(
        "_selection_record_ref",
        string="Record",
        required=True,
        default=lambda self: self._default_record_ref(),
    )
    operation = fields.Selection(
        [
            ("read", "Read"),
            ("write", "Change"),
            ("create", "Create"),
            ("unlink", "Delete"),
        ],
        string="Explain",
        required=True,
        default="read",
    )
    explanation = fields.Html(compute="_compute_explanation")

    @api.model
    def _default_record_ref(self):
        """The record from whose action menu it was called."""
        name, number = (self.env.context.get(f"active_{n}") for n in ("model", "id"))
        if not number or name not in self._get_explained_models():
            return False
        if not self.env[name].browse(number).exists():
            raise UserError(self._say_deleted())
        return f"{name},{number}"

    @api.depends("user_id", "record_ref", "operation")
    @api.depends_context("lang", "uid")
    def _compute_explanation(self):
        self._check_may_explain()
        for explain in self:
            asked = explain.user_id and explain.record_ref and explain.operation
            explain.explanation = explain._get_explanation() if asked else False

    def _compute_display_name(self):
        """Not the record's: the reader may not be allowed to read it."""
        self.display_name = self.env._("Explain Access")

    @api.model
    def _selection_record_ref(self):
        IrModel = self.env["ir.model"]
        # The names of models are no secret.
        return [(n, IrModel._get(n).sudo().name) for n in self._get_explained_models()]

    @api.model_create_multi
    def create(self, vals_list):
        self._check_may_explain()
        return super().create(vals_list)

    @api.model
    def _get_explained_models(self):
        """Technical names; for another addon to extend."""
        active = self.env.context.get("active_model")
        names = [*EXPLAINED_MODELS]
        if active in self.env and active not in names:
            model = self.env[active]
            if not model._abstract and not model._transient:
                names.append(active)
        return names

    def _check_may_explain(self):
        """Besides the access line: what is told comes from unrestricted reading."""
        if not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._("Only users with “Access Rights” have access explained.")
            )

    def _say_deleted(self):
        return self.env._(
            "The record whose access was to be explained has been deleted meanwhile. "
            "Choose another one."
        )

    def _get_explanation(self):
        """The explanation as HTML; the template escapes what comes from records."""
        self.ensure_one()
        record = self.record_ref
        if not record.exists():
            raise UserError(self._say_deleted())
        words = Words(self.env, Reasons(record, self.user_id, self.operation))
        return self.env["ir.qweb"]._render(TEMPLATE, {"words": words})
