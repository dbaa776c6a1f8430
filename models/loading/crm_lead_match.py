from odoo import models


class CrmLead(models.Model):
    _inherit = "crm.lead"

    # Odoo's own index is for parts of addresses: slow for whole ones.
    _playbook_email = models.Index(
        "(email_normalized) WHERE email_normalized IS NOT NULL"
    )
