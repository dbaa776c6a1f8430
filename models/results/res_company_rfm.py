from odoo import fields, models
from odoo.tools import SQL


class ResCompany(models.Model):
    _inherit = "res.company"

    playbook_rfm_past_told = fields.Boolean(
        readonly=True,
        groups="base.group_system",
        help="That it was looked for in which RFM groups customers were before they "
        "were first scored.",
    )
    playbook_rfm_past_day = fields.Date(
        readonly=True,
        groups="base.group_system",
        help="The last day for which that was looked for.",
    )

    def _tell_rfm_past(self):
        """Tell in which RFM groups customers of this company were before they were
        first scored, of the next day of which it has not been told.

        :return: whether it has been told of all days.
        """
        self.ensure_one()
        # The groups of the past are worked out past the rules, as those of today are.
        company = self.sudo()
        if company.playbook_rfm_past_told:
            return True
        History = company.env["playbook.rfm.history"]
        days = History._get_days_before(company)
        if company.playbook_rfm_past_day:
            days = [day for day in days if day > company.playbook_rfm_past_day]
        if days:
            History._tell_past(company, days[0])
            company.playbook_rfm_past_day = days[0]
        if len(days) > 1:
            return False
        company.playbook_rfm_past_told = True
        if days:
            # As long as PostgreSQL knows of no rows of the past, it plans measuring
            # as if there were none.
            self.env.cr.execute(SQL("ANALYZE playbook_rfm_history"))
        company.env["playbook.measurement.run"]._measure_rfm_again(company)
        return True
