from odoo import models

from .match_sql import name_text, vat_text


def _trigrams(condition):
    """An index for similar names, where the database has what it takes."""

    def definition(registry):
        if not registry.has_trigram:
            return ""
        # What is put off until later is read through at each look-up: by default so
        # much that, while a base is being filled, one takes six times as long.
        return (
            f"USING gin (({name_text('name')}) gin_trgm_ops)"
            f" WITH (gin_pending_list_limit = 64) WHERE {condition}"
        )

    return definition


class ResPartner(models.Model):
    _inherit = "res.partner"

    # What a load looks customers up by, thousands at a time: Odoo indexes none of it.
    # Contacts carry their company's tax ID: only whose it is stands in the index.
    _playbook_vat = models.Index(
        f"(({vat_text('vat')})) WHERE vat IS NOT NULL AND commercial_partner_id = id"
    )
    _playbook_email = models.Index(
        "(email_normalized) WHERE email_normalized IS NOT NULL"
    )
    _playbook_phone = models.Index(
        "(phone_sanitized) WHERE phone_sanitized IS NOT NULL"
    )
    _playbook_name = models.Index(f"(({name_text('name')}))")
    _playbook_company_trgm = models.Index(_trigrams("is_company IS TRUE"))
    _playbook_person_trgm = models.Index(_trigrams("is_company IS NOT TRUE"))
