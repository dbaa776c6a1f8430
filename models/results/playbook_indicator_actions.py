from odoo import models
from odoo.tools import SQL

from .facts_company_sql import company_of
from .facts_sql import facts
from .happened_sql import happened

# What is done about a complaint of the same customer in so many days is about the same.
SAME_COMPLAINT_DAYS = 30


class PlaybookIndicator(models.Model):
    """Built-in indicators of what was done with customers."""

    _inherit = "playbook.indicator"

    def _facts_actions_done(self):
        """Actions that were done, by when; those that were cancelled are none."""
        return self._get_action_facts(SQL("TRUE"), numerator=SQL("1"))

    def _facts_actions_on_time(self):
        """Of the actions planned for a day, those done by then."""
        return self._get_action_facts(
            SQL("happened.promise IS NOT NULL"),
            numerator=SQL("(happened.promise = 'kept')::integer"),
            denominator=SQL("1"),
        )

    def _facts_actions_recorded(self):
        """Of the actions done, those of which it is known what for and what came of
        it.
        """
        return self._get_action_facts(
            SQL("TRUE"),
            numerator=SQL(
                "(happened.purpose_id IS NOT NULL"
                " AND happened.outcome_id IS NOT NULL)::integer"
            ),
            denominator=SQL("1"),
        )

    def _facts_effectiveness(self):
        """Of the actions with an outcome, those whose outcome is positive."""
        return self._get_action_facts(
            SQL("happened.result IS NOT NULL"),
            numerator=SQL("(happened.result = 'positive')::integer"),
            denominator=SQL("1"),
        )

    def _facts_complaints(self):
        """Complaints, by the first thing that was done about them."""
        earlier = SQL(
            """
            EXISTS (
                SELECT FROM playbook_action earlier
                 WHERE earlier.commercial_partner_id = happened.commercial_partner_id
                   AND earlier.company_id IS NOT DISTINCT FROM happened.company_id
                   AND earlier.purpose_family = 'complaint'
                   AND earlier.state = 'done'
                   AND (earlier.date_done, earlier.id)
                       < (happened.date_done, happened.id)
                   AND earlier.date_done
                       > happened.date_done - %s * INTERVAL '1 day')
            """,
            SAME_COMPLAINT_DAYS,
        )
        return self._get_action_facts(
            SQL("happened.purpose_family = 'complaint' AND NOT %s", earlier),
            numerator=SQL("1"),
        )

    def _get_action_facts(self, condition, **measure):
        """Each is that of who did it, and of the team of what it was done on."""
        return facts(
            happened(
                SQL("playbook_action"),
                "date_done",
                company_of("happened"),
                SQL("happened.state = 'done' AND %s", condition),
            ),
            team_id=SQL("happened.team_id"),
            user_id=SQL("happened.user_id"),
            record=SQL("happened.id"),
            partner_id=SQL("happened.commercial_partner_id"),
            **measure,
        )
