import json
import logging
import time

import psycopg2

from odoo import models
from odoo.exceptions import AccessError, UserError

from ...tools.values import plain
from ..profiles.halves import do_in_halves
from ..standards.channel import IMPORT, mark
from .back_dating_sql import date_leads, date_partners
from .conversion import Conversion
from .match_sql import strip_legal_forms
from .playbook_load import ACTION, COMPANY, CONTACT, DONE, LEAD, MODELS
from .playbook_load_line import (
    CONFLICT,
    DUPLICATE,
    FAILED,
    INVALID,
    LOAD,
    NEW,
    REVIEWED,
)
from .targets import BACK_DATED, REFERENCES, RESULT

_logger = logging.getLogger(__name__)

LOAD_BATCH = 250
SMALLEST_BATCH = 20
# Progress is to be seen at least every five.
SLOW_SECONDS = 3
# What is loaded is nobody's news.
QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
}


class PlaybookLoad(models.Model):
    """Loading: lines become records, in batches that are halved on an error."""

    _inherit = "playbook.load"

    def _loading_steps(self):
        """Load the lines that are to be loaded, some at a time: as many as take about
        as long as somebody who looks at the progress would wait.
        """
        conversion, size = Conversion(self), LOAD_BATCH
        while lines := self._get_next(REVIEWED, size, [LOAD]):
            began = time.monotonic()
            made = self._create_options(lines)
            conversion = Conversion(self) if made else conversion
            self._load_items(self._examine(lines, conversion, similar=False))
            if self._forget_options(made, lines):
                conversion = Conversion(self)
            yield len(lines)
            if time.monotonic() - began > SLOW_SECONDS:
                size = max(size // 2, SMALLEST_BATCH)
        self._leave_out()
        self._set(state=DONE, date_done=self.env.cr.now())
        self._trigger_next()

    def _load_items(self, items):
        """Write the records of ``items``; what cannot be is told on its line.

        Where a key comes twice, the second line follows in a later step, when the first
        has made the record.
        """
        fit = {}
        failed = []
        for item in items:
            item.is_new = not item.record_id
            reason = self._get_hindrance(item)
            if reason:
                failed.append((item, reason))
            else:
                fit.setdefault(item.reading.key, item)
        self._fail(failed)
        do_in_halves(
            self.env.cr,
            list(fit.values()),
            self._write_items,
            lambda item, error: self._fail([(item, error)]),
        )

    def _get_hindrance(self, item):
        """Why a line cannot be loaded though the review said so; empty if it can."""
        line = item.line
        if item.verdict == INVALID:
            return item.get_reason()
        if line.decided or item.how == "key":
            return item.verdict == CONFLICT and not line.decided and item.get_reason()
        if line.verdict == NEW and (item.record_id or item.others):
            return self.env._(
                "A record like it has come in since the review: load the rejected "
                "lines again, and decide."
            )
        if item.verdict in (CONFLICT, DUPLICATE):
            return item.get_reason()
        return ""

    def _fail(self, failed):
        """Say on their lines why they were not loaded.

        :param failed: pairs of an item and an error or a text.
        """
        rows = []
        for item, error in failed:
            text = self._describe_failure(item, error)
            row = {"id": item.line.id, "state": FAILED, "reason": text}
            rows.append(row)
        columns = {"state": "text", "reason": "text"}
        self.env["playbook.load.line"]._update_lines(rows, columns)
        return len(rows)

    def _describe_failure(self, item, error):
        """What went wrong, in words: never empty."""
        if isinstance(error, AccessError):
            # Odoo's words name rules, and other records.
            if item.is_new:
                return self._describe_forbidden()
            return self._describe_forbidden_change()
        if isinstance(error, psycopg2.Error):
            text = self.env[MODELS[self.kind]]._sql_error_to_message(error)
        elif isinstance(error, (UserError, str)):
            text = error.args[0] if isinstance(error, UserError) else error
        else:
            _logger.error("Line %s was not loaded.", item.line.id, exc_info=error)
            text = self.env._("It could not be written: %s", str(error) or repr(error))
        return str(text).strip() or self.env._("It could not be written.")

    def _write_items(self, items):
        """Write the records of ``items``, all or none."""
        made = self._create_missing(items)
        Model = mark(self.env[MODELS[self.kind]].with_context(**QUIET), IMPORT)
        # Asked before: what was made in a batch that failed is not there any more.
        new = [item for item in items if item.is_new]
        created = set()
        if new and self.kind == ACTION:
            records = self.env["playbook.action"]._load_past(
                [item.values for item in new], self.company_id
            )
        else:
            for item in new:
                item.prepared = self._prepare_new(item)
            # Copies: Odoo adds to them what follows.
            values = [{**item.prepared} for item in new]
            # As Odoo's import does: who has no parent takes nothing over from one.
            alone = self.kind == COMPANY and not any(v.get("parent_id") for v in values)
            create = Model._load_records_create if alone else Model.create
            records = create(values)
        for item, record in zip(new, records, strict=True):
            item.record_id = record.id
            item.before, item.after = {}, self._get_said(item)
            item.after.pop(RESULT, None)
            created.add(item.line.id)
        for item in items:
            if item.after and item.line.id not in created:
                # A copy: Odoo adds to it what follows from it.
                Model.browse(item.record_id).write({**item.after})
        self.env.flush_all()
        self._reopen(items)
        self._date_back(items, created)
        self._note_results(items)
        self._keep_keys(items, created)
        self._settle(items, created, made)

    def _create_missing(self, items):
        """Make the companies that lines name and that are not there.

        They are known from now on by what the lines call them: a file of companies that
        comes later finds them.

        :return: from ids of lines to the ids of what was made for them.
        """
        wanted = {}
        for item in items:
            for target, name in item.missing.items():
                words = strip_legal_forms(plain(name)) or name
                users = wanted.setdefault(words, [])
                users.append((item, REFERENCES[target], name))
        if not wanted:
            return {}
        Partner = mark(self.env["res.partner"].with_context(**QUIET), IMPORT)
        rows = [
            {"name": name, "is_company": True, "is_prospect": self.as_prospects}
            for ((_item, _field, name), *_others) in wanted.values()
        ]
        made, keys = {}, {}
        for company, users in zip(Partner.create(rows), wanted.values(), strict=True):
            made.setdefault(users[0][0].line.id, []).append(company.id)
            for item, field, name in users:
                item.values[field] = company.id
                keys[name] = company.id
        self._keep_company_keys(keys)
        return made

    # ------------------------------------------------------------------
    # What is written
    # ------------------------------------------------------------------

    def _get_said(self, item):
        """What is written into a new record: what the line says, and what follows."""
        values = {**item.values}
        if self.kind == LEAD:
            values |= self._get_result_values(item)
            if said := self._get_said_result(item):
                values[RESULT] = said
        return values

    def _prepare_new(self, item):
        """The values of a new customer, contact, lead or opportunity."""
        values = self._get_said(item)
        values.pop("create_date", None)
        values.pop(RESULT, None)
        if self.kind == COMPANY:
            return {"is_prospect": self.as_prospects, **values, "is_company": True}
        if self.kind == CONTACT:
            alone = self.as_prospects and not values.get("parent_id")
            values.setdefault("name", values.get("email"))
            return {"is_prospect": alone, **values, "is_company": False}
        return self._prepare_new_lead(item, values)

    def _prepare_new_lead(self, item, values):
        values = {
            "type": self.lead_type,
            "user_id": False,
            "company_id": self.company_id.id,
            **values,
        }
        if not values.get("name"):
            values["name"] = self._get_lead_name(values)
        begun = item.values.get("create_date")
        # Who loses a lead does not move it.
        won = item.reading.result == "won"
        closed = values.get("date_closed") if won else None
        if begun and values["user_id"]:
            values.setdefault("date_open", begun)
        if closed or begun:
            values.setdefault("date_last_stage_update", closed or begun)
        if item.team_id or not values["user_id"]:
            values.setdefault("team_id", item.team_id)
        return values

    def _find_teams(self, items):
        """The team of each salesperson whose leads are new, as Odoo finds it for each
        lead anew.
        """
        teams = {}
        for item in items if self.kind == LEAD else ():
            user_id = item.values.get("user_id")
            if item.record_id or not user_id or "team_id" in item.values:
                continue
            key = user_id, item.values.get("type", self.lead_type)
            if key not in teams:
                use = "use_leads" if key[1] == "lead" else "use_opportunities"
                teams[key] = self.env["crm.team"]._get_default_team_id(
                    user_id=user_id, domain=[(use, "=", True)]
                )
            item.team_id = teams[key].id

    def _get_lead_name(self, values):
        customer = self.env["res.partner"].browse(values.get("partner_id"))
        # Its name stands in the file.
        name = customer.sudo().name or values.get("partner_name")
        name = name or values.get("contact_name") or values.get("email_from")
        return self.env._("%(customer)s's opportunity", customer=name)

    def _date_back(self, items, created):
        """Set the dates that the ORM does not take, or has set itself."""
        if self.kind == ACTION:
            return
        rows = []
        for item in items:
            said = item.prepared if item.line.id in created else item.after
            dates = {name: said[name] for name in BACK_DATED if said.get(name)}
            begun = item.values.get("create_date")
            if item.line.id in created and begun:
                dates["create_date"] = begun
            if dates:
                rows.append({"id": item.record_id, **dates})
        if not rows:
            return
        Model = self.env[MODELS[self.kind]]
        statement = date_leads if self.kind == LEAD else date_partners
        self.env.cr.execute(statement(json.dumps(rows)))
        Model.browse(row["id"] for row in rows).invalidate_recordset(flush=False)
