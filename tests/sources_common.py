"""Deals, orders and actions whose dates and amounts are known."""

from collections import Counter

from odoo.tests import new_test_user
from odoo.tools import SQL

from .common import INTERNAL, PROFILE_GROUPS, CrmPlaybookCommon


class SourcesCommon(CrmPlaybookCommon):
    """``first``: a stage; ``won``: the stage of won deals; ``user_leader``: reads all
    that the members of ``team`` have.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True})
        cls.first, cls.won = cls.env["crm.stage"].create(
            [
                {"name": "First", "sequence": -40},
                {"name": "Won here", "sequence": -10, "is_won": True},
            ]
        )
        cls.user_leader = new_test_user(
            cls.env,
            login="so_leader",
            groups=f"{INTERNAL},{PROFILE_GROUPS['sales']},"
            "crm_playbook.group_sale_salesman_team",
        )
        cls.team.user_id = cls.user_leader
        cls.customer = cls._create_customer("Source Ltd", user_id=cls.user_sales.id)

    @classmethod
    def _deal(cls, user=None, **values):
        user = user or cls.user_sales
        return cls._create_lead(
            values.pop("partner", cls.customer),
            **{
                "user_id": user.id,
                "team_id": cls.team_other.id
                if user == cls.user_other_team
                else cls.team.id,
                "stage_id": cls.first.id,
                "expected_revenue": 100,
                "company_id": cls.env.company.id,
                **values,
            },
        )

    @classmethod
    def _set(cls, records, **columns):
        """Write columns past the ORM: dates that it sets by itself."""
        cls.env.flush_all()
        for name, value in columns.items():
            cls.env.cr.execute(
                SQL(
                    "UPDATE %s SET %s = %s WHERE id = ANY(%s)",
                    SQL.identifier(records._table),
                    SQL.identifier(name),
                    value,
                    records.ids,
                )
            )
        cls.env.invalidate_all()

    @classmethod
    def _win(cls, lead, at):
        lead.stage_id = cls.won
        cls._set(lead, date_closed=at)

    @classmethod
    def _win_and_archive(cls, lead, won_at, archived_at):
        """Odoo tells that it was won anew when it is archived."""
        lead.stage_id = cls.won
        cls.env.flush_all()
        stays = cls.env["playbook.transition"].search([("lead_id", "=", lead.id)])
        ended = stays.filtered("date_left")
        cls._set(ended, date=lead.create_date, date_left=won_at)
        lead.active = False
        cls._set(lead, date_closed=archived_at)

    @classmethod
    def _lose(cls, lead, at):
        lead.action_set_lost()
        cls._set(lead, date_closed=at)

    @classmethod
    def _action(cls, user, at, lead=None, partner=None, **values):
        """An action that ``user`` has done at ``at``."""
        partner = partner or (lead.partner_id if lead else partner)
        return cls.env["playbook.action"].create(
            {
                "name": "Call",
                "user_id": user.id,
                "date_done": at,
                "lead_id": lead.id if lead else False,
                "had_lead": bool(lead),
                "team_id": lead.team_id.id if lead else False,
                "partner_id": partner.id if partner else False,
                "commercial_partner_id": partner.commercial_partner_id.id
                if partner
                else False,
                "company_id": cls.env.company.id,
                **values,
            }
        )

    def _rows(self, model, domain=(), user=None):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env[model].with_user(user or self.env.user).search(list(domain))

    def _count_scans(self, table, columns):
        """How many times the plan of ``columns`` of the query ``table`` reads stays in
        stages: for all rows together, and for each row anew.
        """
        self.env.flush_all()
        (([plan],),) = self.env.execute_query(
            SQL("EXPLAIN (FORMAT JSON) SELECT %s FROM (%s) t", SQL(columns), table)
        )
        found = Counter()

        def walk(node, for_each):
            for_each |= node.get("Parent Relationship") == "SubPlan"
            found[for_each] += node.get("Relation Name") == "playbook_transition"
            for child in node.get("Plans", ()):
                walk(child, for_each)

        walk(plan["Plan"], for_each=False)
        return found[False], found[True]
