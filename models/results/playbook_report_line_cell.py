"""Values of fields as cells of a report."""

from odoo import fields, models
from odoo.tools import format_amount, format_date, format_datetime, html2plaintext

from .playbook_report_line_value import make_money_format
from .report_content import DATE, MONEY, NUMBER, TEXT, make_cell

TYPES = {
    "integer": NUMBER,
    "float": NUMBER,
    "monetary": MONEY,
    "date": DATE,
    "datetime": DATE,
}
LONGEST = 120
DIGITS = 2


class PlaybookReportLine(models.Model):
    _inherit = "playbook.report.line"

    def _get_column_type(self, field):
        return TYPES.get(field.type, TEXT)

    def _make_record_cell(self, record, name, value):
        """The cell of a field.

        :param value: as ``read`` gives it.
        """
        field = record._fields[name]
        make = getattr(self, f"_make_{field.type}_cell", None)
        if make:
            return make(record, field, value)
        return self._make_text_cell(record, field, value)

    def _make_text_cell(self, record, field, value):
        if isinstance(value, (list, tuple)):
            value = ", ".join(map(str, value))
        text = " ".join(str(value).split()) if value not in {None, False} else ""
        if len(text) > LONGEST:
            return make_cell(text, f"{text[: LONGEST - 1]}…")
        return make_cell(text)

    def _make_html_cell(self, record, field, value):
        return self._make_text_cell(record, field, html2plaintext(value or ""))

    def _make_boolean_cell(self, record, field, value):
        return make_cell(self.env._("Yes") if value else "")

    def _make_selection_cell(self, record, field, value):
        labels = dict(field._description_selection(self.env))
        return make_cell(labels.get(value, ""))

    def _make_many2one_cell(self, record, field, value):
        # ``read`` tells the name of what a record belongs to, as lists do.
        return make_cell(value[1] if value else "")

    def _make_x2many_cell(self, record, field, value):
        # As the reader, who may not read all of them.
        readable = record[field.name]._filtered_access("read")
        return make_cell(", ".join(readable.mapped("display_name")))

    def _make_one2many_cell(self, record, field, value):
        return self._make_x2many_cell(record, field, value)

    def _make_many2many_cell(self, record, field, value):
        return self._make_x2many_cell(record, field, value)

    def _make_many2one_reference_cell(self, record, field, value):
        return make_cell("")

    def _make_binary_cell(self, record, field, value):
        return make_cell("")

    def _make_integer_cell(self, record, field, value):
        return self._make_number_cell(value, 0)

    def _make_float_cell(self, record, field, value):
        digits = field.get_digits(record.env)
        return self._make_number_cell(value, digits[1] if digits else DIGITS)

    def _make_number_cell(self, value, digits):
        indicator = self.env["playbook.indicator"]
        text = indicator._format_number(value, digits)
        number_format = "#,##0" + ("." + "0" * digits if digits else "")
        return make_cell(value, text, number_format=number_format)

    def _make_monetary_cell(self, record, field, value):
        name = field.get_currency_field(record)
        # The currency of an amount that the reader has before them.
        currency_sudo = record[name].sudo() if name else record.env.company.currency_id
        if not currency_sudo:
            return self._make_number_cell(value, DIGITS)
        return make_cell(
            value,
            format_amount(self.env, value, currency_sudo),
            number_format=make_money_format(currency_sudo),
        )

    def _make_date_cell(self, record, field, value):
        if not value:
            return make_cell(None)
        return make_cell(value, format_date(record.env, value))

    def _make_datetime_cell(self, record, field, value):
        if not value:
            return make_cell(None)
        local = fields.Datetime.context_timestamp(record, value)
        text = format_datetime(
            record.env, value, tz=record.env.tz.zone, dt_format="short"
        )
        return make_cell(local.replace(tzinfo=None), text)
