"""Which action shows a report to whom."""

from ..profiles.role_action import role_action


def report_action(env, name):
    """The report as the active profile wants it: its grouping, measures, favourites.

    :param name: the XML id of the action for who has none of their own; those of
        profiles end in the key of their screens.
    """
    return role_action(env, name) or env["ir.actions.act_window"]._for_xml_id(
        f"crm_playbook.{name}"
    )
