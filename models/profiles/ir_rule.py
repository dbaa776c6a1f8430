from odoo import models
from odoo.fields import Domain
from odoo.tools.safe_eval import safe_eval


class IrRule(models.Model):
    _inherit = "ir.rule"

    def _get_any_domain(self):
        """The records that any of these group rules lets the current user reach."""
        context = self._eval_context()
        return Domain.OR(
            safe_eval(rule.domain_force, context) if rule.domain_force else []
            for rule in self
        )
