"""For whom a step that writes to customers is left out, and for whom it waits."""

from odoo import models
from odoo.tools import format_date

from . import mail_checks_sql
from .mail_checks_sql import SATISFACTION_DAYS
from .playbook_customer_answer import NO, YES
from .playbook_workflow_step import MAIL
from .playbook_workflow_step_mail import INTEREST, SATISFACTION, SEND
from .playbook_workflow_step_mail_room import Going


class PlaybookWorkflowStep(models.Model):
    """Odoo's template e-mails ask for no blacklist: all of it is asked here.

    The *preferred channel* of a main segment forbids no e-mail: it says what people
    choose first, and whoever writes a workflow has chosen. Its *contacts at most* do:
    0 means none at all.
    """

    _inherit = "playbook.workflow.step"

    def _find_unfit(self, rows, env):
        found = super()._find_unfit(rows, env)
        if self.kind == MAIL:
            found = {**self._judge(rows)[0], **found}
        return found

    def _find_postponed(self, rows, env):
        found = super()._find_postponed(rows, env)
        if self.kind == MAIL:
            found = {**self._judge(rows)[1], **found}
        return found

    def _judge(self, rows):
        """Who gets nothing, and who not yet.

        :return: two dictionaries by ``enrollment_id``: why, in words; and
            :class:`.playbook_workflow_step_mail_room.Later`.
        """
        facts = self._get_mail_facts(rows)
        emails = {fact["email"] for fact in facts.values()} - {None}
        opted_out = self.env["playbook.opt.out"]._find_opted_out(
            emails, self.workflow_id
        )
        # What goes out with this batch counts for what else is in it.
        unfit, later, going = {}, {}, Going()
        for key, fact in facts.items():
            ahead = going.count(fact)
            why = self._tell_unfit(fact, opted_out)
            if not why and self.asks_for == SATISFACTION:
                why = self._tell_asked(fact, asked_already=going.is_asked(fact))
            if not why:
                why = self._tell_waited(fact, ahead)
            wait = None if why else self._find_wait(fact, ahead)
            if why:
                unfit[key] = why
            elif wait:
                later[key] = wait
            else:
                # What is only announced now counts once it is sent.
                going.add(fact, sent=fact["mail_id"] or self.mail_mode == SEND)
        return unfit, later

    # ------------------------------------------------------------------
    # What is known
    # ------------------------------------------------------------------

    def _get_mail_facts(self, rows):
        """What :func:`.mail_checks_sql.facts` tells, by ``enrollment_id``."""
        if not rows:
            return {}
        self.env.flush_all()
        self.env.cr.execute(
            mail_checks_sql.facts(
                rows,
                now=self.workflow_id._now(),
                contact_days=self.workflow_id.contact_days,
                mail_days=self._get_mail_limit()[1],
            )
        )
        facts = {fact["enrollment_id"]: fact for fact in self.env.cr.dictfetchall()}
        ids = {fact["segment_id"] for fact in facts.values()} - {None}
        # Which segment a customer is treated by is no secret.
        names = {
            each.id: each.name
            for each in self.env["playbook.segment"].sudo().browse(ids)
        }
        for fact in facts.values():
            fact["segment"] = names.get(fact["segment_id"])
        return facts

    def _get_mail_limit(self):
        """How many e-mails of workflows a customer gets, and in how many days."""
        return self.env["res.config.settings"]._get_mail_limit()

    # ------------------------------------------------------------------
    # Left out
    # ------------------------------------------------------------------

    def _tell_unfit(self, fact, opted_out):
        """Why nothing is written to them, in words; None: it is."""
        env, email = self.env, fact["email"]
        if not email and not fact["written"]:
            return env._("There is no e-mail address.")
        if not email:
            words = env._("“%(text)s” is no e-mail address.", text=fact["written"])
        elif fact["blacklisted"]:
            words = env._("%(email)s is on the blacklist.", email=email)
        elif email in opted_out:
            words = env._("%(email)s wants no more such e-mails.", email=email)
        elif fact["came_back"]:
            words = env._("The last e-mail to %(email)s came back.", email=email)
        elif fact["contact_max"] == 0:
            words = env._(
                "Customers of the segment “%(segment)s” are not contacted at all.",
                segment=fact["segment"],
            )
        elif self.workflow_id.contact_days and fact["contacted"]:
            words = env._(
                "Somebody contacted the customer on %(day)s.",
                day=format_date(env, fact["contacted"]),
            )
        elif self.workflow_id.stop_on_meeting and fact["meets"]:
            words = env._("A meeting with the customer is planned.")
        else:
            words = self._tell_answered(fact)
        return words

    def _tell_answered(self, fact):
        """Why what they have answered is enough; None: it is not.

        Who says no is promised not to be asked again; who says yes is called.
        """
        said, day = fact["said"], format_date(self.env, fact["said_on"])
        if said == NO and self.asks_for == INTEREST:
            return self.env._(
                "The customer said on %(day)s that they are not interested, and is not "
                "asked again.",
                day=day,
            )
        if said == YES and fact["is_asked"]:
            return self.env._(
                "The customer said yes on %(day)s: what was planned then is open.",
                day=day,
            )
        return None

    def _tell_asked(self, fact, *, asked_already):
        """Why they are not asked how satisfied they are; None: they are.

        :param asked_already: something else that goes out now asks them.
        """
        if not fact["customer_id"]:
            return self.env._("There is no customer who could be satisfied.")
        if not (fact["asked"] or asked_already):
            return None
        return self.env._(
            "The customer was asked how satisfied they are within %(days)s days.",
            days=SATISFACTION_DAYS,
        )
