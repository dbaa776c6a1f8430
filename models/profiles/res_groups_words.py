"""What a group allows, in words for who manages access rights."""

from odoo import api, models

# Telling of what a company knows its work by; all else is left out.
TOLD = (
    "crm.lead",
    "sale.order",
    "res.partner",
    "account.move",
    "crm.stage",
    "crm.team",
)


class ResGroups(models.Model):
    _inherit = "res.groups"

    def _tell_beyond(self, granted):
        """What this group allows beyond ``granted``.

        :param granted: as :meth:`_get_granted` returns it.
        :return: a sentence, or an empty text.
        """
        self.ensure_one()
        everything, partly, more = self._sort_beyond(granted)
        parts = []
        if everything:
            parts.append(
                self.env._("sees all: %(models)s", models=", ".join(everything))
            )
        if partly:
            parts.append(
                self.env._("sees more of: %(models)s", models=", ".join(partly))
            )
        parts += [
            self.env._(
                "may %(operations)s: %(models)s",
                operations=", ".join(map(self._tell_operation, operations)),
                models=", ".join(names),
            )
            for operations, names in more.items()
        ]
        if not parts:
            return ""
        return self.env._(
            "Through %(group)s: %(beyond)s.",
            group=self.full_name,
            beyond="; ".join(parts),
        )

    def _sort_beyond(self, granted):
        """Names of models: all of whose records are seen, more of them, and a
        dictionary from what else may be done to names.
        """
        own = self._get_granted()
        everything, partly, more = [], [], {}
        for model in TOLD:
            name = self.env["ir.model"]._get(model).name
            operations = self._operations_beyond(model, own, granted)
            if operations == ["read"] or (
                "read" in operations and (model, "read") in granted
            ):
                sees_all = self._sees_all(own[model, "read"])
                (everything if sees_all else partly).append(name)
                operations.remove("read")
            if operations:
                more.setdefault(tuple(operations), []).append(name)
        return everything, partly, more

    @api.model
    def _sees_all(self, domains):
        return not domains or any(map(self._is_everything, domains))

    def _operations_beyond(self, model, own, granted):
        return [
            operation
            for operation in ("read", "write", "create", "unlink")
            if (model, operation) in own
            and not self._is_within(
                own[model, operation], granted.get((model, operation))
            )
        ]
