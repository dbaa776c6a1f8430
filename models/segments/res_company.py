import json

from psycopg2 import IntegrityError

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import mute_logger

from .sells_to import BOTH, COMPANIES, PEOPLE, SELLS_TO, Switch

# What was switched because of the answers, as JSON: from XML ids to the value given.
SWITCHED = "crm_playbook.sells_to_switched"


class ResCompany(models.Model):
    """Whom the company sells to picks, of what the addon ships, what fits (R301).

    What is shipped is there for all companies of the database: it is switched where
    all those that have answered sell to the same customers.
    """

    _inherit = "res.company"

    playbook_sells_to = fields.Selection(
        SELLS_TO,
        string="Whom do you sell to?",
        groups="base.group_user",
        help="Picks what fits of the options, purposes, key fields and waiting days "
        "that CRM Playbook came with. What somebody has changed, uses or has switched "
        "live is left alone; choosing another answer takes it back.",
    )

    def write(self, vals):
        result = super().write(vals)
        if "playbook_sells_to" in vals:
            self._apply_sells_to()
        return result

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        if any(vals.get("playbook_sells_to") for vals in vals_list):
            self._apply_sells_to()
        return companies

    # ------------------------------------------------------------------
    # What there is to switch: a hook
    # ------------------------------------------------------------------

    @api.model
    def _get_sells_to_switches(self):
        """What is switched, as a list of :class:`Switch`; later rooms add theirs."""
        companies_alone = dict.fromkeys([COMPANIES], False)
        people_alone = dict.fromkeys([PEOPLE], False)
        return [
            Switch(f"customer_type_{name}", "active", True, values, self._is_unused)
            for name, values in (
                ("company", people_alone),
                ("small_business", people_alone),
                ("public_body", people_alone),
                ("person", companies_alone),
            )
        ]

    @api.model
    def _is_unused(self, option):
        # Counts all that carry it: a number that decides, and is told to nobody.
        option = option.sudo()
        option.invalidate_recordset(["customer_count", "lead_count"])
        return not option.customer_count and not option.lead_count

    # ------------------------------------------------------------------
    # Switching
    # ------------------------------------------------------------------

    @api.model
    def _apply_sells_to(self):
        """Bring what the addon ships in line with the answers of all companies.

        Only what is as it came is switched, and only what was switched is taken back.
        """
        switched = self._read_switched()
        for switch, record, value in self._plan_sells_to(self._get_sold_to()):
            if self._switch(record, switch.field, value):
                if value == switch.shipped:
                    switched.pop(switch.name, None)
                else:
                    switched[switch.name] = value
        # Noted by the addon for itself.
        parameters = self.env["ir.config_parameter"].sudo()
        parameters.set_param(SWITCHED, json.dumps(switched, sort_keys=True))

    @api.model
    def _get_sold_to(self, **answers):
        """The answer that holds for the database.

        :param answers: from companies' ids, as texts, to another answer than theirs.
        """
        # To whom companies sell is no secret within the database.
        companies = self.env["res.company"].sudo().search([])  # pylint: disable=no-search-all
        given = {
            answers.get(str(company.id), company.playbook_sells_to)
            for company in companies
        }
        given.discard(False)
        return given.pop() if len(given) == 1 else BOTH

    @api.model
    def _plan_sells_to(self, answer):
        """What the answer changes, as a list of a switch, a record and a value."""
        switched = self._read_switched()
        plan = []
        for switch in self._get_sells_to_switches():
            record = self.env.ref(
                f"crm_playbook.{switch.name}", raise_if_not_found=False
            )
            if not record:
                continue
            # What is shipped belongs to nobody; whoever answers need not shape it.
            record = record.sudo()
            value = switch.values.get(answer, switch.shipped)
            present = record[switch.field]
            as_it_came = switched.get(switch.name, switch.shipped)
            if present == value or present != as_it_came:
                continue
            if value == switch.shipped or switch.is_free(record):
                plan.append((switch, record, value))
        return plan

    @api.model
    def _switch(self, record, name, value):
        """:return: whether it could be switched: something may be in its place now."""
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                record.write({name: value})
        except (IntegrityError, UserError):
            return False
        return True

    @api.model
    def _read_switched(self):
        # As it was noted.
        text = self.env["ir.config_parameter"].sudo().get_param(SWITCHED)
        try:
            switched = json.loads(text or "{}")
        except ValueError:
            switched = {}
        return switched if isinstance(switched, dict) else {}

    def _preview_sells_to(self, answer):
        """What would change if this company sold to those, as a list of sentences."""
        self.ensure_one()
        plan = self._plan_sells_to(self._get_sold_to(**{str(self.id): answer}))
        return [
            self._tell_switch(switch, record, value) for switch, record, value in plan
        ]

    @api.model
    def _tell_switch(self, switch, record, value):
        # The parts are names that people gave and that Odoo translates.
        kind = self.env["ir.model"]._get(record._name).sudo().name
        field = record._fields[switch.field]
        if switch.field == "active" and value:
            return self.env._(
                "%(kind)s “%(name)s” is offered again",
                kind=kind,
                name=record.display_name,
            )
        if switch.field == "active":
            return self.env._(
                "%(kind)s “%(name)s” is offered no longer",
                kind=kind,
                name=record.display_name,
            )
        return self.env._(
            "%(kind)s “%(name)s”: %(field)s %(value)s",
            kind=kind,
            name=record.display_name,
            field=field._description_string(self.env),
            value=self._tell_value(field, value),
        )

    @api.model
    def _tell_value(self, field, value):
        if field.type != "selection":
            return value
        return dict(field._description_selection(self.env)).get(value, value)
