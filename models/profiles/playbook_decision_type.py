from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import plaintext2html, str2bool

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
        if any(vals.get("decider_ids") for vals in vals_list):
            self._check_may_name_deciders()
        return types

    def write(self, vals):
        if "decider_ids" in vals:
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

    def _check_has_deciders(self, without=()):
        """:param without: profiles that decide no longer."""
        for each in self:
            if all(profile in without for profile in each.decider_ids):
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

    def _may_decide(self, user=None, author=None):
        """Whether ``user`` (the current one) may decide this.

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
        return user in self._get_deciders() and not self._is_own_work(user, author)

    @api.model
    def _is_own_work(self, user, author):
        # Whether four eyes are asked for is no secret.
        four_eyes = self.env["ir.config_parameter"].sudo().get_param(FOUR_EYES)
        asked = str2bool(four_eyes or "", default=False)
        return bool(asked and author and user == author)

    def _check_may_decide(self, record, author=None):
        """:raise AccessError: when the current user may not decide on ``record``."""
        self.ensure_one()
        if self._may_decide(author=author):
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

    def _get_deciders(self, author=None):
        """The people who may decide this, of the companies chosen.

        :param author: leave them out where four eyes are asked for.
        """
        self.ensure_one()
        # Who holds which profile is no secret among colleagues.
        users = self.sudo().decider_ids.user_ids
        users = users.filtered(lambda user: user.company_ids & self.env.companies)
        return users.filtered(
            lambda user: not self._is_own_work(user, author)
        ).with_env(self.env)

    def _open_handover(self, record, author=None):
        """The dialog in which a decision on ``record`` is handed over."""
        self.ensure_one()
        handover = self.env["playbook.decision.handover"].create(
            {
                "type_id": self.id,
                "res_model": record._name,
                "res_id": record.id,
                "author_id": author.id if author else False,
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": handover._name,
            "res_id": handover.id,
            "view_mode": "form",
            "target": "new",
        }

    def _hand_over(self, record, decider, note=""):
        """Ask ``decider`` to decide on ``record``: one activity, however often asked.

        :param record: of a model with activities that the current user may read.
        :return: the activity.
        :raise UserError: when ``decider`` may not decide this.
        """
        self.ensure_one()
        record.check_access("read")
        if not decider:
            raise UserError(
                self.env._(
                    "Choose who decides “%(decision)s”: %(deciders)s.",
                    decision=self.name,
                    deciders=self._tell_deciders(),
                )
            )
        if decider not in self._get_deciders():
            raise UserError(
                self.env._(
                    "%(person)s may not decide “%(decision)s”. Choose one of "
                    "%(deciders)s.",
                    person=decider.name,
                    decision=self.name,
                    deciders=self._tell_deciders(),
                )
            )
        # Safe: who reads the record may ask for a decision on it; that writes nothing
        # but the activity of who decides.
        record_sudo = record.sudo()
        open_ones = record_sudo.activity_ids.filtered(
            lambda activity: activity.playbook_decision_type_id == self
            and activity.user_id == decider
        )
        if open_ones:
            return open_ones[0].with_env(self.env)
        return record_sudo.activity_schedule(
            ACTIVITY_TYPE,
            user_id=decider.id,
            # The decider reads it, in their language.
            summary=self.with_context(lang=decider.lang).name,
            note=plaintext2html(note) if note else False,
            playbook_decision_type_id=self.id,
        ).with_env(self.env)

    def _close_handovers(self, record):
        """What was handed over is decided: its activities are done."""
        # Safe: the decision is made, by whoever was entitled to it.
        activities = record.sudo().activity_ids.filtered(
            lambda activity: activity.playbook_decision_type_id in self
        )
        if activities:
            activities.action_feedback()
