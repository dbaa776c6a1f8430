from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

MODULE = "crm_playbook"
OPERATIONS = ("read", "write", "create", "unlink")
# What it tells the profile by, and grants nothing.
PREPARES = f"{MODULE}.group_prepares_leads"


class PlaybookProfileCreate(models.TransientModel):
    """The dialog that makes a profile after another one, with fewer rights.

    It makes the group of the profile as well: with copies of the access lines that are
    kept, and of the rules that narrow them, so that it never grants more than its
    model.
    """

    _name = "playbook.profile.create"
    _description = "Make a profile"

    name = fields.Char(required=True)
    model_id = fields.Many2one(
        "playbook.profile",
        string="Made after",
        required=True,
        ondelete="cascade",
        help="It may do what this one may, less what you take out below.",
    )
    department_id = fields.Many2one(
        "playbook.department",
        ondelete="set null",
        compute="_compute_department_id",
        store=True,
        readonly=False,
    )
    mission = fields.Text()
    line_ids = fields.One2many(
        "playbook.profile.create.line",
        "create_id",
        string="Rights",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
    )

    @api.depends("model_id")
    def _compute_line_ids(self):
        for wizard in self:
            wizard.line_ids = [
                Command.clear(),
                *(Command.create(values) for values in wizard._prepare_lines()),
            ]

    @api.depends("model_id")
    def _compute_department_id(self):
        for wizard in self:
            wizard.department_id = wizard.model_id.department_id

    def _get_model_group(self):
        return self.model_id.given_group_id or self.model_id.group_id

    def _prepare_lines(self):
        """One line for each model of which the model profile may do something."""
        granted = self._get_model_group()._get_granted() if self.model_id else {}
        by_model = {}
        for model, operation in granted:
            by_model.setdefault(model, set()).add(operation)
        lines = []
        for model, operations in by_model.items():
            values = {"ir_model_id": self.env["ir.model"]._get_id(model)}
            for operation in OPERATIONS:
                allowed = operation in operations
                values |= {f"perm_{operation}": allowed, f"may_{operation}": allowed}
            lines.append(values)
        transient = {values["ir_model_id"] for values in lines} & set(
            self.env["ir.model"].search([("transient", "=", True)]).ids
        )
        for values in lines:
            values["is_dialog"] = values["ir_model_id"] in transient
        return lines

    # ------------------------------------------------------------------
    # Confirming
    # ------------------------------------------------------------------

    def action_confirm(self):
        """Make the profile and its group, and open it."""
        self.ensure_one()
        self._check_lines()
        group = self._create_group()
        self.line_ids.filtered("perm_read")._create_access(group)
        self._copy_rules(group)
        self._open_menus(group)
        profile = self.env["playbook.profile"].create(
            {
                "name": self.name,
                "department_id": self.department_id.id,
                "mission": self.mission,
                "group_id": group.id,
                "model_id": self.model_id.id,
                "home_menu_id": self.model_id.home_menu_id.id,
                "screen": self.model_id.screen,
                "sequence": self.model_id.sequence + 1,
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": profile.name,
            "res_model": profile._name,
            "res_id": profile.id,
            "view_mode": "form",
        }

    def _check_lines(self):
        granted = self._get_model_group()._get_granted()
        for line in self.line_ids:
            for operation in OPERATIONS:
                key = (line.ir_model_id.model, operation)
                if line[f"perm_{operation}"] and key not in granted:
                    raise UserError(
                        self.env._(
                            "“%(model)s” does not grant that on %(records)s, so a "
                            "profile made after it cannot either. Untick it, or choose "
                            "another profile.",
                            model=self.model_id.name,
                            records=line.ir_model_id.name,
                        )
                    )
        if not any(line.perm_read for line in self.line_ids):
            raise UserError(
                self.env._(
                    "“%(profile)s” would see nothing: leave it something to read.",
                    profile=self.name,
                )
            )

    def _create_group(self):
        category = self.env.ref(f"{MODULE}.module_category_playbook")
        marks = self._get_model_group().all_implied_ids & self.env.ref(PREPARES)
        implied = self.env.ref(f"{MODULE}.group_user") | marks
        privilege = self.env["res.groups.privilege"].create(
            {"name": self.name, "category_id": category.id, "sequence": 50}
        )
        group = self.env["res.groups"].create(
            {
                "name": self.env._("Member"),
                "comment": self.mission,
                "privilege_id": privilege.id,
                "implied_ids": [Command.set(implied.ids)],
            }
        )
        self._name_at_run_time(privilege)
        self._name_at_run_time(group)
        return group

    def _copy_rules(self, group):
        """The rules that narrow what the model profile may do narrow this one too."""
        kept = {
            line.ir_model_id: {each for each in OPERATIONS if line[f"perm_{each}"]}
            for line in self.line_ids.filtered("perm_read")
        }
        groups = self._get_model_group()._get_granting_groups()
        rules = self.env["ir.rule"].search(
            [
                ("groups", "in", groups.ids),
                ("model_id", "in", [model.id for model in kept]),
            ]
        )
        copies = self.env["ir.rule"].create(
            [
                {
                    "name": f"{self.name}: {rule.name}",
                    "model_id": rule.model_id.id,
                    "domain_force": rule.domain_force,
                    "groups": [Command.link(group.id)],
                    # For what is left alone: rules of several groups are joined by
                    # OR, and who also holds another profile would get it by this one.
                    **{
                        f"perm_{each}": rule[f"perm_{each}"]
                        and each in kept[rule.model_id]
                        for each in OPERATIONS
                    },
                }
                for rule in rules
                if any(rule[f"perm_{each}"] for each in kept[rule.model_id])
            ]
        )
        self._name_at_run_time(copies)

    def _open_menus(self, group):
        groups = self._get_model_group()._get_granting_groups()
        # Safe: menus are shown, and lead to nothing that the group does not grant.
        menus = self.env["ir.ui.menu"].sudo().with_context(active_test=False)
        menus = menus.search([("group_ids", "in", groups.ids)])
        menus.write({"group_ids": [Command.link(group.id)]})

    def _name_at_run_time(self, records):
        """What is made here is kept by updates and removed with the addon."""
        self.env["ir.model.data"].create(
            [
                {
                    "module": MODULE,
                    "name": f"run_{record._table}_{record.id}",
                    "model": record._name,
                    "res_id": record.id,
                    "noupdate": True,
                }
                for record in records
            ]
        )
