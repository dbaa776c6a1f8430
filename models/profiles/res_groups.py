from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import ormcache

CONFIGURATOR = "crm_playbook.group_configurator"
OPERATIONS = ("read", "write", "create", "unlink")
MODULE = "crm_playbook"


class ResGroups(models.Model):
    _inherit = "res.groups"

    def write(self, vals):
        if {"implied_by_ids", "implied_ids", "user_ids"}.isdisjoint(vals):
            return super().write(vals)
        with_configurator = self._has_configurator()
        result = super().write(vals)
        self._check_still_configured(with_configurator)
        return result

    def unlink(self):
        with_configurator = self._has_configurator()
        result = super().unlink()
        self._check_still_configured(with_configurator)
        return result

    # ------------------------------------------------------------------
    # There is always a Configurator
    # ------------------------------------------------------------------

    @api.model
    def _has_configurator(self):
        """Whether somebody active is Configurator."""
        group = self.env.ref(CONFIGURATOR, raise_if_not_found=False)
        if not group:
            return False
        # Asks whether there is anybody, and tells nothing of them.
        Users = self.env["res.users"].sudo().with_context(active_test=False)
        domain = [("active", "=", True), ("all_group_ids", "in", group.ids)]
        return bool(Users.search_count(domain, limit=1))

    @api.model
    def _check_still_configured(self, with_configurator):
        """:param with_configurator: whether there was one before."""
        group = self.env.ref(CONFIGURATOR, raise_if_not_found=False)
        # Uninstalling removes the profile altogether.
        if group and with_configurator and not self._has_configurator():
            raise UserError(
                self.env._(
                    "That would take the profile CRM Configurator from the last person "
                    "who has it: nobody could shape the CRM any more. Give it to "
                    "somebody else first."
                )
            )

    # ------------------------------------------------------------------
    # What a group grants
    # ------------------------------------------------------------------

    @api.model
    def _get_playbook_groups(self):
        """The groups of this addon, those made at run time too."""
        return self.browse(self._get_group_ids_of(MODULE))

    @api.model
    def _get_basic_groups(self):
        """Those that no app brings: internal users, contacts, administrators."""
        return self.browse(self._get_group_ids_of("base"))

    @api.model
    @ormcache("module", cache="groups")
    def _get_group_ids_of(self, module):
        data = self.env["ir.model.data"].sudo()  # what belongs to an addon is no secret
        found = data.search([("module", "=", module), ("model", "=", "res.groups")])
        return tuple(found.mapped("res_id"))

    def _get_granting_groups(self):
        """These groups and those they imply, without what every user of ours has."""
        common = self.env.ref(f"{MODULE}.group_user").all_implied_ids
        return self.all_implied_ids - common

    @ormcache("tuple(self.ids)")
    def _get_granted(self):
        """What these groups grant beyond what everybody who works here may do.

        :return: a dictionary from ``(model name, operation)`` to the set of the domains
            that narrow it; an empty set means all records.
        """
        return self._get_granting_groups()._read_granted()

    @ormcache("tuple(self.ids)")
    def _get_granted_to_all(self):
        """What these groups grant to everybody who has them, in the same form."""
        return self.all_implied_ids._read_granted()

    def _read_granted(self):
        # Access lines and rules are read by who manages them alone; what a profile
        # grants is told to them, and compared for nobody else.
        lines = self.env["ir.model.access"].sudo()
        lines = lines.search([("group_id", "in", self.ids)])
        rules = self.env["ir.rule"].sudo()  # as the lines
        rules = rules.search([("groups", "in", self.ids)])
        granted = {}
        for line in lines:
            for operation in OPERATIONS:
                if line[f"perm_{operation}"]:
                    granted[line.model_id.model, operation] = set()
        for rule in rules:
            for operation in OPERATIONS:
                key = (rule.model_id.model, operation)
                if key in granted and rule[f"perm_{operation}"]:
                    granted[key].add((rule.domain_force or "[]").strip())
        return granted

    def _get_access_beyond(self, other):
        """What these groups grant that ``other`` does not.

        :return: a list of sentences for who manages access rights.
        """
        common = self.env.ref(f"{MODULE}.group_user")
        known = {**common._get_granted_to_all(), **other._get_granted()}
        return [
            self.env._(
                "%(operation)s on %(model)s",
                operation=self._tell_operation(operation),
                model=self.env["ir.model"]._get(model).name,
            )
            for (model, operation), domains in sorted(self._get_granted().items())
            if not self._is_within(domains, known.get((model, operation)))
        ]

    @api.model
    def _is_within(self, domains, known):
        """Whether records of ``domains`` are among those of ``known``."""
        if known is None:
            return False
        if not known or any(self._is_everything(domain) for domain in known):
            return True
        return bool(domains) and domains <= known

    @api.model
    def _is_everything(self, domain):
        return domain.replace(" ", "") in ("[]", "[(1,'=',1)]")

    @api.model
    def _tell_operation(self, operation):
        return {
            "read": self.env._("read"),
            "write": self.env._("write"),
            "create": self.env._("create"),
            "unlink": self.env._("delete"),
        }[operation]

    # ------------------------------------------------------------------
    # Groups that were made for a profile
    # ------------------------------------------------------------------

    def _unlink_made_for_profile(self):
        """Delete those of these groups that a profile was made with, and what is theirs
        alone: access lines, rules, privilege.
        """
        data = self.env["ir.model.data"].search(
            [
                ("module", "=", MODULE),
                ("name", "=like", "run\\_%"),
                ("model", "=", "res.groups"),
                ("res_id", "in", self.ids),
            ]
        )
        groups = self.browse(data.mapped("res_id")).exists()
        rules = self.env["ir.rule"].search([("groups", "in", groups.ids)])
        own = rules.filtered(lambda rule: rule.groups <= groups)
        (rules - own).write({"groups": [Command.unlink(each.id) for each in groups]})
        own.unlink()
        groups.model_access.unlink()
        privileges = groups.privilege_id
        groups.unlink()
        privileges.filtered(lambda privilege: not privilege.group_ids).unlink()
