"""Bringing the field inventory up to date: set-based, one query for each form."""

import logging

from odoo import api, fields, models

from ..profiles.halves import TIME_IS_UP, TRANSIENT
from ..profiles.playbook_screen import ENTITIES
from .field_uses import REQUIRED, USED
from .filler import text_is_filled
from .playbook_field_usage import KIND_OF_TYPE, OTHER
from .playbook_requirement import TEXTS

_logger = logging.getLogger(__name__)
# What is told of a field that is not counted.
NOT_COUNTED = {
    "is_counted": False,
    "record_count": 0,
    "filled_count": 0,
    "filler_count": 0,
    "fill_rate": 0.0,
    "valid_rate": 0.0,
    "last_filled": False,
}


class PlaybookFieldUsage(models.Model):
    _inherit = "playbook.field.usage"

    @api.model
    def _refresh_all(self, *, again=False):
        """Bring all four forms up to date: what stands on them and what uses it; how
        far it is filled in unless that was counted today, or ``again``.
        """
        uses = self._get_uses()
        screens = self._get_screens()
        today = fields.Date.today()
        for entity in ENTITIES:
            own = screens.filtered(lambda each, entity=entity: each.entity == entity)
            counted = self.search(
                [("entity", "=", entity), ("counted_on", "=", today)], limit=1
            )
            self._refresh(entity, own, uses, count=again or not counted)

    @api.model
    def _get_screens(self):
        """The forms of all profiles."""
        profiles = self.env["playbook.profile"]._get_all()
        profiles._create_missing_screens()
        return profiles.screen_ids

    @api.model
    def _refresh(self, entity, screens, uses, *, count=True):
        """Bring the fields of one form up to date.

        :param screens: that form of each profile.
        :param uses: what :meth:`_get_uses` found.
        :param count: whether to count the records, too.
        """
        screens._update_items()
        items = screens._get_field_items().filtered(lambda item: not item.is_missing)
        named = {name for each, name in uses if each == entity}
        wanted = set(items.mapped("name")) | named
        known = self._get_fields(entity)
        rows = self.search([("entity", "=", entity)])
        # What is gone, and nothing names any more, has nothing to tell.
        (rows.filtered(lambda row: row.field_name not in wanted)).unlink()
        rows = rows.exists()
        missing = wanted - set(rows.mapped("field_name"))
        rows += self.create(
            [{"entity": entity, "field_name": name} for name in sorted(missing)]
        )
        count = count or bool(missing)
        figures = self._count(entity, screens, wanted) if count else {}
        profiles = {
            name: same.screen_id.profile_id
            for name, same in items.filtered(lambda item: item.shown != "0")
            .grouped("name")
            .items()
        }
        for row in rows:
            name = row.field_name
            shown = profiles.get(name, self.env["playbook.profile"])
            row._note(
                {
                    "is_gone": name not in known,
                    "kind": KIND_OF_TYPE.get(known[name].type, OTHER)
                    if name in known
                    else OTHER,
                    "procedure_count": row._count_owners(uses, REQUIRED),
                    "use_count": row._count_owners(uses, USED),
                    **(figures.get(name, NOT_COUNTED) if count else {}),
                    **({"counted_on": fields.Date.today()} if count else {}),
                },
                shown,
            )
        rows._propose(items, uses)

    def _count_owners(self, uses, source):
        found = uses.get((self.entity, self.field_name), ())
        return len({use.owner for use in found if use.source == source})

    def _note(self, values, profiles):
        """Write what differs."""
        # In the averages, 0 of what is counted is not the same as nothing.
        first = values.get("is_counted") and not self.is_counted
        changed = {
            name: each for name, each in values.items() if first or self[name] != each
        }
        if self.profile_ids != profiles:
            changed["profile_ids"] = [fields.Command.set(profiles.ids)]
        if changed:
            self.write(changed)

    @api.model
    def _count(self, entity, screens, names):
        """The figures of fields by name; what the screens tell of them is the same."""
        names = names | set(screens._get_field_items().mapped("name"))
        total, usage = screens._count_usage(entity, names, self._says_something_sql)
        screens._note_usage(total, usage)
        return {
            name: {
                "is_counted": True,
                "record_count": total,
                "filled_count": filled,
                "filler_count": filled - valid,
                "fill_rate": 100 * filled / total if total else 0.0,
                "valid_rate": 100 * valid / total if total else 0.0,
                "last_filled": last or False,
            }
            for name, (filled, last, valid) in usage.items()
        }

    @api.model
    def _says_something_sql(self, records, name, query):
        """That a text says something; None for what is chosen or counted."""
        field = records._fields[name]
        if field.type not in TEXTS:
            return None
        domain = text_is_filled(name, field)
        return domain._to_sql(records, query.table, query)

    @api.model
    def _cron_refresh(self):
        """Bring the inventory up to date, each form in a transaction of its own."""
        Cron = self.env["ir.cron"]
        today = fields.Date.today()
        done = self.search([("counted_on", "=", today)]).mapped("entity")
        due = [entity for entity in ENTITIES if entity not in done]
        Cron._commit_progress(remaining=len(due))
        uses = self._get_uses()
        for entity in due:
            try:
                self._refresh_or_log(entity, uses)
            except TRANSIENT as error:
                # Somebody was faster: the next run goes on with this one.
                self.env.cr.rollback()
                _logger.info("The field inventory waits: %s", error)
                return
            if not Cron._commit_progress(1):
                # The next run goes on with those that were not counted today.
                return

    @api.model
    def _refresh_or_log(self, entity, uses):
        """One form that cannot be counted stops no other."""
        try:
            with self.env.cr.savepoint():
                screens = self._get_screens().filtered(
                    lambda screen: screen.entity == entity
                )
                self._refresh(entity, screens, uses)
        except TRANSIENT:
            raise
        except Exception as error:
            if TIME_IS_UP in str(error):
                raise
            _logger.exception("The fields of the form %s cannot be counted", entity)
