"""Days and moments as the panel shows them: short, and no day taken for a month."""

from babel.dates import format_skeleton

from odoo import fields
from odoo.tools import format_time
from odoo.tools.misc import babel_locale_parse, get_lang


def tell_day(env, day):
    """``day`` in words; with its year, where it is not this one."""
    if not day:
        return ""
    this_year = fields.Date.context_today(env.user).year
    skeleton = "MMMd" if day.year == this_year else "yMMMd"
    return format_skeleton(skeleton, day, locale=babel_locale_parse(get_lang(env).code))


def tell_moment(env, moment):
    """The UTC ``moment`` where the user is."""
    if not moment:
        return ""
    local = fields.Datetime.context_timestamp(env.user, moment)
    time = format_time(env, local.time(), time_format="short")
    return env._("%(day)s, %(time)s", day=tell_day(env, local.date()), time=time)
