from datetime import timedelta

import pytz

from odoo import api, fields, models
from odoo.tools import SQL, ormcache

from .customer_state_sql import (
    CUSTOMER,
    INACTIVE,
    PROSPECT,
    customer_states,
    those_that_differ,
)

STATE_FIELDS = ["customer_state", "customer_since"]
DEFAULT_INACTIVE_DAYS = 365
MAX_INACTIVE_DAYS = 36_500
REFRESH_BATCH = 1000


class ResPartner(models.Model):
    """Who counts as a customer.

    The state belongs to the commercial entity (``commercial_partner_id``) as a whole:
    what its contacts asked, ordered and were invoiced counts for it. It is one word
    over all companies of the database, and carries no figure of any of them.
    """

    _inherit = "res.partner"

    customer_state = fields.Selection(
        [
            (PROSPECT, "Prospect"),
            (CUSTOMER, "Customer"),
            (INACTIVE, "Inactive"),
        ],
        string="Customer state",
        compute="_compute_customer_state",
        store=True,
        compute_sudo=True,
        index="btree_not_null",
        groups="base.group_user",
        help="Prospect: has a lead or opportunity, or is marked as one by hand.\n"
        "Customer: has a confirmed order or a posted invoice.\n"
        "Inactive: was a customer, and has bought nothing for the days set in the CRM "
        "settings.\n"
        "Empty for everybody else, and for contacts of a company.",
    )
    customer_since = fields.Date(
        string="Customer since",
        compute="_compute_customer_state",
        store=True,
        compute_sudo=True,
        groups="base.group_user",
        help="Date of the first confirmed order or posted invoice.",
    )
    is_prospect = fields.Boolean(
        string="Treat as prospect",
        copy=False,
        groups="base.group_user",
        help="Tick it for somebody who may become a customer but has no lead yet.",
    )
    # Leads from what happens to any contact to the commercial entity whose state it
    # changes.
    playbook_entity_ids = fields.One2many(
        "res.partner",
        "commercial_partner_id",
        string="Partners of this commercial entity",
        context={"active_test": False},
        exportable=False,
        groups="base.group_user",
    )

    @api.depends(
        "is_prospect",
        "commercial_partner_id",
        "ref_company_ids",
        "user_ids.active",
        "user_ids.share",
        "playbook_entity_ids.opportunity_ids",
        "playbook_entity_ids.sale_order_ids.state",
        "playbook_entity_ids.sale_order_ids.date_order",
        "playbook_entity_ids.invoice_ids.move_type",
        "playbook_entity_ids.invoice_ids.state",
        "playbook_entity_ids.invoice_ids.payment_state",
        "playbook_entity_ids.invoice_ids.invoice_date",
    )
    def _compute_customer_state(self):
        """Assign only what differs: a lead for an old customer writes no partner row.

        Partners that are not assigned keep what they have (the ORM marks them as
        computed and reads them when asked for).
        """
        for partner in self.filtered(lambda partner: not partner.id):
            partner.customer_state = partner._origin.customer_state
            partner.customer_since = partner._origin.customer_since
        stored = self.filtered("id")
        if not stored:
            return
        for row in self.env.execute_query(self._customer_states(stored.ids)):
            partner_id, state, since, stored_state, stored_since = row
            partner = self.browse(partner_id)
            partner._assign_if_new("customer_state", state, stored_state)
            partner._assign_if_new("customer_since", since, stored_since)

    def _assign_if_new(self, name, value, stored):
        """Assign ``value``, unless the cache, else ``stored``, has it already.

        Asking the cache first spares a flush of the field from within its own compute.
        """
        known = self[name] if name in self._cache else stored
        if (known or None) != value:
            self[name] = value
            if name == "customer_state" and not known:
                self._become_customer()

    def _become_customer(self):
        """This counts as a customer from now on: rooms that follow extend it."""

    @api.model
    def _customer_states(self, partner_ids=None):
        """The states as they are and as they should be: see :func:`customer_states`."""
        self._flush_for_customer_state()
        inactive_days = timedelta(days=self._get_inactive_days())
        return customer_states(
            partner_ids,
            inactive_from=fields.Date.today() - inactive_days,
            unknown_zones=self._time_zones_unknown_to_postgresql(),
        )

    @api.model
    @ormcache()
    def _time_zones_unknown_to_postgresql(self):
        """The zones that Odoo offers and this PostgreSQL does not know.

        Some systems ship PostgreSQL without the older names (Asia/Calcutta), on which
        ``AT TIME ZONE`` raises.
        """
        rows = self.env.execute_query(SQL("SELECT name FROM pg_timezone_names"))
        return tuple(sorted(set(pytz.all_timezones) - {name for (name,) in rows}))

    def _flush_for_customer_state(self):
        """Write what the query reads and the ORM may still hold back."""
        self.env["res.partner"].flush_model(["commercial_partner_id", "is_prospect"])
        self.env["res.company"].flush_model(["partner_id", "resource_calendar_id"])
        self.env["resource.calendar"].flush_model(["tz"])
        self.env["res.users"].flush_model(["active", "partner_id", "share"])
        self.env["crm.lead"].flush_model(["partner_id"])
        self.env["sale.order"].flush_model(
            ["company_id", "date_order", "partner_id", "state"]
        )
        self.env["account.move"].flush_model(
            [
                "amount_total",
                "invoice_date",
                "move_type",
                "partner_id",
                "payment_state",
                "reversed_entry_id",
                "state",
            ]
        )

    @api.model
    def _get_inactive_days(self):
        """After how many days without a purchase a customer is inactive (1 to 36,500).

        A parameter that is no such number counts as 365: saving an order must not fail
        because of it.
        """
        key = "crm_playbook.inactive_days"
        # Read by everyone who saves an order; the parameter itself holds nothing
        # secret.
        value = self.env["ir.config_parameter"].sudo().get_param(key)
        try:
            days = int(value or DEFAULT_INACTIVE_DAYS)
        except ValueError:
            days = 0
        if days < 1:
            return DEFAULT_INACTIVE_DAYS
        return min(days, MAX_INACTIVE_DAYS)

    @api.model
    def _refresh_customer_states(self, partner_ids=None):
        """Bring the stored states up to date with one statement.

        :param partner_ids: a list of ids to look at; None for all.
        :return: how many partners changed.
        """
        if partner_ids is not None and not partner_ids:
            return 0
        self.flush_model(STATE_FIELDS)
        changed = self.env.execute_query(
            SQL(
                """
                UPDATE res_partner
                   SET customer_state = due.state, customer_since = due.since
                  FROM (%s) due
                 WHERE due.id = res_partner.id
             RETURNING res_partner.id
                """,
                those_that_differ(self._customer_states(partner_ids)),
            )
        )
        partners = self.browse([partner_id for (partner_id,) in changed])
        partners.invalidate_recordset(STATE_FIELDS, flush=False)
        partners.modified(STATE_FIELDS)
        return len(partners)

    # ------------------------------------------------------------------
    # Scheduled action
    # ------------------------------------------------------------------

    @api.model
    def _cron_refresh_customer_states(self, batch=REFRESH_BATCH):
        """Turn the customers who have bought nothing for long, and mend what fell
        behind.

        One scan finds who is due; they are written in batches, each in a transaction of
        its own that first locks its rows. A row that somebody is saving just then is
        left to the next run: nobody waits for this, and this waits for nobody.
        """
        Cron = self.env["ir.cron"]
        self.flush_model(STATE_FIELDS)
        rows = self.env.execute_query(those_that_differ(self._customer_states()))
        due = [row[0] for row in rows]
        Cron._commit_progress(remaining=len(due))
        for start in range(0, len(due), batch):
            partner_ids = due[start : start + batch]
            free = self.browse(partner_ids).try_lock_for_update(allow_referencing=True)
            if free:
                self._refresh_customer_states(free.ids)
            if not Cron._commit_progress(len(partner_ids)):
                break
