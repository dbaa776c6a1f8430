"""A list of records, as the reader would find them."""

import pytz

from odoo import models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..profiles.condition import parse
from .report_content import SHEET_ROWS, TEXT, make_column
from .report_days import put_days
from .report_fields import find_hidden_field

NAME = "display_name"
# In whose name a list of records is one's own.
OWNERS = ("user_id",)


class PlaybookReportLine(models.Model):
    _inherit = "playbook.report.line"

    def _make_records(self, reading):
        """The section of the records that the reader finds with the condition: no row,
        and no column, that they could not open themselves.
        """
        Model = reading.env[self.model]
        if not Model.has_access("read"):
            kinds = dict(self._fields["model"]._description_selection(self.env))
            return {
                "empty": self.env._(
                    "You do not work with these records: %(records)s.",
                    records=kinds[self.model],
                )
            }
        domain = self._get_records_domain(reading.env, reading.company, reading.period)
        order = self.sort or None
        records = Model.search(domain, order=order, limit=SHEET_ROWS)
        total = len(records)
        if total == SHEET_ROWS:
            total = Model.search_count(domain)
        names = self._get_column_names(Model)
        if reading.viewer:
            records, names = self._leave_out_hidden(reading, domain, records, names)
            # How many more there are, is not the viewer's to know.
            total = len(records)
        return {
            "columns": self._make_record_columns(reading, names),
            "rows": self._make_record_rows(reading, records, names),
            "shown": max(self.count, 1),
            "more": self._tell_more(total),
            "empty": None
            if records
            else self.env._("Nothing to show: there are none."),
        }

    def _get_records_domain(self, env, company, period):
        """The condition: written by who makes the report, searched with the rights of
        the reader.

        :param env: of the reader.
        :param company: by whose clock the days of ``period`` begin.
        :return: a domain without names: any client can search with it.
        """
        Model = env[self.model]
        domain = parse(self.domain, env.uid, **self._get_period_names(period))
        # In which zone a company works is no secret.
        zone = env["playbook.segment"].sudo()._get_time_zone(company.sudo())
        domain = put_days(domain, Model, pytz.timezone(zone))
        if self.only_own:
            names = [name for name in OWNERS if name in Model._fields]
            if names:
                domain &= Domain(names[0], "=", env.uid)
        return domain

    def _leave_out_hidden(self, reading, domain, records, names):
        """Of what the reader sees, what whoever looks at it may read, too.

        :return: the records, and the names of columns.
        :raise odoo.exceptions.AccessError: where the viewer may read none, or not the
            fields by which they are found and sorted: that they are there would tell
            what these hold.
        """
        Model = records.with_user(reading.viewer).browse()
        Model.check_access("read")
        hidden = find_hidden_field(Model, domain)
        if hidden:
            # What it says, nobody reads: the part says that one may not read it.
            raise AccessError(hidden)
        Model._order_to_sql(self.sort, Model._search([]))
        seen = records.with_env(Model.env)._filtered_access("read")
        readable = [
            name
            for name in names
            if Model._has_field_access(Model._fields[name], "read")
        ]
        return records.filtered(lambda each: each.id in seen._ids), readable or [NAME]

    def _get_column_names(self, records):
        """The fields to show, of those that the reader may read; the name first."""
        wanted = [column.field_name for column in self.column_ids]
        unknown = [name for name in wanted if name not in records._fields]
        if unknown:
            raise self._get_lack(
                self.env._(
                    "the records have no field %(names)s", names=", ".join(unknown)
                )
            )
        readable = [
            name
            for name in wanted
            if records._has_field_access(records._fields[name], "read")
        ]
        return list(dict.fromkeys(readable or [NAME]))

    def _make_record_columns(self, reading, names):
        Model = reading.env[self.model]
        labels = Model.fields_get(names, ["string"])
        kinds = {name: self._get_column_type(Model._fields[name]) for name in names}
        # One number or day stands beside the first one, all else below it: that is what
        # there is room for on a phone.
        first, *others = names
        beside = next((name for name in others if kinds[name] != TEXT), None)
        return [
            make_column(
                name,
                self._tell_records() if name == NAME else labels[name]["string"],
                kinds[name],
                under=None if name in {first, beside} else first,
            )
            for name in names
        ]

    def _tell_records(self):
        kinds = dict(self._fields["model"]._description_selection(self.env))
        return kinds[self.model]

    def _make_record_rows(self, reading, records, names):
        values = records.read(names)
        links = self._get_record_urls(reading, records)
        rows = []
        for record, read in zip(records, values, strict=False):
            row = [self._make_record_cell(record, name, read[name]) for name in names]
            row[0]["url"] = links[record.id]
            row[0]["text"] = row[0]["text"] or self.env._("(no name)")
            rows.append(row)
        return rows

    def _get_record_urls(self, reading, records):
        """Where each can be opened: an activity on what it is about."""
        if records._name != "mail.activity":
            return {
                record.id: self._get_url(reading, records._name, record.id)
                for record in records
            }
        return {
            activity.id: self._get_url(reading, activity.res_model, activity.res_id)
            if activity.res_model
            else self._get_url(reading, "my-day")
            for activity in records
        }
