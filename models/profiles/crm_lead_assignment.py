"""Giving leads to somebody: Marketing hands over, Sales Management reassigns."""

from markupsafe import Markup

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import plaintext2html

PREPARES = "crm_playbook.group_prepares_leads"
DIRECTS = "crm_playbook.group_sales_management"
USE_LEAD = "crm.group_use_lead"
# How many deals are named to who gets them; of the others, how many there are.
NAMED = 20


class CrmLead(models.Model):
    _inherit = "crm.lead"

    def action_hand_over(self):
        """Ask Marketing to whom these leads go."""
        return self._open_assignment("hand_over")

    def action_reassign(self):
        """Ask Sales Management to whom these leads go."""
        return self._open_assignment("reassign")

    def _open_assignment(self, purpose):
        wizard = self.env["playbook.lead.assign"]._prepare(self, purpose)
        return {
            "type": "ir.actions.act_window",
            "name": wizard._get_title(),
            "res_model": wizard._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
        }

    def _hand_over(self, user, team, note=""):
        """Marketing gives these leads to Sales: converted, with a person or a team.

        Marketing writes them no more then, and still reads them.

        :param user: the salesperson, or none: the team picks it up.
        :param team: the sales team, or none: that of the salesperson.
        :param note: what Sales should know.
        :raise AccessError: when the user is not of Marketing or may not write a lead.
        """
        self._check_profile(PREPARES, self.env._("Marketing"))
        self.check_access("write")
        self._check_pending()
        self._check_assignable(user, team)
        if not user:
            self._check_needs_no_salesperson()
        # Safe: the user could write these leads, and is of the profile that hands over.
        leads_sudo = self.sudo()
        for lead in leads_sudo.filtered(lambda lead: lead.type == "lead"):
            if not lead.partner_id:
                # As the user: beyond the rules, customers of other companies are found.
                found = lead.with_env(self.env)._find_customer()
                lead.partner_id = found or lead._create_customer()
            lead.convert_opportunity(lead.partner_id)
        leads_sudo._assign(user, team, note)

    def _find_customer(self):
        """The contact with the lead's mail address, of a company that it can have."""
        company = self.company_id or self.env.company
        lead = self.with_context(allowed_company_ids=company.ids)
        found = lead._find_matching_partner().with_env(self.env)
        # Colleagues are found whatever their company is.
        return found.filtered_domain(found._check_company_domain(company))

    def _reassign(self, user, team, note="", *, move_activities=True):
        """Sales Management gives these leads to somebody else.

        :param move_activities: whether what the former salespeople had planned goes
            along; otherwise it stays theirs.
        :raise AccessError: when the user is not of Sales Management or does not read
            all of the leads.
        """
        self._check_profile(DIRECTS, self.env._("Sales Management"))
        self.check_access("read")
        self._check_assignable(user, team)
        # Safe: Sales Management decides who looks after the leads that it reads, and
        # writes nothing else of them.
        leads_sudo = self.sudo()
        planned = leads_sudo.env["mail.activity"].union(
            *(
                lead.activity_ids.filtered(
                    lambda activity, former=lead.user_id: former
                    and activity.user_id == former
                )
                for lead in leads_sudo
            )
        )
        leads_sudo._assign(user, team, note)
        if user and move_activities:
            # They are told of the lead; not of each activity once more.
            planned.filtered(lambda each: each.user_id != user).with_context(
                mail_activity_quick_update=True
            ).write({"user_id": user.id})

    def _check_profile(self, group, name):
        if not self.env.su and not self.env.user.has_group(group):
            raise AccessError(
                self.env._(
                    "This is done by the profile %(profile)s, and you do not have it.",
                    profile=name,
                )
            )

    def _check_assignable(self, user, team):
        if not user and not team:
            raise UserError(
                self.env._("Choose a salesperson or a sales team to give it to.")
            )
        # Whether a colleague has left is no secret.
        if user and not (user.sudo().active and user._sells()):
            raise UserError(
                self.env._(
                    "%(person)s does not sell, and could not open what you give them. "
                    "Choose somebody with the profile Sales.",
                    person=user.name,
                )
            )
        foreign = self._find_foreign(user)[:1]
        if foreign:
            raise UserError(
                self.env._(
                    "“%(lead)s” belongs to %(company)s, where %(person)s does not "
                    "work. Choose somebody who does.",
                    lead=foreign.display_name,
                    company=(foreign.company_id or self.env.company).name,
                    person=user.name,
                )
            )

    def _find_foreign(self, user):
        """Those of these leads that belong to a company where ``user`` does not work.

        What belongs to no company stays within those of the current user.
        """
        if not user:
            return self.browse()
        # Which companies a colleague works for is compared, not told.
        works_for = user.sudo().company_ids
        return self.filtered(lambda lead: not lead._get_companies() & works_for)

    def _get_companies(self):
        """The companies one of which somebody must work for to get this lead."""
        return self.company_id or self.env.companies

    def _get_company_choices(self):
        """What :meth:`_get_companies` says of these leads, each only once."""
        return {lead._get_companies() for lead in self}

    @api.model
    def _needs_salesperson(self):
        """Whether handing over to a team alone would hand nothing over.

        Where leads are switched off, what is in the first stage and nobody's is still
        Marketing's.
        """
        return not self.env.user.has_group(USE_LEAD)

    def _check_needs_no_salesperson(self):
        if self and self._needs_salesperson():
            raise UserError(
                self.env._(
                    "Choose a salesperson for “%(lead)s”. While leads are switched "
                    "off, what a sales team alone is given stays with Marketing.",
                    lead=self[0].display_name,
                )
            )

    def _check_pending(self):
        """What is closed is restored first: nobody converts what is lost."""
        for lead in self:
            if not lead.active or lead.won_status != "pending":
                raise UserError(
                    self.env._(
                        "“%(lead)s” is closed. Restore it first, then hand it over.",
                        lead=lead.display_name,
                    )
                )

    def _assign(self, user, team, note):
        values = {"user_id": user.id}
        if team:
            values["team_id"] = team.id
        self.write(values)
        if self and note:
            body = plaintext2html(note)
            self._message_log_batch({lead.id: body for lead in self})
            if user:
                self._tell_once(user, body)

    def _tell_once(self, user, body):
        """Tell ``user`` what is noted on these leads: on the only one, or of them all.

        Odoo tells them of each lead besides.
        """
        env = self.with_context(lang=user.lang).env
        thread = self if len(self) == 1 else self.env["mail.thread"]
        subject = env._("You were given “%(lead)s”", lead=self[0].display_name)
        if len(self) > 1:
            subject = env._("You were given %(count)s deals", count=len(self))
            items = [
                Markup('<a href="%s">%s</a>')
                % (lead._notify_get_action_link("view"), lead.display_name)
                for lead in self[:NAMED]
            ]
            if len(self) > NAMED:
                items.append(env._("and %(count)s more", count=len(self) - NAMED))
            listed = Markup("").join(Markup("<li>%s</li>") % item for item in items)
            body = Markup("%s<ul>%s</ul>") % (body, listed)
        thread.message_notify(
            subject=subject, body=body, partner_ids=user.partner_id.ids
        )
