"""Which action shows a report to whom."""

from ..profiles.role_action import role_action


def report_action(env, name):
    """The report as the active profile wants it: its grouping, measures, favourites.

    Who leads a sales team begins with everybody whom they may see, not with their own.

    :param name: the XML id of the action for leaders, and for who has none of their
        own; those of profiles end in the key of their screens.
    """
    leads_a_team = env["crm.team"].search_count([("user_id", "=", env.uid)], limit=1)
    own = None if leads_a_team else role_action(env, name)
    return own or env["ir.actions.act_window"]._for_xml_id(f"crm_playbook.{name}")
