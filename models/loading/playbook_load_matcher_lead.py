from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL

from .match_sql import plain_sql, values_table
from .playbook_load_matcher import MOST

COMPARED = (
    *("active", "company_id", "email_normalized", "name", "partner_id"),
    "phone_sanitized",
)
# By what a lead is told to be of the same customer, and how much that says.
SAME_CUSTOMER = {
    "customer": (
        SQL(
            """lead.partner_id IN (
                   SELECT person.id FROM res_partner person
                    WHERE person.commercial_partner_id = wanted.entity)"""
        ),
        1.0,
    ),
    "email": (SQL("lead.email_normalized = wanted.email"), 0.9),
    "phone": (SQL("lead.phone_sanitized = wanted.phone"), 0.8),
}


class PlaybookLoadMatcherLead(models.AbstractModel):
    _inherit = "playbook.load.matcher"

    @api.model
    def _find_similar_leads(self, wanted, limit=3):
        """Leads and opportunities, open or closed, that lines may be about.

        :param wanted: a list of dictionaries: ``number``, ``name``, and of
            ``partner_id``, ``email``, ``phone``, ``country_id`` what is known.
        :return: by number, up to ``limit`` tuples ``(lead_id, score, how)`` of the same
            name but for accents and punctuation, the likeliest first; ``how`` is
            ``customer``, ``email`` or ``phone``.
        """
        self.env["res.partner"].flush_model(["commercial_partner_id"])
        table = self._wanted_leads(wanted)
        rows = self._readable_rows(
            SQL(" UNION ALL ").join(
                SQL(
                    """SELECT wanted.position, found.id, %s, %s
                         FROM %s CROSS JOIN LATERAL (
                              SELECT lead.id FROM crm_lead lead
                               WHERE %s AND wanted.key <> '' AND %s = wanted.key
                                 AND (lead.company_id IS NULL
                                      OR lead.company_id = ANY(%s))
                            ORDER BY lead.active DESC, lead.id DESC LIMIT %s) found""",
                    *(score, how, table, condition, plain_sql("lead.name")),
                    *(self.env.companies.ids, MOST),
                )
                for how, (condition, score) in SAME_CUSTOMER.items()
            ),
            model="crm.lead",
            compared=COMPARED,
        )
        best = defaultdict(dict)
        for position, lead_id, score, how in rows:
            best[position].setdefault(lead_id, (float(score), how))
        return {
            line["number"]: sorted(
                ((id_, *found) for id_, found in best[position].items()),
                key=lambda found: (-found[1], -found[0]),
            )[:limit]
            for position, line in enumerate(wanted)
        }

    def _wanted_leads(self, wanted):
        given = values_table(
            "given",
            position=("int4", list(range(len(wanted)))),
            name=("text", [str(line.get("name") or "") for line in wanted]),
            partner_id=("int4", [line.get("partner_id") or None for line in wanted]),
            email=("text", self._emails(wanted)),
            phone=("text", self._phones(wanted)),
        )
        return SQL(
            """(SELECT given.*, %s AS key, partner.commercial_partner_id AS entity
                  FROM %s LEFT JOIN res_partner partner ON partner.id = given.partner_id
                OFFSET 0) wanted""",
            *(plain_sql("given.name"), given),
        )
