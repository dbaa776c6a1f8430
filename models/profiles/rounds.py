"""Scheduled actions that go round by round: when the one began that goes on."""

from datetime import timedelta

from odoo import fields


def read_round(env, key, longest):
    """When the round began that is not finished; nonsense counts as none.

    :param key: of the parameter in which it is kept.
    :param longest: a round that could not be finished by then is begun anew.
    :return: a datetime, or None.
    """
    # Written and read by the scheduled action alone.
    text = env["ir.config_parameter"].sudo().get_param(key)
    try:
        begun = fields.Datetime.to_datetime(text or None)
    except ValueError:
        return None
    age = begun and fields.Datetime.now() - begun
    return begun if age is not None and timedelta() <= age < longest else None


def write_round(env, key, begun):
    """Keep when the round began; None where it is finished.

    Unchanged, it is not written: that clears the caches of all workers.
    """
    # As in read_round.
    Parameter = env["ir.config_parameter"].sudo()
    text = fields.Datetime.to_string(begun) if begun else False
    if (Parameter.get_param(key) or False) != text:
        Parameter.set_param(key, text)
