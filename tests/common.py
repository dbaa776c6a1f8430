"""Users, factories and measures that all tests share. No demo data needed."""

import os
from contextlib import contextmanager
from unittest.mock import patch

from odoo import fields
from odoo.fields import Command
from odoo.sql_db import Cursor
from odoo.tests import new_test_user
from odoo.tools import reset_cached_properties

from odoo.addons.base.tests.common import BaseCommon

# The long forms of the tests run in `make test-full`.
FULL = bool(os.environ.get("CRM_PLAYBOOK_FULL"))

INTERNAL = "base.group_user"
PROFILE_GROUPS = {
    "sales": "crm_playbook.group_sales",
    "marketing": "crm_playbook.group_marketing",
    "customer_service": "crm_playbook.group_customer_service_all",
    "sales_management": "crm_playbook.group_sales_management",
    "configurator": "crm_playbook.group_configurator",
}


class CrmPlaybookCommon(BaseCommon):
    """Users by role, two companies, and factories for customers and what they bought.

    ============================  ====================================================
    ``user_<profile>``            one for each of the five shipped profiles
    ``user_without_profile``      internal, may create contacts, no profile
    ``user_salesperson``          Odoo's own salesperson (own documents), no profile
    ``user_team_leader``          leads ``team``, profile Sales
    ``user_other_team``           member of ``team_other``, profile Sales
    ``user_other_company``        works for ``company_other`` alone, profile Sales
    ``user_portal``               a customer's portal user
    ``user_public``               Odoo's public user
    ============================  ====================================================
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._setup_users()
        cls._setup_companies()
        cls._setup_teams()
        cls.product = cls.env["product.product"].create(
            {"name": "Desk", "list_price": 100.0, "type": "service"}
        )

    @classmethod
    def _setup_users(cls):
        for profile, group in PROFILE_GROUPS.items():
            user = new_test_user(
                cls.env,
                login=f"playbook_{profile}",
                name=f"Playbook {profile}",
                groups=f"{INTERNAL},{group}",
            )
            setattr(cls, f"user_{profile}", user)
        cls.user_without_profile = new_test_user(
            cls.env,
            login="playbook_without_profile",
            groups=f"{INTERNAL},base.group_partner_manager",
        )
        cls.user_salesperson = new_test_user(
            cls.env,
            login="playbook_salesperson",
            groups=f"{INTERNAL},sales_team.group_sale_salesman",
        )
        cls.user_portal = new_test_user(
            cls.env, login="playbook_portal", groups="base.group_portal"
        )
        cls.user_public = cls.env.ref("base.public_user")

    @classmethod
    def _setup_companies(cls):
        cls.company_other = cls.env["res.company"].create({"name": "Other Company"})
        cls.user_other_company = new_test_user(
            cls.env,
            login="playbook_other_company",
            groups=f"{INTERNAL},{PROFILE_GROUPS['sales']}",
            company_id=cls.company_other.id,
            company_ids=[Command.set(cls.company_other.ids)],
        )

    @classmethod
    def _setup_teams(cls):
        groups = f"{INTERNAL},{PROFILE_GROUPS['sales']}"
        cls.user_team_leader = new_test_user(
            cls.env, login="playbook_team_leader", groups=groups
        )
        cls.user_other_team = new_test_user(
            cls.env, login="playbook_other_team", groups=groups
        )
        cls.team, cls.team_other = cls.env["crm.team"].create(
            [
                {
                    "name": "Team",
                    "user_id": cls.user_team_leader.id,
                    "member_ids": [Command.set(cls.user_sales.ids)],
                },
                {
                    "name": "Other Team",
                    "member_ids": [Command.set(cls.user_other_team.ids)],
                },
            ]
        )

    @classmethod
    def _create_customer(cls, name="Lumber Inc", **values):
        return cls.env["res.partner"].create(
            {"name": name, "is_company": True, **values}
        )

    @classmethod
    def _create_contact(cls, company, name="Ann Contact", **values):
        return cls.env["res.partner"].create(
            {"name": name, "parent_id": company.id, **values}
        )

    @classmethod
    def _create_lead(cls, partner=None, **values):
        return cls.env["crm.lead"].create(
            {
                "name": "Office furniture",
                "type": "opportunity",
                "partner_id": partner.id if partner else False,
                **values,
            }
        )

    @classmethod
    def _create_order(cls, partner, price=100.0, **values):
        return cls.env["sale.order"].create(
            {
                "partner_id": partner.id,
                "order_line": [
                    Command.create({"product_id": cls.product.id, "price_unit": price})
                ],
                **values,
            }
        )

    @classmethod
    def _confirm(cls, order, at=None):
        """Confirm ``order``; ``at``: the order date (naive UTC) that it then has."""
        order.action_confirm()
        if at:
            order.date_order = fields.Datetime.to_datetime(at)
        return order

    def assertState(self, partner, state, since=False):
        """``partner`` has the customer state ``state`` since the ISO date ``since``."""
        values = {
            "customer_state": state,
            "customer_since": since and fields.Date.to_date(since),
        }
        self.assertRecordValues(partner, [values])

    @contextmanager
    def _recorded_queries(self):
        """The queries of the block, as a list of texts that fills while it runs."""
        queries = []
        execute = Cursor.execute

        def recording(cursor, query, *args, **kwargs):
            queries.append(getattr(query, "code", query))
            return execute(cursor, query, *args, **kwargs)

        with patch.object(Cursor, "execute", recording):
            yield queries

    def _count_queries(self, func):
        """How many queries ``func`` needs, flush included, beginning with an empty
        cache.
        """
        self.env.flush_all()
        self.env.invalidate_all()
        # An environment knows its company until it is collected, which is whenever.
        for env in list(self.env.transaction.envs):
            reset_cached_properties(env)
        before = self.env.cr.sql_log_count
        func()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before
