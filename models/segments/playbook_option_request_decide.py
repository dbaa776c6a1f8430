from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from .bell import ring
from .playbook_option_merge import CONFIGURATOR
from .playbook_option_request import ACCEPTED, ASKED, REFUSED

USER = "crm_playbook.group_user"
# What a Configurator may change; who asked, and for whom, is theirs who asked.
CHANGED = {"comment", "name", "option_id"}


class PlaybookOptionRequest(models.Model):
    """What the Configurators decide."""

    _inherit = "playbook.option.request"

    def write(self, vals):
        """Nobody has another one ask: what is accepted is written in their name."""
        if not self.env.su and not CHANGED.issuperset(vals):
            raise AccessError(
                self.env._(
                    "Of “%(option)s” only the name, the option to take and the answer "
                    "can be changed.",
                    option=self[:1].name,
                )
            )
        return super().write(vals)

    def action_accept(self):
        """Create the option, or take the one that is chosen or called the same, and
        give it to the records that lacked it.
        """
        self._check_decides()
        for request in self:
            option = request._get_option()
            request._decide(ACCEPTED, option)
            request._give(option)
            request._tell()

    def action_refuse(self):
        """Refuse it; whoever asked is told, with the comment."""
        self._check_decides()
        for request in self:
            request._decide(REFUSED)
            request._tell()

    def _check_decides(self):
        self.check_access("read")
        if not self.env.user.has_group(CONFIGURATOR):
            raise AccessError(
                self.env._(
                    "“%(option)s” is for CRM Configurators to decide: you are told as "
                    "soon as one of them has.",
                    option=self[:1].name,
                )
            )
        for request in self:
            if request.state != ASKED:
                raise UserError(
                    self.env._(
                        "“%(option)s” has been decided already.", option=request.name
                    )
                )

    def _get_option(self):
        """The option that is meant; one that was retired is offered again."""
        selector = self.selector_id
        option = selector._get_options().browse(self.option_id).exists()
        option = option or selector._find_similar(self.name)
        if not option:
            name = option._rec_name or "name"
            return option.create({name: self.name}).with_context(active_test=True)
        if not option.active:
            option.action_unarchive()
        return option

    def _decide(self, state, option=None):
        # Who decides was asked before; these fields are written by the addon alone.
        self.sudo().write(
            {
                "state": state,
                "option_id": option.id if option else False,
                "decided_by_id": self.env.uid,
                "date_decided": fields.Datetime.now(),
            }
        )

    def _give(self, option):
        """Write the option into the records that lacked it, if they still do, in the
        name and with the rights of who asked.
        """
        field = self.selector_id._get_field()
        for user_id, model, res_id in self.asked_for or []:
            user = self.env["res.users"].browse(user_id).exists()
            if not user.active or not user.has_group(USER):
                continue
            if model not in ("crm.lead", "res.partner"):
                continue
            # In which companies they work is not told.
            companies = user.sudo().company_ids.ids
            record = self.env[model].browse(res_id).exists().with_user(user)
            record = record.with_context(allowed_company_ids=companies)
            try:
                with self.env.cr.savepoint():
                    record._take_option(field, option.id)
            except (AccessError, UserError):
                # They may not any more, or something else must be filled in first:
                # they are told that it can be chosen.
                continue

    def _tell(self):
        """Ring the bell of who asked, with a word of who decided."""
        asked = {
            user_id: (model, number) for user_id, model, number in self.asked_for or []
        }
        for user in self.user_ids - self.env.user:
            own = self.with_context(lang=user.lang)
            model, number = asked.get(user.id, (False, False))
            record = self.env[model].browse(number).exists() if model else None
            subject = own.env._("Missing option: %(option)s", option=self.name)
            ring(own.env, user, subject, own._get_answer_words(), record)

    def _get_answer_words(self):
        words = self._get_decision_words()
        if not self.comment:
            return words
        return self.env._(
            "%(decision)s %(person)s says: %(comment)s",
            decision=words,
            person=self.env.user.name,
            comment=self.comment,
        )

    def _get_decision_words(self):
        selector = self.selector_id.name
        if self.state == REFUSED:
            return self.env._(
                "“%(option)s” will not be an option of %(selector)s.",
                option=self.name,
                selector=selector,
            )
        return self.env._(
            "“%(option)s” can be chosen now in %(selector)s.",
            option=self.env[self.option_model].browse(self.option_id).display_name,
            selector=selector,
        )
