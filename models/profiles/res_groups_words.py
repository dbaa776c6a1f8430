"""What a group allows, in words for who manages access rights."""

from odoo import api, models

USER = "crm_playbook.group_user"
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
        own = self._get_granted()
        # What everybody who works here may do is nobody's excess.
        granted = {**self.env.ref(USER)._get_granted_to_all(), **granted}
        everything, partly, more = [], [], {}
        for model in TOLD:
            name = self.env["ir.model"]._get(model).name
            operations = self._operations_beyond(model, own, granted)
            if operations == ["read"] or (
                "read" in operations and (model, "read") in granted
            ):
                (everything if self._sees_all(own[model, "read"]) else partly).append(
                    name
                )
                operations.remove("read")
            if operations:
                more.setdefault(tuple(operations), []).append(name)
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
