"""The days of a report's period in conditions that people write."""

from datetime import date, datetime, time

import pytz

from odoo import fields
from odoo.fields import Domain


class PeriodDay(date):
    """A day that is known to be of the period: the moment at which it begins depends on
    whose clock it is.
    """


def make_day(day):
    return PeriodDay(day.year, day.month, day.day)


def put_days(domain, records, zone):
    """The same domain with the days of the period in it as texts: of fields with a
    moment, that at which the day begins in ``zone``.

    :param records: of the model that is searched.
    """

    def put(condition):
        path, value = condition.field_expr, condition.value
        if isinstance(value, Domain):
            model = _walk(records, path.split("."))[1]
            return Domain(path, condition.operator, put_days(value, model, zone))
        if isinstance(value, PeriodDay):
            *way, name = path.split(".")
            field = _walk(records, way)[1]._fields.get(name)
            value = _tell(value, field, zone)
            return Domain(path, condition.operator, value)
        return condition

    return domain.map_conditions(put)


def _walk(records, names):
    """The last field on a way of them, and the records at its end."""
    field = None
    for name in names:
        field = records._fields[name]
        if field.relational:
            records = records.env[field.comodel_name]
    return field, records


def _tell(day, field, zone):
    if field is None or field.type != "datetime":
        return day.isoformat()
    moment = zone.localize(datetime.combine(day, time()))
    return fields.Datetime.to_string(moment.astimezone(pytz.utc))
