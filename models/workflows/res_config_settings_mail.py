from odoo import api, fields, models
from odoo.exceptions import UserError

MAIL_LIMIT = "crm_playbook.mail_limit"
MAIL_LIMIT_DAYS = "crm_playbook.mail_limit_days"
# How many e-mails, and in how many days.
DEFAULT_MAIL_LIMIT = (2, 7)
MOST_MAILS, MOST_DAYS = 100, 365


class ResConfigSettings(models.TransientModel):
    """How many e-mails of workflows a customer gets."""

    _inherit = "res.config.settings"

    playbook_mail_limit = fields.Integer(
        string="E-mails to a customer at most",
        default=DEFAULT_MAIL_LIMIT[0],
        help="What all workflows together send to one customer; 0: no limit.",
    )
    playbook_mail_limit_days = fields.Integer(
        string="In so many days", default=DEFAULT_MAIL_LIMIT[1]
    )

    @api.model
    def get_values(self):
        """Show the limits that are used, whatever the parameters hold."""
        most, days = self._get_mail_limit()
        return {
            **super().get_values(),
            "playbook_mail_limit": most,
            "playbook_mail_limit_days": days,
        }

    def set_values(self):
        most, days = self.playbook_mail_limit, self.playbook_mail_limit_days
        if not (0 <= most <= MOST_MAILS and 1 <= days <= MOST_DAYS):
            raise UserError(
                self.env._(
                    "A customer cannot be limited to %(count)s e-mails in %(days)s "
                    "days. Enter 0 to %(most)s e-mails, and 1 to %(longest)s days, for "
                    "example 2 in 7.",
                    count=most,
                    days=days,
                    most=MOST_MAILS,
                    longest=MOST_DAYS,
                )
            )
        result = super().set_values()
        parameters = self.env["ir.config_parameter"]
        # As texts: Odoo takes the number 0 for no parameter, and here it is one.
        parameters.set_param(MAIL_LIMIT, str(most))
        parameters.set_param(MAIL_LIMIT_DAYS, str(days))
        return result

    @api.model
    def _get_mail_limit(self):
        """How many e-mails of workflows a customer gets (0: any number), and in how
        many days; a parameter that is no such number counts as the default.
        """
        # Asked by whoever plans something; the parameters hold nothing secret.
        parameters = self.env["ir.config_parameter"].sudo()
        limits = zip(
            (MAIL_LIMIT, MAIL_LIMIT_DAYS),
            DEFAULT_MAIL_LIMIT,
            ((0, MOST_MAILS), (1, MOST_DAYS)),
            strict=True,
        )
        found = []
        for key, default, (least, most) in limits:
            try:
                value = int(parameters.get_param(key) or default)
            except ValueError:
                value = -1
            found.append(value if least <= value <= most else default)
        return tuple(found)
