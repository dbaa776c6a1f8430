from odoo import models
from odoo.tools import SQL

from ..workflows.quotation_sql import written_since
from ..workflows.stale_sql import stale
from ..workflows.targets import OPPORTUNITY
from ..workflows.trigger_sql import open_record
from .deals_sql import by_then, customer_of, in_company, made_at, owned
from .facts_sql import facts

# How long ago the last contact may be.
CONTACT_DAYS = 30


class PlaybookIndicator(models.Model):
    """Built-in indicators of how open opportunities are looked after, as they are now.

    Open are those that are neither won nor lost, and have no confirmed order yet.
    """

    _inherit = "playbook.indicator"

    def _facts_stale_share(self):
        """What the list of stale opportunities has, of all that are open."""
        self.env["crm.lead"]._flush_for_staleness()
        trigger = stale(
            SQL("period.as_of"),
            self.env["playbook.workflow"]._get_stale_days_sql(),
            unknown_zones=self.env["res.partner"]._time_zones_unknown_to_postgresql(),
        )
        return facts(
            SQL(
                "period CROSS JOIN (%s) WHERE stay.date_left IS NULL AND %s",
                trigger.source,
                _is_open(),
            ),
            numerator=SQL("CASE WHEN %s THEN 1 ELSE 0 END", trigger.matches),
            denominator=SQL("1"),
            stage_id=SQL("lead.stage_id"),
            **owned("lead"),
        )

    def _facts_next_step_share(self):
        """Those for which something is planned, whoever is to do it and by when."""
        return self._get_care_facts(
            SQL(
                """
                EXISTS (SELECT FROM mail_activity activity
                         WHERE activity.res_model = 'crm.lead'
                           AND activity.res_id = lead.id AND activity.active)
                """
            )
        )

    def _facts_contact_share(self):
        """Those whose customer was in contact with us, or on which somebody was reached
        or wrote, in the last days.
        """
        return self._get_care_facts(_in_contact())

    def _get_care_facts(self, condition):
        return facts(
            SQL("period CROSS JOIN crm_lead lead WHERE %s", _is_open()),
            numerator=SQL("CASE WHEN %s THEN 1 ELSE 0 END", condition),
            denominator=SQL("1"),
            stage_id=SQL("lead.stage_id"),
            **owned("lead"),
        )


def _is_open():
    """Whether the row ``lead`` is an open opportunity of the company of ``period``."""
    return SQL(
        "%s AND %s AND %s",
        open_record(OPPORTUNITY),
        by_then(made_at("lead")),
        in_company("lead"),
    )


def _in_contact():
    since = SQL("(period.as_of - %s * INTERVAL '1 day')", CONTACT_DAYS)
    return SQL(
        """
        (EXISTS (SELECT FROM playbook_last_contact known
                  WHERE known.partner_id = %(customer)s
                    AND known.company_id = period.company_id
                    AND known.date > %(since)s)
         OR EXISTS (SELECT FROM playbook_action done
                     WHERE done.lead_id = lead.id
                       AND done.state = 'done'
                       AND done.channel IS NOT NULL
                       AND done.no_contact IS NOT TRUE
                       AND done.date_done > %(since)s)
         OR %(wrote)s)
        """,
        customer=customer_of("lead"),
        since=since,
        wrote=written_since(SQL("'crm.lead'"), SQL("lead.id"), since),
    )
