from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import str2bool

FOUR_EYES = "crm_playbook.four_eyes"
ACTIVITY_TYPE = "crm_playbook.mail_activity_type_decision"


class PlaybookDecisionType(models.Model):
    """What is decided in this company, and by whom: the members of some profiles.

    Whoever has something decided asks :meth:`_check_may_decide` first, and offers to
    hand the decision over (:meth:`_open_handover`) to who may.
    """

    _name = "playbook.decision.type"
    _description = "Decision type"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    description = fields.Text(translate=True, help="What belongs to it, in your words.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    decider_ids = fields.Many2many(
        "playbook.profile",
        "playbook_decision_type_decider_rel",
        "type_id",
        "profile_id",
        string="Who decides",
        help="Members of any of these profiles.",
    )
    consulted_ids = fields.Many2many(
        "playbook.profile",
        "playbook_decision_type_consulted_rel",
        "type_id",
        "profile_id",
        string="Who is consulted",
    )
    informed_ids = fields.Many2many(
        "playbook.profile",
        "playbook_decision_type_informed_rel",
        "type_id",
        "profile_id",
        string="Who is informed",
    )

    @api.model_create_multi
    def create(self, vals_list):
        types = super().create(vals_list)
        types._check_has_deciders()
        self._check_may_name_deciders()
        return types

    def write(self, vals):
        # What is archived is asked no longer: then anybody decides it.
        if not {"active", "decider_ids"}.isdisjoint(vals):
            self._check_may_name_deciders()
        result = super().write(vals)
        if "decider_ids" in vals or vals.get("active"):
            self._check_has_deciders()
        return result

    def _check_may_name_deciders(self):
        if self.env.su or self.env.user.has_group("base.group_erp_manager"):
            return
        raise AccessError(
            self.env._(
                "Who decides is a right, and given by somebody with Access Rights: ask "
                "one of them. Name and description you can change yourself."
            )
        )

    def _check_has_deciders(self):
        for each in self:
            if not each.decider_ids:
                raise UserError(
                    self.env._(
                        "Nobody could decide “%(decision)s”: name at least one profile "
                        "that does.",
                        decision=each.name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_asked(self):
        # What the addon brought, it asks: a name that is no secret.
        shipped = self.sudo()._get_external_ids()
        for each in self:
            if any(name.startswith("crm_playbook.") for name in shipped[each.id]):
                raise UserError(
                    self.env._(
                        "“%(decision)s” is asked by CRM Playbook and cannot be "
                        "deleted. Archive it instead: then anybody decides it who "
                        "has the rights for what follows.",
                        decision=each.name,
                    )
                )

    # ------------------------------------------------------------------
    # For who has something decided
    # ------------------------------------------------------------------

    def _may_decide(self, record, user=None, author=None):
        """Whether ``user`` (the current one) may decide this on ``record``.

        A decision type that is archived is asked no longer.

        :param author: who wrote what is decided. Where four eyes are asked for, nobody
            decides on their own work.
        """
        self.ensure_one()
        user = user or self.env.user
        # Also asked of people without a profile, who read no decision types.
        active = self.sudo().active
        if not active or (self.env.su and user == self.env.user):
            return True
        return user in self._get_deciders(record, author)

    @api.model
    def _is_own_work(self, user, author):
        # Whether four eyes are asked for is no secret.
        four_eyes = self.env["ir.config_parameter"].sudo().get_param(FOUR_EYES)
        asked = str2bool(four_eyes or "", default=False)
        return bool(asked and author and user == author)

    def _check_may_decide(self, record, author=None):
        """:raise AccessError: when the current user may not decide on ``record``."""
        self.ensure_one()
        if self._may_decide(record, author=author):
            return
        name = self.sudo().name  # no secret to whoever is refused
        if self._is_own_work(self.env.user, author):
            raise AccessError(
                self.env._(
                    "“%(record)s” is your own work, and “%(decision)s” is decided by "
                    "somebody else (four eyes). Hand it over to %(deciders)s.",
                    record=record.display_name,
                    decision=name,
                    deciders=self._tell_deciders(),
                )
            )
        raise AccessError(
            self.env._(
                "“%(decision)s” is not yours to decide, and “%(record)s” stays as it "
                "is. Hand it over to %(deciders)s.",
                decision=name,
                record=record.display_name,
                deciders=self._tell_deciders(),
            )
        )

    def _tell_deciders(self):
        # The names of profiles are no secret.
        return ", ".join(self.sudo().decider_ids.mapped("name"))

    def _get_deciders(self, record, author=None):
        """The people who may decide this on ``record``.

        :param author: leave them out where four eyes are asked for.
        """
        self.ensure_one()
        # Who holds which profile is no secret among colleagues.
        users = self.sudo().decider_ids.user_ids.with_env(self.env)
        users = self._filter_deciders(users, record)
        return users.filtered(lambda user: not self._is_own_work(user, author))

    def _filter_deciders(self, users, record):
        """Those of ``users`` who can decide on ``record``: they work for its company,
        and may read it.

        Rooms whose decisions take more than that extend this.
        """
        # Which company it is, and where colleagues work, is compared and not told.
        company = "company_id" in record._fields and record.sudo().company_id
        able = self.env["res.users"]
        for user in users:
            companies = user.sudo().company_ids  # as above
            seen = record.with_user(user).with_context(
                allowed_company_ids=companies.ids
            )
            if companies & (company or self.env.companies) and seen.has_access("read"):
                able |= user
        return able
